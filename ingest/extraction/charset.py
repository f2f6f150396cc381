"""From the bytes of a page to its text, in the order in which a browser looks for the charset.

One thing is better than in a browser: bytes that are sound UTF-8 are read as UTF-8, whatever the page says of itself.
Text in another charset is practically never sound UTF-8 by accident, and wrong declarations are common.
"""

import codecs
import re
from collections.abc import Iterator

# How far into a page its own word on the charset is looked for. HTML says 1,024; real pages put it later.
PRESCAN = 8_192
# Of how many bytes a charset that nobody names is guessed: more makes it slow, not better.
SAMPLE = 32_768

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What the names mean on the web (https://encoding.spec.whatwg.org), where that is not what Python takes them for.
_ON_THE_WEB = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"), "utf-8"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_IN_META = re.compile(
    rb"""<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_IN_XML = re.compile(rb"""^\s{0,99}<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# One byte in so many may be damaged before a charset is taken to be the wrong one.
_TOLERATED = 500
_REPLACEMENT = "\ufffd"


def decode(html: bytes, charset: str | None = None) -> str:
    """Return the text of a page; `charset` is what the server said. What cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace")
    if (wide := _wide(html)) is not None:
        return html.decode(wide, "replace")
    declared = [name for name in _declared(html, charset) if name]
    if b"\x1b" in html and (escaping := next((name for name in declared if name.startswith("iso2022")), None)):
        return html.decode(escaping, "replace")
    if (text := _sound(html, "utf-8")) is not None:
        return text
    # Undamaged reading first, in any of the charsets declared; a slightly damaged one is the next best.
    for tolerated in (0, len(html) // _TOLERATED):
        for name in [*declared, "utf-8"]:
            if (text := _sound(html, name, tolerated)) is not None:
                return text
    return html.decode(_guessed(html), "replace")


def _declared(html: bytes, charset: str | None) -> Iterator[str | None]:
    yield _known(charset or "")
    head = html[:PRESCAN]
    for pattern in (_IN_META, _IN_XML):
        if match := pattern.search(head):
            yield _known(match[1].decode("ascii"))


def _known(name: str) -> str | None:
    """Return the codec that a name on the web means, or None for a name that means none."""
    try:
        codec = codecs.lookup(name.strip(" \t\"';"))
    except (LookupError, ValueError):
        return None
    # Python's table also holds codecs that are no charsets, such as base64 and rot13.
    return _ON_THE_WEB.get(codec.name, codec.name) if codec._is_text_encoding else None


def _sound(html: bytes, name: str, tolerated: int = 0) -> str | None:
    """Return the text, unless more than `tolerated` characters of it are damaged."""
    if not tolerated:
        try:
            return html.decode(name)
        except (UnicodeError, LookupError):
            return None
    text = html.decode(name, "replace")
    # Two in a damaged place are one damage; U+FFFD in the page itself counts like any other.
    damaged = text.count(_REPLACEMENT)
    wide = len(_NOT_ASCII.findall(html))
    # Of the letters beyond ASCII, most must be sound: a page in English with a wrong charset damages few characters.
    return text if damaged <= tolerated and damaged * 4 <= wide else None


def _wide(html: bytes) -> str | None:
    """Return the UTF-16 that a page without a mark is written in: every other byte of its markup is NUL."""
    head = html[:200]
    if head.count(0) * 3 < len(head):
        return None
    return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"


def _guessed(html: bytes) -> str:
    from charset_normalizer import from_bytes

    first = _NOT_ASCII.search(html)
    start = max(0, first.start() - SAMPLE // 4) if first else 0
    best = from_bytes(html[start : start + SAMPLE]).best()
    return (_known(best.encoding) if best else None) or "cp1252"
