"""Which other outlets carry a story."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from ontherecord.archive.records import folded

# The articles that tell the story of an article, within a scope, the article among them; the first published first.
CARRIED = """
SELECT a.id, v.publisher, v.url FROM articles own JOIN articles a ON a.story = own.story
JOIN versions v ON v.article_id = a.id AND v.version = a.version
WHERE own.id = ? AND (a.id = own.id OR ({where})) ORDER BY a.published_from NULLS LAST, a.id
"""


def outlet(publisher: str | None, url: str | None) -> str | None:
    """Return the form of a name by which articles of one outlet are told; None where nothing names it."""
    return folded(publisher) or _host(url)


def other_outlets(rows: Sequence[Any], article_id: str) -> tuple[str, ...]:
    """Return the names of the outlets in rows of CARRIED, each once, without that of the article itself.

    An outlet is named by its publisher, else by the host of its address; what has neither names none.
    """
    published = {one: (publisher, _host(url)) for one, publisher, url in rows}
    own, own_host = published.pop(article_id, (None, None))
    outlets = dict[str | None, str]()
    for publisher, host in published.values():
        same = folded(publisher) == folded(own) if publisher and own else host == own_host
        name = publisher or host
        if name and not same:
            outlets.setdefault(folded(name), name)
    return tuple(outlets.values())


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
