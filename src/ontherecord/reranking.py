"""Passages read together with the question, by a cross-encoder where one is set."""

import logging
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ontherecord.errors import RerankerError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 32


class Reranker(Protocol):
    """What the library needs of a model that reads a question and a passage together."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return a number a text, the higher the better it answers the question."""


class CrossEncoderReranker:
    """A reranker over any cross-encoder of sentence-transformers; it is loaded when first used."""

    def __init__(self, model: str) -> None:
        """Take a model by folder or name."""
        self.model = model

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the model's number for each text; texts longer than it reads are cut. Raises RerankerError."""
        pairs = [(question, text) for text in texts]
        found = self._loaded.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        if getattr(found, "shape", None) != (len(texts),):
            raise RerankerError(f"the reranker {self.model} gives several numbers a passage: name one that gives one")
        return [float(score) for score in found]

    @cached_property
    def _loaded(self) -> "CrossEncoder":
        local = Path(self.model).is_dir()
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import CrossEncoder

        try:
            return CrossEncoder(
                self.model,
                device="cpu",
                local_files_only=local,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:
            raise RerankerError(
                f"the reranker {self.model} cannot be loaded ({error}): "
                "name the folder of a cross-encoder with safetensors weights"
            ) from error
