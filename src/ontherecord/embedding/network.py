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


class Network:
    """A BERT encoder whose texts' vectors are the mean of its pieces' (Devlin et al. 2019; Reimers et al. 2019)."""

    def __init__(self, folder: Path, arithmetic: Arithmetic) -> None:
        """Read the model in a folder, to be computed by an arithmetic."""
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._stored = load_file(folder / "model.safetensors")
        self._arithmetic = arithmetic
        self._heads = int(shape["num_attention_heads"])
        # All pieces are of the first of two texts.
        kind = self._stored["embeddings.token_type_embeddings.weight"][0]
        self._places = arithmetic.stored(self._stored["embeddings.position_embeddings.weight"] + kind)
        self._pieces = arithmetic.stored(self._stored["embeddings.word_embeddings.weight"])
        self._begun = self._weights("embeddings.LayerNorm")
        self._blocks = [self._block(f"encoder.layer.{n}") for n in range(int(shape["num_hidden_layers"]))]
        del self._stored

    def vectors(self, texts: Sequence[Sequence[int]]) -> Embeddings:
        """Return a vector of length 1 for each text, given by the ids of its pieces, as rows."""
        longest = max(map(len, texts))
        pieces = np.array([[*text, *[0] * (longest - len(text))] for text in texts])
        lengths = np.array([[len(text)] for text in texts])
        read = np.arange(longest) < lengths
        compute, ignored = self._arithmetic, self._arithmetic.ignored(read)
        hidden = compute.norm(compute.chosen(self._pieces, pieces) + self._places[:longest], self._begun)
        for block in self._blocks:
            hidden = self._through(block, hidden, ignored)
        means = (compute.values(hidden) * read[:, :, None]).sum(axis=1) / lengths
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)

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
