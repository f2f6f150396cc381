"""Sitemaps: which pages a site has, and what its news sitemap says about them."""

import io
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime

from ingest.sources.dates import Published, parse_published
from ingest.sources.hygiene import clean_language, clean_line, clean_url
from ingest.sources.unpacking import MAGIC, Gunzip
from ingest.sources.xml_text import at_most, xml_text
from ontherecord import SourceError

# The limits of the sitemap protocol: 50 MB unpacked, 50,000 addresses.
LARGEST_SITEMAP = 50_000_000
MOST_ADDRESSES = 50_000
SITEMAP_ROOTS = ("urlset", "sitemapindex")

_PAGES = "/schemas/sitemap/"
_NEWS = "/schemas/sitemap-news/"
_LONGEST_VALUE = 10_000
_BLOCK = 1 << 16
# Where each value stands: the element, and the one around it.
_PLACES = {
    ("url", "loc"): "url",
    ("sitemap", "loc"): "url",
    ("url", "lastmod"): "updated",
    ("news", "publication_date"): "published",
    ("news", "title"): "title",
    ("publication", "name"): "publisher",
    ("publication", "language"): "language",
}


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page of a sitemap; everything but the address comes from the news extension."""

    url: str
    title: str | None = None
    published: Published | None = None
    updated: datetime | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that a sitemap names, and the further sitemaps that an index names.

    Where any page carries the news extension, those without it are left out. `damage` says where it could not be
    read to its end.
    """

    entries: tuple[SitemapEntry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    damage: str | None = None


def parse(data: bytes, charset: str | None = None) -> Sitemap:
    """Return a sitemap, packed by gzip or not; raises SourceError for what is none, or over the protocol's limits."""
    if data.startswith(MAGIC):
        data = at_most(LARGEST_SITEMAP, Gunzip(io.BytesIO(data)))
    text = xml_text(data, charset)
    collector = _Collector()
    damage = _read(text, collector)
    if collector.root not in SITEMAP_ROOTS:
        raise SourceError("not a sitemap: check the address")
    news = [entry for entry, is_news in collector.entries if is_news]
    entries = news or [entry for entry, _ in collector.entries]
    return Sitemap(tuple(entries), tuple(collector.sitemaps), damage)


def _read(text: str, collector: "_Collector") -> str | None:
    """Give a text to a collector; returns what is wrong with the text, if anything."""
    # Entities are refused before, and nothing external is ever loaded by this parser.
    parser = ET.XMLParser(target=collector)  # noqa: S314
    try:
        for start in range(0, len(text), _BLOCK):
            parser.feed(text[start : start + _BLOCK])
            if collector.full:
                return f"more than {MOST_ADDRESSES:,} addresses: the protocol wants it split"
        parser.close()
    except ET.ParseError as error:
        return f"not well-formed from line {error.position[0]:,} on: what came before was read"
    return None


class _Collector:
    """Takes the events of a parser, and keeps what is wanted of the entry at hand."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.entries: list[tuple[SitemapEntry, bool]] = []
        self.sitemaps: list[str] = []
        self._open: list[str] = []
        self._values: dict[str, str] = {}
        self._is_news = False

    @property
    def full(self) -> bool:
        """Whether there are more addresses than a sitemap may hold."""
        return len(self.entries) + len(self.sitemaps) > MOST_ADDRESSES

    def start(self, tag: str, attributes: object) -> None:
        """Take the beginning of an element."""
        space, _, name = tag.rpartition("}")
        # Names of other extensions, such as a picture's title, are none of ours.
        name = name if not space or _PAGES in space or _NEWS in space else tag
        if self.root is None:
            self.root = name
        elif name in {"url", "sitemap"} and len(self._open) == 1:
            self._values, self._is_news = {}, False
        self._is_news |= name == "news"
        self._open.append(name)

    def data(self, text: str) -> None:
        """Take text."""
        place = _PLACES.get((self._open[-2], self._open[-1])) if len(self._open) > 1 else None
        if place:
            self._values[place] = (self._values.get(place, "") + text)[:_LONGEST_VALUE]

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        name = self._open.pop()
        if len(self._open) == 1 and name in {"url", "sitemap"}:
            self._keep(name)

    def _keep(self, name: str) -> None:
        values = self._values
        url = clean_url(values.get("url", ""))
        if url is None:
            return
        if name == "sitemap":
            self.sitemaps.append(url)
            return
        updated = parse_published(values.get("updated", "").strip())
        entry = SitemapEntry(
            url=url,
            title=clean_line(values.get("title")),
            published=parse_published(values.get("published", "").strip()),
            updated=updated[0] if updated else None,
            publisher=clean_line(values.get("publisher")),
            language=clean_language(values.get("language")),
        )
        self.entries.append((entry, self._is_news))
