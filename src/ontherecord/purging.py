"""Removing articles, and finishing a purge: what was deleted goes out of every file of the library."""

import json
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from ontherecord.archive import Archive
from ontherecord.errors import QuestionError
from ontherecord.identity import article_id
from ontherecord.indexes import Indexes
from ontherecord.schema import Filters

# Where the reading of addresses keeps what it has fetched, beside the archive.
FETCHED = "fetched.jsonl"


def within(filters: Filters, archive: Archive, withdrawn: bool) -> list[str]:
    """Return the ids of the articles within filters, with those that are `withdrawn` already if wanted.

    Raises QuestionError for filters that let everything through.
    """
    if not filters:
        raise QuestionError("without a filter every article would go: name a publisher, a language or a date")
    return archive.removal.within(filters) + (archive.removal.withdrawn_within(filters) if withdrawn else [])


def remove(archive: Archive, indexes: Indexes, directory: Path, ids: Sequence[str], purged: bool) -> int:
    """Take articles out of force, or off the record altogether and return how many there were."""
    if purged:
        return purge(archive, indexes, directory, ids)
    removed = archive.removal.remove(ids)
    indexes.try_to_catch_up()
    return removed


def purge(archive: Archive, indexes: Indexes, directory: Path, ids: Sequence[str]) -> int:
    """Take articles off the record, out of the indexes and out of the files; return how many these are.

    Those that an interrupted purge left in the files are among them. Raises LibraryError or SearchIndexError when
    another process holds files with the articles in them; the articles are gone from every answer even then.
    """
    archive.removal.purge(ids)
    gone = archive.removal.purging()
    if not gone:
        return 0
    _forget_fetched(directory, set(gone))
    archive.removal.rewrite()
    indexes.renew()
    archive.removal.finish()
    return len(gone)


def _forget_fetched(directory: Path, ids: set[str]) -> None:
    """Drop the lines about purged articles from the record of what was fetched."""
    path = directory / FETCHED
    if not path.exists():
        return
    with FileLock(directory / f"{FETCHED}.lock"):
        path.with_suffix(".new").unlink(missing_ok=True)
        draft = path.with_name(f"{FETCHED}.new")
        with path.open(encoding="utf-8", errors="replace") as lines, draft.open("w", encoding="utf-8") as kept:
            kept.writelines(line for line in lines if not _is_about(line, ids))
        draft.replace(path)


def _is_about(line: str, ids: set[str]) -> bool:
    """Return whether a line speaks of an article of these ids; a damaged one may."""
    try:
        values = [value for value in json.loads(line).values() if isinstance(value, str)]
    except (ValueError, AttributeError, RecursionError):
        return True
    return any(
        article_id(url=value, publisher=None, title=None, published_at=None, text="") in ids for value in values
    )
