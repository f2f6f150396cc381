from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.temporal import RELATIVE, Day, dates, spoken_of

THURSDAY = date(2022, 10, 20)


def said(text: str) -> list[tuple[int | None, int | None, int | None, int | None]]:
    return [(day.year, day.month, day.day, day.weekday) for day in dates(text)]


def one(text: str) -> Day:
    (day,) = dates(text)
    return day


def speaks_of(text: str, written: str, published: date | None = THURSDAY) -> bool:
    """Return whether a text published on a day speaks of what a written date says."""
    return any(one(written).fits(day) for day in spoken_of(text, published))


@pytest.mark.parametrize(
    "text",
    [
        "October 20, 2022",
        "Oct. 20 2022",
        "20 October 2022",
        "the 20th of October, 2022",
        "Oct 20th, 2022",
        "2022-10-20",
    ],
)
def test_day_is_read_in_american_british_and_iso_form(text: str) -> None:
    assert said(text) == [(2022, 10, 20, None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 20 October", (None, 10, 20, None)),
        ("in October 2022", (2022, 10, None, None)),
        ("in October of 2022", (2022, 10, None, None)),
        ("in October", (None, 10, None, None)),
        ("Jan. cold", (None, 1, None, None)),
        ("in 2022", (2022, None, None, None)),
        ("by mid-2022", (2022, None, None, None)),
        ("a 2022-style vote", (2022, None, None, None)),
        ("2022’s vote", (2022, None, None, None)),
        ("on Thursday", (None, None, None, 3)),
        ("on Thursdays", (None, None, None, 3)),
    ],
)
def test_date_is_read_as_far_as_it_is_said(text: str, found: tuple[int | None, ...]) -> None:
    assert said(text) == [found]


def test_all_dates_of_a_text_are_read_in_order_at_their_places() -> None:
    text = "From September 2022 to 5 May 2023, on Friday, October 21."

    assert [text[day.start : day.end] for day in dates(text)] == [
        "September 2022",
        "5 May 2023",
        "Friday",
        "October 21",
    ]


@pytest.mark.parametrize(
    "text", ["in May", "since May", "after May", "during May", "mid-May", "May 5", "5 May", "May 2022"]
)
def test_may_is_a_month_where_something_says_so(text: str) -> None:
    assert one(text).month == 5


@pytest.mark.parametrize(
    "text",
    [
        "It may rain",
        "May they win",
        "Theresa May left",
        "They march on",
        "the 2022-23 season",
        "1999–2001",
        "2,022 ships",
        "$2022",
        "£1,999",
        "2022%",
        "in 1066",
        "flight 20221",
        "May 4,000 ships",
        "at 20:22",
    ],
)
def test_what_names_no_day_month_or_year_is_no_date(text: str) -> None:
    assert said(text) == []


def test_number_behind_a_month_that_is_no_day_is_left_out() -> None:
    assert said("October 20.5") == said("October 20:15") == [(None, 10, None, None)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("on Thursday", "20 October 2022"),
        ("on Thursday", "13 October 2022"),
        ("on Friday", "October 21"),
        ("yesterday", "19 October 2022"),
        ("yesterday’s vote", "19 October"),
        ("last\nnight", "19 October"),
        ("This  Morning", "Thursday"),
        ("tomorrow", "Friday"),
        ("last year", "2021"),
        ("next month", "November 2022"),
        ("on 3 March", "3 March 2023"),
        ("on 3 March", "3 March 2021"),
        ("in March", "March 2022"),
        ("on October 20", "Thursday"),
        ("on October 20, 2022", "Thursday"),
        ("on October 20, 2022", "2022"),
    ],
)
def test_dates_are_spoken_of_in_relation_to_the_day_of_publication(text: str, written: str) -> None:
    assert speaks_of(text, written)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("on Thursday", "27 October 2021"),
        ("on Thursday", "21 October 2022"),
        ("yesterday", "20 October 2022"),
        ("last year", "2022"),
        ("in March", "3 March"),
        ("on 3 March", "3 March 2025"),
        ("on October 20, 2022", "Friday"),
        ("last week", "19 October 2022"),
    ],
)
def test_other_dates_are_not_spoken_of(text: str, written: str) -> None:
    assert not speaks_of(text, written)


def test_without_a_day_of_publication_a_text_speaks_of_what_it_names() -> None:
    assert speaks_of("yesterday, on 3 March", "3 March", None)
    assert not speaks_of("yesterday, on 3 March", "2022", None)
    assert not speaks_of("yesterday, on Thursday", "20 October", None)


@pytest.mark.parametrize(
    ("less", "more", "fits"),
    [
        ("October", "20 October 2022", True),
        ("2022", "20 October 2022", True),
        ("20 October", "20 October 2022", True),
        ("20 October 2022", "October 2022", False),
        ("20 October 2022", "20 October 2021", False),
        ("Thursday", "20 October 2022", False),
    ],
)
def test_date_fits_one_that_says_as_much_or_more(less: str, more: str, fits: bool) -> None:
    assert one(less).fits(one(more)) is fits


@pytest.mark.parametrize("text", ["20 October 2022", "October 20", "October 2022", "2022", "Thursday"])
def test_date_is_part_of_its_day(text: str) -> None:
    assert one(text).is_part_of(THURSDAY)
    assert not one(text).is_part_of(date(2021, 9, 3))


@pytest.mark.parametrize(
    "text",
    [
        "30 February 2022",
        "February 30",
        "31 November",
        "2022-13-45",
        "0000-00-00",
        "0 May 2020",
        "39 June",
        "٣٩ June",
    ],
)
@pytest.mark.parametrize("published", [THURSDAY, date.min, date.max])
def test_impossible_day_is_one_that_no_other_fits(text: str, published: date) -> None:
    assert not any(day.is_part_of(THURSDAY) for day in spoken_of(text, published))


@pytest.mark.parametrize("published", [date.min, date.max])
def test_calendar_ends_without_an_error(published: date) -> None:
    assert spoken_of("yesterday, tomorrow, on Monday, on 29 February, last month and next year", published)


@pytest.mark.parametrize(
    "text", ["last week", "next weekend", "this summer", "last quarter", "this decade", "Last Year"]
)
def test_span_in_relation_to_today_is_told_from_others(text: str) -> None:
    assert RELATIVE.fullmatch(text)


@pytest.mark.parametrize("text", ["today's youth", "the last of it", "USA", "this weekly"])
def test_words_that_name_no_time_are_no_relative_date(text: str) -> None:
    assert not RELATIVE.search(text)


@given(st.text(alphabet="2019-/., thſıMaynextlserOco", max_size=60), st.dates())
def test_any_text_is_read_on_any_day(text: str, published: date) -> None:
    assert all(0 <= day.start < day.end <= len(text) for day in spoken_of(text, published))


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_is_read_back_in_every_form(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()):
        assert one(text).is_part_of(day)
        assert one(f"{day:%A}").fits(spoken_of(text, day)[-1])
