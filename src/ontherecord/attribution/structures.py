"""Who speaks where the layout of an article says so and no verb does: transcripts and headlines. And datelines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.attribution.continuing import continued
from ontherecord.attribution.grammar import SAYING
from ontherecord.attribution.marks import normalised, paragraphs, segments

__all__ = ["continued", "transcripts", "without_dateline", "without_datelines"]

_CAPITAL = r"(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof|Rev|St|Jr|Sr)\.|[A-ZÀ-Þ][\w’'-]*)"
_MORE = rf"(?:[ \u00a0](?:(?:de|van|von|der|bin|al|la)[ ])?{_CAPITAL})"
_NAME = rf"{_CAPITAL}{_MORE}{{0,4}}"
_FULL_NAME = rf"{_CAPITAL}{_MORE}{{1,4}}"
# "SMITH: Yes.", "Jane Smith (D-Ohio): Yes.", "Q. Why?"
TURN = re.compile(rf"(?P<name>{_NAME})(?:\s?\([^()\n]{{1,40}}\))?(?P<sign>:|(?<=^[QA])\.)\s+(?=\S)")
QUESTIONS = frozenset(["q", "question"])
ANSWERS = frozenset(["a", "answer"])
# What stands before a colon in a list, below a picture or over a link, and is nobody.
LABELS = frozenset(
    """note notes update
    updated updates photo photos video image gallery watch read more related source sources editor
    correction clarification caption credit analysis opinion fact live breaking exclusive listen where when who what
    why how cost price tickets details info date time location venue serves ingredients method directions
    instructions rating director cast starring stars runtime genre score final result results winner winners loser
    pros cons email phone contact follow subscribe here this that in on at day week part chapter step round game
    season episode no yes and but bottom first second third also see get check ps tip key background summary topline
    methodology claim verdict conclusion reviewed position age height weight born team twitter instagram facebook
    story stories gold silver bronze address highlights features occupation education business incumbent review
    report reports poll study survey quiz go all my our your lyrics title song album book film movie quote best
    worst lesson question answer hint clue headline headlines opening closing previously next party outlook coach
    pro con landmarks museums expectations goal stage""".split()
)
FEWEST_TURNS = 3
# In 4 % of articles capitals before a colon come back. Who has a transcript asks and says I, outside of quotations;
# lists of facts, scores and links do not, and one in which the names mostly follow upon themselves is none either.
FEWEST_SPEAKING = 0.4
FEWEST_ALTERNATING = 0.5
SPEAKING = re.compile(r"\?|\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|[Uu]s)\b")
QUOTING = frozenset("\"“'‘«„")
QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]?")
INTERVIEWEE = re.compile(
    rf"\b(?:interview(?:ed|s)?|spoke|talked|talks|chatted|conversation|sat down|sits down|caught up|Q&A)\s"
    rf"(?:(?:with|to)\s)?(?:[a-z][\w-]*,?\s){{0,6}}?(?P<after>{_FULL_NAME})"
    rf"|(?P<before>{_FULL_NAME})(?:,[^,\n]{{3,80}},)?\s(?:spoke|talked|sat down)\s(?:with|to)\b"
)
HEADLINE = re.compile(rf"(?P<name>{_NAME})(?:\son\s[\w’' -]{{2,40}})?(?P<sign>:)\s+(?=“)")
# In characters.
LONGEST_HEADLINE = 200
INTRODUCTION = 1500
FEWEST_WORDS = 4
# "MIAMI — ", "WASHINGTON (AP) — ", "LONDON, Oct 4 (Reuters) - ", "PORT ELLEN, Ohio — ".
DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.’'-]+){0,4}(?:,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?){0,2}"
    r"(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?(?:\s\([^()\n]{2,40}\))?\s?(?:—|–|--|-)\s+"
)
WORD = re.compile(r"\w+")
# Read by hand in 8,000 articles of news: 25 of 26 transcripts, 39 of 45 headlines; answers are a guess from those.
CONFIDENCE = {"turn": 0.9, "answer": 0.8, "headline": 0.85}


class _Turn(NamedTuple):
    """A paragraph that begins with a name and a colon; `speaker` is the name in small letters."""

    speaker: str
    name: Span
    sign: Span
    words: Span


def transcripts(text: str) -> list[Attribution]:
    """Return what the names before it say of whole paragraphs: turns of a transcript, and quoted headlines."""
    spans = paragraphs(text)
    turns = _turns(text, spans)
    spoken = list(_spoken(text, turns)) if _is_transcript(text, turns) else []
    taken = {one.content[0][0] for one in spoken}
    return sorted(
        [*spoken, *(one for one in _headlines(text, spans) if one.content[0][0] not in taken)],
        key=lambda one: one.content,
    )


def without_dateline(text: str, span: Span) -> Span:
    """Return a span without the dateline at its start: `Lind` of "MIAMI (AP) — Lind"."""
    match = DATELINE.match(text, *span)
    return span if match is None or match.end() >= span[1] else (match.end(), span[1])


def without_datelines(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """Return fragments of what is said without the datelines before it; nothing is left of one that is no more."""
    kept = list[Span]()
    for start, end in content:
        opens = start == 0 or text[start - 1] == "\n"
        match = DATELINE.match(text, start) if opens else None
        first = match.end() if match else start
        if first < end:
            kept.append((first, end))
    return tuple(kept)


def _turns(text: str, spans: Sequence[Span]) -> list[_Turn]:
    """Return the paragraphs that begin with somebody's name, if most of the names come back: in lists they do not."""
    found = list[_Turn]()
    for start, end in spans:
        match = TURN.match(text[start : min(end, start + LONGEST_HEADLINE)])
        if match is None or text[start + match.end()] in QUOTING:
            continue
        words = WORD.findall(match["name"].lower())
        if not LABELS.intersection(words) or words[0] in QUESTIONS | ANSWERS:
            name, sign = match.span("name"), match.span("sign")
            at = (start + name[0], start + name[1]), (start + sign[0], start + sign[1])
            found.append(_Turn(" ".join(words), *at, (start + match.end(), end)))
    # "Dr. Jane Lind: Yes." is the first turn of whom the others call "Lind".
    known = {turn.speaker for turn in found}
    found = [turn._replace(speaker=last) if (last := turn.speaker.split()[-1]) in known else turn for turn in found]
    counts = Counter(turn.speaker for turn in found)
    returning = sum(counts[turn.speaker] > 1 for turn in found)
    return found if returning * 2 > len(found) else []


def _is_transcript(text: str, turns: Sequence[_Turn]) -> bool:
    """Return whether turns are talk: several, mostly of somebody else than the one before, by people who say I."""
    speakers = {turn.speaker for turn in turns}
    if len(turns) < FEWEST_TURNS or (len(speakers) < 2 and not speakers & ANSWERS):
        return False
    speaking = sum(bool(SPEAKING.search(QUOTED.sub("", text[slice(*turn.words)]))) for turn in turns)
    changes = sum(one.speaker != other.speaker for one, other in pairwise(turns))
    return speaking >= FEWEST_SPEAKING * len(turns) and (
        speakers <= ANSWERS or changes >= FEWEST_ALTERNATING * (len(turns) - 1)
    )


def _spoken(text: str, turns: Sequence[_Turn]) -> Iterator[Attribution]:
    """Yield the words of each turn; a question's are nobody's, an answer's those of whom the article talks with."""
    opening = turns[0].name[0]
    introduced = list(_interviewees(text, max(0, opening - INTRODUCTION), opening))
    for turn in turns:
        if turn.speaker in QUESTIONS or not WORD.search(text, *turn.words):
            continue
        if turn.speaker not in ANSWERS:
            yield Attribution((turn.words,), turn.name, turn.sign, "direct", CONFIDENCE["turn"])
        elif introduced:
            yield Attribution((turn.words,), introduced[0], turn.sign, "direct", CONFIDENCE["answer"])


def _interviewees(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the full names of whom a stretch says that they were talked with; an outlet's stands in capitals."""
    for match in INTERVIEWEE.finditer(text, start, end):
        group = "after" if match["after"] else "before"
        if not any(len(word) > 1 and word.isupper() for word in WORD.findall(match[group])):
            yield match.span(group)


def _headlines(text: str, spans: Sequence[Span]) -> Iterator[Attribution]:
    """Yield the lines that are a name, a colon and a quotation."""
    copy = normalised(text)
    for start, end in spans:
        match = HEADLINE.match(copy, start, min(end, start + LONGEST_HEADLINE))
        if match is None or end - start > LONGEST_HEADLINE:
            continue
        words = WORD.findall(match["name"].lower())
        quoted = segments(copy, match.end(), end)
        rest = copy[quoted[0].end : end] if quoted else "x"
        if LABELS.intersection(words) or words[0] in SAYING or WORD.search(rest):
            continue
        content = (quoted[0].start, quoted[0].end)
        if len(WORD.findall(copy, *content)) >= FEWEST_WORDS:
            yield Attribution((content,), match.span("name"), match.span("sign"), "direct", CONFIDENCE["headline"])
