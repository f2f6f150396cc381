"""Links to the originals of articles: to web addresses alone, and to the sentence where there is one."""

import re
from urllib.parse import quote, urlsplit

from ontherecord.web.escaping import escape

ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'`\\]+", re.IGNORECASE)
# So many words at each end of a sentence name it; a browser finds nothing where one letter between them differs.
NAMING_WORDS = 6


def host(url: str | None) -> str | None:
    """Return the host of a web address; None where it is none that may be linked to."""
    try:
        found = urlsplit(url or "").hostname
    except ValueError:
        return None
    return found if url and ADDRESS.fullmatch(url) else None


def original(url: str | None, sentence: str | None = None) -> str:
    """Return a link to the original of an article, named by its host, else nothing.

    With a `sentence`, the link leads to it where the browser knows text fragments.
    """
    named = host(url)
    if url is None or named is None:
        return ""
    href = to_sentence(url, sentence) if sentence else url
    return (
        f'<a class="original" href="{escape(href)}" target="_blank" rel="noopener noreferrer">{escape(named)} ↗</a>'
    )


def to_sentence(url: str, sentence: str) -> str:
    """Return an address that makes a browser jump to a sentence of the page: `#:~:text=first words,last words`.

    See the text fragments of the URL Fragment Text Directives draft: comma, dash and ampersand are its own signs.
    """
    words = sentence.encode("utf-8", "replace").decode().split()
    if not words:
        return url
    if len(words) <= 2 * NAMING_WORDS:
        named = _encoded(words)
    else:
        named = f"{_encoded(words[:NAMING_WORDS])},{_encoded(words[-NAMING_WORDS:])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={named}"


def _encoded(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
