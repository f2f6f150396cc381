"""Settings from the environment."""

import pytest

from ontherecord import SettingError, Settings


def test_without_variables_the_built_in_model_and_index_are_used():
    assert Settings.from_environment({}) == Settings("all-MiniLM-L6-v2", None, 32)


def test_variables_name_the_models_and_the_server():
    environment = {
        "ONTHERECORD_EMBEDDING_MODEL": "/models/x",
        "ONTHERECORD_CHROMA_URL": "http://127.0.0.1:8000",
        "ONTHERECORD_RERANKER": "/models/y",
        "ONTHERECORD_ATTRIBUTION": "rules",
    }

    assert Settings.from_environment(environment) == Settings(
        "/models/x", "http://127.0.0.1:8000", 32, "/models/y", "rules"
    )


def test_empty_variables_count_as_absent():
    assert (
        Settings.from_environment(
            {"ONTHERECORD_EMBEDDING_MODEL": "", "ONTHERECORD_CHROMA_URL": "", "ONTHERECORD_ATTRIBUTION": ""}
        )
        == Settings()
    )


def test_attribution_that_there_is_none_of_is_refused_with_those_there_are():
    with pytest.raises(SettingError, match="attribution cannot be 'magic': set it to one of tagger, rules, off"):
        Settings.from_environment({"ONTHERECORD_ATTRIBUTION": "magic"})
