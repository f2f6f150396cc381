"""Text as Markdown that shows it and does nothing else, whatever renders it and with whatever extensions."""

import re
from urllib.parse import quote

from ontherecord.web.escaping import BIDI_CONTROLS
from ontherecord.web.linking import host

# Backslashes would do for most of these, but some renderers take \( and \[ for mathematics.
SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~$^=&!@+]|%(?=%)|(?<=%)%|:(?=[^\s\d])|(?<!\d):(?=\d)|(?<=\w)\.(?=[^\W\d])")
# Where a paragraph begins, or a note ends, these would begin a list, a term or the address of a link.
FIRST = re.compile(r"\A\s*(?:[-(:?%.]|\d+[.)])")
BLANK_LINE = re.compile(r"[^\S\n]*\n\s*\n\s*")
# What an address may hold as it is; all else in it becomes percent signs and digits.
IN_ADDRESSES = ":/?#@&+,;=~-._%!()"


def markdown(text: str) -> str:
    """Return text as Markdown; blank lines in it part paragraphs."""
    sound = BIDI_CONTROLS.sub("", text).replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return "\n\n".join(_paragraph(re.sub(r"\s+", " ", part)) for part in BLANK_LINE.split(sound))


def markdown_line(text: str) -> str:
    """Return text as Markdown in one line."""
    return markdown(" ".join(text.split()))


def markdown_address(url: str | None) -> str:
    """Return a web address as a link in Markdown; nothing where it is none that may be linked to."""
    if url is None or host(url) is None:
        return ""
    return f"<{quote(url, safe=IN_ADDRESSES, errors='replace')}>"


def _paragraph(text: str) -> str:
    signs = SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)
    return FIRST.sub(lambda first: f"{first[0][:-1]}&#{ord(first[0][-1])};", signs)
