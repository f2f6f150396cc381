"""Passages read together with the question, by a cross-encoder where one is set."""

from collections.abc import Sequence
from typing import Protocol

from ontherecord.cross_encoding import CrossEncoding
from ontherecord.errors import RerankerError


class Reranker(Protocol):
    """What the library needs of a model that reads a question and a passage together."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return a number a text, the higher the better it answers the question."""


class CrossEncoderReranker:
    """A reranker over any cross-encoder of sentence-transformers; it is loaded when first used."""

    def __init__(self, model: str) -> None:
        """Take a model by folder or name."""
        self.model = model
        self._encoding = CrossEncoding(model)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the model's number for each text; texts longer than it reads are cut. Raises RerankerError."""
        try:
            found = self._encoding.read([(question, text) for text in texts])
        except Exception as error:
            raise RerankerError(
                f"the reranker {self.model} cannot be loaded ({error}): "
                "name the folder of a cross-encoder with safetensors weights"
            ) from error
        if found.shape != (len(texts),):
            raise RerankerError(f"the reranker {self.model} gives several numbers a passage: name one that gives one")
        return [float(score) for score in found]
