"""Web archives made by hand, record by record, so that a test can also make them wrong."""

import gzip
from collections.abc import Iterable

PARAGRAPHS = (
    "The {word} ferry crews voted on Friday to go back to work after three weeks of strikes and long talks.",
    "Union leader Ada Moreno said the members of the {word} branch got what they had asked for in the spring.",
    "The first boats sail on Monday morning, the company said, and old tickets for {word} stay valid until May.",
)


def page(word: str, paragraphs: Iterable[str] = PARAGRAPHS, charset: str = "utf-8") -> bytes:
    """Return an article's page in which a word stands in the title and in every paragraph."""
    body = "".join(f"<p>{paragraph.format(word=word)}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Ferry deal in {word}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="Ferry deal in {word}">'
        f'<meta property="article:published_time" content="2025-06-09T08:30:00Z"></head>'
        f"<body><article><h1>Ferry deal in {word}</h1>{body}</article></body></html>"
    ).encode(charset)


def record(kind: str, block: bytes, url: str | None = None, *lines: str) -> bytes:
    """Return one record; `lines` are further lines of its head."""
    head = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2025-06-10T00:00:00Z"]
    head += ["WARC-Record-ID: <urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8>", f"Content-Length: {len(block)}"]
    head += [f"WARC-Target-URI: {url}"] if url else []
    return "\r\n".join([*head, *lines, "", ""]).encode() + block + b"\r\n\r\n"


def response(url: str, body: bytes, *fields: str, status: str = "200 OK", cut: str = "") -> bytes:
    """Return the record of a page; `fields` are those of the HTTP head."""
    head = "\r\n".join([f"HTTP/1.1 {status}", *(fields or ("Content-Type: text/html; charset=utf-8",)), "", ""])
    lines = ["Content-Type: application/http; msgtype=response", *([f"WARC-Truncated: {cut}"] if cut else [])]
    return record("response", head.encode() + body, url, *lines)


def article(word: str) -> bytes:
    """Return the record of an article's page."""
    return response(f"https://news.example/{word}", page(word))


def crawl(*words: str) -> list[bytes]:
    """Return the records of a crawl: what it was, then for each page the request, the response and the metadata."""
    records = [record("warcinfo", b"software: by hand\r\n")]
    for word in words:
        url = f"https://news.example/{word}"
        records += [record("request", b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", url), article(word)]
        records.append(record("metadata", b"fetchTimeMs: 12\r\n", url))
    return records


def packed(records: Iterable[bytes]) -> bytes:
    """Return records as they are packed: each a part of its own."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
