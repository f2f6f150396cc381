"""Indirect speech and who says it, by rule: the plain forms, in which a verb of speech has its words right behind it.

A sentence with some quoted words in it is read like any other: “they ‘won’” is a part of what is said.
"""

import re
from collections.abc import Iterator, Sequence

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.grammar import INVERTING, PREPOSITIONS
from ontherecord.attribution.masking import Draft, Sentence
from ontherecord.attribution.speakers import Saying, Token, sayings, subject_after, tokens

# Verbs whose object is nearly always what is said. Others, such as "called" or "read", take things.
PLAIN = frozenset(
    "said says say added adds argued argues claimed claims insisted insists warned warns acknowledged noted notes "
    "explained testified told tells contended conceded announced predicted wrote writes suggested admitted "
    "stated".split()
)
ADDRESSED = frozenset("told tells".split())
ACCORDING = re.compile(r"\b[Aa]ccording to\b")
THAT = re.compile(r"that\b")
# Words after a verb with which no sentence begins that is said: "said in a statement", "said of the vote".
CIRCUMSTANCES = (PREPOSITIONS | frozenset("as after before during when while".split())) - {"over"}
DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|(?:today|yesterday)$")
OPENER = re.compile(r"[^,“”]{0,60},\s$|(?:But|And|Yet|Still|Also|While|Although|As|If|So|The|A)?\s?$")
COMMA = re.compile(r",\s*$")
FARTHEST_NAME = 250
FARTHEST_THAT = 90
LONGEST_NAMING = 12


def reports(text: str, sentence: Sentence) -> list[Draft]:
    """Return what a sentence of a masked text reports somebody as saying: at most one, the first."""
    end = _without_sign(text, sentence.start, sentence.end)
    if found := next(_according(text, sentence.start, end), None):
        return [found]
    said = sayings(text, sentence.start, end)
    if not said:
        return _inverted(text, sentence.start, end)
    first, last = said[0], said[-1]
    if found := _trailing(text, sentence.start, end, last):
        return [found]
    if text[slice(*first.cue)] in PLAIN and OPENER.fullmatch(text, sentence.start, first.start):
        start = _start_of_words(text, first, end)
        if start is not None and start < end:
            pattern = (
                "that" if THAT.match(text, start) else "told" if text[slice(*first.cue)] in ADDRESSED else "said"
            )
            return [Draft(first.source, first.cue, [(start, end)], pattern)]
    return []


def _without_sign(text: str, start: int, end: int) -> int:
    """Return where a sentence ends without its full stop."""
    stretch = text[start:end]
    return start + len(stretch.rstrip(" \t.;:"))


def _according(text: str, start: int, end: int) -> Iterator[Draft]:
    """Yield the words in `According to Lind, ...` and in `..., according to Lind.`."""
    for match in ACCORDING.finditer(text, start, end):
        source = subject_after(tokens(text, match.end(), min(end, match.end() + FARTHEST_NAME)), 0)
        if source is None:
            continue
        if match.start() == start:
            comma = text.find(",", source[1], end)
            if comma >= 0:
                yield Draft(source, match.span(), [_trimmed(text, comma + 1, end)], "according first")
        elif COMMA.search(text, max(start, match.start() - 4), match.start()):
            content = _trimmed(text, start, text.rindex(",", start, match.start()))
            if content[0] < content[1]:
                yield Draft(source, match.span(), [content], "according last")


def _trailing(text: str, start: int, end: int, saying: Saying) -> Draft | None:
    """Return the words in `..., Lind said on Monday.`."""
    before = text[start : saying.source[0]].rstrip()
    if not before.endswith((",", ",”")) or len(before) < LONGEST_NAMING or text[slice(*saying.cue)] not in PLAIN:
        return None
    after = tokens(text, saying.cue[1], end)
    if len(after) > LONGEST_NAMING or not _is_circumstance(text[slice(*saying.cue)], after):
        return None
    content = _trimmed(text, start, start + len(before.removesuffix(",")))
    return Draft(saying.source, saying.cue, [content], "trailing") if content[0] < content[1] else None


def _is_circumstance(cue: str, words: Sequence[Token]) -> bool:
    """Return whether what follows a verb says no more than where, when and to whom."""
    if not words:
        return cue not in ADDRESSED
    if any(word.text == "that" for word in words):
        return False
    first = words[0]
    return cue in ADDRESSED or first.small in CIRCUMSTANCES or bool(DAY.match(first.text))


def _inverted(text: str, start: int, end: int) -> list[Draft]:
    """Return the words in `..., said Lind, the director.`."""
    words = tokens(text, start, end)
    for i in range(len(words) - 2, 1, -1):
        if words[i].text in INVERTING & PLAIN and words[i - 1].text == ",":
            source = subject_after(words, i + 1)
            if source is not None and _is_last(words, source):
                content = _trimmed(text, start, words[i - 1].start)
                return [Draft(source, (words[i].start, words[i].end), [content], "trailing inverted")]
    return []


def _is_last(words: Sequence[Token], source: Span) -> bool:
    """Return whether no verb follows a source: in "Lind, the mayor, said he left" nobody says that Lind did."""
    following = next((word for word in words if word.start >= source[1]), None)
    return following is None or following.text == "," or following.small in ("of", "in", "from", "at")


def _start_of_words(text: str, saying: Saying, end: int) -> int | None:
    """Return where the words begin that a verb says, or None where that cannot be told."""
    words = tokens(text, saying.cue[1], min(end, saying.cue[1] + FARTHEST_THAT))
    that = next((word for word in words if word.text == "that"), None)
    if not words or not words[0].word:
        return None
    if words[0].text == "that":
        return words[0].start
    cue = text[slice(*saying.cue)]
    dated = 1 if DAY.match(words[0].text) else 2 if len(words) > 1 and DAY.match(words[1].text) else 0
    if cue in ADDRESSED or words[0].small in CIRCUMSTANCES or dated:
        if that is not None and not any(word.text in ",;:“" for word in words if word.start < that.start):
            return that.start
        if dated and len(words) > dated and words[dated].word and words[dated].small not in CIRCUMSTANCES:
            return words[dated].start
        return _behind_addressee(words) if cue in ADDRESSED else None
    return words[0].start


def _behind_addressee(words: Sequence[Token]) -> int | None:
    """Return where the words begin behind whom they are told to: a pronoun, reporters, or a name."""
    if words[0].small in ("him", "her", "them", "me", "us", "reporters", "supporters"):
        i = 1
    elif words[0].capital:
        i = next((n for n, word in enumerate(words) if not word.capital), len(words))
    else:
        return None
    if i >= len(words) or not words[i].word or words[i].small in CIRCUMSTANCES | {"to", "about", "and"}:
        return None
    return words[i].start


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
