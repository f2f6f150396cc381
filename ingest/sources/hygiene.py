"""What an article's words look like before they are stored: the one place where hostile text is made harmless."""

import re
from urllib.parse import urlsplit

LONGEST_LINE = 500
LONGEST_URL = 4_000

# NUL ends strings in C libraries and escape sequences steer terminals; none of these is ever part of a text.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?")


def clean_text(text: str) -> str:
    """Return a text without byte-order marks and control characters, its lines ended by a line feed alone.

    Lone surrogates, which no encoding can store, become U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATES.sub("\ufffd", _CONTROLS.sub("", text)).strip()


def clean_line(value: object) -> str | None:
    """Return a name or title as one line, cut at 500 characters; None for an empty one and for other types."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Digits beyond 64 bits are no name, and Python refuses to write out very long ones.
        return str(value) if abs(value) < 2**63 else None
    if not isinstance(value, str):
        return None
    line = " ".join(clean_text(value).split())
    return (line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…") or None


def clean_url(value: object) -> str | None:
    """Return a web address that can be shown as a link, or None for anything else."""
    if not isinstance(value, str):
        return None
    url = value.strip("\ufeff \t\r\n")
    # Also leaves out lone surrogates and every white space but the plain one.
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        # Reading the port refuses one that is no number.
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    # A user name before the host serves to pass one site off as another.
    return url if usable and parts.scheme in {"http", "https"} and "@" not in parts.netloc else None


def clean_language(value: object) -> str | None:
    """Return the language of a tag such as `en`, `en-US` or `EN_us` as `en`, or None."""
    match = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return match[1].lower() if match else None
