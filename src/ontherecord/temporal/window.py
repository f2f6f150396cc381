"""The span of time that a question names, read by rule: nothing is filled in that nobody wrote.

A question is read in three steps: names and quotations are hidden; the times are found, the most specific kind
first; the words before and after each time, or between two, say what span is meant or that none is. A time that
begins after today is none: no news of it has been published.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeAlias

from ontherecord.temporal import words
from ontherecord.temporal.readers import DAY, READERS, Reader, Span, Words, cut

# Characters looked at before a time and between two: enough for any phrase in the tables, typed untidily.
LEAD_LENGTH = 40
GAP_LENGTH = 30
ALMOST_A_YEAR = timedelta(days=364)

Bounds: TypeAlias = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time: `start` inclusive, `end` exclusive, None where open; `phrase` is what it was read from."""

    start: datetime | None
    end: datetime | None
    phrase: str


def find_window(question: str, as_of: datetime) -> Window | None:
    """Return the span of time that a question names, or None where it names none.

    `as_of` is the "today" of the question, timezone-aware; days begin at midnight in its time zone.
    """
    text = words.NAMES.sub(_hidden, question.replace("\N{NO-BREAK SPACE}", " "))
    today = as_of.date()
    for first, last in _times(_mentions(text), text):
        try:
            start, end = _bounds(first, last, today)
        except (ValueError, OverflowError):  # no such day, or beyond the calendar
            continue
        if start is None or end is None or start < end:
            phrase = question[first.start : last.end]
            return Window(_midnight(start, as_of), _midnight(end, as_of), phrase)
    return None


def _midnight(day: date | None, as_of: datetime) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), as_of.tzinfo)


def _hidden(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


@dataclass(frozen=True, slots=True)
class _Mention:
    """A time in the text, from `start` to `end` with the words before it that say what is meant.

    `relation` is None where no such word is, else a value of `words.RELATIONS`; `part` a value of `words.PARTS`.
    """

    reader: Reader
    said: Words
    start: int
    end: int
    relation: str | None
    part: tuple[int, int] | None
    capital: bool

    @property
    def introduced(self) -> bool:
        """Whether the words before it leave no doubt that it is a time."""
        return not self.reader.bare or self.part is not None or self.relation in INTRODUCING

    @property
    def floats(self) -> bool:
        """Whether it names the most recent of many: a month, weekday or quarter of no year."""
        return "year" not in self.said and not FLOATING.isdisjoint(self.said)


FLOATING = frozenset({"month", "weekday", "label"})
INTRODUCING = frozenset({"in", "since", "after", "before", "until"})
STARTING = frozenset({None, "", "in", "from", "since", "after"})
ENDING = frozenset({None, "", "in", "until", "before", "than"})


def _mentions(text: str) -> list[_Mention]:
    """Return the times in a text, the most specific kind first and each kind in the order of the text."""
    found = []
    unread = text
    for reader in READERS:
        found += [_mention(reader, match, text) for match in reader.pattern.finditer(unread)]
        unread = reader.pattern.sub(_hidden, unread)
    return found


def _mention(reader: Reader, match: re.Match[str], text: str) -> _Mention:
    start, end = match.span()
    part = words.PART_BEFORE.search(text, max(0, start - LEAD_LENGTH), start)
    start = part.start() if part else start
    lead = words.RELATION_BEFORE.search(text, max(0, start - LEAD_LENGTH), start)
    relation = words.RELATIONS[_plain(lead["relation"])] if lead else None
    to_now = words.TO_NOW.match(text, end) if relation == "from" else None
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    return _Mention(
        reader=reader,
        said={name: _plain(value) for name, value in said.items()},
        start=lead.start() if lead else start,
        end=to_now.end() if to_now else end,
        relation="since" if to_now else relation,
        part=words.PARTS[_plain(part["part"])] if part else None,
        capital=said.get("month", "")[:1].isupper(),
    )


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _times(mentions: list[_Mention], text: str) -> Iterator[tuple[_Mention, _Mention]]:
    """Yield the first and last mention of each time that a text names: pairs, then single ones."""
    in_order = sorted(mentions, key=lambda mention: mention.start)
    pairs = [(first, last) for first, last in pairwise(in_order) if _are_joined(first, last, text)]
    yield from pairs
    paired = {mention.start for pair in pairs for mention in pair}
    for mention in mentions:
        alone = mention.start not in paired and mention.relation not in {"not", "than"}
        if alone and mention.introduced and _is_time(mention, text, led=mention.relation is not None):
            yield mention, mention


def _are_joined(first: _Mention, last: _Mention, text: str) -> bool:
    """Tell whether two mentions are the ends of one span, as in "from June to August 2025"."""
    if first.relation not in STARTING or last.relation not in ENDING or last.start - first.end > GAP_LENGTH:
        return False
    begins = first.introduced or first.relation == "from" or ("month" in first.said and "year" in last.said)
    joint = words.JOINED_TO_END if last.relation in {"until", "before", "than"} else words.JOINED
    joined = joint.fullmatch(text, first.end, max(first.end, last.start))
    return begins and joined is not None and _is_time(last, text, led=True)


def _is_time(mention: _Mention, text: str, *, led: bool) -> bool:
    """Tell from what follows that it is a time, no event's name, number of things, verb or surname."""
    said = mention.said
    if not mention.reader.ahead.match(text, mention.end):
        return False
    if "year" in said or said.get("month") not in words.AMBIGUOUS_MONTHS or ("day" in said and led):
        return True
    return (led or mention.capital) and words.NO_VERB_AHEAD.match(text, mention.end) is not None


def _bounds(first: _Mention, last: _Mention, today: date) -> Bounds:
    """Return the days from which and before which a time is meant; raises as the readers do."""
    if first is last:
        span = _span(first, today)
        begins, bounds = span.start, _open_end(first, span)
    else:
        spans = _joined_spans(first, last, today)
        begins, bounds = spans[0].start, _hull(_open_end(first, spans[0]), _open_end(last, spans[1]))
    if max(begins, bounds[0] or begins) > today:
        raise ValueError("no news of it yet")
    return bounds


def _joined_spans(first: _Mention, last: _Mention, today: date) -> tuple[Span, Span]:
    """Read two joined times; the one without a year takes it from the other."""
    if "year" in first.said and last.floats:
        span = _span(first, today)
        return span, _span(last, span.start + ALMOST_A_YEAR)
    span = _span(last, today)
    return _span(first, span.start if first.floats else today), span


def _span(mention: _Mention, today: date) -> Span:
    span = mention.reader.read(mention.said, today)
    if mention.part:
        span = cut(span, mention.part)
    return Span(span.start, min(span.end, today + DAY)) if mention.reader.to_date else span


OPEN_ENDS: dict[str | None, Callable[[Span], Bounds]] = {
    "since": lambda span: (span.start, None),
    "after": lambda span: (span.end, None),
    "before": lambda span: (None, span.start),
    "until": lambda span: (None, span.end),
}


def _open_end(mention: _Mention, span: Span) -> Bounds:
    reading = OPEN_ENDS.get(mention.relation)
    return reading(span) if reading else (span.start, span.end)


def _hull(first: Bounds, last: Bounds) -> Bounds:
    starts = [start for start, _ in (first, last) if start is not None]
    ends = [end for _, end in (first, last) if end is not None]
    return min(starts, default=None), max(ends, default=None)
