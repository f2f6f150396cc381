"""How a library is run: one frozen value, passed explicitly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
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
    find less, or nothing. Raises SettingError for any other value of it.
    """

    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    chroma_url: str | None = None
    batch_articles: int = 32
    reranker: str | None = None
    attribution: Attribution = "tagger"

    def __post_init__(self) -> None:
        if self.attribution not in get_args(Attribution):
            known = ", ".join(get_args(Attribution))
            raise SettingError(f"the setting attribution cannot be {self.attribution!r}: set it to one of {known}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings of ONTHERECORD_EMBEDDING_MODEL, _CHROMA_URL, _RERANKER and _ATTRIBUTION.

        What is not set there is as by default.
        """
        return cls(
            embedding_model=environment.get("ONTHERECORD_EMBEDDING_MODEL") or DEFAULT_EMBEDDING_MODEL,
            chroma_url=environment.get("ONTHERECORD_CHROMA_URL") or None,
            reranker=environment.get("ONTHERECORD_RERANKER") or None,
            attribution=cast("Attribution", environment.get("ONTHERECORD_ATTRIBUTION") or "tagger"),
        )
