"""RSS and Atom: what a feed says about the pages it leads to, and the articles that it holds itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.extraction.fragments import fragment_text
from ingest.sources.dates import Published, as_written, parse_published
from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.hygiene import LONGEST_LINE, clean_language, clean_line, clean_url
from ingest.sources.xml_text import xml_text
from ontherecord import Failure, SourceError

LARGEST_FEED = 10_000_000
MOST_ENTRIES = 5_000
MOST_AUTHORS = 50
# Shorter ones are teasers.
SHORTEST_CONTENT = 600

_TEASER = re.compile(r"(?:\[?(?:\u2026|\.\.\.)\]?|(?:read|continue) (?:more|reading)\b[^.]{0,80})\s*$", re.IGNORECASE)
_MARKUP = re.compile(r"<[A-Za-z/!]|&[A-Za-z#]")
_MAIL_AND_NAME = re.compile(r"\s*[^\s()]{1,100}@[^\s()]{1,100}\s*\((?P<name>[^()]{1,200})\)\s*")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: `text` is the whole article where the feed gives it, never a summary."""

    url: str | None
    title: str | None = None
    text: str | None = None
    published: Published | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `left_out` counts the entries over the limit of 5,000."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    left_out: int = 0


def parse(data: bytes, base: str = "", charset: str | None = None) -> Feed:
    """Return a feed; raises SourceError for what is no feed, or not within the limits.

    `base` is the address that it was fetched from, `charset` what the server said about it.
    """
    from ingest.sources.feed_parsing import parse_feed

    if len(data) > LARGEST_FEED:
        raise SourceError(f"larger than {LARGEST_FEED:,} bytes: split it")
    about, entries, version = parse_feed(xml_text(data, charset), base)
    if not version and not entries:
        raise SourceError("neither RSS nor Atom: nothing else in XML holds articles")
    read = (_entry(entry, about, atom=version.startswith("atom")) for entry in entries[:MOST_ENTRIES])
    return Feed(_line(_get(about, "title")), tuple(read), max(len(entries) - MOST_ENTRIES, 0))


def read_feed(data: bytes, source: str) -> Iterator[Found | Failure]:
    """Yield the articles that a saved feed holds, with a failure for each entry that is only a summary.

    Raises SourceError where it is no feed.
    """
    feed = parse(data)
    for number, entry in enumerate(feed.entries, start=1):
        yield article_of(entry, f"{source}#{number}")
    if feed.left_out:
        yield Failure(source, f"{feed.left_out:,} entries over the limit of {MOST_ENTRIES:,}: split the feed")


def article_of(entry: FeedEntry, source: str) -> Found | Failure:
    """Return the article that an entry holds; one without its text is a failure under the address of its page."""
    if entry.text is None:
        if entry.url:
            return Failure(entry.url, "the feed holds only a summary: ingest this address")
        return Failure(source, "the entry has neither the article nor the address of its page: leave it out")
    record = {
        "title": entry.title,
        "text": entry.text,
        "url": entry.url,
        "published": as_written(entry.published),
        "updated": entry.updated,
        "authors": list(entry.authors),
        "publisher": entry.publisher,
        "language": entry.language,
    }
    return article_from(record, source)


def _entry(entry: Mapping[str, Any], about: Mapping[str, Any], *, atom: bool) -> FeedEntry:
    updated = parse_published(_get(entry, "updated"))
    published = parse_published(_get(entry, "published")) or parse_published(_get(entry, "created"))
    # What feedparser calls updated is, in RSS, a dc:date: the one time that the entry has.
    if published is None and not atom:
        published, updated = updated, None
    return FeedEntry(
        url=clean_url(_get(entry, "feedburner_origlink")) or clean_url(_get(entry, "link")),
        title=_line(_get(entry, "title")),
        text=_content(_get(entry, "content")),
        published=published,
        updated=updated[0] if updated else None,
        authors=_authors(entry),
        publisher=_publisher(entry, about),
        language=clean_language(_get(about, "language")),
    )


def _get(values: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - feedparser has no types
    # Its dictionaries answer for other names too: "updated" with what is only "published".
    return dict.get(values, name) if isinstance(values, dict) else None


def _line(value: object) -> str | None:
    if isinstance(value, str) and _MARKUP.search(value):
        value = fragment_text(value)
    return clean_line(value)


def _content(contents: object) -> str | None:
    """Return the longest of an entry's contents as text, unless it is a teaser."""
    texts = (
        [_text(content) for content in contents if isinstance(content, dict)] if isinstance(contents, list) else []
    )
    text = max(texts, key=len, default="")
    return text if len(text) >= SHORTEST_CONTENT and not _TEASER.search(text[-200:]) else None


def _text(content: Mapping[str, Any]) -> str:
    value = _get(content, "value")
    if not isinstance(value, str):
        return ""
    if _get(content, "type") == "text/plain":
        return value
    try:
        return fragment_text(value)
    except SourceError:  # nested beyond reason: there is still the page
        return ""


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    details = _get(entry, "authors")
    named = [_get(detail, "name") for detail in details] if isinstance(details, list) else []
    names = (_line(_person(name)) for name in named or [_get(entry, "author")])
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS]


def _person(written: object) -> object:
    """Return the name in `desk@example.org (Ada Moreno)`, or what is written."""
    match = _MAIL_AND_NAME.fullmatch(written[:LONGEST_LINE]) if isinstance(written, str) else None
    return match["name"] if match else written


def _publisher(entry: Mapping[str, Any], about: Mapping[str, Any]) -> str | None:
    """Return whose article it is: of a feed of several outlets' articles each entry says it."""
    return (
        _line(_get(_get(entry, "source"), "title")) or _line(_get(about, "publisher")) or _line(_get(about, "title"))
    )
