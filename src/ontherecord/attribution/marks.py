"""Quotation marks: every style brought to one, on a copy of the text in which every offset holds, and what they hold.

In the copy, “ opens a quotation, ” closes it and ‘ ’ mark one inside another, whatever the text has: "straight",
''doubled'', ``this'', «guillemets», „low“ or 'single'. A straight or doubled mark that is left is none: 6" of snow.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.doubles import double_quotations
from ontherecord.attribution.singles import single_quotations
from ontherecord.schema import QuoteKind

LINE = re.compile(r"[^\n]+")
ANY_MARK = re.compile(r"[\"“”„‟«»'`‘]|’’")
STANDARD = re.compile(r"[“”]")
WORD_CHARACTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Segment:
    """A quoted stretch with its marks; not `closed` where it runs to the end of its paragraph without one."""

    start: int
    end: int
    closed: bool


def paragraphs(text: str) -> list[Span]:
    """Return the lines that are not blank, without surrounding white space; only a line feed ends one."""
    found = list[Span]()
    for match in LINE.finditer(text):
        line = match[0]
        first, last = match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())
        if first < last:
            found.append((first, last))
    return found


def normalised(text: str) -> str:
    """Return a copy of equal length in which every quotation stands in “ and ”, each line read by itself."""
    if not ANY_MARK.search(text):
        return text
    return "\n".join(_line(line) if ANY_MARK.search(line) else line for line in text.split("\n"))


def segments(normalised_text: str, start: int, end: int) -> list[Segment]:
    """Return the quoted stretches of a paragraph, with their marks, in order.

    A quotation that is not closed before another opens has lost its end, and nobody can say where: it is left out.
    """
    found = list[Segment]()
    opened = -1
    for match in STANDARD.finditer(normalised_text, start, end):
        if match[0] == "“":
            opened = match.start()
        elif opened >= 0:
            found.append(Segment(opened, match.end(), True))
            opened = -1
    if opened >= 0:
        found.append(Segment(opened, end, False))
    return found


def kind_of(normalised_text: str, content: Sequence[Span]) -> QuoteKind:
    """Return how much of the fragments stands in marks: all words (`direct`), some (`mixed`) or none (`indirect`)."""
    inside = outside = False
    for start, end in content:
        position = start
        for first, last in _quoted_within(normalised_text, start, end):
            outside = outside or _holds_word(normalised_text, position, first)
            inside = inside or _holds_word(normalised_text, first, last)
            position = last
        outside = outside or _holds_word(normalised_text, position, end)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _quoted_within(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what of a fragment stands in quotation marks, without reading more of its paragraph than to the next."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text.rfind("“", line_start, start)
    opened = before if before >= 0 and text.find("”", before, start) < 0 else -1
    for match in STANDARD.finditer(text, start, end):
        if match[0] == "“":
            opened = match.start()
        elif opened >= 0:
            yield max(opened, start), match.end()
            opened = -1
    if opened >= 0:
        line_end = text.find("\n", end)
        following = STANDARD.search(text, end, len(text) if line_end < 0 else line_end)
        if following is None or following[0] == "”":
            yield max(opened, start), end


def _holds_word(text: str, start: int, end: int) -> bool:
    return WORD_CHARACTER.search(text, start, end) is not None


def _line(line: str) -> str:
    """Return a line with its marks in one style."""
    characters = list(line)
    outer = list[Span]()
    for quotation in double_quotations(line):
        _put(characters, quotation.opening, "‘" if quotation.nested else "“")
        if quotation.closing is not None:
            _put(characters, quotation.closing, "’" if quotation.nested else "”")
        if not quotation.nested:
            outer.append((quotation.opening[0], quotation.end))
    starts = [start for start, _ in outer]
    for opening, end in single_quotations(line, outer):
        characters[opening] = "“"
        if end is None:
            break
        characters[end - 1] = "”"
        for first, last in outer[bisect_left(starts, opening) : bisect_left(starts, end)]:
            characters[first], characters[last - 1] = "‘", "’"
    return "".join(characters)


def _put(characters: list[str], mark: Span, glyph: str) -> None:
    """Put a mark where one stands; of two apostrophes the outer one becomes the mark, the other a space."""
    start, end = mark
    characters[start:end] = " " * (end - start)
    characters[start if glyph in "“‘" else end - 1] = glyph
