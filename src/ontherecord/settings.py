"""How a library is run: one frozen value, passed explicitly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of an open library.

    `embedding_model` is the built-in all-MiniLM-L6-v2, or the folder or name of any sentence-transformers model.
    `chroma_url` is the address of a Chroma server that is to hold the dense index, such as `http://127.0.0.1:8000`;
    None keeps the index inside the library. `batch_articles` are committed together: what an interruption can cost.
    `reranker` is the folder or name of a cross-encoder that reads the best passages once more; None leaves them as
    they are ranked.
    """

    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    chroma_url: str | None = None
    batch_articles: int = 32
    reranker: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings of ONTHERECORD_EMBEDDING_MODEL, _CHROMA_URL and _RERANKER, else the defaults."""
        return cls(
            embedding_model=environment.get("ONTHERECORD_EMBEDDING_MODEL") or DEFAULT_EMBEDDING_MODEL,
            chroma_url=environment.get("ONTHERECORD_CHROMA_URL") or None,
            reranker=environment.get("ONTHERECORD_RERANKER") or None,
        )
