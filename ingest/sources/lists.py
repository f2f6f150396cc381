"""Saved feeds and sitemaps: the articles they hold, and the addresses of those that they only name."""

import io
from collections.abc import Iterator

from ingest.sources import feeds, sitemaps
from ingest.sources.found import Found
from ingest.sources.xml_text import at_most, root_of
from ontherecord import Failure

_HEAD = 4_096


def read_list(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the articles of a saved feed; what a feed or sitemap only names is a failure under its own address.

    Raises SourceError where it is neither.
    """
    data = at_most(sitemaps.LARGEST_SITEMAP, stream)
    if root_of(data[:_HEAD]) in sitemaps.SITEMAP_ROOTS:
        yield from _named(sitemaps.parse(data), source)
    else:
        yield from feeds.read_feed(data, source)


def _named(sitemap: sitemaps.Sitemap, source: str) -> Iterator[Failure]:
    for url in (*(entry.url for entry in sitemap.entries), *sitemap.sitemaps):
        yield Failure(url, "the sitemap holds only its address: ingest this address")
    if sitemap.damage:
        yield Failure(source, sitemap.damage)
