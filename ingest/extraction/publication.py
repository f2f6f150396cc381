"""When an article was published and updated: where a page says so, asked in a fixed order.

A date in the running text is never asked. A date in the future is kept as the page gives it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from ingest.extraction.metadata import Metas
from ingest.extraction.structured import Structured
from ingest.extraction.tree import Element, select, text_of
from ingest.sources.dates import Published, parse_published

PUBLISHED_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("published_time", "publication_date", "article_published_time", "article_date_original"),
    *("cxenseparse:publishtime", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dc.date"),
    *("dcterms.date", "dcterms.created", "prism.publicationdate", "citation_publication_date", "citation_date"),
    *("date", "originalpublicationdate"),
)
UPDATED_NAMES = (
    *("article:modified_time", "og:updated_time", "article:updated_time", "article:modified", "datemodified"),
    *("last-modified", "last_modified", "dcterms.modified", "dc.date.modified", "article_modified_time"),
)

_IN_URL = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<mark>[/-])(?P<month>[01][0-9])(?P=mark)(?P<day>[0-3][0-9])(?![0-9])"
)
_LABEL = re.compile(
    r"^\D{0,60}?(?=[0-9]{1,4}[./-]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9])", re.IGNORECASE
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|pubdate|publish-date|post-date|entry-date|dateline|timestamp)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif|edited", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What the dates of an article are read from; `listed` is what the feed or sitemap says that led to the page."""

    root: Element
    metas: Metas
    structured: Structured
    url: str | None
    listed: Published | None = None


Source: TypeAlias = Callable[[Page], Iterator[object]]


def _structured(*names: str) -> Source:
    def values(page: Page) -> Iterator[object]:
        for name in names:
            yield page.structured.text(name) or page.structured.article.get(name)

    return values


def _metas(names: tuple[str, ...]) -> Source:
    def values(page: Page) -> Iterator[object]:
        for name in names:
            yield from page.metas.get(name, ())

    return values


def _microdata(name: str) -> Source:
    def values(page: Page) -> Iterator[object]:
        for element in select(page.root, f"//*[@itemprop='{name}']"):
            yield element.get("content") or element.get("datetime") or text_of(element)

    return values


def _time_elements(page: Page) -> Iterator[object]:
    """Yield the first times after the headline that are not said to be those of a change."""
    after_heading = "//h1/following::time[not(ancestor::aside or ancestor::footer)]"
    times = select(page.root, "//time[@pubdate]") + select(page.root, after_heading)[:2]
    times += select(page.root, "//article//header//time")[:1] + select(page.root, "//main//time")[:1]
    for element in times:
        if not _CHANGED.search(f"{element.get('class')} {element.get('itemprop')} {text_of(element)[:40]}"):
            yield element.get("datetime") or text_of(element)


def _dated_elements(page: Page) -> Iterator[object]:
    """Yield the short texts after the headline whose class says that they are dates."""
    for element in select(page.root, "//h1/following::*[@class][position() < 80]"):
        text = text_of(element)
        if len(text) < 100 and _DATED.search(element.get("class")) and not _CHANGED.search(text[:30]):
            yield _LABEL.sub("", text)


def _listed(page: Page) -> Iterator[object]:
    yield page.listed


def _address(page: Page) -> Iterator[object]:
    """Yield the day in an address such as /2024/05/02/ or /2024-05-02-."""
    if match := _IN_URL.search(urlsplit(page.url or "").path):
        yield f"{match['year']}-{match['month']}-{match['day']}"


# The fixed order: of sources that disagree, the earlier one counts.
PUBLISHED_SOURCES: tuple[tuple[str, Source], ...] = (
    ("JSON-LD datePublished", _structured("datePublished")),
    ("meta", _metas(PUBLISHED_NAMES)),
    ("microdata datePublished", _microdata("datePublished")),
    ("JSON-LD dateCreated", _structured("dateCreated", "uploadDate")),
    ("time element", _time_elements),
    ("dated element", _dated_elements),
    ("feed or sitemap", _listed),
    ("address", _address),
)
UPDATED_SOURCES: tuple[tuple[str, Source], ...] = (
    ("JSON-LD dateModified", _structured("dateModified")),
    ("meta", _metas(UPDATED_NAMES)),
    ("microdata dateModified", _microdata("dateModified")),
)


def published_of(page: Page) -> Published | None:
    """Return when the article was published, from the first source with a date that is clear."""
    return _first(PUBLISHED_SOURCES, page)


def updated_of(page: Page, published: Published | None) -> datetime | None:
    """Return when the article was last changed; a time before its publication means something else."""
    updated = _first(UPDATED_SOURCES, page)
    if not updated or (published and updated[0] < published[0]):
        return None
    return updated[0]


def _first(sources: tuple[tuple[str, Source], ...], page: Page) -> Published | None:
    for _, source in sources:
        for value in source(page):
            # What a feed says has been parsed.
            if published := page.listed if value is page.listed else parse_published(value):
                return published
    return None
