"""Which double quotation marks of a line open a quotation and which close it, from their glyphs and their neighbours.

A line is read once from left to right, so that one with 100,000 marks takes no longer than its length asks for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ontherecord.attribution.attributions import Span

MARK = re.compile(r"''(?!')|``|‘‘|’’|[\"“”„‟«»]")
OPENING_GLYPHS = frozenset(["“", "„", "‟", "«", "``", "‘‘"])
CLOSING_GLYPHS = frozenset(["”", "»", "’’"])
GUILLEMETS = frozenset("«»")
# „Low“ and »reversed« quotations end with what opens others.
REVERSED = {"„": "“", "»": "«"}
# What may stand right before an opening mark, and right after a closing one.
BEFORE_OPENING = frozenset("([{<—–-/‘'¡¿|")
AFTER_CLOSING = frozenset(".,;:!?…)]}>—–-/’'|*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where the marks of a quotation stand; `closing` is None where it has none and runs to the `end` of its line.

    One that loses its end because another opens ends with its opening mark. `nested` ones stand inside another.
    """

    opening: Span
    closing: Span | None
    end: int
    nested: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark, and what its neighbours say: that it opens (1), closes (-1), or nothing (0)."""

    span: Span
    glyph: str
    leaning: int
    after_digit: bool

    @property
    def weight(self) -> int:
        """What it most likely does, the glyph first: opens (1), closes (-1), or either (0)."""
        # “We won,“ he said: a slip of many keyboards.
        if self.glyph == "“" and self.leaning < 0:
            return -1
        if self.glyph in OPENING_GLYPHS:
            return 1
        return -1 if self.glyph in CLOSING_GLYPHS else self.leaning


def double_quotations(line: str) -> list[Quotation]:
    """Return the quotations in double marks of a line, one inside another after the one that it is in."""
    marks = [_mark(line, match) for match in MARK.finditer(line)]
    return sorted(_paired(marks, len(line)), key=lambda quotation: quotation.opening)


def _mark(line: str, match: re.Match[str]) -> _Mark:
    start, end = match.span()
    before, after = line[start - 1 : start], line[end : end + 1]
    opens = (not before or before.isspace() or before in BEFORE_OPENING) and bool(after) and not after.isspace()
    closes = bool(before) and (not after or (not before.isspace() and (after.isspace() or after in AFTER_CLOSING)))
    return _Mark((start, end), match[0], opens - closes, before.isdigit())


def _paired(marks: Sequence[_Mark], length: int) -> Iterator[Quotation]:
    unclosed_from = _unclosed(marks)
    opened: _Mark | None = None
    inner: _Mark | None = None
    for i, mark in enumerate(marks):
        following = marks[i + 1] if i + 1 < len(marks) else None
        if opened is None:
            opened = mark if _opens(mark, following) else None
        elif inner is not None:
            if mark.weight <= 0:
                yield Quotation(inner.span, mark.span, mark.span[1], nested=True)
                inner = None
        elif _closes(mark, opened, following, remaining=len(marks) - i):
            yield Quotation(opened.span, mark.span, mark.span[1])
            opened = None
        elif mark.weight > 0 and mark.glyph not in GUILLEMETS:
            if unclosed_from[i]:
                inner = mark
            else:
                yield Quotation(opened.span, None, opened.span[1])
                opened = mark
    # A lone guillemet is an arrow or a bullet.
    if opened is not None and opened.glyph not in GUILLEMETS:
        yield Quotation(opened.span, None, length)


def _unclosed(marks: Sequence[_Mark]) -> list[bool]:
    """Return for each mark whether more close than open up to some later one: the quotation around it is closed."""
    sums = [0, *accumulate(mark.weight for mark in marks)]
    lowest = list(accumulate(reversed(sums), min))[::-1]
    return [lowest[i + 1] < sums[i] for i in range(len(marks))]


def _opens(mark: _Mark, following: _Mark | None) -> bool:
    """Return whether a mark opens a quotation where none is open."""
    if mark.glyph in OPENING_GLYPHS or mark.leaning > 0:
        return True
    # The last one has nothing to close it, and 6" are inches.
    if following is None or mark.after_digit or mark.glyph in GUILLEMETS:
        return False
    return following.weight < 0 or (mark.leaning == 0 and mark.glyph not in CLOSING_GLYPHS)


def _closes(mark: _Mark, opened: _Mark, following: _Mark | None, remaining: int) -> bool:
    """Return whether a mark closes the quotation that is open."""
    if opened.glyph in GUILLEMETS or mark.glyph in GUILLEMETS:
        return opened.glyph in GUILLEMETS and mark.glyph in GUILLEMETS and mark.glyph != opened.glyph
    if mark.glyph in OPENING_GLYPHS:
        return mark.weight < 0 or REVERSED.get(opened.glyph) == mark.glyph
    if mark.glyph in CLOSING_GLYPHS or mark.leaning == 0:
        return True
    if mark.leaning < 0:
        # "A 6" pipe," she said: the next one closes too.
        return not (mark.after_digit and following is not None and following.weight < 0)
    # "We will, "he said: a space too early, where the marks are even in number and none closes what holds this one.
    return remaining % 2 == 1 and (following is None or following.weight > 0)
