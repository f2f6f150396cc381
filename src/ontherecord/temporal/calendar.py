"""The dates that a text of a known day speaks of: `20 October`, `on Thursday`, `last year`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ontherecord.temporal.words import MONTHS, WEEKDAYS

_MONTH = (
    r"(?P<month{n}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year{n}>(?:1[5-9]|20)\d\d)(?![\d%]|,\d|\.\d)"
_DAY = r"(?P<day{n}>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|,\d|\.\d)"


def _part(pattern: str, number: int) -> str:
    return pattern.replace("{n}", str(number))


DATE = re.compile(
    rf"\b{_part(_MONTH, 1)}\s{_part(_DAY, 1)}(?:,?\s{_part(_YEAR, 1)})?"
    rf"|\b{_part(_DAY, 2)}\s(?:of\s)?{_part(_MONTH, 2)}\b(?:,?\s{_part(_YEAR, 2)})?"
    rf"|\b{_part(_MONTH, 3)}(?:,?\s(?:of\s)?{_part(_YEAR, 3)})?(?=\W|$)"
    rf"|\b(?P<year4>\d{{4}})-(?P<month4>\d\d)-(?P<day4>\d\d)\b"
    rf"|(?<![\d,.$£€#])(?<!\d[-–])\b{_part(_YEAR, 5)}(?![-–/]\d|\w)"
    rf"|\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b"
)
WEEK = 7
_RELATIVE = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
    "last night": -1, "tomorrow": 1,
}  # fmt: skip
# Of a span of days the text alone does not tell the dates; a month and a year have one.
RELATIVE = re.compile(
    r"\b(?P<day>today(?![’'])|tonight|this\s+(?:morning|afternoon|evening)|yesterday|last\s+night|tomorrow)\b"
    r"|\b(?P<which>last|this|next)\s+(?P<unit>week|weekend|month|quarter|year|decade|century|spring|summer|autumn|fall|"
    r"winter)\b",
    re.IGNORECASE,
)
# Letters that a pattern without regard to case takes for others.
ALIKE = str.maketrans("ıİſ", "iIs")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said; None for what is not. `weekday` counts from Monday, 0."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def fits(self, other: "Day") -> bool:
        """Whether the other says at least all that this one says."""
        mine = (self.year, self.month, self.day, self.weekday)
        theirs = (other.year, other.month, other.day, other.weekday)
        return all(one is None or one == two for one, two in zip(mine, theirs, strict=True))

    def is_part_of(self, day: date) -> bool:
        """Whether it says a day, or its month or year."""
        said = ((self.year, day.year), (self.month, day.month), (self.day, day.day), (self.weekday, day.weekday()))
        return all(mine is None or mine == theirs for mine, theirs in said)


def dates(text: str) -> Iterator[Day]:
    """Yield the dates that a text names itself, in order."""
    for match in DATE.finditer(text):
        said = {name.rstrip("12345"): value for name, value in match.groupdict().items() if value}
        if said.get("month") == "May" and len(said) == 1 and not _is_month(text, match):
            continue
        yield _day(match, said)


def spoken_of(text: str, published: date | None) -> list[Day]:
    """Return the dates that a text published on a day speaks of, those that it names in relation to that day too.

    A day without a year is of the year before, of or after publication: the text alone does not say which.
    """
    found = list(dates(text))
    if published is None:
        return found
    for one in list(found):
        if one.weekday is not None:
            found += (_of(one, near) for near in _near(published) if near.weekday() == one.weekday)
        elif one.year is None:
            found += (_with_year(one, published.year + years) for years in (-1, 0, 1))
        elif one.month and one.day:
            found.append(_with_year(one, one.year))
    return [*found, *_relative(text, published)]


def _near(day: date) -> Iterator[date]:
    """Yield the days of a week before and behind one; there are none before year 1 or behind 9999."""
    first, last = max(day.toordinal() - WEEK, date.min.toordinal()), min(day.toordinal() + WEEK, date.max.toordinal())
    yield from map(date.fromordinal, range(first, last + 1))


def _relative(text: str, published: date) -> Iterator[Day]:
    for match in RELATIVE.finditer(text.translate(ALIKE)):
        if match["day"]:
            ordinal = published.toordinal() + _RELATIVE[" ".join(match["day"].lower().split())]
            if date.min.toordinal() <= ordinal <= date.max.toordinal():
                yield _of(Day(*match.span()), date.fromordinal(ordinal))
            continue
        step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        if match["unit"].lower() == "year":
            yield Day(*match.span(), published.year + step)
        elif match["unit"].lower() == "month":
            months = published.year * 12 + published.month - 1 + step
            yield Day(*match.span(), months // 12, months % 12 + 1)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Return whether "May" is the month: behind such a word it is."""
    return bool(
        re.search(
            r"\b(?:in|of|since|until|till|by|before|after|during|through|throughout|between|last|early|late|mid|this|"
            r"next|from|to|and)[\s-]$",
            text[: match.start()],
        )
    )


def _day(match: re.Match[str], said: dict[str, str]) -> Day:
    month = said.get("month", "")
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1 if month else None
    return Day(
        *match.span(),
        year=int(said["year"]) if "year" in said else None,
        month=number,
        day=int(said["day"]) if "day" in said else None,
        weekday=WEEKDAYS.index(said["weekday"].lower()) if "weekday" in said else None,
    )


def _of(one: Day, day: date) -> Day:
    return Day(one.start, one.end, day.year, day.month, day.day, day.weekday())


def _with_year(one: Day, year: int) -> Day:
    try:
        weekday = date(year, one.month or 1, one.day).weekday() if one.month and one.day else None
    except ValueError:  # 30 February
        weekday = None
    return Day(one.start, one.end, year, one.month, one.day, weekday)
