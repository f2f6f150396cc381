"""The names under which records carry what an article needs, and how an article is made of a record.

Of several names the first one with a usable value counts. Letter case, `_` and `-` make no difference, so that
`pubDate`, `pub_date` and `PUBDATE` are one name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from ingest.sources.dates import Published, parse_published
from ingest.sources.found import Found
from ingest.sources.hygiene import clean_language, clean_line, clean_text, clean_url
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Article, Failure

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article", "maintext", "full_text"),
    "url": ("url", "link", "canonical_url", "source_url"),
    "published": (
        *("published", "published_at", "date", "pub_date", "publish_date", "date_publish", "published_date"),
        "date_published",
    ),
    "updated": ("updated", "updated_at", "modified", "date_modify", "date_modified"),
    "authors": ("authors", "author", "byline"),
    "publisher": ("publisher", "source", "outlet", "site_name", "source_domain", "site"),
    "language": ("language", "lang"),
}

MOST_AUTHORS = 50
LONGEST_BYLINE = 5_000

_BY = re.compile(r"^\s*by(?:\s*:\s*|\s+)", re.IGNORECASE)
# "Martin Luther King, Jr." is one author.
_BETWEEN_AUTHORS = re.compile(r"\s*[,;]\s*and\s+|\s*;\s*|\s*,(?!\s*(?:Jr|Sr|II|III|IV|MD|PhD)\b)\s*|\s+(?:and|&)\s+")

Record = Mapping[str, object]
Value = TypeVar("Value")


def article_from(record: object, source: str) -> Found | Failure:
    """Return the article that a record holds, or why it holds none; only the text is indispensable."""
    if not isinstance(record, Mapping):
        return Failure(source, "not an object with names and values: give each article as one, with a text")
    known = _known(record)
    text = _first(known, "text", _text)
    if text is None:
        looked_for = ", ".join(NAMES["text"])
        return Failure(source, f"no text: looked for {looked_for}; give the article's text under one of these names")
    if len(text) > LARGEST_RECORD:
        return Failure(source, f"the text is longer than {LARGEST_RECORD:,} characters: split it into its articles")
    published_at, precision = _first(known, "published", parse_published) or (None, None)
    article = Article(
        title=_first(known, "title", clean_line),
        text=text,
        url=_first(known, "url", clean_url),
        publisher=_first(known, "publisher", _name),
        authors=_first(known, "authors", _authors) or (),
        published_at=published_at,
        published_precision=precision,
        updated_at=_first(known, "updated", _moment),
        language=_first(known, "language", clean_language),
    )
    return Found(source, article)


def field_named(name: str) -> str | None:
    """Return the field that a name stands for, such as `text` for `Full-Text`; None for other names."""
    return next((field for field, names in NAMES.items() if _plain(name) in map(_plain, names)), None)


def has_text(record: Record) -> bool:
    """Whether a record holds the text of an article."""
    return _first(_known(record), "text", _text) is not None


def _known(record: Mapping[Any, object]) -> dict[str, object]:
    return {_plain(str(name)): value for name, value in record.items()}


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "").replace("-", "")


def _first(known: Record, field: str, usable: Callable[[object], Value | None]) -> Value | None:
    values = (usable(known.get(_plain(name))) for name in NAMES[field])
    return next((value for value in values if value is not None), None)


def _text(value: object) -> str | None:
    return (clean_text(value) or None) if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    published: Published | None = parse_published(value)
    return published[0] if published else None


def _name(value: object) -> str | None:
    return clean_line(_known(value).get("name") if isinstance(value, Mapping) else value)


def _authors(value: object) -> tuple[str, ...] | None:
    names = (_BY.sub("", name, count=1) if (name := _name(author)) else "" for author in _each_author(value))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS] or None


def _each_author(value: object) -> Iterable[object]:
    if isinstance(value, str):
        return _split(value)
    return value if isinstance(value, list | tuple) else [value]


def _split(byline: str) -> list[str]:
    return _BETWEEN_AUTHORS.split(" ".join(byline[:LONGEST_BYLINE].split()))
