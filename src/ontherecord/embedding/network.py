"""The network of the built-in model, all-MiniLM-L6-v2, whatever computes it.

sentence-transformers takes 5 to 9 s to load and computes the same vectors (cosine above .9999), fewer a second.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from ontherecord.embedding.embedder import Embeddings

# The model's own; and what makes the weight of a piece that only pads a text 0, in bfloat16 too.
EPSILON, UNREAD = 1e-12, -1e4
# Of the kind that an arithmetic computes with, which all have operators.
Array: TypeAlias = Any
Weights: TypeAlias = tuple[Array, Array]


class Arithmetic(Protocol):
    """What computes a network: numpy or torch, in numbers of one precision."""

    def stored(self, values: Embeddings) -> Array:
        """Return weights as it computes with them."""

    def chosen(self, table: Array, rows: NDArray[np.int64]) -> Array:
        """Return the rows of a table that are named by a matrix, as its third dimension."""

    def linear(self, vectors: Array, weights: Weights) -> Array:
        """Return vectors times a matrix, and added to."""

    def norm(self, vectors: Array, weights: Weights) -> Array:
        """Return vectors brought to mean 0 and variance 1, times a vector, and added to."""

    def gelu(self, vectors: Array) -> Array:
        """Return values times the normal distribution's function of them; it may change them in their place."""

    def ignored(self, read: NDArray[np.bool_]) -> Array | None:
        """Return what attention is to know of the pieces that only pad; None where there are none."""

    def attention(self, asking: Array, asked: Array, told: Array, heads: int, ignored: Array | None) -> Array:
        """Return for each piece the mean of what the pieces of its text tell, weighed by how well they match it."""

    def values(self, vectors: Array) -> Embeddings:
        """Return vectors as numpy's."""


@dataclass(frozen=True, slots=True)
class Block:
    """The weights of one layer of a transformer."""

    query: Weights
    key: Weights
    value: Weights
    attended: Weights
    after_attention: Weights
    widened: Weights
    narrowed: Weights
    after_widening: Weights


@dataclass(frozen=True, slots=True)
class Stored:
    """A network as it is stored: its weights by name, and how many heads and layers it has."""

    weights: dict[str, Embeddings]
    heads: int
    layers: int


def stored(folder: Path) -> Stored:
    """Return the network of the model in a folder."""
    shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = load_file(folder / "model.safetensors")
    return Stored(weights, int(shape["num_attention_heads"]), int(shape["num_hidden_layers"]))


class Network:
    """A BERT encoder (Devlin et al. 2019), computed by an arithmetic."""

    def __init__(self, stored: Stored, arithmetic: Arithmetic) -> None:
        """Take a network as it is stored."""
        self._stored, self._arithmetic = stored.weights, arithmetic
        self._heads = stored.heads
        # All pieces are of the first of two texts.
        kind = self._stored["embeddings.token_type_embeddings.weight"][0]
        self._places = arithmetic.stored(self._stored["embeddings.position_embeddings.weight"] + kind)
        self._pieces = arithmetic.stored(self._stored["embeddings.word_embeddings.weight"])
        self._begun = self._weights("embeddings.LayerNorm")
        self._blocks = [self._block(f"encoder.layer.{n}") for n in range(stored.layers)]
        del self._stored

    def vectors(self, texts: Sequence[Sequence[int]]) -> Embeddings:
        """Return a vector of length 1 for each text, given by the ids of its pieces, as rows: the mean of theirs."""
        longest = max(map(len, texts))
        pieces = np.array([[*text, *[0] * (longest - len(text))] for text in texts])
        lengths = np.array([[len(text)] for text in texts])
        read = np.arange(longest) < lengths
        hidden = self.read(self.looked_up(pieces), read)
        means = (self._arithmetic.values(hidden) * read[:, :, None]).sum(axis=1) / lengths
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)

    def looked_up(self, pieces: NDArray[np.int64]) -> Array:
        """Return the vectors of pieces, given by their ids, a row a text, before they are read."""
        return self._arithmetic.chosen(self._pieces, pieces)

    def read(self, vectors: Array, read: NDArray[np.bool_]) -> Array:
        """Return the vectors of pieces in their context; `read` tells which of them do not only pad."""
        ignored = self._arithmetic.ignored(read)
        hidden = self._arithmetic.norm(vectors + self._places[: read.shape[1]], self._begun)
        for block in self._blocks:
            hidden = self._through(block, hidden, ignored)
        return hidden

    def _through(self, block: Block, hidden: Array, ignored: Array | None) -> Array:
        compute = self._arithmetic
        asking, asked, told = (compute.linear(hidden, one) for one in (block.query, block.key, block.value))
        attended = compute.linear(compute.attention(asking, asked, told, self._heads, ignored), block.attended)
        # In place, because fresh memory of this size costs as much as the arithmetic.
        attended += hidden
        hidden = compute.norm(attended, block.after_attention)
        narrowed = compute.linear(compute.gelu(compute.linear(hidden, block.widened)), block.narrowed)
        narrowed += hidden
        return compute.norm(narrowed, block.after_widening)

    def _block(self, name: str) -> Block:
        return Block(
            self._weights(f"{name}.attention.self.query"),
            self._weights(f"{name}.attention.self.key"),
            self._weights(f"{name}.attention.self.value"),
            self._weights(f"{name}.attention.output.dense"),
            self._weights(f"{name}.attention.output.LayerNorm"),
            self._weights(f"{name}.intermediate.dense"),
            self._weights(f"{name}.output.dense"),
            self._weights(f"{name}.output.LayerNorm"),
        )

    def _weights(self, name: str) -> Weights:
        weight, bias = (self._arithmetic.stored(self._stored[f"{name}.{part}"]) for part in ("weight", "bias"))
        return weight, bias
