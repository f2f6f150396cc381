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


def test_variables_name_the_language_model_and_its_bounds():
    environment = {
        "ONTHERECORD_LLM": "openai:gpt-4o-mini",
        "ONTHERECORD_LLM_URL": "http://127.0.0.1:8000/v1",
        "ONTHERECORD_LLM_KEY": "tok-0815",
        "ONTHERECORD_LLM_PATIENCE": "2.5",
        "ONTHERECORD_LLM_WINDOW": "4096",
    }

    assert Settings.from_environment(environment) == Settings(
        llm="openai:gpt-4o-mini",
        llm_url="http://127.0.0.1:8000/v1",
        llm_key="tok-0815",
        llm_patience=2.5,
        llm_window=4096,
    )
    assert Settings.from_environment(dict.fromkeys(environment, "")) == Settings()


def test_key_of_a_language_model_is_not_shown():
    assert "tok-0815" not in repr(Settings(llm_key="tok-0815"))


@pytest.mark.parametrize("name", ["PATIENCE", "WINDOW"])
@pytest.mark.parametrize("value", ["soon", "0", "-1", "1e"])
def test_bounds_of_a_language_model_are_numbers_above_zero(name: str, value: str):
    with pytest.raises(SettingError, match=rf"(?i)llm_{name} cannot be .*{value}.*: set it to .*number above zero"):
        Settings.from_environment({f"ONTHERECORD_LLM_{name}": value})


@pytest.mark.parametrize("patience", [float("nan"), float("inf")])
def test_patience_has_an_end(patience: float):
    with pytest.raises(SettingError, match="llm_patience"):
        Settings(llm_patience=patience)
