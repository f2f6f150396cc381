"""What a page itself says of how its elements look: its style sheets and style attributes, as a browser adds them up.

Only what stands in the page: style sheets elsewhere and what scripts do are not known here. Of all properties only
those are read that can hide a text. Rules for certain screens count for two: a desk's and a pocket's.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ingest.extraction.selectors import Places, Selector, may_select, names_in, read_selector
from ingest.extraction.tree import Element, select
from ontherecord import SourceError

# The properties that are declared for an element, by name, each with the value that counts.
Look: TypeAlias = Mapping[str, str]

# Width and height in pixels.
SCREENS = ((1_280, 800), (390, 844))
LONGEST_SHEETS = 2_000_000
# Of 111 real pages the one with the most rules needs 190,000.
MOST_TESTS = 2_000_000

PROPERTIES = frozenset(
    "display visibility opacity filter content-visibility left right top bottom margin margin-left margin-top "
    "transform text-indent clip clip-path height width max-height max-width overflow padding padding-top "
    "padding-bottom font-size color -webkit-text-fill-color background background-clip".split()
)
_SAME = {
    "background-color": "background",
    "background-image": "background",
    "-webkit-background-clip": "background-clip",
    "-webkit-transform": "transform",
    "-webkit-clip-path": "clip-path",
    "overflow-x": "overflow",
    "overflow-y": "overflow",
}
# A quick look at declarations: whether any of them may hide something.
_MAY_HIDE = re.compile(
    r"display:none|visibility:[hc]|opacity[:(][0.]|:[^;]*-\d{2}|rect\(|inset\(|circle\(|ellipse\(|polygon\(|"
    r"scale|translate|indent:\d{3}|(?:size|height|width):0*(?:[012](?!\d)[.\d]*(?:p[xt])?|\.\d+[a-z%]*|0[a-z%]*)(?:;|$)|"
    r"color:(?:#[d-f]|rgb|hsl|transparent|[a-z]*white|snow|ivory|mint|azure|alice|sea|honey)|"
    r"(?:background|color):.*(?:background|color):"
)
# Whatever begins is taken to its end or to that of the line: what is never ended would be searched again and again.
_COMMENT_OR_STRING = re.compile(
    r"/\*.*?(?:\*/|\Z)|(?P<string>\"(?:[^\"\\\n]|\\.)*+\\?\"?|'(?:[^'\\\n]|\\.)*+\\?'?)", re.DOTALL
)
_PLAIN = str.maketrans("{};,", "    ")
_BRACE = re.compile(r"[{}]")
_FEATURE = re.compile(
    r"\(\s*(?:(?P<edge>min|max)-(?P<what>width|height)\s*:\s*|(?P<bare>width|height)\s*(?P<sign>[<>]=?)\s*)"
    r"(?P<size>\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})(?P<unit>px|r?em)?\s*\)"
)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
# Groups of rules that count as if they stood outside of them.
_PLAIN_GROUPS = ("@layer", "@supports")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule for one selector, with the screens that it is for; of two alike the one with the higher order counts."""

    selector: Selector
    declared: Mapping[str, tuple[str, bool]]
    screens: frozenset[int]
    order: int
    may_hide: bool


class Styles:
    """The style sheets within a page."""

    def __init__(self, root: Element) -> None:
        self._places = Places()
        self._rules: dict[str, list[_Rule]] = {}
        self._tests = 0
        names = names_in(root)
        left = LONGEST_SHEETS
        order = 0
        for sheet in select(root, "//style[not(ancestor::noscript or ancestor::template)]"):
            css = (sheet.text or "")[:left]
            left -= len(css)
            for rule in _rules(css, _screens(sheet.get("media") or ""), order, names):
                self._rules.setdefault(rule.selector.key, []).append(rule)
                order = rule.order + 1

    def touched(self, root: Element) -> Iterator[Element]:
        """Yield the elements that some rule or attribute may hide, in document order.

        Raises SourceError where the style sheets are so intricate that this takes too long.
        """
        hiding = {key: found for key, rules in self._rules.items() if (found := [r for r in rules if r.may_hide])}
        for element in root.iter("*"):
            style = element.get("style")
            if (
                element.tag == "font"
                or element.get("hidden") is not None
                or (style and _may_hide(_declarations(style)))
                or (hiding and self._fitting(element, hiding))
            ):
                yield element

    def looks(self, element: Element) -> list[Look]:
        """Return what is declared for an element itself, for each of the screens."""
        rules = self._fitting(element, self._rules)
        own = _declarations(element.get("style") or "")
        found: list[Look] = []
        for screen in range(len(SCREENS)):
            look: dict[str, tuple[tuple[object, ...], str]] = {
                name: ((False, (False, -1), 0), value) for name, value in _presentational(element)
            }
            weighed = [
                (rule.declared, (False, *rule.selector.specificity), rule.order)
                for rule in rules
                if screen in rule.screens
            ]
            for declared, weight, order in [*weighed, (own, (True,), 0)]:
                for name, (value, important) in declared.items():
                    rank = (important, weight, order)
                    if name not in look or look[name][0] <= rank:
                        look[name] = (rank, value)
            found.append({name: value for name, (_, value) in look.items()})
        return found

    def _fitting(self, element: Element, rules: Mapping[str, list[_Rule]]) -> list[_Rule]:
        fitting: list[_Rule] = []
        place = self._places.of(element)
        for key in place.keys:
            for rule in rules.get(key, ()):
                self._tests += 1
                if rule.selector.names(place):
                    fits, steps = rule.selector.fits_around(place)
                    self._tests += steps
                    if fits:
                        fitting.append(rule)
        if self._tests > MOST_TESTS:
            raise SourceError(
                "the page's style sheets are too intricate to tell what it shows: save the article alone"
            )
        return fitting


def _rules(css: str, screens: frozenset[int], order: int, names: Container[str]) -> Iterator[_Rule]:
    """Yield the rules of a style sheet that say something about what is seen; of groups, those for the screens."""
    css = _COMMENT_OR_STRING.sub(_plain, css)
    around: list[frozenset[int]] = [screens]
    start, opened = 0, ""
    for brace in _BRACE.finditer(css):
        inside, start = css[start : brace.start()], brace.end()
        if brace[0] == "{":
            head = inside.rpartition(";")[2].strip()
            is_group = head.startswith("@")
            # A rule within a rule is for no screen: it is not understood.
            around.append(around[-1] & _group(head) if is_group else frozenset())
            opened = "" if is_group else head
            continue
        if len(around) > 1:
            around.pop()
        texts = [text for text in opened.split(",") if may_select(text, names)] if opened and around[-1] else []
        declared = _declarations(inside) if texts else {}
        may_hide = _may_hide(declared)
        for text in texts if declared else ():
            if selector := read_selector(text):
                yield _Rule(selector, declared, around[-1], order, may_hide)
                order += 1
        opened = ""


def _plain(match: re.Match[str]) -> str:
    """Return a string without what would end a declaration or a rule, and a space for a comment."""
    return (match["string"] or " ")[:200].translate(_PLAIN)


def _group(head: str) -> frozenset[int]:
    """Return the screens that the rules of a group are for."""
    name = re.split(r"[\s(]", head.lower(), maxsplit=1)[0]
    if name == "@media":
        return _screens(head[len("@media") :])
    return frozenset(range(len(SCREENS))) if name in _PLAIN_GROUPS else frozenset()


def _screens(media: str) -> frozenset[int]:
    """Return the screens that a list of media queries is for; what is not understood is for none."""
    queries = [query.strip().lower() for query in media.split(",")]
    return frozenset(
        number
        for number, screen in enumerate(SCREENS)
        if any(_is_for(query.removeprefix("only ").strip(), screen) for query in queries)
    )


def _is_for(query: str, screen: tuple[int, int]) -> bool:
    for part in re.split(r"\band\b", query):
        feature = _FEATURE.fullmatch(part.strip())
        if feature is None:
            if part.strip() not in {"", "all", "screen"}:
                return False
            continue
        size = float(feature["size"]) * (16 if (feature["unit"] or "").endswith("em") else 1)
        has = screen[0 if "width" in {feature["what"], feature["bare"]} else 1]
        at_least = feature["edge"] == "min" or (feature["sign"] or "").startswith(">")
        if not (has >= size if at_least else has <= size):
            return False
    return True


def _may_hide(declared: Mapping[str, tuple[str, bool]]) -> bool:
    return bool(_MAY_HIDE.search(";".join(f"{name}:{value}" for name, (value, _) in declared.items())))


def _declarations(block: str) -> dict[str, tuple[str, bool]]:
    """Return the declared values by property, each with whether it is important."""
    declared: dict[str, tuple[str, bool]] = {}
    block = _unescaped(_COMMENT_OR_STRING.sub(_plain, block) if "/*" in block else block)
    for declaration in block.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name not in PROPERTIES and name not in _SAME and name != "font":
            continue
        value, _, important = value.lower().partition("!")
        value = " ".join(value.split())
        if name == "font":
            # `italic 12px/1.5 serif`: the size is the first length.
            size = re.search(r"(?<![\w.-])\.?\d[\d.]*(?:[a-z]+|%)?(?=\s|/|$)", value)
            name, value = "font-size", size[0] if size else "medium"
        declared[_SAME.get(name, name)] = (value, "important" in important)
    return declared


def _presentational(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what attributes of HTML say of how an element looks: style sheets may say otherwise."""
    if element.get("hidden") not in {None, "until-found"}:
        yield "display", "none"
    if element.tag == "font" and (colour := element.get("color")):
        yield "color", colour.strip().lower()
    if colour := element.get("bgcolor"):
        yield "background", colour.strip().lower()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), text) if "\\" in text else text
