"""The exact scan: dense search over the archive's own vectors, for filtered questions and for what no index has."""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from ontherecord.archive import Archive, Scanned, Scope
from ontherecord.embedding import Embeddings
from ontherecord.indexes.table import PassageTable

# Rows turned to float32 at once: 12 MB, which stays in the processor's cache.
BLOCK = 8192
READ_AT_ONCE = 50_000


class ExactScan:
    """The archive's passages in memory, brought up to date before each search."""

    def __init__(self, archive: Archive) -> None:
        """Scan the vectors of `archive`; nothing is read until the first search."""
        self._archive = archive
        self._lock = Lock()
        self._head = -1
        self._table = PassageTable()

    def search(self, vector: Embeddings, limit: int, scope: Scope, after: int = 0) -> list[tuple[int, float]]:
        """Return the keys above `after` and the cosines of the nearest passages in a scope, the nearest first."""
        table = self.table()
        wanted = table.keys > after
        rows = np.flatnonzero(wanted & table.within(scope) if scope else wanted)
        if not len(rows):
            return []
        cosines = np.concatenate(
            [table.vectors[rows[i : i + BLOCK]].astype(np.float32) @ vector for i in range(0, len(rows), BLOCK)]
        )
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(table.keys[rows[i]]), float(cosines[i])) for i in best]

    def share(self, scope: Scope) -> float:
        """Return which share of the passages a scope lets through, from 0 to 1."""
        mask = self.table().within(scope)
        return float(mask.mean()) if len(mask) else 0.0

    def within(self, found: Sequence[tuple[int, float]], scope: Scope) -> list[tuple[int, float]]:
        """Return those of the passages found that a scope lets through."""
        table = self.table()
        keys = np.array([key for key, _ in found], dtype=np.int64)
        passing = np.isin(keys, table.keys[table.within(scope)], assume_unique=True)
        return [hit for hit, passes in zip(found, passing.tolist(), strict=True) if passes]

    def table(self) -> PassageTable:
        """Return the passages in force now."""
        with self._lock:
            head = self._archive.head()
            if head != self._head:
                self._drop_removed()
                self._append_new()
                self._head = head
            return self._table

    def _drop_removed(self) -> None:
        if len(self._table.keys):
            kept = np.isin(self._table.keys, self._archive.keys(Scope()), assume_unique=True)
            if not kept.all():
                self._table = self._table.kept(kept)

    def _append_new(self) -> None:
        blocks, last = list[Scanned](), int(self._table.keys[-1]) if len(self._table.keys) else 0
        while len((block := self._archive.scanned(last, READ_AT_ONCE)).keys):
            blocks.append(block)
            last = int(block.keys[-1])
        self._table = self._table.extended(blocks)
