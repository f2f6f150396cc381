"""Quotations that go on in the next paragraph, or stand by themselves below the one that says whose they are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.attribution.marks import Segment, kind_of, normalised, paragraphs, segments
from ontherecord.attribution.speakers import Saying, sayings

WORD = re.compile(r"\w")
# What introduces a quotation stands in the last so many characters before the colon.
INTRODUCTION = 300
# On PolNeAR's training part, 47 of 59 paragraphs that are a closed quotation of six words or more and follow upon
# one with a quotation are its last speaker's, most of the others the same person's under another mention.
CONFIDENCE = {"continued": 0.9, "block": 0.8, "alone": 0.8}
FEWEST_WORDS = 6
# Whom a question is put to answers it.
QUESTION = re.compile(r"\?[\s’]*”$")
LONGEST_ENDING = 4


def continued(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return attributions with the paragraphs that go on with their quotations, and with those that one introduces.

    A quotation that its paragraph does not close goes on in the next, if that opens with a mark. What a paragraph
    that ends with a colon introduces is every paragraph below it that is a quotation and nothing else. Any other such
    paragraph is the last speaker's of the one before, unless that ends with a quoted question.
    """
    copy = normalised(text)
    reading = _Reading(copy, found)
    for start, end in paragraphs(copy):
        reading.paragraph(start, end)
    return sorted(reading.attributions, key=lambda one: (one.content, one.source or (0, 0)))


class _Reading:
    """The attributions of a text as its paragraphs are read in order."""

    def __init__(self, copy: str, found: Sequence[Attribution]) -> None:
        self.attributions = list(found)
        self._copy = copy
        fragments = sorted((*span, n) for n, one in enumerate(found) for span in one.content)
        self._starts = [start for start, _, _ in fragments]
        self._fragments = fragments
        self._open: int | None = None
        self._introduced: Saying | int | None = None
        self._spoke: int | None = None

    def paragraph(self, start: int, end: int) -> None:
        """Read the next paragraph."""
        quoted = segments(self._copy, start, end)
        first = quoted[0] if quoted and quoted[0].start == start else None
        holder = None if first is None else self._holder(first)
        whole = first is not None and len(quoted) == 1 and not WORD.search(self._copy, first.end, end)
        if first is not None and (holder is None or self.attributions[holder].source is None):
            if self._open is not None:
                holder = self._join(self._open, first, holder)
            elif self._introduced is not None and whole:
                holder = self._introduce(self._introduced, first, holder)
            elif self._spoke is not None and whole and _is_long(self._copy[first.start : first.end]):
                holder = self._give(self._like(self._spoke, first), holder)
        last = self._last(quoted, first, holder)
        self._open = last if last is not None and not quoted[-1].closed else None
        self._spoke = (
            last if last is not None and not QUESTION.search(self._copy, end - LONGEST_ENDING, end) else None
        )
        if not (whole and self._introduced is not None and holder == self._introduced):
            self._introduced = self._introduction(start, end, quoted)

    def _holder(self, segment: Segment) -> int | None:
        """Return which attribution holds most of a quoted stretch."""
        first = max(0, bisect_right(self._starts, segment.start) - 1)
        for start, end, n in self._fragments[first : bisect_left(self._starts, segment.end)]:
            if 2 * (min(end, segment.end) - max(start, segment.start)) > segment.end - segment.start:
                return n
        return None

    def _join(self, n: int, segment: Segment, holder: int | None) -> int:
        """Give a quoted stretch to an attribution, or the one that holds it that one's source."""
        one = self.attributions[n]
        sure = min(one.confidence, CONFIDENCE["continued"])
        if holder is not None:
            held = self.attributions[holder]
            self.attributions[holder] = replace(held, source=one.source, cue=one.cue, confidence=sure)
            return holder
        content = tuple(sorted({*one.content, (segment.start, segment.end)}))
        self.attributions[n] = replace(one, content=content, kind=kind_of(self._copy, content), confidence=sure)
        return n

    def _introduce(self, by: Saying | int, segment: Segment, holder: int | None) -> int:
        if isinstance(by, int):
            n = self._join(by, segment, holder)
        else:
            content: tuple[Span, ...] = ((segment.start, segment.end),)
            n = self._give(Attribution(content, by.source, by.cue, "direct", CONFIDENCE["block"]), holder)
        self._introduced = n
        return n

    def _give(self, one: Attribution, holder: int | None) -> int:
        """Add an attribution, or put it in the place of the one that holds its words and has no source."""
        if holder is None:
            self.attributions.append(one)
            return len(self.attributions) - 1
        self.attributions[holder] = replace(one, content=self.attributions[holder].content)
        return holder

    def _like(self, n: int, segment: Segment) -> Attribution:
        """Return an attribution of a quotation that stands alone to the source of another."""
        before = self.attributions[n]
        sure = min(before.confidence, CONFIDENCE["alone"])
        return Attribution(((segment.start, segment.end),), before.source, before.cue, "direct", sure)

    def _last(self, quoted: Sequence[Segment], first: Segment | None, holder: int | None) -> int | None:
        """Return whose the last quotation of a paragraph is."""
        if not quoted:
            return None
        last = holder if quoted[-1] is first else self._holder(quoted[-1])
        return last if last is not None and self.attributions[last].source is not None else None

    def _introduction(self, start: int, end: int, quoted: Sequence[Segment]) -> Saying | None:
        """Return who says what follows, where a paragraph ends with a colon."""
        if self._copy[end - 1] != ":":
            return None
        start = max(start, end - INTRODUCTION, quoted[-1].end if quoted else 0)
        found = sayings(self._copy, start, end)
        return found[-1] if found else None


def _is_long(quotation: str) -> bool:
    return len(quotation.split()) >= FEWEST_WORDS
