"""What a fetched body is, by what it looks like first: servers call feeds and sitemaps all sorts of things."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.fetching import Fetched
from ingest.sources import READERS
from ingest.sources.found import Found, Skipped
from ingest.sources.sitemaps import SITEMAP_ROOTS
from ingest.sources.sniffing import kind_seen
from ingest.sources.unpacking import MAGIC, Gunzip
from ingest.sources.xml_text import root_of
from ontherecord import Failure, SourceError

FEED, SITEMAP, PAGE = "feed", "sitemap", "page"
# The kinds of files that are no pages, and those of which a file is one article, which its address can name.
FILES = frozenset(READERS) - {".html", ".htm", ".xhtml"}
ONE_ARTICLE = frozenset({".pdf", ".txt", ".md", ".markdown", ".eml"})

_HEAD = 4_096
_LISTS: Mapping[str, str] = {"rss": FEED, "feed": FEED, "rdf": FEED} | dict.fromkeys(SITEMAP_ROOTS, SITEMAP)
_NAMED: Mapping[str, str] = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "application/rss+xml": FEED,
    "application/atom+xml": FEED,
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/warc": ".warc",
}


def kind_of(fetched: Fetched) -> str:
    """Return "feed", "sitemap", "page", or the suffix of the files that are read in the same way."""
    head = fetched.body[:_HEAD]
    if listed := _LISTS.get(root_of(head) or ""):
        return listed
    if named := _NAMED.get(fetched.content_type or ""):
        return named
    suffix = _suffix(fetched.url)
    if head.startswith(MAGIC) and suffix in {".xml", ""}:
        return SITEMAP
    return suffix if suffix in READERS else kind_seen(head) or PAGE


def read_body(fetched: Fetched, kind: str, source: str) -> Iterator[Found | Failure]:
    """Yield the articles of a file that was fetched, with a failure for all that cannot be read."""
    try:
        for item in READERS[kind](_stream(fetched.body), source):
            if isinstance(item, Found) and kind in ONE_ARTICLE:
                yield _placed(item, fetched.url)
            elif not isinstance(item, Skipped):
                yield item
    except SourceError as error:
        yield Failure(source, str(error))


def _stream(body: bytes) -> io.BufferedIOBase:
    stream = io.BytesIO(body)
    return Gunzip(stream) if body.startswith(MAGIC) else stream


def _placed(found: Found, url: str) -> Found:
    """Return an article with the address that it was fetched from, where it names none itself."""
    return found if found.article.url else replace(found, article=replace(found.article, url=url, id=""))


def _suffix(url: str) -> str:
    name = PurePosixPath(urlsplit(url).path).name.lower().removesuffix(".gz")
    return PurePosixPath(name).suffix
