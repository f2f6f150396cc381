"""What the library says about its own work: ingestion, contents, health."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ontherecord.schema import plain


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be ingested: `source` says where it is, `reason` what is wrong and what to do."""

    source: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the failure as JSON types."""
        return {"source": self.source, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was ingested and looks wrong: `source` says where it is, `reason` what to look at."""

    source: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the doubt as JSON types."""
        return {"source": self.source, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running `Library.add` has come: articles dealt with, of them failed, passages embedded, seconds.

    When all articles are stored, quotes are looked for: `quoted` counts the articles whose quotes are in since,
    `unquoted` those whose quotes are still to be found.
    """

    articles: int
    embedded: int
    seconds: float
    failed: int = 0
    quoted: int = 0
    unquoted: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the progress as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one call of `Library.add` did, counted in articles; `embedded` counts passages, `seconds` wall time.

    `syndicated` counts those of the added articles that tell, word for word or as newsrooms edit wire copy, a story
    that the library already had under another address. `updated` counts further versions, also those that are
    older than the version in force. `doubtful` counts articles that were stored and look wrong, being dated in the
    future; `doubts` holds the first 100 of them.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    syndicated: int = 0
    embedded: int = 0
    failed: tuple[Failure, ...] = ()
    seconds: float = 0.0
    doubtful: int = 0
    doubts: tuple[Doubt, ...] = ()

    @property
    def seen(self) -> int:
        """How many articles arrived, the failed among them."""
        return self.added + self.updated + self.unchanged + len(self.failed)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON types."""
        return {**plain(self), "seen": self.seen}


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far a search index, or the quotes, have followed the archive: both numbers count changes."""

    name: str
    applied: int
    recorded: int

    @property
    def current(self) -> bool:
        """Whether the index has everything that the archive has."""
        return self.applied == self.recorded

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """What a library holds; `publishers` and `languages` are (name, articles) with the most frequent first.

    `dated_ahead` counts articles with a date of publication more than a day after they were first recorded.
    `speakers` counts the names under which people are quoted; `stale_quotes` says whether another attributor than
    the present one found some of the quotes.
    """

    path: Path
    articles: int
    versions: int
    passages: int
    syndicated: int
    undated: int
    dated_ahead: int
    first_published: datetime | None
    last_published: datetime | None
    publishers: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    embedding_model: str | None
    size_bytes: int
    indexes: tuple[IndexState, ...]
    quotes: int = 0
    speakers: int = 0
    stale_quotes: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics as JSON types."""
        return {**plain(self), "path": str(self.path)}


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many articles an outlet published on a day, in UTC; `publisher` is None for those that name none."""

    day: date
    publisher: str | None
    articles: int

    def to_dict(self) -> dict[str, Any]:
        """Return the count as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `Library.verify` found; `digest` is equal for two libraries that hold the same articles and vectors."""

    articles: int
    passages: int
    problems: tuple[str, ...]
    digest: str
    quotes: int = 0

    @property
    def ok(self) -> bool:
        """Whether no problem was found."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON types."""
        return {**plain(self), "ok": self.ok}
