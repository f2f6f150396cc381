"""The tree of a page: parsed once, and the small questions that are asked of it.

This is the only module that knows lxml; the others are given elements and ask them through it.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

from ontherecord import SourceError

# An lxml element. lxml has no types of its own.
Element: TypeAlias = Any

DEEPEST = 2_048
# The largest of 111 real pages has 4,100; one of 25,000 takes seconds.
MOST_ELEMENTS = 25_000
LONGEST_ATTRIBUTE = 10_000
_CUT = "Excessive depth"
# The attributes by which an element is judged: one of megabytes would be searched again and again.
_JUDGED = ("class", "id", "style")
_LONG_ATTRIBUTES = f"//*[{' or '.join(f'string-length(@{name}) > {LONGEST_ATTRIBUTE}' for name in _JUDGED)}]"
# What XML has no place for: lxml reads it, and refuses to write it when text is moved.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_XML_REFERENCE = re.compile(
    r"&#0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]);?|"
    r"&#x0{0,9}(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)


def parse(html: str) -> Element | None:
    """Return the root of a page's tree, without comments; None where there is nothing that could be a page.

    Raises SourceError for a page nested deeper than 2,048 elements: the parser would leave out all that lies
    below without a word (256 is its usual limit, which real pages reach). Also for one of more than 25,000 elements.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # The parser holds its errors, so each page has its own.
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    try:
        text = _NOT_XML_REFERENCE.sub("", _NOT_XML.sub("", html))
        root = document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # an empty document
        return None
    if any(_CUT in str(entry.message) for entry in parser.error_log):
        raise SourceError(
            f"the page is nested deeper than {DEEPEST:,} elements, and what lies below would be lost: "
            "save the article alone"
        )
    if sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise SourceError(f"the page has more than {MOST_ELEMENTS:,} elements: save the article alone")
    for element in select(root, _LONG_ATTRIBUTES):
        for name in _JUDGED:
            if len(element.get(name) or "") > LONGEST_ATTRIBUTE:
                del element.attrib[name]
    return root


@cache
def _xpath(path: str) -> Any:  # noqa: ANN401 - lxml's compiled path
    from lxml import etree

    # Strings that know where they come from take longer to make.
    return etree.XPath(path, smart_strings=False)


def select(root: Element, path: str) -> list[Element]:
    """Return the elements that an XPath of our own finds, in document order."""
    found = _xpath(path)(root)
    return found if isinstance(found, list) else []


def text_of(element: Element) -> str:
    """Return all text within an element as one line; scripts and styles have none."""
    return " ".join("".join(texts_in(element)).split())


def texts_in(element: Element) -> Iterator[str]:
    """Yield the pieces of text within an element; scripts and styles have none."""
    for node in select(element, "descendant::text()[not(parent::script or parent::style or parent::template)]"):
        yield str(node)


def words_of(element: Element, name: str) -> frozenset[str]:
    """Return the words of an attribute such as `class` or `rel`, in lower case."""
    return frozenset((element.get(name) or "").lower().split())


def drop(element: Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)
