"""Web archives (WARC), as crawlers such as Common Crawl write them: the article of each page that was collected.

This is the only module that knows fastwarc.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from ingest.sources.addresses import at_record
from ingest.sources.found import Found, Skipped
from ingest.sources.http_messages import LARGEST_HEAD, Head, body_of, read_head
from ingest.sources.hygiene import clean_line, clean_url
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Failure, SourceError

_RESPONSE = 4
_TYPES = {2: "warcinfo", 8: "resource", 16: "request", 32: "metadata", 64: "revisit", 128: "conversion"}
_HTML = frozenset({"text/html", "application/xhtml+xml"})
# What servers say of files that they do not know; whether it is a page is seen from its beginning.
_ANYTHING = frozenset({"", "text/plain", "application/octet-stream", "unknown/unknown"})
_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_END_OF_RECORD = b"\r\n\r\n"


def read_warc(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure | Skipped]:
    """Yield the article of each page collected; raises SourceError where the file ends early or is damaged.

    Requests, metadata, pages with a status other than 200 and what is no HTML are skipped and counted by kind.
    """
    watched, whole = _Watched(stream), 0
    try:
        for record in _records(watched):
            item = _from_record(record, source, whole + 1)
            whole += 1
            yield item
        watched.must_have_ended()
    except (SourceError, OSError) as error:
        where = f"after record {whole:,}" if whole else "at its beginning"
        reason = watched.error or error
        raise SourceError(
            f"it breaks off {where} ({reason}): get the file again; what came before was read"
        ) from None
    if not whole:
        raise SourceError("the file is empty: give a web archive with its records")


class _Watched:
    """The bytes as fastwarc reads them, which passes over both their sudden end and an error in silence."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._tail = b""
        self._position = 0
        self.error: SourceError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; where reading them fails, there are none and `error` says why."""
        try:
            data = self._stream.read(size)
        except SourceError as error:
            self.error = error
            data = b""
        self._position += len(data)
        self._tail = (self._tail + data)[-len(_END_OF_RECORD) :]
        return data

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._position

    def must_have_ended(self) -> None:
        """Raise SourceError unless all bytes have been read without an error and end as a record does."""
        if self.error:
            raise self.error
        if self._position and (self._tail != _END_OF_RECORD or self.read(1)):
            raise SourceError("its last record is not whole")


def _records(watched: Any) -> Iterator[Any]:  # noqa: ANN401 - fastwarc needs less than its types say
    # Loaded here because few sources are web archives.
    from fastwarc.warc import ArchiveIterator

    return iter(ArchiveIterator(watched, parse_http=False, stream_detect=False))


def _from_record(record: Any, source: str, number: int) -> Found | Failure | Skipped:  # noqa: ANN401
    reader, expected = record.reader, record.content_length
    block = reader.read(min(expected, LARGEST_HEAD))
    head = read_head(block) if int(record.record_type) == _RESPONSE else None
    left_out = _why_skipped(int(record.record_type), head)
    if not left_out:
        block += reader.read(min(expected, LARGEST_RECORD + LARGEST_HEAD) - len(block))
    if len(block) + reader.consume() != expected:
        raise SourceError("a record is not whole")
    if head is None or left_out:
        return left_out or Skipped("WARC response")
    url = clean_url((record.headers.get("WARC-Target-URI") or "").strip("<>"))
    if expected > len(block):
        return Failure(
            at_record(source, number, url), f"the page is larger than {LARGEST_RECORD:,} bytes: leave it out"
        )
    return _from_page(head, block, at_record(source, number, url), url, record.headers.get("WARC-Truncated"))


def _why_skipped(kind: int, head: Head | None) -> Skipped | None:
    if kind != _RESPONSE:
        return Skipped(f"WARC {_TYPES.get(kind, 'record')}")
    if head is None:
        return Skipped("WARC response without HTTP")
    if head.status != 200:
        return Skipped(f"page with status {head.status}")
    return None if head.content_type in _HTML | _ANYTHING else _NO_PAGE


_NO_PAGE = Skipped("response that is no page")


def _from_page(head: Head, block: bytes, source: str, url: str | None, cut: str | None) -> Found | Failure | Skipped:
    from ingest.extraction import read_page

    try:
        html = body_of(head, block)
        if head.content_type not in _HTML and not _LOOKS_LIKE_HTML.match(html):
            return _NO_PAGE
        if cut:
            return Failure(source, f"the crawler cut the page off ({clean_line(cut)}): get it from its address")
        return read_page(html, source, url=url, charset=head.charset)
    except SourceError as error:
        return Failure(source, str(error))
