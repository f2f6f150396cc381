"""The text of a piece of HTML that is all content, such as an entry of a feed: all that its readers see."""

from collections.abc import Iterator

from ingest.extraction.characters import without_invisible
from ingest.extraction.hidden import remove_hidden
from ingest.extraction.tree import Element, parse

_SILENT = frozenset(
    "script style noscript template figure figcaption iframe object video audio svg math form button select".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section summary table td th tr ul".split()
)
_PARAGRAPH = "\n\n"


def fragment_text(html: str) -> str:
    """Return the paragraphs of a piece of HTML, an empty line between them.

    Raises SourceError where it is nested too deeply, or its style sheets are too intricate.
    """
    root = parse(f"<div>{html}</div>")
    if root is None:
        return ""
    remove_hidden(root)
    paragraphs = without_invisible("".join(_pieces(root))).split(_PARAGRAPH)
    return _PARAGRAPH.join(text for paragraph in paragraphs if (text := _lines(paragraph)))


def _lines(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in paragraph.split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(root: Element) -> Iterator[str]:
    """Yield text with line feeds that mean something, by a walk that needs no stack of calls."""
    waiting: list[Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        tail = _flat(item.tail)
        if item.tag in _SILENT or not isinstance(item.tag, str):
            yield tail
            continue
        edge = _PARAGRAPH if item.tag in _BLOCKS else "\n" if item.tag == "br" else ""
        yield edge
        yield _flat(item.text)
        waiting.extend([tail, edge])
        waiting.extend(reversed(item))


def _flat(text: str | None) -> str:
    # Line feeds in HTML mean a space.
    return (text or "").replace("\r", " ").replace("\n", " ")
