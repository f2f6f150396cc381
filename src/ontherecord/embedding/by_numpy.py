"""Networks computed by numpy in float32: nothing need be loaded for it, and for a question it is as fast as torch."""

import numpy as np
from numpy.typing import NDArray

from ontherecord.embedding.embedder import Embeddings
from ontherecord.embedding.network import EPSILON, UNREAD

# The error function to 1.5e-7: Abramowitz and Stegun, 7.1.26.
ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
ERF_SLOPE = np.float32(0.3275911)


class NumpyArithmetic:
    """Computes in float32."""

    def stored(self, values: Embeddings) -> Embeddings:
        """Return weights as they are."""
        return values

    def chosen(self, table: Embeddings, rows: NDArray[np.int64]) -> Embeddings:
        """Return the rows of a table that are named by a matrix, as its third dimension."""
        return table[rows]

    def linear(self, vectors: Embeddings, weights: tuple[Embeddings, Embeddings]) -> Embeddings:
        """Return vectors times a matrix, and added to."""
        found: Embeddings = vectors @ weights[0].T
        found += weights[1]
        return found

    def norm(self, vectors: Embeddings, weights: tuple[Embeddings, Embeddings]) -> Embeddings:
        """Return vectors brought to mean 0 and variance 1, times a vector, and added to."""
        centred: Embeddings = vectors - vectors.mean(axis=-1, keepdims=True)
        centred /= np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        centred *= weights[0]
        centred += weights[1]
        return centred

    def gelu(self, vectors: Embeddings) -> Embeddings:
        """Return values times the normal distribution's function of them."""
        scaled = vectors / np.float32(np.sqrt(2))
        size = np.abs(scaled)
        step = 1 / (1 + ERF_SLOPE * size)
        series = np.zeros_like(step)
        for factor in ERF:
            series = (series + np.float32(factor)) * step
        found: Embeddings = vectors * (1 + np.copysign(1 - series * np.exp(-size * size), scaled)) / 2
        return found

    def ignored(self, read: NDArray[np.bool_]) -> Embeddings | None:
        """Return what is added to the weights of pieces; None where none only pads."""
        if read.all():
            return None
        return np.where(read, np.float32(0), np.float32(UNREAD))[:, None, None]

    def attention(
        self, asking: Embeddings, asked: Embeddings, told: Embeddings, heads: int, ignored: Embeddings | None
    ) -> Embeddings:
        """Return for each piece the mean of what the pieces of its text tell, weighed by how well they match it."""
        asking, asked, told = (_by_head(one, heads) for one in (asking, asked, told))
        weights: Embeddings = asking @ asked.swapaxes(2, 3)
        weights /= np.float32(np.sqrt(asking.shape[-1]))
        if ignored is not None:
            weights += ignored
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed: Embeddings = (weights @ told).swapaxes(1, 2)
        return mixed.reshape(*mixed.shape[:2], -1)

    def values(self, vectors: Embeddings) -> Embeddings:
        """Return vectors as they are."""
        return vectors


def _by_head(vectors: Embeddings, heads: int) -> Embeddings:
    return vectors.reshape(*vectors.shape[:2], heads, -1).swapaxes(1, 2)
