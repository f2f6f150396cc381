"""From the words of one time to its days: the calendar, and one reader for each way to write a time.

A reader raises ValueError for a day that does not exist, and OverflowError for one beyond the calendar.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from ontherecord.temporal import words

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
YEARS_TO_A_LEAP_DAY = 8
SHORTEST_MONTH = timedelta(days=28)

Words: TypeAlias = Mapping[str, str]


class Span(NamedTuple):
    """Whole days, from `start` to before `end`."""

    start: date
    end: date


def _months_from(day: date, months: int) -> date:
    """Return the first day of the month that many months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _span_of_months(year: int, month: int, length: int) -> Span:
    start = date(year, month, 1)
    return Span(start, _months_from(start, length))


def _latest(span_in: Callable[[int], Span], today: date) -> Span:
    """Return the most recent of a yearly span that has begun; raises ValueError where there is none."""
    for year in range(today.year, today.year - YEARS_TO_A_LEAP_DAY - 1, -1):
        try:
            span = span_in(year)
        except ValueError:
            continue
        if span.start <= today:
            return span
    raise ValueError("no such day")


def _unit_around(day: date, unit: str) -> Span:
    """Return the calendar unit that holds a day; for a weekend, the one that holds it or came before."""
    if unit in words.UNIT_MONTHS:
        length = words.UNIT_MONTHS[unit]
        start = _months_from(day, -((day.year * 12 + day.month - 1) % length))
        return Span(start, _months_from(start, length))
    if unit == "week":
        start = day - DAY * day.weekday()
        return Span(start, start + WEEK)
    if unit == "weekend":
        start = day - DAY * ((day.weekday() - words.WEEKDAYS.index("saturday")) % 7)
        return Span(start, start + DAY * 2)
    return Span(day, day + DAY)


def _back(day: date, count: int, unit: str) -> date:
    """Return the day `count` units earlier; hours are rounded up to days, days past a month's end moved to it."""
    if unit == "hour":
        return day - DAY * -(-count // 24)
    if unit in words.UNIT_DAYS:
        return day - DAY * count * words.UNIT_DAYS[unit]
    month = _months_from(day, -count * words.UNIT_MONTHS[unit])
    last = _months_from(month, 1) - DAY
    return min(month + DAY * (day.day - 1), last)


def cut(span: Span, part: tuple[int, int]) -> Span:
    """Return one of the equal parts of a span, in months where they divide; less than a month is not cut."""
    which, of = part
    if span.end - span.start < SHORTEST_MONTH:
        return span
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if months % of == 0:
        step = months // of
        return Span(_months_from(span.start, which * step), _months_from(span.start, (which + 1) * step))
    days = (span.end - span.start).days
    return Span(span.start + DAY * (days * which // of), span.start + DAY * (days * (which + 1) // of))


def _month(name: str) -> int:
    return int(name) if name.isdigit() else words.MONTHS.index(name[:3]) + 1


def _yearly(span_in: Callable[[int], Span], said: Words, today: date) -> Span:
    if "year" not in said:
        return _latest(span_in, today)
    year = said["year"]
    return span_in(int(year) if year.isdigit() else today.year + words.YEARS[year])


def _read_days(said: Words, today: date) -> Span:
    def days_in(year: int) -> Span:
        first = date(year, _month(said.get("first_month", said["month"])), int(said["day"]))
        last = date(year, _month(said["month"]), int(said.get("last_day", said["day"])))
        return Span(first, last + DAY)

    return _yearly(days_in, said, today)


def _read_months(said: Words, today: date) -> Span:
    return _yearly(lambda year: _months_named(said, year), said, today)


def _months_named(said: Words, year: int) -> Span:
    if "month" in said:
        return _span_of_months(year, _month(said["month"]), 1)
    return _span_of_months(year, words.SEASONS[said["season"]], 3)


def _read_recent_months(said: Words, today: date) -> Span:
    """Read "last June" as the most recent one that is over, "this June" as this year's or the one that runs."""
    span = _latest(lambda year: _months_named(said, year), today)
    if said["which"] != "this":
        return span if span.end <= today else _months_named(said, span.start.year - 1)
    if span.end.year < today.year:
        raise ValueError("not yet begun this year")
    return span


def _read_year(said: Words, today: date) -> Span:
    return _span_of_months(int(said["year"]), 1, 12)


def _read_year_part(said: Words, today: date) -> Span:
    part = words.LABELS[said["label"]]
    return _yearly(lambda year: cut(_span_of_months(year, 1, 12), part), said, today)


def _read_decade(said: Words, today: date) -> Span:
    return _span_of_months(int(said["decade"]), 1, 120)


def _read_named_day(said: Words, today: date) -> Span:
    first, after = words.DAYS[said["named"]]
    return Span(today + DAY * first, today + DAY * after)


def _read_weekday(said: Words, today: date) -> Span:
    """Read a weekday as the most recent one, today included: a question about news asks what has happened.

    "Last Tuesday" is never today; "this Tuesday" and "Tuesday last week" are counted from the week's Monday.
    """
    weekday = words.WEEKDAYS.index(said["weekday"])
    if said.get("which") == "this" or "week" in said:
        in_week = today - WEEK if said.get("week") == "last" else today
        day = _unit_around(in_week, "week").start + DAY * weekday
    else:
        latest = today - DAY if "which" in said else today
        day = latest - DAY * ((latest.weekday() - weekday) % 7)
    return Span(day, day + DAY)


def _read_ago(said: Words, today: date) -> Span:
    """Read "two weeks ago" as the calendar week of that day, "a few weeks ago" as all the time since then."""
    if said["unit"] == "weekend":
        raise ValueError("which weekend that is depends on the speaker")
    day = _back(today, _count(said), said["unit"])
    if said["count"] in words.VAGUE_COUNTS:
        return Span(day, today + DAY)
    return _unit_around(day, said["unit"])


def _count(said: Words) -> int:
    count = said["count"]
    return int(count) if count.isdigit() else {**words.COUNTS, **words.VAGUE_COUNTS}[count]


def _read_this_unit(said: Words, today: date) -> Span:
    """Read "this month" as the calendar month, and "this week" as from seven days ago.

    Asked on a Monday or Tuesday, "this week" means the days just past too, and the calendar week to date never
    has more than seven days: so it always begins seven days before today.
    """
    span = _unit_around(today, said["unit"])
    return Span(today - WEEK, span.end) if said["unit"] == "week" else span


def _read_past_units(said: Words, today: date) -> Span:
    """Read "last week" as the calendar week before this one, "the last week" as the seven days up to today."""
    unit = said["unit"]
    if "count" in said and unit != "weekend":
        return Span(_back(today, _count(said), unit), today + DAY)
    if "count" in said or "plural" in said:
        raise ValueError("not said how many")
    if not _is_calendar_unit(said):
        return Span(_back(today, 1, unit), today + DAY)
    if unit in {"day", "hour"}:
        raise ValueError("the last of something else")
    span = _unit_around(today, unit)
    return span if span.end <= today else _unit_around(span.start - DAY, unit)


def _is_calendar_unit(said: Words) -> bool:
    if said["unit"] == "weekend" or said["which"] == "previous":
        return True
    return said["which"] == "last" and ("article" not in said or said["unit"] == "quarter")


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to write a time: its pattern, and how to read the words of its groups on a given day.

    `ahead` must match what follows; a `bare` time counts only where the words before it say that it is a time;
    one `to_date` ends with today.
    """

    pattern: re.Pattern[str]
    read: Callable[[Words, date], Span]
    ahead: re.Pattern[str] = words.ANYTHING_AHEAD
    bare: bool = False
    to_date: bool = False


# The most specific first: what one reader has found is hidden from those after it.
READERS = (
    Reader(words.DAYS_MONTH, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.MONTH_DAYS, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.ISO_DAY, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.DAY_MONTH, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.MONTH_DAY_YEAR, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.MONTH_DAY, _read_days, words.NO_EVENT_AHEAD),
    Reader(words.NAMED_DAY, _read_named_day),
    Reader(words.AGO, _read_ago),
    Reader(words.WEEKDAY, _read_weekday),
    Reader(words.MONTH_YEAR, _read_months, words.NO_EVENT_AHEAD),
    Reader(words.YEAR_PART, _read_year_part, words.NO_EVENT_AHEAD),
    Reader(words.SEASON_YEAR, _read_months, words.NO_EVENT_AHEAD),
    Reader(words.RECENT_NAMED, _read_recent_months, to_date=True),
    Reader(words.BARE_MONTH, _read_months, words.NO_EVENT_AHEAD, bare=True),
    Reader(words.BARE_QUARTER, _read_year_part, words.NO_NOUN_AHEAD, bare=True),
    Reader(words.THIS_UNIT, _read_this_unit, to_date=True),
    Reader(words.PAST_UNITS, _read_past_units),
    Reader(words.DECADE, _read_decade, words.NO_NOUN_AHEAD, bare=True),
    Reader(words.BARE_YEAR, _read_year, words.NO_NOUN_AHEAD, bare=True),
)
