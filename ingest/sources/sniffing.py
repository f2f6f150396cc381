"""What a source is, seen from its first bytes: for standard input, and for files whose names do not tell."""

import codecs
import io
import json
import re
from collections.abc import Callable

from ingest.sources.fields import field_named
from ingest.sources.tables import LARGEST_HEADER, delimiter_of
from ingest.sources.unpacking import BLOCK, MAGIC, Gunzip
from ontherecord import SourceError

# Enough for the first line of nearly all JSON Lines.
HEAD = 1 << 20
# Where a PDF file may begin, after what a server has put before it.
WITHIN_FIRST = 1_024

_TEXT_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ROOT = re.compile(r"\s*(?:<\?[^>]{0,1000}>\s*|<!--.{0,5000}?-->\s*)*<!?([a-z][\w.:-]*)", re.IGNORECASE | re.DOTALL)
_ARRAY = re.compile(r"\s*\[\s*[\[{\]]")
_OBJECT = re.compile(r'\s*\{\s*["}]')
_MAIL_LINE = re.compile(r"[!-9;-~]+:[ \t]|[ \t]+\S")
_MARKDOWN = re.compile(r"---[ \t]*\n|#[ \t]+\S")
_PAGES = frozenset({"doctype", "html", "head", "body"})
_FEEDS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex"})


def recognised(stream: io.BufferedIOBase) -> tuple[str | None, io.BufferedIOBase]:
    """Return the kind of a stream, as the suffix of files of its kind, and the stream from its beginning, unpacked.

    The kind is None where none can be made out. Raises SourceError for what is packed twice and as reading does.
    """
    head = _beginning(stream)
    if not head.startswith(MAGIC):
        return kind_seen(head), _Replayed(head, stream)
    unpacked = Gunzip(_Replayed(head, stream))
    head = _beginning(unpacked)
    if head.startswith(MAGIC):
        raise SourceError("it is packed twice: unpack it once with gzip -d")
    return kind_seen(head), _Replayed(head, unpacked)


def kind_seen(head: bytes) -> str | None:
    """Return the suffix of files that begin like this; None where it is no kind that can be told."""
    if head.startswith(b"WARC/"):
        return ".warc"
    if b"%PDF-" in head[:WITHIN_FIRST]:
        return ".pdf"
    text = _text(head)
    if text is None:
        return None
    # Without a mark of its own a text is plain.
    return next((kind for kind, is_it in _KINDS.items() if is_it(text)), ".txt")


class _Replayed(io.BufferedIOBase):
    """A stream from its beginning, of which some bytes have been read already."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Whether bytes can be read: always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, all that are left without a size."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read1(BLOCK), b""))
        return self.read1(size)

    def read1(self, size: int = -1, /) -> bytes:
        """Return the bytes that one read yields."""
        if not self._head:
            return self._rest.read1(size if size >= 0 else BLOCK)
        size = size if size >= 0 else BLOCK
        data, self._head = self._head[:size], self._head[size:]
        return data


def _beginning(stream: io.BufferedIOBase) -> bytes:
    pieces, length = [], 0
    while length < HEAD and (piece := stream.read1(BLOCK)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _text(head: bytes) -> str | None:
    """Return the beginning of a text, None where it is none; a text in an old charset is one all the same."""
    mark = next((mark for mark in _TEXT_MARKS if head.startswith(mark)), b"")
    decoder = codecs.getincrementaldecoder(_TEXT_MARKS.get(mark, "utf-8"))("replace")
    # Not the last of it: the head may end within a letter.
    text = decoder.decode(head[len(mark) :], final=False)
    return None if _BINARY.search(text[:BLOCK]) else text


def _is_page(text: str) -> bool:
    root = _ROOT.match(text)
    return root[1].lower() in _PAGES if root else False


def _is_feed(text: str) -> bool:
    root = _ROOT.match(text)
    return root[1].lower().partition(":")[0] in _FEEDS if root else False


def _is_json_lines(text: str) -> bool:
    first, _, rest = text.strip().partition("\n")
    return bool(_OBJECT.match(text)) and rest.lstrip()[:1] == "{" and _is_json(first)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_other_json(text: str) -> bool:
    return bool(_OBJECT.match(text) or _ARRAY.match(text))


def _is_mail(text: str) -> bool:
    lines = text[:BLOCK].replace("\r\n", "\n").partition("\n\n")[0].split("\n")
    # A mailbox file puts a line before each mail.
    lines = lines[1:] if lines[0].startswith("From ") else lines
    named = {line.partition(":")[0].lower() for line in lines if not line[:1].isspace()}
    return (
        "from" in named and bool(named & {"subject", "date"}) and all(_MAIL_LINE.match(line + " ") for line in lines)
    )


def _is_markdown(text: str) -> bool:
    return bool(_MARKDOWN.match(text.lstrip()))


def _is_table(text: str) -> bool:
    header = text.lstrip()[:LARGEST_HEADER].partition("\n")[0].rstrip("\r")
    mark = delimiter_of(header)
    # One name alone is a word like any other.
    return mark is not None and sum(field_named(name.strip('" ')) is not None for name in header.split(mark)) > 1


_KINDS: dict[str, Callable[[str], bool]] = {
    ".html": _is_page,
    ".xml": _is_feed,
    ".jsonl": _is_json_lines,
    ".json": _is_other_json,
    ".eml": _is_mail,
    ".md": _is_markdown,
    ".csv": _is_table,
}
