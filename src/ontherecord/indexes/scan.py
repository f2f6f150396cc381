"""The exact scan: dense search over the archive's own vectors, for filtered questions and for what no index has."""

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ontherecord.archive import Archive, Scope, Vectors
from ontherecord.embedding import Embeddings

# Rows turned to float32 at once: 12 MB, which stays in the processor's cache.
BLOCK = 8192
READ_AT_ONCE = 50_000


class ExactScan:
    """The archive's vectors in memory (768 bytes a passage), brought up to date before each search."""

    def __init__(self, archive: Archive) -> None:
        """Scan the vectors of `archive`; nothing is read until the first search."""
        self._archive = archive
        self._lock = Lock()
        self._head = -1
        self._keys: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._vectors: Vectors = np.empty((0, 0), dtype=np.float16)

    def search(self, vector: Embeddings, limit: int, scope: Scope, after: int = 0) -> list[tuple[int, float]]:
        """Return the keys above `after` and the cosines of the nearest passages in a scope, the nearest first."""
        keys, vectors = self._read()
        rows = np.flatnonzero(keys > after)
        if scope:
            rows = rows[np.isin(keys[rows], self._archive.keys(scope), assume_unique=True)]
        if not len(rows):
            return []
        cosines = np.concatenate(
            [vectors[rows[i : i + BLOCK]].astype(np.float32) @ vector for i in range(0, len(rows), BLOCK)]
        )
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(keys[rows[i]]), float(cosines[i])) for i in best]

    def _read(self) -> tuple[NDArray[np.int64], Vectors]:
        with self._lock:
            head = self._archive.head()
            if head != self._head:
                self._drop_removed()
                self._append_new()
                self._head = head
            return self._keys, self._vectors

    def _drop_removed(self) -> None:
        if len(self._keys):
            kept = np.isin(self._keys, self._archive.keys(Scope()), assume_unique=True)
            if not kept.all():
                self._keys, self._vectors = self._keys[kept], self._vectors[kept]

    def _append_new(self) -> None:
        keys, vectors = [self._keys], [self._vectors]
        last = int(self._keys[-1]) if len(self._keys) else 0
        while True:
            new_keys, new_vectors = self._archive.vectors(last, READ_AT_ONCE)
            if not len(new_keys):
                break
            keys.append(new_keys)
            vectors.append(new_vectors)
            last = int(new_keys[-1])
        filled = [block for block in vectors if len(block)]
        if len(keys) > 1:
            self._keys, self._vectors = np.concatenate(keys), np.concatenate(filled)
