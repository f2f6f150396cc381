"""Who wrote an article: the persons that its page names, else the agency or outlet that it names instead."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.extraction.metadata import Metas
from ingest.extraction.structured import Structured, as_list, kinds_of
from ingest.extraction.tree import Element, select, text_of
from ingest.sources.hygiene import clean_line

MOST_AUTHORS = 50
LONGEST_NAME = 80
LONGEST_BYLINE = 300

# Of several names of meta elements the first that gives a person counts.
NAMES = (
    *("author", "article:author", "og:article:author", "article:author_name", "articleauthor", "parsely-author"),
    *("sailthru.author", "byl", "cxenseparse:author", "dc.creator", "dcterms.creator", "citation_author"),
)
# Libraries write a person's last name first.
_LAST_NAME_FIRST = frozenset({"dc.creator", "dcterms.creator", "citation_author"})

_BY_WORDS = "by|von|por|par|door|av|af|di|autor|autoren|author|authors|text|tekst"
_BY = re.compile(
    rf"^\W*(?:words |written |reported |story |report )?(?:{_BY_WORDS})(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE
)
_BYLINE = re.compile(rf"^\W*(?:{_BY_WORDS})(?:\s*:\s*|\s+)\S", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[(\[{<][^)\]}>]{0,80}[)\]}>]?\s*|\s*\S+@\S+\s*|\s+(?:for|für|in|at) [A-Z].*$")
_MARK = re.compile(r"\s*(?:[;|/•·、，]|\s+[–—-]\s+|,(?!\s*(?:Jr|Sr|II|III|IV|MD|PhD)\b))\s*")
_AND = re.compile(r"\s+(?:and|und|y|et|e|og|och|en|&|with|mit)\s+")
_ADDRESS = re.compile(r"://|^www\.|^@|@\w|^/|\.(?:com|html?|php)/")
_NOBODY = frozenset(
    "admin administrator anonymous guest none null undefined unknown author autor webmaster user".split()
)
_ROLES = re.compile(
    r"\b(?:editor|correspondent|reporter|columnist|journalist|writer|producer|contributor|redakteur(?:in)?|chief|"
    r"korrespondent(?:in)?|redactor(?:a)?|director|photographer|updated|published|posted|minutes?)\b",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:staff|newsroom|redaktion|redacción|rédaction|redazione|editors|editorial|team|desk|agency|agencies|agencias)\b|"
    r"-redaktion\b|\w\.(?:com|net|org|de|at|ch|tv|is|co|uk|eu|fr|es|it|tr|pl|cz)(?:\.\w{2})?$",
    re.IGNORECASE,
)
_BYLINE_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author-?names?|byline-?names?|c-byline)(?:$|[\s_-])", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that a page gives for an author; an outlet counts only where no person is named."""

    name: str
    is_outlet: bool = False


def authors_of(root: Element, metas: Metas, structured: Structured, publisher: str | None) -> tuple[str, ...]:
    """Return the names of the authors; the sources are asked in a fixed order, and the first with a person counts."""
    outlets: tuple[str, ...] = ()
    own = _letters(publisher or "")
    for named in _sources(root, metas, structured):
        names = list(named)
        persons = _unique(n.name for n in names if not n.is_outlet and not _is_outlet(n.name, own))
        if persons:
            return persons
        outlets = outlets or _unique(n.name for n in names)
    return outlets


def _sources(root: Element, metas: Metas, structured: Structured) -> Iterator[Iterable[_Named]]:
    yield _from_structured(structured)
    for name in NAMES:
        yield _from_metas(name, metas)
    yield _from_elements(select(root, "//*[@itemprop='author']"), microdata=True)
    yield _from_elements(select(root, "//a[contains(concat(' ', normalize-space(@rel), ' '), ' author ')]"))
    yield _from_elements(e for e in select(root, "//*[@class][not(self::body or self::html)]") if _is_byline(e))
    yield _from_elements(_said(root))


def _from_structured(structured: Structured) -> Iterator[_Named]:
    for value in as_list(structured.article.get("author")) or as_list(structured.article.get("creator")):
        value = structured.resolve(value)
        is_outlet = False
        if isinstance(value, Mapping):
            kinds = kinds_of(value)
            is_outlet = "Person" not in kinds and any("Organization" in kind for kind in kinds)
            value = value.get("name")
        for name in as_list(value):
            yield from (_Named(n, is_outlet) for n in names_in(name))


def _from_metas(name: str, metas: Metas) -> Iterator[_Named]:
    for content in metas.get(name, ()):
        if name in _LAST_NAME_FIRST and content.count(",") == 1:
            last, _, first = content.partition(",")
            content = f"{first.strip()} {last.strip()}"
        yield from (_Named(n) for n in names_in(content))


def _from_elements(elements: Iterable[Element], *, microdata: bool = False) -> Iterator[_Named]:
    for element in elements:
        if microdata:
            names = select(element, "descendant::*[@itemprop='name']") or [element]
            element = names[0]
        text = element.get("content") or text_of(element)
        if len(text) <= LONGEST_BYLINE:
            yield from (_Named(n) for n in names_in(text))


def names_in(value: object) -> Iterator[str]:
    """Yield the names in a byline such as `By Ada Moreno and Ben Okafor, political editor`."""
    line = clean_line(html.unescape(value)) if isinstance(value, str) else None
    if not line or _ADDRESS.search(line):
        return
    line = _BY.sub("", _BESIDE.sub(" ", line[:LONGEST_BYLINE] + " ").strip(), count=1)
    for part in _MARK.split(line):
        for name in _parted(part):
            name = _BY.sub("", name.strip(" .,:-–—'\"“”"), count=1)
            if _is_name(name):
                yield name


def _parted(part: str) -> list[str]:
    """Part `Ada Moreno und Ben Okafor`, but not `José Ortega y Gasset`."""
    names = _AND.split(part)
    return names if all(len(name.split()) > 1 for name in names) else [part]


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= LONGEST_NAME or len(name.split()) > 7 or name.casefold() in _NOBODY:
        return False
    return any(letter.isalpha() for letter in name) and not _ROLES.search(name) and not re.search(r"\d{3}", name)


def _is_outlet(name: str, own: str) -> bool:
    letters = _letters(name)
    return letters == own or bool(_OUTLET.search(name))


def _is_byline(element: Element) -> bool:
    return bool(_BYLINE_CLASSES.search(element.get("class") or ""))


def _said(root: Element) -> Iterator[Element]:
    """Yield short paragraphs that begin like a byline."""
    for element in select(
        root, "//p | //span | //address | //li | //div[not(*) or (count(*) < 4 and not(div or p or ul))]"
    ):
        text = text_of(element)[:LONGEST_BYLINE]
        if len(text) < 100 and _BYLINE.match(text):
            yield element
            return


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_letters(name), name)
    return tuple(found.values())[:MOST_AUTHORS]


def _letters(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
