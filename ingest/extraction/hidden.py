"""Text on a page that its readers do not see, and that must not pass for what the page says.

There somebody would plant words for machines alone. Comments, scripts and attributes are never read as text; here
goes what is hidden by an attribute, a style or a style sheet within the page.

The rule: what is hidden goes, wherever it is, with one exception. Some pages are hidden as a whole until a script
has run or the reader has signed in, others paragraph by paragraph. So hidden elements of one class, or of none, that
are hidden by one means stay where they have more than half of the page's paragraphs. What is planted in an article
cannot make use of this unless it is longer than the article.

Not known here is what a style sheet elsewhere or a script hides. Closed details are one click away from their reader,
so they stay.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ingest.extraction.stylesheets import Look, Styles
from ingest.extraction.tree import Element, drop, select, words_of
from ingest.extraction.visibility import (
    BLANK,
    OUTRIGHT,
    Ink,
    inked,
    is_invisible,
    is_readable_size,
    is_tiny,
    is_unreadable,
)

# Of the page's paragraphs, the share from which what is hidden is the article.
MOST = 0.5
# A page with less text than this in paragraphs has its text outside of them.
_FEW = 500
_SILENT = (
    "//script | //style | //template | //noscript | //iframe | //object | //embed | //svg | //select | //textarea | "
    "//datalist | //audio | //video | //canvas"
)

_Likeness: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Hidden:
    """An element that is hidden, and what within it is shown all the same."""

    element: Element
    means: str
    shown: tuple[Element, ...] = ()

    def likenesses(self) -> list[_Likeness]:
        """Return what it has in common with its like: the means, and a class or the name of what has none."""
        names = words_of(self.element, "class") or {f"<{self.element.tag}>"}
        return [(self.means, name) for name in names]


def remove_hidden(root: Element) -> None:
    """Take out of a page's tree what its readers do not see.

    Raises SourceError where its style sheets are too intricate to tell.
    """
    sight = _Sight(Styles(root))
    for element in select(root, _SILENT):
        drop(element)
    found = list(sight.hidden(root))
    article = _article(root, found) if found else set[_Likeness]()
    for each in found:
        if each.element is root or not article.isdisjoint(each.likenesses()):
            continue
        if each.shown:
            _silence(each)
        else:
            drop(each.element)
    # Whoever reads the tree next need not guess again.
    for element in select(root, "//*[@style or @hidden]"):
        for name in ("style", "hidden"):
            element.attrib.pop(name, None)


def _article(root: Element, found: list[_Hidden]) -> set[_Likeness]:
    """Return what those have in common that are hidden and hold more than half of the page's paragraphs."""
    lengths, ends = _lengths(root), _ends(root)
    amounts, counted = Counter[_Likeness](), Counter[_Likeness]()
    for each in found:
        start, end = ends[each.element]
        for likeness in each.likenesses():
            # What is within one that is alike has been counted with it.
            if start >= counted[likeness]:
                counted[likeness] = end
                amounts[likeness] += lengths[each.element] - sum(lengths[shown] for shown in each.shown)
    return {likeness for likeness, amount in amounts.items() if amount > lengths[root] * MOST}


class _Sight:
    """What is seen of a page."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks: dict[Element, list[Look]] = {}
        self._inks: dict[Element, list[Ink]] = {}

    def hidden(self, root: Element) -> Iterator[_Hidden]:
        """Yield what is hidden, in document order."""
        within = dict[str, set[Element]]()
        for element in list(self._styles.touched(root)):
            if all(text.isspace() for text in element.itertext()):
                continue
            means = self._means(element)
            if means is None:
                continue
            if means in OUTRIGHT:
                yield _Hidden(element, means)
            elif element not in within.setdefault(means, set()):
                # What is handed down to it is no means of its own.
                shown, silent = self._parted(element, means)
                within[means] |= silent
                yield _Hidden(element, means, shown)

    def _looked(self, element: Element) -> list[Look]:
        if element not in self._looks:
            self._looks[element] = self._styles.looks(element)
        return self._looks[element]

    def _means(self, element: Element) -> str | None:
        """Return by which means an element is hidden, on all screens."""
        looks = self._looked(element)
        for means, test in {**OUTRIGHT, "visibility": is_invisible, "size": is_tiny}.items():
            if all(test(look) for look in looks):
                return means
        return "colour" if self._is_coloured(element) and self._is_unreadable(element) else None

    def _is_coloured(self, element: Element) -> bool:
        names = {"color", "-webkit-text-fill-color", "background"}
        return any(not names.isdisjoint(look) for look in self._looked(element))

    def _is_unreadable(self, element: Element) -> bool:
        return all(map(is_unreadable, self._inked(element), self._looked(element)))

    def _inked(self, element: Element) -> list[Ink]:
        unknown: list[Element] = []
        above: Element | None = element
        while above is not None and above not in self._inks:
            unknown.append(above)
            above = above.getparent()
        inks = self._inks[above] if above is not None else [BLANK] * len(self._looked(element))
        for each in reversed(unknown):
            inks = self._inks[each] = list(map(inked, self._looked(each), inks))
        return inks

    def _parted(self, element: Element, means: str) -> tuple[tuple[Element, ...], set[Element]]:
        """Return the outermost elements within one that show their text all the same, and those that do not."""
        shown: list[Element] = []
        silent: set[Element] = set()
        waiting = [element]
        while waiting:
            each = waiting.pop()
            if each is not element and self._shows(each, means):
                shown.append(each)
                continue
            silent.add(each)
            waiting.extend(each.iterchildren("*"))
        return tuple(shown), silent

    def _shows(self, element: Element, means: str) -> bool:
        looks = self._looked(element)
        if means == "visibility":
            return any(look.get("visibility") == "visible" for look in looks)
        if means == "size":
            return any(is_readable_size(look) for look in looks)
        return self._is_coloured(element) and not self._is_unreadable(element)


def _silence(hidden: _Hidden) -> None:
    """Take out the text of an element, but for what is shown within it."""
    stays = {each for shown in hidden.shown for each in shown.iter()}
    for each in hidden.element.iter():
        if each not in stays:
            each.text = None
        if each is not hidden.element and each.getparent() not in stays:
            each.tail = None


def _lengths(root: Element) -> Mapping[Element, int]:
    """Return how many characters of the page's paragraphs each element has; or of all, where those are few."""
    elements = list(root.iter())
    for everything in (False, True):
        counted = set[Element](elements if everything else ())
        lengths = dict.fromkeys(elements, 0)
        for each in elements:
            if each.tag == "p" or each.getparent() in counted:
                counted.add(each)
            lengths[each] += len(each.text or "") if each in counted else 0
        for each in reversed(elements):
            parent = each.getparent()
            if parent is not None:
                lengths[parent] += lengths[each] + (len(each.tail or "") if parent in counted else 0)
        if lengths[root] >= _FEW:
            break
    return lengths


def _ends(root: Element) -> Mapping[Element, tuple[int, int]]:
    """Return where in the document each element begins, and what is the first place after it."""
    elements = list(root.iter())
    ends = {element: (place, place + 1) for place, element in enumerate(elements)}
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None:
            ends[parent] = (ends[parent][0], max(ends[parent][1], ends[element][1]))
    return ends
