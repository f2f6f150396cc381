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

_UNTOLD, _RESPONSE = 0, 4
_TYPES = {2: "warcinfo", 8: "resource", 16: "request", 32: "metadata", 64: "revisit", 128: "conversion"}
_HTML = frozenset({"text/html", "application/xhtml+xml"})
# What servers say of files that they do not know; whether it is a page is seen from its beginning.
_ANYTHING = frozenset({"", "text/plain", "application/octet-stream", "unknown/unknown"})
_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# It ends the head of a record and stands between two records.
_BLANK_LINE = b"\r\n\r\n"
_NO_HTTP = Skipped("WARC response without HTTP")
_NO_PAGE = Skipped("response that is no page")
# More than fastwarc reads ahead (64 KiB) and the longest head it takes (32 KiB).
_KEPT = 1 << 18


def read_warc(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure | Skipped]:
    """Yield the article of each page collected; raises SourceError where the file ends early or is damaged.

    Requests, metadata, pages with a status other than 200 and what is no HTML are skipped and counted by kind.
    """
    watched, whole = _Watched(stream), 0
    try:
        for record in _records(watched):
            watched.begin_record(record.stream_pos, record.content_length)
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
        self._recent = b""
        self._position = 0
        self._end = 0
        self.error: SourceError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; where reading them fails, there are none and `error` says why."""
        try:
            data = self._stream.read(size)
        except SourceError as error:
            self.error = error
            data = b""
        self._position += len(data)
        self._recent = (self._recent + data)[-_KEPT:]
        return data

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._position

    def begin_record(self, start: int, length: int) -> None:
        """Note where a record has to end whose head begins at `start`; raises SourceError where the head is cut."""
        head_end = self._recent.find(_BLANK_LINE, start - self._position + len(self._recent))
        if head_end < 0:
            raise SourceError("a record is not whole")
        head_end += self._position - len(self._recent) + len(_BLANK_LINE)
        self._end = head_end + length + len(_BLANK_LINE)

    def must_have_ended(self) -> None:
        """Raise SourceError where reading failed or the last record has not been read to its end."""
        if self.error:
            raise self.error
        if self._position < self._end or self.read(1):
            raise SourceError("a record is not whole")


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
    if int(record.record_type) == _UNTOLD:
        return Failure(at_record(source, number), "the record does not say what it is: leave it out")
    if left_out or head is None:
        return left_out or _NO_HTTP
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
        return _NO_HTTP
    if head.status != 200:
        return Skipped(f"page with status {head.status}")
    return None if head.content_type in _HTML | _ANYTHING else _NO_PAGE


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
