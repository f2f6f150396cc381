"""How articles and failures are addressed within a source, and back from such an address to the source.

A line or row is `FILE:17`, a record `FILE#17`, a record of a web archive `FILE#17 https://...`.
"""

import re
from pathlib import Path

_RECORD_WITH_URL = re.compile(r"(?s)(.+?)#[0-9]+ https?://\S*")
_PLACE = re.compile(r"(?s)(.+)(?::[0-9]+|#[0-9]+)")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def at_line(source: str, number: int) -> str:
    """Return the address of a line or row, counted from 1."""
    return f"{source}:{number}"


def at_record(source: str, number: int, url: str | None = None) -> str:
    """Return the address of a record, counted from 1, with the web address under which it was collected."""
    return f"{source}#{number} {url}" if url else f"{source}#{number}"


def whole(source: str) -> str:
    """Return the file or web address that an address within it belongs to, itself where it is one already."""
    # A port and a fragment look like a place, and a file may be named so.
    if _WEB.match(source) or _is_there(source):
        return source
    match = _RECORD_WITH_URL.fullmatch(source) or _PLACE.fullmatch(source)
    return match[1] if match else source


def _is_there(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # too long, or with a NUL
        return False
