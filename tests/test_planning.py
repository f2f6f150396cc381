"""From a question to a plan: what is searched for, in which articles, as of when."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ontherecord import Filters, Library, QuestionError
from ontherecord.archive import Archive
from ontherecord.planning import denominator, plan
from tests.conftest import make_article

NOON = datetime(2025, 8, 9, 12, tzinfo=UTC)


def test_white_space_makes_no_difference() -> None:
    assert plan("  who\n won \t?", (), Filters(), None).question.text == "who won ?"


def test_day_counts_to_its_end_and_a_moment_is_itself() -> None:
    end_of_day = datetime(2025, 8, 9, 23, 59, 59, 999999, tzinfo=UTC)
    east = datetime(2025, 8, 9, 12, tzinfo=timezone(timedelta(hours=3)))

    assert plan("who", (), Filters(), date(2025, 8, 9)).scope.known_by == end_of_day
    assert plan("who", (), Filters(), date(2025, 8, 9)).as_of == end_of_day
    assert plan("who", (), Filters(), east).scope.known_by is east


def test_without_as_of_the_question_is_of_today_and_nothing_is_hidden() -> None:
    before = datetime.now(UTC)
    planned = plan("who", (), Filters(), None)

    assert planned.scope.known_by is None
    assert before <= planned.as_of <= datetime.now(UTC)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_calendar_has_no_day_that_cannot_be_today(day: date) -> None:
    assert plan("what happened last week", (), Filters(), day).as_of.date() == day


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(QuestionError, match="no time zone"):
        plan("who", (), Filters(), datetime(2025, 8, 9))  # noqa: DTZ001


def test_window_is_read_from_the_completed_question() -> None:
    window = plan("and in Mexico last week?", ["Who is Rubio?"], Filters(), NOON).window

    assert window is not None
    assert (window.start, window.end) == (datetime(2025, 7, 28, tzinfo=UTC), datetime(2025, 8, 4, tzinfo=UTC))
    assert plan("who won", (), Filters(), NOON).window is None


def test_follow_up_is_completed() -> None:
    assert (
        plan("why did he resign?", ["Who is Rubio?"], Filters(), None).question.text
        == "why did he resign? (Who is Rubio?)"
    )


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "the question is empty"),
        (" \n\t ", "the question is empty"),
        ("x" * 2001, "2,001 characters, the limit is 2,000"),
        ("who \ud800 won", "surrogate"),
    ],
)
def test_question_that_cannot_be_asked_is_refused_with_the_reason(question: str, reason: str) -> None:
    with pytest.raises(QuestionError, match=reason):
        plan(question, (), Filters(), None)


@pytest.mark.parametrize("question", ["a", "?", "x" * 2000, "\0", "👩‍🚀"])
def test_shortest_longest_and_oddest_questions_are_taken(question: str) -> None:
    assert plan(question, (), Filters(), None).question.text == question


def test_denominator_of_nothing(tmp_path) -> None:
    planned = plan("who won last week", (), Filters(language="en"), NOON)

    searched = denominator(planned, Archive(tmp_path))

    assert (searched.articles, searched.first, searched.last) == (0, None, None)
    assert (searched.query, searched.window, searched.as_of) == ("who won last week", "last week", NOON)
    assert searched.filters == Filters(language="en")


def test_denominator_counts_the_outlets_searched_by_publisher_or_else_by_host(library: Library) -> None:
    outlets = (
        ("Example News", "https://news.example/1"),
        ("EXAMPLE  news", "https://elsewhere.example/2"),
        ("Courier", None),
        (None, "https://www.host.example/4"),
        (None, "https://host.example/5"),
        (None, None),
    )
    library.add(
        make_article(number, publisher=publisher, url=url, language="de" if number == 2 else "en")
        for number, (publisher, url) in enumerate(outlets)
    )

    assert library.ask("Which comet was seen above Chile?").searched.outlets == 3
    assert library.ask("Which comet was seen above Chile?", filters=Filters(language="de")).searched.outlets == 1
    assert library.ask("Who?", filters=Filters(publishers="none")).searched.outlets == 0
