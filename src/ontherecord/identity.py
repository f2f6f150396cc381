"""When two articles are the same article, and when two texts are the same text.

Decided here once: the same id means a new version of one article, the same content hash under another id means
a syndicated copy. So does a text that newsrooms edited: `syndication` finds these.
"""

import hashlib
import unicodedata
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING_PARAMETERS = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "cmpid"})
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """Return the form of a URL under which its article is known.

    The scheme, letter case of the host, default port, fragment, trailing slash, tracking parameters and the order
    of the others make no difference to which article it is. What is no URL is known as it stands.
    """
    try:
        return _canonical(url.strip())
    except ValueError:
        return url.strip()


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    if parts.port is not None and parts.port != DEFAULT_PORTS.get(scheme):
        host = f"{host}:{parts.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted((k, v) for k, v in pairs if not _is_tracking(k)))
    address = f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")
    return address if scheme in {"http", "https", ""} else f"{scheme}:{address}"


def article_id(
    *, url: str | None, publisher: str | None, title: str | None, published_at: datetime | None, text: str
) -> str:
    """Return 20 hex digits that name an article across its versions.

    From the canonical URL where there is one, else from publisher, title and day, else from the text.
    """
    if url:
        key = ("url", canonical_url(url))
    elif title:
        day = published_at.date().isoformat() if published_at else ""
        key = ("title", f"{_plain(publisher or '')}\n{_plain(title)}\n{day}")
    else:
        key = ("text", _plain(text))
    return hashlib.blake2b(_bytes("\n".join(key)), digest_size=10).hexdigest()


def content_hash(text: str) -> str:
    """Return 32 hex digits, equal for texts that differ only in white space or Unicode composition."""
    return hashlib.blake2b(_bytes(_plain(text)), digest_size=16).hexdigest()


def _is_tracking(parameter: str) -> bool:
    name = parameter.lower()
    return name.startswith("utm_") or name in TRACKING_PARAMETERS


def _bytes(text: str) -> bytes:
    # Half a surrogate pair has an identity too; storing it is refused with a reason.
    return text.encode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
