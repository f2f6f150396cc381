"""What the library needs of an embedding model."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Embeddings: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """An embedding model; several threads may use it at once."""

    @property
    def fingerprint(self) -> str:
        """A name that is equal for models whose vectors can be compared."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads, those it adds itself not counted."""

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has."""

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one vector of length 1 a text, as rows."""
