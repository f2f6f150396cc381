"""How attributions are read for comparison: their words, their kind, and whether two have the same source."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ontherecord.attribution import marks
from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.schema import QuoteKind

# Of a quoted segment with fewer words, an annotator as often as not left out whose it is.
WORDS_OF_A_SEGMENT = 4
WORD = re.compile(r"\w+")
PRONOUNS = frozenset("he she they it we i you who him her".split())

# What tells cues of speech from those of wants, beliefs and plans. A cue may have an ending that these have not; that
# "declared" is then none of them is left so, for comparison with figures measured like this before.
SPEECH = frozenset(
    "say says said saying tell tells told telling according write wrote add adds added adding ask asked tweet "
    "continue reply respond declare state explain conclude report reported note noted argue argued announce "
    "announced claim suggest suggested warn insist acknowledge admit recall accord describe call vow promise "
    "pledge deny accuse urge criticize predict testify stress emphasize comment remark".split()
)
ENDING = re.compile(r"(?:ing|ed|es|s|d)$")

# What follows the head of a mention: "the mayor of Houston", "Jane Doe, who".
AFTER_THE_HEAD = re.compile(r",|\(| (?:who|of|from|and|in|at) |\s+[-–—]\s+")
A_TITLED_BODY = re.compile(r"[Tt]he\s+[A-Z]")
IN_A_MENTION = re.compile(r"[\w'’.-]+")
NO_SURNAME = frozenset(
    "The A An But And In On At For It This That These Those If When While As After Before He She They We I You His "
    "Her Their Our My There Here What Who Why How Yes No Not So Then Now Also Still Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September October November "
    "December Republicans Democrats Republican Democratic American Americans Jr Sr II III".split()
)


@dataclass(frozen=True, slots=True)
class Ascribed:
    """Words ascribed to somebody, by the gold or by what is measured.

    `words` are the places where the words of the content begin, `mention` is the source as written, in one line, and
    empty where there is none; `speech` tells whether the cue is a verb of speech.
    """

    words: frozenset[int]
    kind: QuoteKind
    source: tuple[Span, ...]
    mention: str
    speech: bool
    confidence: float = 1.0

    @property
    def by_pronoun(self) -> bool:
        return self.mention.lower() in PRONOUNS


@dataclass(frozen=True, slots=True)
class Compared:
    """The gold and the given attributions of a text, and the words of each of its quoted segments."""

    gold: Sequence[Ascribed]
    given: Sequence[Ascribed]
    quoted: Sequence[frozenset[int]]


def compared(text: str, gold: Iterable[Mapping[str, Any]], given: Iterable[Attribution]) -> Compared:
    """Read what a text's record holds as gold, and what was found in it."""
    text = marks.normalised(text)
    segments = [words(text, [segment]) for segment in quoted(text)]
    return Compared(
        gold=[ascribed(text, one["content"], one["source"], one["cue"]) for one in gold if one["content"]],
        given=[
            ascribed(text, one.content, sole(one.source), sole(one.cue), one.confidence)
            for one in given
            if one.content
        ],
        quoted=[segment for segment in segments if len(segment) >= WORDS_OF_A_SEGMENT],
    )


def ascribed(
    text: str, content: Iterable[Span], source: Iterable[Span], cue: Iterable[Span], confidence: float = 1.0
) -> Ascribed:
    """Read an attribution; the text is normalised."""
    fragments, mention = [(start, end) for start, end in content], tuple((start, end) for start, end in source)
    kind = marks.kind_of(text, fragments)
    return Ascribed(words(text, fragments), kind, mention, wording(text, mention), is_speech(text, cue), confidence)


def sole(span: Span | None) -> list[Span]:
    return [] if span is None else [span]


def words(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Return where the words of the spans begin."""
    return frozenset(start + found.start() for start, end in spans for found in WORD.finditer(text[start:end]))


def wording(text: str, spans: Iterable[Span]) -> str:
    """Return the text of the spans in one line."""
    return " ".join(" ".join(text[start:end] for start, end in spans).split())


def quoted(text: str) -> list[Span]:
    """Return the quoted segments of a normalised text."""
    return [
        (segment.start, segment.end)
        for start, end in marks.paragraphs(text)
        for segment in marks.segments(text, start, end)
    ]


def is_speech(text: str, cue: Iterable[Span]) -> bool:
    """Return whether a cue has a verb of speech."""
    found = re.findall(r"[a-z]+", wording(text, cue).lower())
    return any(word in SPEECH or ENDING.sub("", word) in SPEECH for word in found)


def agreement(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the F1 of two sets of words."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def covered(part: frozenset[int], whole: frozenset[int]) -> float:
    """Return the share of the words of `part` that `whole` has."""
    return len(part & whole) / len(part) if part else 0.0


def same_source(gold: Ascribed, given: Ascribed) -> bool:
    """Return whether both name the same source: by the same head, or a head of one inside an overlapping other.

    A pronoun is to be the same mention: whom it stands for is not judged here.
    """
    if not gold.mention or not given.mention:
        return False
    overlap = any(start < last and first < end for start, end in gold.source for first, last in given.source)
    if gold.by_pronoun or given.by_pronoun:
        return overlap
    heads = head(gold.mention).lower(), head(given.mention).lower()
    if heads[0] == heads[1]:
        return True
    return overlap and (has(given.mention, heads[0]) or has(gold.mention, heads[1]))


def has(mention: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", mention.lower()) is not None


def head(mention: str) -> str:
    """Return the surname in a mention, or else its noun: `Rubio` of `Sen. Marco Rubio, a Republican from Florida`."""
    if not A_TITLED_BODY.match(mention):
        mention = AFTER_THE_HEAD.split(mention)[0]
    found = IN_A_MENTION.findall(re.sub(r"['’]s$", "", mention.strip()))
    names = [word for word in found if word[0].isupper() and word.rstrip(".") not in NO_SURNAME]
    last: str = (names or found or [""])[-1]
    return last.strip(".'’")
