"""XML as text: decoded by what it says about itself, and refused where it defines entities of its own."""

import codecs
import io
import re

from ingest.sources.unpacking import BLOCK
from ontherecord import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    # XML begins with "<", which gives UTF-16 away without a mark.
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_ELEMENT = re.compile(rb"<!--.*?(?:-->|\Z)|<([A-Za-z][A-Za-z0-9_:.-]{0,40})", re.DOTALL)
_DECLARATION = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
# Within a tag only a picture written out is so long, and it has no equals signs to speak of.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{50000,}")
MOST_IN_A_TAG = 5_000
_DECLARED = re.compile(r"^\s*<\?xml\b[^>]{0,400}\?>")
# Encodings in which markup looks like ASCII; others (UTF-7, EBCDIC) exist in feeds only to hide something.
_USUAL = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-\w+|shift_jis|euc[_-]\w+|gb\w+|big5\w*|iso2022_jp"
)


def at_most(size: int, stream: io.BufferedIOBase) -> bytes:
    """Return all bytes of a stream; raises SourceError where they are more than `size`."""
    data = bytearray()
    while block := stream.read(BLOCK):
        data += block
        if len(data) > size:
            raise SourceError(f"larger than {size:,} bytes: split it")
    return bytes(data)


def root_of(head: bytes) -> str | None:
    """Return the name of the first element, in lower case and without a prefix; None where there is none."""
    # Without the zeros UTF-16 looks like ASCII.
    names = (match[1] for match in _ELEMENT.finditer(head.replace(b"\0", b"")))
    first = next((name for name in names if name), None)
    return first.decode("ascii").lower().rpartition(":")[2] if first else None


def xml_text(data: bytes, charset: str | None = None) -> str:
    """Return the text of an XML document, without its declaration; bytes that are no characters become U+FFFD.

    `charset` is what came with it, such as in an HTTP header; what the document says about itself comes second.
    Raises SourceError for one that defines entities, which can multiply, or has an element with thousands of
    attributes: no feed and no sitemap needs them.
    """
    text = _decoded(data, charset)
    if "<!ENTITY" in text and "<!DOCTYPE" in text:
        raise SourceError("the XML defines entities of its own, which is how small files grow huge: not read")
    # The parser takes 400 bytes for each: 500,000 attributes took 200 MB.
    if any(tag[0].count("=") > MOST_IN_A_TAG for tag in _LONG_TAG.finditer(text)):
        raise SourceError(f"an element has more than {MOST_IN_A_TAG:,} attributes: not read")
    return _DECLARED.sub("", text, count=1)


def _decoded(data: bytes, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _DECLARATION.match(data)
    named = (charset, declared[1].decode("ascii") if declared else None, "utf-8")
    encodings = [usual for name in named if name and (usual := _usual(name))]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(encodings[0], "replace")


def _usual(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return found if _USUAL.fullmatch(found) else None
