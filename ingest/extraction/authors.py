"""Who wrote an article: the persons that its page names, else the agency or outlet that it names instead."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from ingest.extraction.characters import without_invisible
from ingest.extraction.metadata import Metas
from ingest.extraction.structured import Structured, as_list, kinds_of
from ingest.extraction.tree import Element, select, text_of
from ingest.sources.hygiene import clean_line

MOST_AUTHORS = 50
LONGEST_NAME = 80
# From so many words on, a byline with few capitals is a sentence: of it only what is written like a name counts.
SENTENCE = 8
LONGEST_BYLINE = 300
# How many lines below the headline a byline may stand.
NEAR = 40

# Of several names of meta elements the first that gives a person counts.
NAMES = (
    *("author", "article:author", "og:article:author", "article:author_name", "articleauthor", "parsely-author"),
    *("sailthru.author", "byl", "cxenseparse:author", "dc.creator", "dcterms.creator", "citation_author"),
)
# Libraries write a person's last name first.
_LAST_NAME_FIRST = frozenset({"dc.creator", "dcterms.creator", "citation_author"})

_BY_WORDS = "by|von|por|par|door|av|af|di|autor|autoren|author|authors|text|tekst|责编|责任编辑|作者|记者"
_BY = re.compile(
    rf"^\W*(?:words |written |reported |story |report )?(?:{_BY_WORDS})(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE
)
_BYLINE = re.compile(rf"^\W*(?:{_BY_WORDS})(?:\s*[:：]\s*|\s+)\S", re.IGNORECASE)
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
# Two to four words that begin with a capital.
_SIGNED = re.compile(r"[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){1,3}")
_LINES = "self::p or self::span or self::address or self::li or self::div[count(*) < 4 and not(div or p or ul)]"
_ENDS = tuple(".!?:。！？؟:")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that a page gives for an author, and what the page says that it is, if it does."""

    name: str
    kind: Literal["person", "outlet"] | None = None


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors whom a page names; `outlets` is what it names where it names no person."""

    persons: tuple[str, ...]
    outlets: tuple[str, ...]


def authors_of(root: Element, metas: Metas, structured: Structured, own: Iterable[str | None]) -> Authors:
    """Return the names of the authors; the sources are asked in a fixed order, and the first with a person counts.

    `own` is what the publisher is called, such as its name and its address.
    """
    outlets: tuple[str, ...] = ()
    called = {_joined(urlsplit(name).hostname or name) for name in own if name}
    sources = (*_in_head(metas, structured), *_in_body(root))
    for named in sources:
        names = list(named)
        if persons := _unique(n.name for n in names if not _is_outlet(n, called)):
            return Authors(persons, ())
        outlets = outlets or _unique(n.name for n in names)
    return Authors((), outlets)


def signed_by(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return the names with which a text is signed: alone in the first paragraph, or in the last."""
    for paragraph in (*paragraphs[:1], *paragraphs[-1:]):
        if len(paragraph) <= LONGEST_NAME and not paragraph.endswith(_ENDS):
            names = _unique(name for name in names_in(paragraph) if _SIGNED.fullmatch(name))
            if names:
                return names
    return ()


def _in_head(metas: Metas, structured: Structured) -> Iterator[Iterable[_Named]]:
    yield _from_structured(structured)
    for name in NAMES:
        yield _from_metas(name, metas)


def _in_body(root: Element) -> Iterator[Iterable[_Named]]:
    yield _from_elements(select(root, "//*[@itemprop='author']"), microdata=True)
    yield _from_elements(select(root, "//a[contains(concat(' ', normalize-space(@rel), ' '), ' author ')]"))
    classed = (e for e in select(root, "//*[@class][not(self::body or self::html)]") if _is_byline(e))
    yield _from_elements(e for e in islice(classed, MOST_AUTHORS) if _is_of_article(e))
    yield _from_elements(_said(root))


def _from_structured(structured: Structured) -> Iterator[_Named]:
    given = as_list(structured.article.get("author")) or as_list(structured.article.get("creator"))
    for value in given[:MOST_AUTHORS]:
        value = structured.resolve(value)
        kind: Literal["person", "outlet"] | None = None
        if isinstance(value, Mapping):
            kinds = kinds_of(value)
            kind = "person" if "Person" in kinds else "outlet" if any("Organization" in k for k in kinds) else None
            value = value.get("name")
        for name in as_list(value):
            yield from (_Named(n, kind) for n in names_in(name))


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
            # From the first digit on it is when, and not who.
            text = _DIGIT.split(text, maxsplit=1)[0]
            # `published on` is no name.
            yield from (_Named(n) for n in names_in(text) if not n.split()[-1][0].islower())


def names_in(value: object) -> Iterator[str]:
    """Yield the names in a byline such as `By Ada Moreno and Ben Okafor, political editor`."""
    line = clean_line(without_invisible(html.unescape(value))) if isinstance(value, str) else None
    if not line or _ADDRESS.search(line):
        return
    is_sentence = _is_sentence(line)
    if line[0] in "(（[":
        line = line.strip("()（）[]")
    line = _BY.sub("", _BESIDE.sub(" ", line[:LONGEST_BYLINE] + " ").strip(), count=1)
    parts = [part for part in _MARK.split(line) if part.strip()]
    for part in parts:
        # In `Ada Moreno, Berlin` and `example.org, Berlin`, the second is where and not who.
        if part is not parts[0] and part.isascii() and " " not in part.strip():
            continue
        for name in _parted(part):
            name = _BY.sub("", name.strip(" .,:-–—'\"“”"), count=1)
            if _is_name(name) and not (is_sentence and not _is_capitalised(name)):
                yield name


def _is_sentence(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) >= SENTENCE and sum(word[0].islower() for word in words) * 2 > len(words)


def _is_capitalised(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and not any(word[0].islower() for word in words)


def _parted(part: str) -> list[str]:
    """Part `Ada Moreno und Ben Okafor`, but not `José Ortega y Gasset`."""
    names = _AND.split(part)
    return names if all(len(name.split()) > 1 for name in names) else [part]


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= LONGEST_NAME or len(name.split()) > 7 or name.casefold() in _NOBODY:
        return False
    return (
        ":" not in name
        and any(letter.isalpha() for letter in name)
        and not _ROLES.search(name)
        and not re.search(r"\d{3}", name)
    )


def _is_outlet(named: _Named, called: set[str]) -> bool:
    if named.kind == "outlet" or any(_joined(named.name) in {name, name.split(".")[0]} for name in called):
        return True
    # Some systems call every author a person, and some desks are called like one.
    return named.kind is None and bool(_OUTLET.search(named.name))


def _joined(name: str) -> str:
    """Return a name or host in the form in which `The Post`, `thepost` and `www.thepost.example` can be compared."""
    return "".join(name.casefold().removeprefix("www.").split())


def _is_byline(element: Element) -> bool:
    return bool(_BYLINE_CLASSES.search(element.get("class") or ""))


def _is_of_article(element: Element) -> bool:
    """Whether an element is one of the article: not of a picture, the foot of the page, or a card of another one."""
    for above in element.iterancestors():
        if above.tag in {"figure", "figcaption", "footer", "aside", "nav"}:
            return False
        if above.tag == "article":
            return bool(select(above, "descendant::h1")) or not select(above, "//article[descendant::h1]")
        if above.tag == "a" and len(text_of(above)) > len(text_of(element)):
            return False
    return True


def _said(root: Element) -> Iterator[Element]:
    """Yield the first short paragraph that begins like a byline, not far below the headline where there is one."""
    headings = [heading for heading in select(root, "//h1") if text_of(heading)]
    places = select(headings[0], f"following::*[{_LINES}]")[:NEAR] if headings else select(root, f"//*[{_LINES}]")
    for element in places:
        text = text_of(element)
        if len(text) < 100 and _BYLINE.match(text) and _is_of_article(element):
            yield element
            return


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_letters(name), name)
    return tuple(found.values())[:MOST_AUTHORS]


def _letters(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
