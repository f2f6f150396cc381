"""The built-in embedding model, all-MiniLM-L6-v2."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from ontherecord.embedding.by_numpy import NumpyArithmetic
from ontherecord.embedding.embedder import Embeddings
from ontherecord.embedding.network import Network, stored
from ontherecord.embedding.precision import Precision, fastest
from ontherecord.embedding.weights import OFFICIAL_SHA256, built_in_model, tokenizer
from ontherecord.settings import DEFAULT_EMBEDDING_MODEL

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WIDTH = 384
# What the model was trained to read, without the two marks that stand around a text.
MAX_TOKENS = 254
BEGIN, END = 101, 102
# Word pieces read at once by one thread: four passages, whose vectors stay in a processor's own cache.
BATCH_PIECES = 1024
# What numpy reads sooner than torch is loaded: the quotes that one question may be about.
FEW_PIECES = 4096


class BuiltInEmbedder:
    """The built-in model, which is loaded when first used; several threads may use it at once."""

    def __init__(self, precision: Precision | None = None) -> None:
        """Read many texts in a precision, the fastest one by default; nothing is loaded yet."""
        self._precision = precision or fastest()
        self._loading = Lock()
        self._by_torch: Network | None = None

    @cached_property
    def fingerprint(self) -> str:
        """The name of the model and the beginning of its weights' SHA-256; raises EmbeddingModelError."""
        _ = self._folder
        return f"{DEFAULT_EMBEDDING_MODEL}@{OFFICIAL_SHA256[:16]}"

    @property
    def max_tokens(self) -> int:
        """How many word pieces the model reads beside its own two marks."""
        return MAX_TOKENS

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces a text has."""
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one vector of length 1 a text; texts longer than the model reads are cut.

        As long as torch is not loaded, which takes a second, numpy reads a few texts, such as a question.
        """
        pieces = self._pieces(texts)
        batches = list(_batches(pieces))
        read = [[pieces[row] for row in batch] for batch in batches]
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        few = self._by_torch is None and sum(map(len, pieces)) <= FEW_PIECES
        for batch, found in zip(batches, self._read_few(read) if few else self._read_many(read), strict=True):
            vectors[batch] = found
        return vectors

    def _read_few(self, batches: Sequence[list[list[int]]]) -> Iterator[Embeddings]:
        with self._loading:
            network = self._by_numpy
        return map(network.vectors, batches)

    def _read_many(self, batches: Sequence[list[list[int]]]) -> Iterator[Embeddings]:
        from ontherecord.embedding.by_torch import in_parallel

        return in_parallel(self._torch_network.vectors, batches)

    @property
    def _torch_network(self) -> Network:
        from ontherecord.embedding.by_torch import TorchArithmetic

        with self._loading:
            if self._by_torch is None:
                self._by_torch = Network(stored(self._folder), TorchArithmetic(self._precision))
            return self._by_torch

    def prepare(self) -> None:
        """Load torch, by which a question is read in half the time, and the quotes that it is about in a tenth."""
        _ = self._torch_network

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        read = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [[BEGIN, *one.ids[:MAX_TOKENS], END] for one in read]

    @cached_property
    def _folder(self) -> Path:
        return built_in_model()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return tokenizer(self._folder)

    @cached_property
    def _by_numpy(self) -> Network:
        return Network(stored(self._folder), NumpyArithmetic())


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the places of texts of about one length, the longest first, as many as are read at once."""
    batch = list[int]()
    for place in sorted(range(len(texts)), key=lambda row: -len(texts[row])):
        if batch and len(texts[batch[0]]) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
