"""Newsletters saved as mails (.eml): the subject is the title, the sender the publisher, the date the publication.

No web address is taken from a mail: its links lead through trackers.
"""

import codecs
import io
from binascii import Error as Base64Error
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Article, Failure, SourceError

LONGEST_HEADER = 5_000
MOST_PARTS = 1_000
# Each line is compared with the boundaries of all parts that it may end: 1,000,000 lines in 150 parts within each
# other took 34 seconds. A newsletter has 4 boundaries and some thousand lines.
MOST_COMPARISONS = 20_000_000
# The plain part repeats links and footers, so that more words alone say little of it; where the page has less than
# half of them, something of the page was missed.
LEAST_SHARE = 0.5

# Encodings of Python that no mail is in, some of them slow to decode.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


def read_newsletter(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the one article of a mail; raises SourceError where it is no mail or has no text."""
    mail = _parsed(stream)
    pages, texts = _bodies(mail)
    page = _from_page(max(pages, key=lambda part: len(_content(part))), source) if pages else None
    plain = "\n\n".join(_decoded(part) for part in texts).strip()
    if isinstance(page, Article) and len(page.text.split()) >= LEAST_SHARE * len(plain.split()):
        fields: dict[str, object] = {"text": page.text, "language": page.language, "authors": page.authors}
    elif plain:
        fields = {"text": plain}
    elif isinstance(page, str):
        raise SourceError(page)
    else:
        raise SourceError("no text: the mail has no part of text or HTML")
    yield article_from({**fields, **_known_of(mail)}, source)


def _parsed(stream: io.BufferedIOBase) -> Message:
    content = b"".join(_up_to_limit(stream))
    if content.lower().count(b"boundary=") * content.count(b"\n") > MOST_COMPARISONS:
        raise SourceError("the mail is cut into too many parts within each other: save its text alone")
    try:
        mail = message_from_bytes(content)
    except (MessageError, ValueError, LookupError) as error:
        raise SourceError(f"not a sound mail ({error}): save it anew") from None
    except RecursionError:
        raise SourceError("the mail is nested too deeply: save its text alone") from None
    if not any(mail.get(name) for name in ("From", "Subject", "Date")):
        raise SourceError("no mail: it begins with none of the lines From, Subject and Date; save the whole mail")
    return mail


def _up_to_limit(stream: io.BufferedIOBase) -> Iterator[bytes]:
    length = 0
    while block := stream.read(1 << 16):
        length += len(block)
        if length > LARGEST_RECORD:
            raise SourceError(f"longer than {LARGEST_RECORD:,} bytes: save the mail without its attachments")
        yield block


def _bodies(mail: Message) -> tuple[list[Message], list[Message]]:
    """Return the parts of HTML and those of plain text, without attachments and forwarded mails."""
    pages, texts, waiting, seen = list[Message](), list[Message](), [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            continue
        if kind.startswith("multipart/"):
            waiting += reversed(_inside(part))
        elif kind in {"text/html", "text/plain"} and not part.is_multipart():
            (pages if kind == "text/html" else texts).append(part)
    if waiting:
        raise SourceError(f"the mail has more than {MOST_PARTS:,} parts: save its text alone")
    return pages, texts


def _inside(part: Message) -> list[Message]:
    parts = part.get_payload()
    return [each for each in parts if isinstance(each, Message)] if isinstance(parts, list) else []


def _from_page(part: Message, source: str) -> Article | str:
    """Return the article in a part of HTML, or why there is none."""
    from ingest.extraction import read_page

    try:
        found = read_page(_content(part), source, charset=_charset(part))
    except SourceError as error:
        return str(error)
    return found.article if isinstance(found, Found) else found.reason


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (Base64Error, ValueError, LookupError):
        content = None
    return content if isinstance(content, bytes) else b""


def _decoded(part: Message) -> str:
    content, charset = _content(part), _charset(part)
    # Mails that name no charset or the wrong one are mostly UTF-8; a letter or two are not worth losing the rest.
    for encoding in (charset, "utf-8"):
        try:
            return content.decode(encoding or "utf-8")
        except UnicodeError:
            continue
    return content.decode(charset or "utf-8", "replace")


def _charset(part: Message) -> str | None:
    try:
        name = part.get_content_charset()
        known = codecs.lookup(name).name if name else None
        b"".decode(known or "utf-8")
    except (LookupError, ValueError):  # unknown, or one that makes no text
        return None
    return None if known in _NO_CHARSETS else known


def _known_of(mail: Message) -> dict[str, object]:
    date = _header(mail, "Date")
    try:
        moment: object = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = date
    sender = parseaddr(_raw(mail, "From"))[0]
    return {"title": _header(mail, "Subject"), "publisher": _words(sender), "published": moment}


def _header(mail: Message, name: str) -> str:
    return _words(_raw(mail, name))


def _raw(mail: Message, name: str) -> str:
    """Return a header as it is written; bytes that are not ASCII are taken as UTF-8."""
    value = next((str(value) for known, value in mail.raw_items() if known.lower() == name.lower()), "")
    return value[:LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _words(written: str) -> str:
    """Return a header with its encoded words decoded."""
    try:
        pieces = decode_header(written)
    except (MessageError, ValueError):
        return written
    return "".join(piece if isinstance(piece, str) else _decoded_word(piece, charset) for piece, charset in pieces)


def _decoded_word(piece: bytes, charset: str | None) -> str:
    try:
        known = codecs.lookup(charset or "latin-1").name
        return piece.decode("utf-8" if known in _NO_CHARSETS else known, "replace")
    except (LookupError, ValueError):
        return piece.decode("utf-8", "replace")
