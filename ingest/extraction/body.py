"""The body of an article, by trafilatura: the one module that knows it.

It is given a tree and asked for text alone; nothing is fetched and nothing is left out because it was said before.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extraction.tree import Element

_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, subheading, list item or table row of an article."""

    kind: str
    text: str


def extract(root: Element) -> list[Block]:
    """Return the blocks of the article on a page, in order; none where nothing looks like one. Alters the tree."""
    from trafilatura import bare_extraction

    # It warns of every page that holds no article; that is told by what is returned.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = bare_extraction(root, include_comments=False, include_tables=True, deduplicate=False)
    if document is None or document.body is None:
        return []
    return list(_blocks(document.body))


def _blocks(body: Element) -> Iterator[Block]:
    for child in body:
        if child.tag == "list":
            for item in child.iter("item"):
                if text := _line(item):
                    yield Block("item", f"- {_one(text)}")
        elif child.tag == "table":
            for row in child.iter("row"):
                cells = [_one(text) for cell in row.iter("cell") if (text := _line(cell))]
                if cells:
                    yield Block("row", " | ".join(cells))
        elif text := _line(child):
            yield Block(str(child.tag), text)


def _line(element: Element) -> str:
    """Return the text within an element; of its line breaks, those that the page asks for stay."""
    pieces = [_flat(element.text)]
    for inner in element.iterdescendants():
        pieces += [_BREAK if inner.tag == "lb" else _flat(inner.text), _flat(inner.tail)]
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    return _BREAK.join(line for line in lines if line)


def _one(text: str) -> str:
    return text.replace(_BREAK, " ")


def _flat(text: str | None) -> str:
    return (text or "").replace(_BREAK, " ")
