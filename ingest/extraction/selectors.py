"""Which elements a selector of a style sheet means, by their names, classes, ids and attributes and what they are in.

Selectors that ask for more, such as a state (`:hover`) or a place among siblings (`+`), mean no element here: they
mostly tell how a page looks after its reader has done something.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TypeAlias

from ingest.extraction.tree import Element, select

# Ids, then classes and attributes, then names of elements: of two rules the one with the higher counts.
Specificity: TypeAlias = tuple[int, int, int]

LONGEST_SELECTOR = 1_000
MOST_PARTS = 20

_NAME = r"(?:[\w-]|[^\x00-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^0-9a-fA-F\n])+"
_COMPOUND = re.compile(rf"(?P<tag>\*|{_NAME})?(?P<rest>(?:[.#]{_NAME}|\[[^\[\]]*\])*)")
_PIECE = re.compile(rf"(?P<mark>[.#])(?P<name>{_NAME})|\[(?P<attribute>[^\[\]]*)\]")
_ATTRIBUTE = re.compile(rf"\s*(?P<name>{_NAME})\s*(?:(?P<how>[~^$*|]?=)\s*(?P<value>.*?)\s*(?: [is])?)?")
_NAMED = re.compile(r"[.#](?:[\w-]|[^\x00-\x7f])+")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_BETWEEN = re.compile(r"(?<!\\)\s*(>)\s*|(?<![\s>])\s+(?![\s>])")


# Not frozen: that would make each of thousands three times as slow to make.
@dataclass(slots=True, eq=False)
class Place:
    """What selectors ask of an element, and the place that it is in."""

    element: Element
    tag: str
    id: str | None
    classes: frozenset[str]
    # Those of all selectors that may select the element.
    keys: tuple[str, ...]
    above: "Place | None"


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element has to be; `is_child` says that it is directly within the one before."""

    tag: str | None
    ids: frozenset[str]
    classes: frozenset[str]
    attributes: tuple[tuple[str, str | None], ...]
    is_child: bool

    def fits(self, place: Place) -> bool:
        """Whether an element is what it has to be."""
        return (
            (self.tag is None or place.tag == self.tag)
            and self.classes <= place.classes
            and (not self.ids or self.ids <= {place.id})
            and (not self.attributes or self._has_attributes(place.element))
        )

    def _has_attributes(self, element: Element) -> bool:
        return all(
            element.get(name) is not None if value is None else element.get(name) == value
            for name, value in self.attributes
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """Selects elements; every one that it selects has `key`: `#id`, `.class`, the name of an element, or `*`."""

    parts: tuple[_Compound, ...]
    key: str = field(default="*")
    specificity: Specificity = (0, 0, 0)

    def names(self, place: Place) -> bool:
        """Whether an element is what is selected, wherever it is."""
        return self.parts[-1].fits(place)

    def fits_around(self, place: Place) -> tuple[bool, int]:
        """Return whether an element is within what it has to be within, and how many steps it took to tell."""
        is_child, steps = self.parts[-1].is_child, 0
        for part in self.parts[-2::-1]:
            above, steps = place.above, steps + 1
            while above is not None and not part.fits(above):
                above, steps = None if is_child else above.above, steps + 1
            if above is None:
                return False, steps
            place, is_child = above, part.is_child
        return True, steps


class Places:
    """The places of the elements of a tree, each looked up when it is asked for."""

    def __init__(self) -> None:
        self._known: dict[Element, Place] = {}

    def of(self, element: Element) -> Place:
        """Return the place of an element."""
        unknown: list[Element] = []
        above: Element | None = element
        while above is not None and above not in self._known:
            unknown.append(above)
            above = above.getparent()
        for each in reversed(unknown):
            name, classes = each.get("id"), (each.get("class") or "").split()
            keys = ("*", each.tag, f"#{name}", *(f".{word}" for word in classes))
            around = self._known.get(each.getparent())
            self._known[each] = Place(each, each.tag, name, frozenset(classes), keys, around)
        return self._known[element]


def names_in(root: Element) -> set[str]:
    """Return the classes and ids on a page, as selectors write them."""
    classes = {f".{word}" for value in select(root, "//@class") for word in value.split()}
    return classes | {f"#{value}" for value in select(root, "//@id")}


def read_selector(text: str) -> Selector | None:
    """Return one selector, or None for one that asks for more than is understood here."""
    text = text.strip()
    if not text or len(text) > LONGEST_SELECTOR:
        return None
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    parts: list[_Compound] = []
    for index, piece in enumerate(pieces):
        if piece == ">":
            continue
        compound = _compound(piece, is_child=index > 0 and pieces[index - 1] == ">")
        if compound is None or len(parts) == MOST_PARTS:
            return None
        parts.append(compound)
    if not parts or pieces[0] == ">" or pieces[-1] == ">":
        return None
    return Selector(tuple(parts), _key(parts[-1]), _specificity(parts))


def may_select(text: str, names: Container[str]) -> bool:
    """Whether a selector may select anything on a page with these names: a quick look, before it is read."""
    return "\\" in text or all(name in names for name in _NAMED.findall(text))


def _compound(text: str, *, is_child: bool) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    names: dict[str, set[str]] = {".": set(), "#": set()}
    attributes: list[tuple[str, str | None]] = []
    for piece in _PIECE.finditer(match["rest"]):
        if piece["mark"]:
            names[piece["mark"]].add(_unescaped(piece["name"]))
            continue
        asked = _ATTRIBUTE.fullmatch(piece["attribute"])
        if asked is None or asked["how"] not in {None, "="}:
            return None
        attributes.append((asked["name"].lower(), None if asked["how"] is None else asked["value"].strip("\"'")))
    tag = None if match["tag"] in {None, "*"} else _unescaped(match["tag"]).lower()
    return _Compound(tag, frozenset(names["#"]), frozenset(names["."]), tuple(attributes), is_child)


def _unescaped(name: str) -> str:
    return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else match[2], name)


def _key(last: _Compound) -> str:
    for mark, names in (("#", last.ids), (".", last.classes)):
        if names:
            return mark + min(names)
    return last.tag or "*"


def _specificity(parts: list[_Compound]) -> Specificity:
    return (
        sum(len(part.ids) for part in parts),
        sum(len(part.classes) + len(part.attributes) for part in parts),
        sum(part.tag is not None for part in parts),
    )
