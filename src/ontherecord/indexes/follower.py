"""Bringing a search index up to the archive's change log."""

import logging
from collections.abc import Sequence
from itertools import chain
from typing import Protocol

from ontherecord.archive import Archive, Change, Row

logger = logging.getLogger(__name__)

# Articles applied at once: about 2,000 passages, so that a killed process repeats less than a second of work.
CHANGES_AT_ONCE = 200


class SearchIndex(Protocol):
    """An index that can be brought up to date step by step, and thrown away."""

    name: str

    def applied(self) -> int:
        """Return the sequence number of the newest change that the index has taken in."""

    def open(self) -> None:
        """Make ready for writing: an index that is damaged or has lost passages is thrown away."""

    def apply(self, removed: Sequence[int], added: Sequence[Row], applied: int) -> None:
        """Take passage keys out, rows in, and note the change this brings the index to; may be repeated."""

    def count(self) -> int:
        """Return how many passages the index holds."""

    def reset(self) -> None:
        """Throw the index away and begin an empty one."""


def catch_up(archive: Archive, index: SearchIndex) -> int:
    """Apply every change that an index has not seen and return how many passages went in.

    An index that then holds another number of passages than the archive is begun anew, as is one that has seen
    nothing of this archive: what stands in its place is another library's, or damaged.
    """
    if index.applied() == archive.head():
        return 0
    index.open()
    if not 0 < index.applied() <= archive.head():
        index.reset()
    added = _apply_changes(archive, index)
    if _differs(archive, index):
        logger.warning("the %s index does not hold what the archive holds: rebuilding it", index.name)
        index.reset()
        added += _apply_changes(archive, index)
    return added


def _differs(archive: Archive, index: SearchIndex) -> bool:
    """Return whether an index that has followed an archive holds another number of passages."""
    passages = archive.census.totals()["passages"]
    # Changes that arrived since the last one was applied are none of the index's fault.
    return index.applied() == archive.head() and index.count() != passages


def _apply_changes(archive: Archive, index: SearchIndex) -> int:
    total = 0
    while changes := archive.changes(index.applied(), CHANGES_AT_ONCE):
        added = _added(archive, changes)
        index.apply(_removed(changes), added, changes[-1].seq)
        total += len(added)
    return total


def _added(archive: Archive, changes: Sequence[Change]) -> list[Row]:
    runs = [change.added for change in changes if change.added]
    return list(archive.rows(runs[0][0], runs[-1][1])) if runs else []


def _removed(changes: Sequence[Change]) -> list[int]:
    return list(chain.from_iterable(range(run[0], run[1] + 1) for run in (c.removed for c in changes) if run))
