"""What the head of a page says of its article: the names under which it does, and what is made of them."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from ingest.extraction.characters import without_invisible
from ingest.extraction.structured import Structured, as_list
from ingest.extraction.tree import Element, select, text_of
from ingest.sources.hygiene import clean_language, clean_line, clean_url

Metas: TypeAlias = Mapping[str, tuple[str, ...]]

# Of several names the first one with a usable value counts: Open Graph, Twitter, Dublin Core, Parse.ly, Sailthru,
# and the ones that scholarly and older systems use.
TITLE_NAMES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
)
PUBLISHER_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "citation_publisher",
)
LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language")
URL_NAMES = ("og:url", "parsely-link", "twitter:url")

MOST_CONTENTS = 50
# Of the longer words of a title that a page gives in its head, the share that its readers must see somewhere on the
# page: 320 titles of 111 real pages all have it, and instructions to machines put in their place mostly lack it.
SHOWN = 0.4
_LONG = 4
# With fewer words, a title asks for nothing.
SENTENCE = 6
# The longest name of an outlet on 111 real pages has so many words; a sentence mostly has more.
MOST_WORDS = 9

_BETWEEN = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*|(?<=\w): (?=[^\s]+$)")
_WORD = re.compile(r"\w+")
# A name for all of a country's sites, under which anybody can have one: bbc.co.uk is a site, co.uk is none.
_SHARED = frozenset("ac co com edu gob gov govt go mil ne net nom or org press".split())


def read_metas(root: Element) -> dict[str, tuple[str, ...]]:
    """Return the contents of a page's meta elements by their names in lower case, in the order of the page."""
    metas: dict[str, list[str]] = {}
    for meta in select(root, "//meta[@content]"):
        content = (meta.get("content") or "").strip()
        # `itemprop` is microdata, which says of what it is a property by its place.
        names = ((meta.get(key) or "").strip().lower() for key in ("property", "name", "http-equiv"))
        name = next((name for name in names if name), None)
        if name and content and len(contents := metas.setdefault(name, [])) < MOST_CONTENTS:
            contents.append(content)
    return {name: tuple(contents) for name, contents in metas.items()}


def first(metas: Metas, names: tuple[str, ...]) -> str | None:
    """Return the first content under the first name that has one."""
    return next((content for name in names for content in metas.get(name, ())), None)


def title_of(titles: Iterable[str], publisher: str | None) -> str | None:
    """Return the best of the titles, without the name of its publisher."""
    for title in titles:
        return _without_publisher(title, publisher)
    return None


def titles_of(root: Element, metas: Metas, structured: Structured) -> list[str]:
    """Return all that the page gives as the title of its article, the best first.

    A title in its head that has little in common with what the page shows is none, unless the page shows no title.
    """
    heading, named = _heading(root), _document_title(root)
    shown = f"{heading or ''} {named or ''}".strip()

    def believed(title: str | None) -> str | None:
        return title if title and (not shown or _is_seen(title, shown) or _is_seen(title, text_of(root))) else None

    shared, headline = believed(first(metas, ("og:title",))), believed(structured.text("headline"))
    candidates = (
        *_shared_or_headline(shared, headline, heading, "twitter:title" in metas),
        heading,
        believed(first(metas, TITLE_NAMES)),
        believed(structured.text("name")),
        named,
    )
    return [title for candidate in candidates if (title := clean_line(without_invisible(candidate or "")))]


def _is_seen(title: str, shown: str) -> bool:
    """Whether the words of a title are seen, or so few that they ask for nothing."""
    words = _WORD.findall(title.casefold())
    long = {word for word in words if len(word) >= _LONG}
    return len(words) < SENTENCE or len(long.intersection(_WORD.findall(shown.casefold()))) >= SHOWN * len(long)


def _shared_or_headline(
    shared: str | None, headline: str | None, heading: str | None, is_tweeted: bool
) -> tuple[str | None, str | None]:
    """Return the title for social media and the one of JSON-LD, the better one first."""
    one, other, above = _letters(shared or ""), _letters(headline or ""), _letters(heading or "")
    # A kicker stands before the headline.
    if other and one.endswith(f" {other}"):
        return shared, headline
    # The headline of JSON-LD, but where it is that of the page too, as written for search engines, and the title for
    # social media differs and is none of Twitter's: of 6 such pages that one was right on 5, of 9 with one on 4.
    if one and one != other and other == above and not is_tweeted:
        return shared, headline
    return headline, shared


def publisher_of(metas: Metas, structured: Structured) -> str | None:
    """Return the name of the outlet."""
    for value in as_list(structured.article.get("publisher")):
        thing = structured.resolve(value)
        if name := _outlet(thing.get("name") if isinstance(thing, Mapping) else thing):
            return name
    return _outlet(first(metas, PUBLISHER_NAMES))


def _outlet(value: object) -> str | None:
    name = clean_line(without_invisible(html.unescape(value))) if isinstance(value, str) else None
    return name if name and not clean_url(name) and len(_WORD.findall(name)) <= MOST_WORDS else None


def language_of(root: Element, metas: Metas, structured: Structured) -> str | None:
    """Return the language: what the article says of itself, then the page."""
    declared = [
        structured.article.get("inLanguage"),
        root.get("lang"),
        root.get("xml:lang"),
        first(metas, LANGUAGE_NAMES),
    ]
    for value in declared:
        if isinstance(value, Mapping):
            value = value.get("alternateName") or value.get("name")
        if language := clean_language(value[0] if isinstance(value, list) and value else value):
            return language
    return None


def address_of(root: Element, metas: Metas, structured: Structured, url: str | None) -> str | None:
    """Return the canonical address of the page; the address it was fetched from where it names none to be believed.

    A page may name any address as its own. One of another site, or a home page, is not believed where it is known
    where the page came from: it would pass the article off as another one.
    """
    links = [
        link.get("href")
        for link in select(root, "//link[@href]")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    named = [*links, first(metas, URL_NAMES), structured.text("url"), structured.text("mainEntityOfPage")]
    for address in named:
        absolute = clean_url(_absolute(address, url))
        if absolute and _may_stand_for(absolute, url):
            return absolute
    return clean_url(url)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site, such as www.bbc.co.uk and news.bbc.co.uk."""
    return _site(one) == _site(other)


def _absolute(address: str | None, url: str | None) -> str | None:
    try:
        return urljoin(url or "", address.strip()).partition("#")[0] if address else None
    except ValueError:
        return None


def _may_stand_for(address: str, url: str | None) -> bool:
    path = urlsplit(address).path.strip("/")
    if not clean_url(url):
        return bool(path) or bool(urlsplit(address).query)
    own = urlsplit(url or "")
    is_home, was_home = not path and not urlsplit(address).query, not own.path.strip("/") and not own.query
    return same_site(address, url or "") and is_home == was_home


def _site(url: str) -> str:
    labels = (urlsplit(url).hostname or "").rstrip(".").split(".")
    if labels[-1].isdigit() or len(labels) < 3:
        return ".".join(labels)
    return ".".join(labels[-3:] if labels[-2] in _SHARED and len(labels[-1]) == 2 else labels[-2:])


def _heading(root: Element) -> str | None:
    headings = [text_of(heading) for heading in select(root, "//h1")]
    return headings[0] if len(headings) == 1 else None


def _document_title(root: Element) -> str | None:
    titles = select(root, "//title[not(ancestor::*[local-name() = 'svg'])]")
    return text_of(titles[0]) if titles else None


def _without_publisher(title: str, publisher: str | None) -> str:
    """Cut ` | The Post` and the like off the end."""
    if not publisher:
        return title
    parts = list(_BETWEEN.finditer(title))
    name = _letters(publisher)
    for mark in reversed(parts):
        rest = _letters(title[mark.end() :])
        if rest and (rest == name or rest in name.split(" ", 1)[:1] or name.startswith(f"{rest} ")):
            return title[: mark.start()].rstrip() or title
    return title


def _letters(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
