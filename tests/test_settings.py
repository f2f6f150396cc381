"""Settings from the environment."""

from ontherecord import Settings


def test_without_variables_the_built_in_model_and_index_are_used():
    assert Settings.from_environment({}) == Settings("all-MiniLM-L6-v2", None, 32)


def test_variables_name_the_models_and_the_server():
    environment = {
        "ONTHERECORD_EMBEDDING_MODEL": "/models/x",
        "ONTHERECORD_CHROMA_URL": "http://127.0.0.1:8000",
        "ONTHERECORD_RERANKER": "/models/y",
    }

    assert Settings.from_environment(environment) == Settings("/models/x", "http://127.0.0.1:8000", 32, "/models/y")


def test_empty_variables_count_as_absent():
    assert Settings.from_environment({"ONTHERECORD_EMBEDDING_MODEL": "", "ONTHERECORD_CHROMA_URL": ""}) == Settings()
