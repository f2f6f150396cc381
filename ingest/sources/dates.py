"""Publication times as newsrooms, feeds and databases write them; what is not clear stays unknown.

A time without a zone is taken as UTC, and times are returned in UTC. Of a time in a zone whose name means
different things in different places (IST, BST, ET) only the day is kept.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeAlias

from ontherecord import Precision

Published: TypeAlias = tuple[datetime, Precision]

YEARS = range(1600, 2201)
LONGEST = 100

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The names that RFC 2822 defines.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_ZONES |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})",
        rf"{_YEAR}[-/](?P<month>[0-9]{{2}})",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}",
        rf"{_MONTH},? {_YEAR}",
    )
)
_EITHER_WAY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?=$|T)", re.IGNORECASE)
_COMPACT_TIME = re.compile(r"(?<=[0-9]T)([0-9]{2})([0-9]{2})([0-9]{2})?(?![0-9:])", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:t|,? at |,? - |,? )(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
    r"(?: ?(?:utc|gmt)?(?P<offset>[+-][0-9]{2}(?::?[0-9]{2})?)| ?(?P<zone>[a-z]{1,5}))?(?: \([a-z .-]+\))?$",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?")


def parse_published(value: object) -> Published | None:
    """Return the first moment, in UTC, of the second, day or month that a value names; None where it is not clear."""
    try:
        return _parse(value)
    except (ValueError, OverflowError):  # a thirteenth month, an hour 25
        return None


def as_written(published: Published | None) -> object:
    """Return what parse_published makes a time of again, with its precision."""
    match published:
        case (moment, "day"):
            return moment.date()
        case (moment, "month"):
            return moment.strftime("%Y-%m")
    return published and published[0]


def _parse(value: object) -> Published | None:
    match value:
        case datetime():
            return _second(value)
        case date():
            return _first(value.year, value.month, value.day)
        case bool():
            return None
        case int() | float():
            return _epoch(float(value))
        case str() if len(value) <= LONGEST:
            return _parse_text(" ".join(value.split()))
    return None


def _parse_text(text: str) -> Published | None:
    if _EPOCH.fullmatch(text):
        return _epoch(float(text))
    text = _COMPACT_DAY.sub(r"\1-\2-\3", text, count=1)
    text = _COMPACT_TIME.sub(lambda m: ":".join(part for part in m.groups() if part), text, count=1)
    clock = _CLOCK.search(text)
    day = _parse_day(text[: clock.start()] if clock else text)
    if not clock or not day:
        return day
    return _at(day, clock)


def _parse_day(text: str) -> Published | None:
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            parts = match.groupdict()
            return _first(int(parts["year"]), _month(parts["month"]), int(parts["day"]) if "day" in parts else None)
    if match := _EITHER_WAY.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        # 03/04/2025 is March in one country and April in another.
        if max(first, second) > 12 or first == second:
            return _first(year, min(first, second), max(first, second))
    return None


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.index(written[:3].lower()) + 1


def _at(day: Published, clock: re.Match[str]) -> Published | None:
    if day[1] != "day":
        return None
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    second = int(clock["second"] or 0)
    # `datetime` knows no leap second.
    second = 59 if second == 60 else second
    moment = day[0].replace(hour=hour, minute=minute, second=second)
    if clock["offset"]:
        return _second(moment.replace(tzinfo=_offset(clock["offset"])))
    if clock["zone"] and clock["zone"].lower() not in _ZONES:
        return day
    hours = _ZONES[clock["zone"].lower()] if clock["zone"] else 0
    return _second(moment.replace(tzinfo=timezone(timedelta(hours=hours))))


def _offset(written: str) -> timezone:
    digits = written[1:].replace(":", "")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-distance if written[0] == "-" else distance)


def _epoch(number: float) -> Published | None:
    if 1e9 <= number < 1e10:
        return _second(datetime.fromtimestamp(number, UTC))
    if 1e12 <= number < 1e13:
        return _second(datetime.fromtimestamp(number / 1000, UTC))
    # The one other number that is a date: 20250609.
    return _parse_text(str(int(number))) if 16_000_101 <= number <= 22_001_231 and number.is_integer() else None


def _second(moment: datetime) -> Published | None:
    in_utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (in_utc.replace(microsecond=0), "second") if in_utc.year in YEARS else None


def _first(year: int, month: int, day: int | None) -> Published | None:
    if year not in YEARS:
        return None
    return datetime.combine(date(year, month, day or 1), time(), UTC), "month" if day is None else "day"
