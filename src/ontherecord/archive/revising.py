"""What an arriving article is beside the versions of it on record: news, a stale copy, or nothing new.

- What it leaves open is taken from the version in force: the same page by another road (feed, crawl, saved file) is
  no change, and a correction without a date does not lose its date.
- A version that was in force before and arrives again is a stale copy: it does not come back.
- A version updated before one on record is kept as an earlier version, and the one in force stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from ontherecord.archive.records import record_hash, span_of_publication
from ontherecord.identity import canonical_url
from ontherecord.schema import Article, Precision

Kind: TypeAlias = Literal["first", "newer", "earlier", "known"]
COARSER: dict[Precision, tuple[Precision, ...]] = {"month": ("day", "second"), "day": ("second",)}


@dataclass(frozen=True, slots=True)
class Revision:
    """An arriving article, completed, and what it is beside those on record."""

    kind: Kind
    article: Article


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record of an article: the version in force, and when its versions say that they were updated.

    `like` returns the versions whose text has a content hash.
    """

    in_force: Article
    updates: Sequence[datetime]
    like: Callable[[str], Sequence[Article]]


def revise(arriving: Article, past: Past | None) -> Revision:
    """Return what an arriving article is, given what is on record of it; None where it is not in force."""
    if past is None:
        return Revision("first", arriving)
    whole = completed(arriving, past.in_force)
    if says_nothing_new(arriving, past.in_force):
        return Revision("known", whole)
    if any(says_nothing_new(arriving, version) for version in past.like(arriving.content_hash)):
        return Revision("known", arriving)
    if arriving.updated_at and any(arriving.updated_at < moment for moment in past.updates):
        return Revision("earlier", arriving)
    return Revision("newer", whole)


def says_nothing_new(arriving: Article, known: Article) -> bool:
    """Return whether all that an arriving article says is in a known version."""
    return record_hash(completed(arriving, known)) == record_hash(known)


def completed(arriving: Article, known: Article) -> Article:
    """Return an arriving article with what it leaves open, or says less exactly, as a known version has it.

    A text that differs in white space alone is the known one; another text does not take over the time of update.
    """
    same_text = arriving.content_hash == known.content_hash
    moment, precision = _published(arriving, known)
    return replace(
        arriving,
        title=arriving.title or known.title,
        text=known.text if same_text else arriving.text,
        url=_url(arriving.url, known.url),
        publisher=arriving.publisher or known.publisher,
        authors=arriving.authors or known.authors,
        published_at=moment,
        published_precision=precision,
        updated_at=_updated(arriving, known, same_text),
        language=arriving.language or known.language,
    )


def _url(arriving: str | None, known: str | None) -> str | None:
    if arriving and known and canonical_url(arriving) == canonical_url(known):
        return known
    return arriving or known


def _published(arriving: Article, known: Article) -> tuple[datetime | None, Precision | None]:
    here, there = (
        (arriving.published_at, arriving.published_precision),
        (known.published_at, known.published_precision),
    )
    if arriving.published_at is None:
        return there
    if known.published_at is None:
        return here
    if here == there or _within(known, arriving):
        return there  # The same moment may be written in another time zone.
    return here


def _within(known: Article, arriving: Article) -> bool:
    """Return whether a known date lies in the day or month that an arriving one names, and is more exact."""
    if known.published_precision not in COARSER.get(arriving.published_precision or "second", ()):
        return False
    if known.published_at is None or arriving.published_at is None:
        return False
    start, end = span_of_publication(arriving)
    in_span = start is not None and end is not None and start <= known.published_at.timestamp() < end
    # A page names the day of its own time zone.
    return in_span or (known.published == arriving.published if arriving.published_precision == "day" else False)


def _updated(arriving: Article, known: Article, same_text: bool) -> datetime | None:
    if arriving.updated_at is None:
        return known.updated_at if same_text else None
    return known.updated_at if arriving.updated_at == known.updated_at else arriving.updated_at
