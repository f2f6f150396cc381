"""The built-in embedding model, all-MiniLM-L6-v2."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from ontherecord.embedding.embedder import Embeddings
from ontherecord.embedding.precision import has_bfloat16
from ontherecord.embedding.weights import OFFICIAL_SHA256, built_in_model
from ontherecord.settings import DEFAULT_EMBEDDING_MODEL

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from ontherecord.embedding.network import Network

WIDTH = 384
# What the model was trained to read, without the two marks that stand around a text.
MAX_TOKENS = 254
BEGIN, END = 101, 102
# Word pieces read at once by one thread: four passages, whose vectors stay in a processor's own cache.
BATCH_PIECES = 1024


class BuiltInEmbedder:
    """The built-in model, which is loaded when first used; several threads may use it at once."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self._loading = Lock()

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

        What fits into one batch is read in this thread, more by as many as there are processors, a batch each.
        """
        network, pieces = self._network, self._pieces(texts)
        batches = list(_batches(pieces))
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        read = [[pieces[row] for row in batch] for batch in batches]
        for batch, found in zip(batches, _each(network, read), strict=True):
            vectors[batch] = found
        return vectors

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        read = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [[BEGIN, *one.ids[:MAX_TOKENS], END] for one in read]

    @cached_property
    def _folder(self) -> Path:
        return built_in_model()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @property
    def _network(self) -> "Network":
        with self._loading:
            return self._once_loaded

    @cached_property
    def _once_loaded(self) -> "Network":
        import torch

        from ontherecord.embedding.network import Network

        return Network(self._folder, torch.bfloat16 if has_bfloat16() else torch.float32)


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


def _each(network: "Network", batches: Sequence[list[list[int]]]) -> "Iterator[Tensor]":
    """Yield the vectors of each batch."""
    import torch

    if len(batches) < 2:
        with torch.inference_mode():
            yield from map(network.vectors, batches)
        return
    threads = torch.get_num_threads()

    def read(batch: list[list[int]]) -> "Tensor":
        with torch.inference_mode():
            return network.vectors(batch)

    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        yield from pool.map(read, batches)
    # What a thread of the pool set for itself would hold for all threads that begin later.
    torch.set_num_threads(threads)
