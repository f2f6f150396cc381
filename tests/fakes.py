"""Stand-ins for the slow parts: an embedding model that needs no weights, and processes that start at once."""

import hashlib
import multiprocessing
import re
import time
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIZE = 64

# Processes forked from a server that has imported what is slow to import, and opened nothing.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "llama_index.core.node_parser", "nltk", "ontherecord", "pytest"])


class HashEmbedder:
    """An embedder whose vectors are sums of vectors of the words: texts that share words are near.

    A token is a word unless `counts` says otherwise. `embedded` lists what was embedded, in order.
    """

    def __init__(
        self,
        max_tokens: int = 60,
        *,
        fingerprint: str = "hash@1",
        seconds_a_text: float = 0.0,
        counts: Callable[[str], int] | None = None,
    ) -> None:
        self.max_tokens = max_tokens
        self.fingerprint = fingerprint
        self.embedded: list[str] = []
        self._seconds_a_text = seconds_a_text
        self._counts = counts or (lambda text: len(text.split()))

    def count_tokens(self, text: str) -> int:
        return self._counts(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(self._seconds_a_text * len(texts))
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(len(texts), SIZE)

    def _vector(self, text: str) -> NDArray[np.float64]:
        vector = sum((_word(word) for word in re.findall(r"\w+", text.lower())), start=_word("") * 0.1)
        return vector / np.linalg.norm(vector)


@lru_cache(maxsize=10_000)
def _word(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return np.random.default_rng(seed).normal(size=SIZE)
