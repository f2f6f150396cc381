"""What span of time a question names: read by rule, never guessed, and no event's name taken for one."""

from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.temporal import Window, find_window

WEDNESDAY = datetime(2025, 8, 13, 15, 30, tzinfo=UTC)
MONDAY = datetime(2025, 8, 11, 9, 0, tzinfo=UTC)
SUNDAY = datetime(2025, 8, 17, 23, 59, tzinfo=UTC)
NEW_YEAR = datetime(2025, 1, 1, 0, 0, tzinfo=UTC)  # a Wednesday
LEAP_DAY = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)  # a Thursday


def days(question: str, as_of: datetime = WEDNESDAY) -> tuple[str | None, str | None] | None:
    """Return the first day of the window and the first day after it, as ISO dates."""
    window = find_window(question, as_of)
    if window is None:
        return None
    for edge in (window.start, window.end):
        assert edge is None or (edge.hour, edge.minute, edge.tzinfo) == (0, 0, as_of.tzinfo)
    return tuple(edge and edge.date().isoformat() for edge in (window.start, window.end))


RELATIVE = {
    "What happened today?": ("2025-08-13", "2025-08-14"),
    "yesterday's news": ("2025-08-12", "2025-08-13"),
    "the day before yesterday": ("2025-08-11", "2025-08-12"),
    "What is on tonight?": ("2025-08-13", "2025-08-14"),
    "What did the minister say this morning?": ("2025-08-13", "2025-08-14"),
    "What happened in Kyiv last night?": ("2025-08-12", "2025-08-14"),
    "What happened this week?": ("2025-08-06", "2025-08-14"),
    "What happened last week?": ("2025-08-04", "2025-08-11"),
    "What happened the previous week?": ("2025-08-04", "2025-08-11"),
    "What happened in the last week?": ("2025-08-06", "2025-08-14"),
    "What happened in the past week?": ("2025-08-06", "2025-08-14"),
    "Who won over the weekend?": ("2025-08-09", "2025-08-11"),
    "Who won this weekend?": ("2025-08-09", "2025-08-11"),
    "Who won last weekend?": ("2025-08-09", "2025-08-11"),
    "this month": ("2025-08-01", "2025-08-14"),
    "last month": ("2025-07-01", "2025-08-01"),
    "over the past month": ("2025-07-13", "2025-08-14"),
    "this quarter": ("2025-07-01", "2025-08-14"),
    "in the last quarter": ("2025-04-01", "2025-07-01"),
    "this year": ("2025-01-01", "2025-08-14"),
    "so far this year": ("2025-01-01", "2025-08-14"),
    "early this year": ("2025-01-01", "2025-05-01"),
    "last year": ("2024-01-01", "2025-01-01"),
    "the past year": ("2024-08-13", "2025-08-14"),
    "late last month": ("2025-07-21", "2025-08-01"),
    "the last 3 days": ("2025-08-10", "2025-08-14"),
    "the past two weeks": ("2025-07-30", "2025-08-14"),
    "in the last six months": ("2025-02-13", "2025-08-14"),
    "in the past 24 hours": ("2025-08-12", "2025-08-14"),
    "the last few days": ("2025-08-08", "2025-08-14"),
    "the past couple of days": ("2025-08-10", "2025-08-14"),
    "3 days ago": ("2025-08-10", "2025-08-11"),
    "a week ago": ("2025-08-04", "2025-08-11"),
    "two months ago": ("2025-06-01", "2025-07-01"),
    "a few days ago": ("2025-08-08", "2025-08-14"),
    "10 years ago": ("2015-01-01", "2016-01-01"),
    "last Tuesday": ("2025-08-12", "2025-08-13"),
    "last Wednesday": ("2025-08-06", "2025-08-07"),
    "on Tuesday": ("2025-08-12", "2025-08-13"),
    "Wednesday": ("2025-08-13", "2025-08-14"),
    "What was said at Thursday's hearing?": ("2025-08-07", "2025-08-08"),
    "on Monday last week": ("2025-08-04", "2025-08-05"),
    "last summer": ("2024-06-01", "2024-09-01"),
    "this summer": ("2025-06-01", "2025-08-14"),
    "last winter": ("2024-12-01", "2025-03-01"),
    "last June": ("2025-06-01", "2025-07-01"),
    "last August": ("2024-08-01", "2024-09-01"),
}

DATES = {
    "What happened in June?": ("2025-06-01", "2025-07-01"),
    "What happened in August?": ("2025-08-01", "2025-09-01"),
    "What happened in September?": ("2024-09-01", "2024-10-01"),
    "What happened in may?": ("2025-05-01", "2025-06-01"),
    "in June 2025": ("2025-06-01", "2025-07-01"),
    "June 2025": ("2025-06-01", "2025-07-01"),
    "WHAT HAPPENED IN MAY 2025": ("2025-05-01", "2025-06-01"),
    "in August of last year": ("2024-08-01", "2024-09-01"),
    "in Dec. 2024": ("2024-12-01", "2025-01-01"),
    "on 9 August 2025": ("2025-08-09", "2025-08-10"),
    "the 9th of August 2025": ("2025-08-09", "2025-08-10"),
    "August 9": ("2025-08-09", "2025-08-10"),
    "August 14th": ("2024-08-14", "2024-08-15"),
    "Aug. 9, 2025": ("2025-08-09", "2025-08-10"),
    "Tuesday, 5 August 2025": ("2025-08-05", "2025-08-06"),
    "On August 9, 2025, Russia launched an attack": ("2025-08-09", "2025-08-10"),
    "What did people say on 3 May?": ("2025-05-03", "2025-05-04"),
    "2025-08-09": ("2025-08-09", "2025-08-10"),
    "February 29": ("2024-02-29", "2024-03-01"),
    "In June 20 people died": ("2025-06-01", "2025-07-01"),
    "Who won in 2024?": ("2024-01-01", "2025-01-01"),
    "Who in 2024 was elected?": ("2024-01-01", "2025-01-01"),
    "in the year 2024": ("2024-01-01", "2025-01-01"),
    "in early June 2025": ("2025-06-01", "2025-06-11"),
    "mid-June 2025": ("2025-06-11", "2025-06-21"),
    "in late June 2025": ("2025-06-21", "2025-07-01"),
    "early 2024": ("2024-01-01", "2024-05-01"),
    "spring 2024": ("2024-03-01", "2024-06-01"),
    "in the summer of 2024": ("2024-06-01", "2024-09-01"),
    "autumn 2024": ("2024-09-01", "2024-12-01"),
    "fall 2024": ("2024-09-01", "2024-12-01"),
    "winter 2024": ("2024-12-01", "2025-03-01"),
    "winter 2023-24": ("2023-12-01", "2024-03-01"),
    "in the first half of 2024": ("2024-01-01", "2024-07-01"),
    "Q3 2025": ("2025-07-01", "2025-10-01"),
    "in Q3 of 2024": ("2024-07-01", "2024-10-01"),
    "in the third quarter of 2024": ("2024-07-01", "2024-10-01"),
    "in the 2010s": ("2010-01-01", "2020-01-01"),
}

RANGES = {
    "since June": ("2025-06-01", None),
    "since Monday": ("2025-08-11", None),
    "since 2023": ("2023-01-01", None),
    "since last week": ("2025-08-04", None),
    "since the beginning of the year": ("2025-01-01", None),
    "from 2019 to now": ("2019-01-01", None),
    "after 9 August 2025": ("2025-08-10", None),
    "before March 2024": (None, "2024-03-01"),
    "until 3 May": (None, "2025-05-04"),
    "before the end of June": (None, "2025-07-01"),
    "between June and August 2025": ("2025-06-01", "2025-09-01"),
    "between November and February 2025": ("2024-11-01", "2025-03-01"),
    "from November 2023 to February": ("2023-11-01", "2024-03-01"),
    "between 3 and 7 May": ("2025-05-03", "2025-05-08"),
    "3–7 May 2025": ("2025-05-03", "2025-05-08"),
    "May 3-7, 2025": ("2025-05-03", "2025-05-08"),
    "from August 9 to 12 September 2024": ("2024-08-09", "2024-09-13"),
    "from June to August": ("2025-06-01", "2025-09-01"),
    "from Monday to Wednesday": ("2025-08-11", "2025-08-14"),
    "between Tuesday and Thursday": ("2025-08-05", "2025-08-08"),
    "between 2019 and 2021": ("2019-01-01", "2022-01-01"),
    "between late 2023 and early 2024": ("2023-09-01", "2024-05-01"),
    "between 2019 and today": ("2019-01-01", "2025-08-14"),
    "since June until yesterday": ("2025-06-01", "2025-08-13"),
    "in June or July": ("2025-06-01", "2025-08-01"),
    "Was it hotter in 2025 than in 2024?": ("2024-01-01", "2026-01-01"),
    "Did more people die this week than last week?": ("2025-08-04", "2025-08-14"),
}


@pytest.mark.parametrize(("question", "expected"), [*RELATIVE.items(), *DATES.items(), *RANGES.items()])
def test_reads_the_span_that_a_question_names(question, expected):
    assert days(question) == expected


@pytest.mark.parametrize(
    ("as_of", "question", "expected"),
    [
        (MONDAY, "this week", ("2025-08-04", "2025-08-12")),
        (MONDAY, "last week", ("2025-08-04", "2025-08-11")),
        (MONDAY, "on Monday", ("2025-08-11", "2025-08-12")),
        (MONDAY, "last Monday", ("2025-08-04", "2025-08-05")),
        (MONDAY, "this weekend", ("2025-08-09", "2025-08-11")),
        (SUNDAY, "this week", ("2025-08-10", "2025-08-18")),
        (SUNDAY, "last week", ("2025-08-04", "2025-08-11")),
        (SUNDAY, "this weekend", ("2025-08-16", "2025-08-18")),
        (SUNDAY, "last weekend", ("2025-08-09", "2025-08-11")),
        (SUNDAY, "on Monday", ("2025-08-11", "2025-08-12")),
        (NEW_YEAR, "yesterday", ("2024-12-31", "2025-01-01")),
        (NEW_YEAR, "this year", ("2025-01-01", "2025-01-02")),
        (NEW_YEAR, "this month", ("2025-01-01", "2025-01-02")),
        (NEW_YEAR, "last month", ("2024-12-01", "2025-01-01")),
        (NEW_YEAR, "last quarter", ("2024-10-01", "2025-01-01")),
        (NEW_YEAR, "in December", ("2024-12-01", "2025-01-01")),
        (NEW_YEAR, "this winter", ("2024-12-01", "2025-01-02")),
        (NEW_YEAR, "from December to January", ("2024-12-01", "2025-02-01")),
        (LEAP_DAY, "today", ("2024-02-29", "2024-03-01")),
        (LEAP_DAY, "a year ago", ("2023-01-01", "2024-01-01")),
        (LEAP_DAY, "the past year", ("2023-02-28", "2024-03-01")),
        (LEAP_DAY, "on 29 February", ("2024-02-29", "2024-03-01")),
        (LEAP_DAY, "the past 12 months", ("2023-02-28", "2024-03-01")),
    ],
)
def test_counts_from_the_day_on_which_a_question_is_asked(as_of, question, expected):
    assert days(question, as_of) == expected


@pytest.mark.parametrize(
    "question",
    [
        *("", "What is new?", "recently", "the latest news", "What is happening now?", "in recent weeks"),
        *("What may happen?", "What did May say?", "How will this may affect us?", "since May took office"),
        *("Theresa May 2019 resignation", "Of the 20 may some leave?", "May Day 2025", "May"),
        *("protesters march", "protesters march 20 miles", "Protesters march 9 to 12 miles", "March Madness"),
        *("in a second", "the second half of the match", "Friday the 13th"),
        *("Black Friday", "Ash Wednesday", "Super Tuesday results", "Bloody Sunday", "Easter Monday"),
        *("What did the Sunday Times say?", "the Mail on Sunday", "Saturday Night Live", "Wednesday Addams"),
        *("the Sept. 11 attacks", "January 6 committee", "January 6 hearings", "the January 6 riot"),
        *("the Jan. 6, 2021 attack", "the October 7 Hamas attack", "the March 2011 earthquake"),
        *("Who won the 2022 World Cup?", "the 2024 election", "in the 2008 financial crisis"),
        *("in 2024 election results", "after the 2024 election", "Summer 2024 Olympics", "Euro 2024"),
        *("since Paris 2024", "the 2024-25 season", "in 2024-25", "World War 2", "COP27", "Project 2025"),
        *("Agenda 2030", "Catch-22", "iPhone 15", "the first 100 days", "20 people", "2,000 dead", "in 2,024"),
        *("in 2000 homes", "between 2000 and 2010 soldiers", "the last 2,000 years", "for the first time in 3 years"),
        *("more than 3 days ago", "the last days of Pompeii", "hotter than last summer"),
        *('Who wrote "1984 in 2024"?', "Who sang ‘since yesterday’?", "Who said 'in June 2025'?", "“today”"),
        *("on 9/8/2025", "on 9.8.2025", "on 31 June 2025", "31 June", "30 February", "between 1 May and 31 June"),
        *("2025-13-01", "0000-01-01", "May 0", "Q5 2024", "H3 2024"),
        *(
            "next Tuesday",
            "every Tuesday",
            "on a Tuesday",
            "tomorrow",
            "by 2030",
            "in 2030",
            "after 2025",
            "later this year",
        ),
        *("USA Today", "the Today programme", "this Friday"),
    ],
)
def test_is_not_fooled_by_names_numbers_and_days_to_come(question):
    assert days(question) is None


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("What did the EU decide in early June 2025 on tariffs?", "in early June 2025"),
        ("How did it go between June  and August 2025?", "between June  and August 2025"),
        ("SINCE\nMONDAY?", "SINCE\nMONDAY"),
        ("What did “May 2020” mean in the last few days?", "in the last few days"),
        ("Who died in June 2025.", "in June 2025"),
    ],
)
def test_tells_the_words_it_was_read_from(question, phrase):
    assert find_window(question, WEDNESDAY).phrase == phrase


def test_reads_the_most_specific_of_several_times():
    assert days("What was said in 2024, and above all on 3 May 2024?") == ("2024-05-03", "2024-05-04")


def test_reads_times_typed_with_no_break_spaces():
    assert days("on 9\u00a0August\u00a02025") == ("2025-08-09", "2025-08-10")


def test_reads_past_an_apostrophe():
    assert days("What did the workers' union want in June, and the bosses' in July?") == ("2025-06-01", "2025-07-01")


def test_begins_days_at_midnight_in_the_time_zone_of_the_question():
    tokyo = ZoneInfo("Asia/Tokyo")
    late_in_london = datetime(2025, 8, 13, 23, 0, tzinfo=UTC).astimezone(tokyo)
    assert find_window("today", late_in_london) == Window(
        datetime(2025, 8, 14, tzinfo=tokyo), datetime(2025, 8, 15, tzinfo=tokyo), "today"
    )


PHRASES = [*RELATIVE, *DATES, *RANGES]
EDGES = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
WORDS = (
    "in on since before after until between from to and the of a last past this previous next early mid late first "
    "half few 3 31 29 0 2025 2024 1 9999 0001 2010s May may March June Feb. Q3 q9 summer winter Monday week weekend "
    "month months years days hours decade ago today yesterday - – , ' \" ? people election year quarter"
).split(" ")

moments = st.one_of(
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])),
    st.sampled_from([WEDNESDAY, MONDAY, SUNDAY, NEW_YEAR, LEAP_DAY, *EDGES]),
)
questions = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=5)), max_size=4).map(" ".join),
    st.sampled_from(PHRASES).map(lambda phrase: phrase.replace("s", "ſ").replace("k", "\u212a").replace("i", "ı")),
)


@settings(max_examples=400, deadline=None)
@given(question=questions, as_of=moments)
def test_never_raises_and_always_returns_a_span_that_the_question_names(question, as_of):
    window = find_window(question, as_of)
    if window is None:
        return
    assert window.phrase
    assert window.phrase in question
    assert window.start is not None or window.end is not None
    assert all(edge is None or edge.tzinfo is not None for edge in (window.start, window.end))
    if window.start is not None and window.end is not None:
        assert window.start < window.end
    assert window.start is None or window.start.date() <= as_of.date()


@pytest.mark.parametrize("as_of", EDGES)
@pytest.mark.parametrize("question", PHRASES)
def test_never_raises_at_either_end_of_the_calendar(question, as_of):
    find_window(question, as_of)


@pytest.mark.parametrize(
    "piece", ["3 ", "May ", "in 2024 ", "'a ", "‘", "“", "last ", "in the early ", "from June to ", "3-", " ", "a a "]
)
def test_takes_time_linear_in_the_length_of_the_question(piece):
    began = perf_counter()
    find_window("in 2024" + piece * (40_000 // len(piece)), WEDNESDAY)
    assert perf_counter() - began < 3
