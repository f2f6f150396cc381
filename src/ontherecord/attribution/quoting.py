"""Quotations and who speaks them, by rule: what stands in front of a quotation or behind it in its sentence."""

import re
from collections.abc import Sequence

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.grammar import ADVERBS, CONJUNCTIONS, INVERTING, SHARING, VERB
from ontherecord.attribution.marks import Segment
from ontherecord.attribution.masking import Draft, Sentence, names_speaker
from ontherecord.attribution.speakers import (
    Saying,
    Token,
    leading_subject,
    mention_ending,
    sayings,
    subject_after,
    tokens,
)

WORD = re.compile(r"[^\W_]")
# How a quotation ends that its sentence goes on behind: “No,” she said. “No?” she said. The last one is British.
GOES_ON = re.compile(r"[,?!…—–-]\s*_*”$")
FARTHEST = 250
LONGEST_RESUMPTION = 160
MOST_TITLE_WORDS = 12
# "said on Monday in a statement, “...": words in between that are no part of what is said.
CIRCUMSTANCE = re.compile(
    r"\s+(?:in|on|at|during|to|from|after|of|via|through|by|as|when|while|with|before|about|last|this|earlier|later|"
    r"today|yesterday|recently|again|then|reporters|supporters|afterwards|\w+day|\w+ly|\(|—)\b"
)
ADDRESSED = frozenset("told tells telling asked asking".split())
# "what he called “a mess”": the words name a thing.
NAMING = frozenset("called calls calling".split())
INVERTED_LEAD = re.compile(rf"(?P<cue>{'|'.join(verb.capitalize() for verb in sorted(INVERTING))})\s")


def quotations(text: str, sentence: Sentence) -> list[Draft]:
    """Return the quotations of a sentence of a masked text that are somebody's; none if its quoted words are not."""
    found = list[Draft]()
    edge = sentence.start
    for n, segment in enumerate(sentence.quoted):
        stop = sentence.quoted[n + 1].start if n + 1 < len(sentence.quoted) else sentence.end
        current = found[-1] if found else None
        if WORD.search(text, edge, segment.start):
            draft = _introduced(text, edge, segment, stop, current)
        else:
            draft = _followed(text, segment, stop)
        joins = current is not None and (
            draft.cue == current.cue if draft else _resumes(text, edge, segment.start, current)
        )
        if current is not None and joins:
            current.content.append((segment.start, segment.end))
        elif draft is not None:
            found.append(draft)
        edge = segment.end
    return found


def _introduced(text: str, start: int, segment: Segment, stop: int, current: Draft | None) -> Draft | None:
    """Return the quotation of whom the words before it name: `Lind said on Monday: “...”`."""
    start = max(start, segment.start - FARTHEST)
    saying = _last_saying(text, start, segment.start, current)
    content = [(segment.start, segment.end)]
    if saying is None:
        announced = text[start : segment.start].rstrip().endswith(":")
        return (_followed(text, segment, stop) or _announced(text, start, segment)) if announced else None
    between = text[saying.end : segment.start]
    sign = between.strip()[-1:]
    if not WORD.search(between):
        pattern = {"": "bare", ":": "colon", ",": "comma"}.get(between.strip())
        if pattern == "bare" and (text[slice(*saying.cue)] in NAMING or WORD.search(text, segment.end, stop)):
            return None
    elif sign == ":":
        if nearer := _followed(text, segment, stop):
            return nearer
        pattern = "far colon"
    elif sign == "," and (text[slice(*saying.cue)] in ADDRESSED or CIRCUMSTANCE.match(between)):
        pattern = "far comma"
    else:
        pattern = None
    return Draft(saying.source, saying.cue, content, pattern) if pattern else None


def _announced(text: str, start: int, segment: Segment) -> Draft | None:
    """Return the quotation in `Lind: “...”` and `Lind shook her head: “...”`, where no verb of speech is known."""
    sign = start + len(text[start : segment.start].rstrip()) - 1
    words = tokens(text, start, sign)
    content, cue = [(segment.start, segment.end)], (sign, sign + 1)
    if words and (named := mention_ending(words, len(words) - 1)):
        before_name = next((word for word in reversed(words) if word.end <= named[0]), None)
        if before_name is None or not before_name.word:
            return Draft(named, cue, content, "name and colon")
    source = leading_subject(words, len(words))
    return source and Draft(source, cue, content, "colon without a verb")


def _last_saying(text: str, start: int, end: int, current: Draft | None) -> Saying | None:
    """Return the last verb of speech before a quotation and its subject, which "adding" shares with one before."""
    found = sayings(text, start, end)
    last = found[-1] if found else None
    if current is not None:
        shared = [m for m in VERB.finditer(text, start, end) if m[0] in SHARING]
        if shared and (last is None or shared[-1].start() > last.cue[0]):
            last = Saying(current.source, shared[-1].span())
            return last if last.cue[0] > current.source[1] else None
    if last is None and (inverted := INVERTED_LEAD.match(text, start, end)):
        words = tokens(text, inverted.end(), end)
        source = subject_after(words, 0)
        return None if source is None else Saying(source, inverted.span("cue"))
    return last


def _followed(text: str, segment: Segment, stop: int) -> Draft | None:
    """Return the quotation of whom the words behind it name: `“...,” Lind said`."""
    if not segment.closed:
        return None
    stop = min(stop, segment.end + FARTHEST)
    words = tokens(text, segment.end, stop)
    first = next((i for i, word in enumerate(words) if word.text not in ",—–-"), len(words))
    goes_on = bool(GOES_ON.search(text, max(segment.start, segment.end - 4), segment.end)) or 0 < first <= 1
    content = [(segment.start, segment.end)]
    if [word.small for word in words[first : first + 2]] == ["according", "to"]:
        source = subject_after(words, first + 2)
        cue = words[first].start, words[first + 1].end if first + 1 < len(words) else stop
        return source and Draft(source, cue, content, "according")
    if first < len(words) and not goes_on:
        named = names_speaker(text, words[first].start, stop)
        return named and Draft(named.source, named.cue, content, "after a full stop")
    return (_inverted(words, first, content) or _named(text, words, first, stop, content)) if goes_on else None


def _inverted(words: Sequence[Token], first: int, content: list[Span]) -> Draft | None:
    """Return the quotation in `“...,” said Lind`."""
    while first < len(words) and (words[first].small in ADVERBS or words[first].small.endswith("ly")):
        first += 1
    if first >= len(words) or words[first].text not in INVERTING:
        return None
    source = subject_after(words, first + 1)
    return source and Draft(source, (words[first].start, words[first].end), content, "inverted")


def _named(text: str, words: Sequence[Token], first: int, stop: int, content: list[Span]) -> Draft | None:
    """Return the quotation in `“...,” Lind, the director, said`."""
    start = words[first].start if first < len(words) else stop
    for saying in sayings(text, start, stop)[:1]:
        skipped = [word for word in words[first:] if word.start < saying.source[0]]
        if text[slice(*saying.cue)] in SHARING or len(skipped) > MOST_TITLE_WORDS:
            continue
        if all(
            (word.word or word.text == "$") and word.small not in CONJUNCTIONS - {"as", "and"} for word in skipped
        ):
            return Draft(saying.source, saying.cue, content, "named")
    return None


def _resumes(text: str, start: int, end: int, current: Draft) -> bool:
    """Return whether a quotation goes on behind the words that name its speaker: `“...,” said Lind, “...”`."""
    between = text[start:end].strip()
    if not WORD.search(between):
        return True
    named = start <= current.cue[0] < end
    return named and len(between) <= LONGEST_RESUMPTION and between[-1] in ",:;—–."
