"""HTTP responses as crawlers store them: a head, and a body that may be cut into chunks and packed."""

import io
import re
import zlib
from dataclasses import dataclass

from ingest.sources.opening import LARGEST_RECORD
from ingest.sources.unpacking import MAGIC, Gunzip
from ontherecord import SourceError

# The largest head that common servers send and browsers take is 16 KiB.
LARGEST_HEAD = 1 << 16

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[0-9.]+[ \t]+([0-9]{3})\b")
_FIELD = re.compile(r"(?m)^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n]*)")
_CHARSET = re.compile(r";[ \t]*charset[ \t]*=[ \t]*[\"']?([A-Za-z0-9._:+-]{1,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class Head:
    """The first part of a response: its status, its fields by name in lower case, and its length in bytes."""

    status: int
    fields: dict[str, str]
    length: int

    @property
    def content_type(self) -> str:
        """Return the type such as `text/html` in lower case, "" where none is given."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """Return the charset that comes with the type."""
        match = _CHARSET.search(self.fields.get("content-type", ""))
        return match[1] if match else None


def read_head(block: bytes) -> Head | None:
    """Return the head with which the bytes of a response begin, None where there is none or it does not end."""
    status, end = _STATUS.match(block), _END_OF_HEAD.search(block, 0, LARGEST_HEAD)
    if not status or not end:
        return None
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block[: end.start()].decode("latin-1")):
        fields.setdefault(name.lower(), value.strip())
    return Head(int(status[1]), fields, end.end())


def body_of(head: Head, block: bytes) -> bytes:
    """Return the body of a response as the page that was sent.

    Crawlers often keep the fields of the head but store the body unpacked; what does not look packed is taken as
    it is. Raises SourceError for a body that is damaged, incomplete, packed in another way or unpacks to more than
    20 MB.
    """
    body = block[head.length :]
    if "chunked" in head.fields.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _joined(body)
    for coding in reversed(head.fields.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, coding.strip())
    return body


def _joined(body: bytes) -> bytes:
    pieces, at = [], 0
    while (size := _CHUNK.match(body, at)) and int(size[1], 16):
        start, length = size.end(), int(size[1], 16)
        pieces.append(body[start : start + length])
        line_end = _LINE_END.match(body, start + length)
        if not line_end:
            raise SourceError("the page is not whole: the crawl stopped within it")
        at = line_end.end()
    if not size:
        raise SourceError("the page is not whole: the crawl stopped within it")
    return b"".join(pieces)


def _unpacked(body: bytes, coding: str) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _limited(Gunzip(io.BytesIO(body))) if body.startswith(MAGIC) else body
    if coding == "deflate":
        return _inflated(body)
    if coding in {"", "identity"} or body.lstrip()[:1] == b"<":
        return body
    raise SourceError(f"the page is packed by {coding[:40]!r}, which is not read: collect it without")


def _limited(stream: Gunzip) -> bytes:
    pieces, length = [], 0
    while piece := stream.read1():
        pieces.append(piece)
        length += len(piece)
        if length > LARGEST_RECORD:
            raise SourceError(f"the page unpacks to more than {LARGEST_RECORD:,} bytes: leave it out")
    return b"".join(pieces)


def _inflated(body: bytes) -> bytes:
    # Sent both with and without the header that the standard demands.
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(bits)
        try:
            page = unpacker.decompress(body, LARGEST_RECORD + 1)
        except zlib.error:
            continue
        if len(page) > LARGEST_RECORD:
            raise SourceError(f"the page unpacks to more than {LARGEST_RECORD:,} bytes: leave it out")
        if not unpacker.eof:
            raise SourceError("the page is not whole: the crawl stopped within it")
        return page
    return body
