"""What a fetched body is: by what it looks like first, for servers call feeds and sitemaps all sorts of things."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.fetching import Fetched
from ingest.sources import READERS
from ingest.sources.sniffing import kind_seen
from ingest.sources.unpacking import MAGIC

FEED, SITEMAP, PAGE = "feed", "sitemap", "page"

_HEAD = 4_096
_ROOT = re.compile(rb"<!--.*?(?:-->|\Z)|<([A-Za-z][\w:.-]{0,40})", re.DOTALL)
_ROOTS: Mapping[bytes, str] = {
    b"rss": FEED,
    b"feed": FEED,
    b"rdf": FEED,
    b"urlset": SITEMAP,
    b"sitemapindex": SITEMAP,
}
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
    if root := _root(head):
        return root
    if named := _NAMED.get(fetched.content_type or ""):
        return named
    suffix = _suffix(fetched.url)
    if head.startswith(MAGIC) and suffix in {".xml", ""}:
        return SITEMAP
    return suffix if suffix in READERS else kind_seen(head) or PAGE


def _root(head: bytes) -> str | None:
    # Without the zeros UTF-16 looks like ASCII.
    for match in _ROOT.finditer(head.replace(b"\0", b"")):
        if match[1]:
            return _ROOTS.get(match[1].lower().rpartition(b":")[2])
    return None


def _suffix(url: str) -> str:
    name = PurePosixPath(urlsplit(url).path).name.lower().removesuffix(".gz")
    return PurePosixPath(name).suffix
