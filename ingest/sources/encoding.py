"""From bytes to text: UTF-8, or UTF-16 that says so with a byte-order mark; nothing is guessed."""

import codecs
import io
from collections.abc import Iterator
from itertools import chain

from ingest.sources.opening import LARGEST_RECORD
from ingest.sources.unpacking import BLOCK
from ontherecord import SourceError

REMEDY = "convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW`"

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def text_blocks(stream: io.BufferedIOBase) -> Iterator[str]:
    """Yield the text of a stream block by block, without its byte-order mark.

    Raises SourceError, naming the first bad byte, where the bytes are no text.
    """
    return _decoded(*_sniffed(stream))


def byte_blocks(stream: io.BufferedIOBase) -> Iterator[bytes]:
    """Yield the text of a stream as UTF-8, block by block, without a byte-order mark.

    What is already UTF-8 is left unchecked, so that one bad line need not spoil the rest. Raises SourceError where
    UTF-16 is no text.
    """
    encoding, offset, blocks = _sniffed(stream)
    if encoding == "utf-8":
        return blocks
    return (text.encode() for text in _decoded(encoding, offset, blocks))


def whole_text(stream: io.BufferedIOBase) -> str:
    """Return all text of a stream; raises SourceError where it is no text or longer than a record may be."""
    texts, length = [], 0
    for text in text_blocks(stream):
        texts.append(text)
        length += len(text)
        if length > LARGEST_RECORD:
            raise SourceError(f"longer than {LARGEST_RECORD:,} characters: split it into its articles")
    return "".join(texts)


def _sniffed(stream: io.BufferedIOBase) -> tuple[str, int, Iterator[bytes]]:
    head = b""
    while len(head) < len(codecs.BOM_UTF8) and (more := stream.read(BLOCK)):
        head += more
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    rest = iter(lambda: stream.read(BLOCK), b"")
    return _MARKS.get(mark, "utf-8"), len(mark), chain([head[len(mark) :]], rest)


def _decoded(encoding: str, offset: int, blocks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in chain(blocks, [b""]):
        pending, _ = decoder.getstate()
        try:
            # A block without bytes is the last one, or the only one.
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            bad = offset - len(pending) + error.start
            raise SourceError(f"not {encoding.upper()} from byte {bad:,} on: {REMEDY}") from None
        offset += len(block)
        if text:
            yield text
