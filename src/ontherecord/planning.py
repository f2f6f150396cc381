"""A question to a plan: what is searched for, in which articles, seen from which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ontherecord.archive import Archive, Scope
from ontherecord.archive.records import encodable
from ontherecord.errors import QuestionError
from ontherecord.language.followup import Standing, complete
from ontherecord.schema import Filters, Searched, aware
from ontherecord.temporal import Moment, Window, find_window

MAX_QUESTION = 2000
# A library without news of this time is an archive: that an article is its newest speaks for nothing.
CURRENT = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as understood: `scope` holds the filters and the as-of limit."""

    question: Standing
    scope: Scope
    as_of: datetime
    window: Window | None


def plan(
    question: str,
    history: Sequence[str],
    filters: Filters,
    as_of: date | datetime | None,
    answered: Sequence[str] = (),
) -> Plan:
    """Return the plan for a question asked after the questions in `history`, whose last was `answered` by names.

    An `as_of` that is given hides what was published after it; a day alone means to its end, in UTC.
    Raises QuestionError for a question that is empty, not Unicode or longer than 2,000 characters.
    """
    text = " ".join(question.split())
    if not text:
        raise QuestionError("the question is empty: ask about something in the news")
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters, the limit is {MAX_QUESTION:,}: shorten it")
    if encodable(text) != text:
        raise QuestionError("the question holds half of a surrogate pair, which is no character: write it in UTF-8")
    seen = scope(filters, as_of)
    today = seen.known_by or datetime.now(UTC)
    before = [encodable(" ".join(one.split()))[:MAX_QUESTION] for one in history]
    standing = complete(text, before, answered)
    return Plan(standing, seen, today, find_window(standing.text, today))


def scope(filters: Filters, as_of: date | datetime | None) -> Scope:
    """Return which articles may be seen: those within filters that were known at the end of a day, or by a moment."""
    return Scope(filters, None if as_of is None else _end(as_of))


def moment(planned: Plan, archive: Archive) -> Moment:
    """Return the time that a question is about; none of its own where the news in its scope ended long before it."""
    newest = archive.census.newest(planned.scope)
    current = newest is not None and planned.as_of - newest < CURRENT
    return Moment(planned.as_of if current else None, planned.window)


def denominator(planned: Plan, archive: Archive) -> Searched:
    """Return in what an answer is sought."""
    articles, first, last = archive.census.count(planned.scope)
    window = planned.window
    return Searched(
        query=planned.question.text,
        articles=articles,
        first=first,
        last=last,
        filters=planned.scope.filters,
        as_of=planned.as_of,
        window=window.phrase if window else None,
        stories=archive.census.stories(planned.scope),
        outlets=archive.census.outlets(planned.scope),
    )


def _end(as_of: date | datetime) -> datetime:
    if isinstance(as_of, datetime):
        return aware(as_of)
    return aware(as_of) + timedelta(days=1, microseconds=-1)
