"""Sentences of a paragraph with what stands in quotation marks masked, so that rules read what the reporter wrote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.grammar import PREPOSITIONS
from ontherecord.attribution.marks import Segment, paragraphs, segments
from ontherecord.attribution.speakers import Saying, sayings
from ontherecord.language.sentences import BEFORE_A_NAME, LAST_WORD, OTHERS, STARTERS

BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++(?=[\"'“‘(\[]*+[^\W_a-z]|[\"'(\[]*+“)")
FIRST_WORD = re.compile(r"[^\w“]*+(\w*)")
# A quotation within one may end together with it: “I said ‘no,’ ” he says.
NESTED = " \t\u00a0'’\"”"
LONGEST_ENDING = 6
FINAL = frozenset(".,!?…;:—–-")
LONGEST_ABBREVIATION = 16
# What follows a verb of speech that says no more than whose the quotation before it is.
LONGEST_NAMING = 150
NAMING = PREPOSITIONS | frozenset("as after before when while reporters supporters".split())
ASKING = frozenset("asked asks told tells".split())
# With a comma or a colon, what is said follows: “It rains.” He added, “It pours.”
NOTHING_SAID = re.compile(r"\s*(?:[.;—–]|$|\w+day\b|(?P<word>\w+))")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a masked text and the quoted stretches that begin in it."""

    start: int
    end: int
    quoted: tuple[Segment, ...]


@dataclass(slots=True)
class Draft:
    """An attribution as rules put it together, and the name of the pattern that it has."""

    source: Span
    cue: Span
    content: list[Span]
    pattern: str


def masked(copy: str) -> tuple[str, list[tuple[Span, list[Segment]]]]:
    """Return a normalised text with underscores for quoted words, and its paragraphs with their quoted stretches.

    The marks stay, and the sign that a quotation ends with.
    """
    pieces, position, found = list[str](), 0, list[tuple[Span, list[Segment]]]()
    for start, end in paragraphs(copy):
        quoted = segments(copy, start, end)
        for segment in quoted:
            last = segment.end - segment.closed
            inner = copy[segment.start + 1 : last]
            said = inner[-LONGEST_ENDING:].rstrip(NESTED)
            sign = said[-1] if said and said[-1] in FINAL else ""
            pieces += (copy[position : segment.start + 1], "_" * (len(inner) - len(sign)), sign)
            position = last
        found.append(((start, end), quoted))
    return "".join([*pieces, copy[position:]]), found


def sentences(text: str, start: int, end: int, quoted: Sequence[Segment]) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph of a masked text."""
    first, taken = start, 0
    for last, following in [*_breaks(text, start, end), (end, end)]:
        until = taken
        while until < len(quoted) and quoted[until].start < last:
            until += 1
        yield Sentence(first, last, tuple(quoted[taken:until]))
        first, taken = following, until


def _breaks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where sentences end and where the next ones begin."""
    for match in BREAK.finditer(text, start, end):
        following = match.end()
        if _is_abbreviation(text, match) or (
            "”" in match[0] and names_speaker(text, following, min(end, following + LONGEST_NAMING))
        ):
            continue
        yield match.start() + len(match[0].rstrip()), following


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match[0].rstrip() != ".":
        return False
    before = LAST_WORD.search(text, max(0, match.start() - LONGEST_ABBREVIATION), match.start())
    if before is None:
        return False
    word = before[1]
    if word in BEFORE_A_NAME:
        return True
    following = FIRST_WORD.match(text, match.end())
    starts = following is not None and (following[1] in STARTERS or not following[1])
    return not starts and (word in OTHERS or "." in word or (len(word) == 1 and word.isupper() and word != "I"))


def names_speaker(text: str, start: int, end: int) -> Saying | None:
    """Return who says what stands before: whom a stretch begins with that says nothing else, `Lind asked.`."""
    found = sayings(text, start, end)
    if not found or found[0].source[0] != start or found[0].cue[0] < start:
        return None
    after = NOTHING_SAID.match(text, found[0].cue[1], end)
    if after is None:
        return None
    word = (after["word"] or "").lower()
    asks = text[slice(*found[0].cue)] in ASKING
    return found[0] if not word or asks or word in NAMING or word.endswith("ly") else None
