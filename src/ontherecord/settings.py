"""How a library is run: one frozen value, passed explicitly."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast, get_args

from ontherecord.errors import SettingError

Attribution: TypeAlias = Literal["tagger", "rules", "off"]

DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of an open library.

    `embedding_model` is the built-in all-MiniLM-L6-v2, or the folder or name of any sentence-transformers model.
    `chroma_url` is the address of a Chroma server that is to hold the dense index, such as `http://127.0.0.1:8000`;
    None keeps the index inside the library. `batch_articles` are committed together: what an interruption can cost.
    `reranker` is the folder or name of a cross-encoder that reads the best passages once more; None leaves them as
    they are ranked. `attribution` is what finds who said what: the trained tagger, rules alone, which are faster and
    find less, or nothing. `llm` names a language model, as `openai:MODEL`, `ollama:MODEL` or `gguf:PATH`; without it
    none is used. `llm_url` and `llm_key` are its server's address and the key for it, `llm_patience` the seconds that
    it may take for its next words, and `llm_window` how many tokens it reads; None is as fits the kind of model.
    `inference_model` is the folder or name of a cross-encoder for natural language inference, which is to find each
    sentence that a language model writes entailed by what it cites; None asks none.
    Raises SettingError for a value that cannot be.
    """

    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    chroma_url: str | None = None
    batch_articles: int = 32
    reranker: str | None = None
    attribution: Attribution = "tagger"
    llm: str | None = None
    llm_url: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_patience: float | None = None
    llm_window: int | None = None
    inference_model: str | None = None

    def __post_init__(self) -> None:
        if self.attribution not in get_args(Attribution):
            known = ", ".join(get_args(Attribution))
            raise SettingError(f"the setting attribution cannot be {self.attribution!r}: set it to one of {known}")
        for name in ("llm_patience", "llm_window"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise SettingError(f"the setting {name} cannot be {value}: set it to a number above zero")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings of ONTHERECORD_EMBEDDING_MODEL, _CHROMA_URL, _RERANKER, _ATTRIBUTION and the like.

        The others are _INFERENCE_MODEL and _LLM, with _LLM_URL, _LLM_KEY, _LLM_PATIENCE and _LLM_WINDOW. What is not
        set there is as by default. Raises SettingError.
        """
        patience = _number(environment, "ONTHERECORD_LLM_PATIENCE")
        window = _number(environment, "ONTHERECORD_LLM_WINDOW", whole=True)
        return cls(
            embedding_model=environment.get("ONTHERECORD_EMBEDDING_MODEL") or DEFAULT_EMBEDDING_MODEL,
            chroma_url=environment.get("ONTHERECORD_CHROMA_URL") or None,
            reranker=environment.get("ONTHERECORD_RERANKER") or None,
            attribution=cast("Attribution", environment.get("ONTHERECORD_ATTRIBUTION") or "tagger"),
            inference_model=environment.get("ONTHERECORD_INFERENCE_MODEL") or None,
            llm=environment.get("ONTHERECORD_LLM") or None,
            llm_url=environment.get("ONTHERECORD_LLM_URL") or None,
            llm_key=environment.get("ONTHERECORD_LLM_KEY") or None,
            llm_patience=patience,
            llm_window=None if window is None else int(window),
        )


def _number(environment: Mapping[str, str], variable: str, *, whole: bool = False) -> float | None:
    value = environment.get(variable)
    if not value:
        return None
    try:
        return int(value) if whole else float(value)
    except ValueError:
        kind = "a whole number" if whole else "a number"
        raise SettingError(f"{variable} cannot be {value!r}: set it to {kind} above zero") from None
