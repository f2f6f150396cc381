"""What goes into the archive and comes out of it, beside the public data model."""

import calendar
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ontherecord.schema import Article, Filters, Passage

Vectors: TypeAlias = NDArray[np.float16]
Outcome: TypeAlias = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles a search may see: those within `filters` and not known only after `known_by`."""

    filters: Filters = field(default_factory=Filters)
    known_by: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.filters) or self.known_by is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """An article ready to be stored; row i of `vectors` embeds passage i; an earlier version needs none."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article: `version` is the one it was stored as, None where it was known.

    `outcome` is `updated` for every further version, also one that is earlier than the version in force.
    """

    outcome: Outcome
    version: int | None = None
    syndicated: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive remembers of an article in force."""

    version: int
    record_hash: str
    embedded_hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: runs of passage keys that came and went; None where there were none."""

    seq: int
    article_id: str
    added: tuple[int, int] | None
    removed: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as the search indexes need it; times in seconds since 1970."""

    key: int
    article_id: str
    title: str | None
    text: str
    vector: bytes
    published_from: int | None
    published_until: int | None
    publisher: str | None
    language: str | None
    known_from: int | None


@dataclass(frozen=True, slots=True)
class Scanned:
    """Passages as the exact scan needs them, a row each; times in seconds since 1970, NaN where unknown."""

    keys: NDArray[np.int64]
    vectors: Vectors
    published_from: NDArray[np.float64]
    published_until: NDArray[np.float64]
    known_from: NDArray[np.float64]
    publishers: tuple[str | None, ...]
    languages: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage with its vector as stored, and the checksum that was stored with it."""

    passage: Passage
    vector: bytes
    checksum: int

    @property
    def whole(self) -> bool:
        """Whether the vector is the one that was stored."""
        return checksum(self.vector) == self.checksum


def record_hash(article: Article) -> str:
    """Return a hash of all that a source says about an article: equal means unchanged."""
    record = article.to_dict()
    del record["version"]
    return _digest(json.dumps(record, sort_keys=True))


def embedded_hash(article: Article) -> str:
    """Return a hash of all that an article's vectors depend on, besides the model."""
    return _digest(json.dumps([article.title or "", article.text]))


def span_of_publication(article: Article) -> tuple[int | None, int | None]:
    """Return the seconds since 1970 between which an article may have appeared, the last one excluded."""
    moment = article.published_at
    if moment is None:
        return None, None
    length = timedelta(seconds=1)
    if article.published_precision == "day":
        length = timedelta(days=1)
    elif article.published_precision == "month":
        length = timedelta(days=calendar.monthrange(moment.year, moment.month)[1])
    start = int(moment.timestamp())
    return start, start + int(length.total_seconds())


def checksum(vector: bytes) -> int:
    """Return a number by which a stored vector that has changed since is told."""
    return zlib.crc32(vector)


def folded(name: str | None) -> str | None:
    """Return the form of a publisher or language under which filters find it."""
    return None if name is None else " ".join(encodable(name).split()).casefold()


def encodable(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no stored text has."""
    return text.encode("utf-8", "replace").decode("utf-8")


def key_run(first: int | None, last: int | None) -> tuple[int, int] | None:
    """Return a run of passage keys, None where there are none."""
    return None if first is None or last is None else (first, last)


def now() -> str:
    """Return the present moment as the archive writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
