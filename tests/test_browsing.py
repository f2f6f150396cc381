"""Leafing through a library: the newest articles page by page, and how many there are of each day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ontherecord import DayCount, Filters, Library, QuestionError
from tests.conftest import make_article

AUGUST = datetime(2025, 8, 1, tzinfo=UTC)


def urls(library: Library, *page: int, filters: Filters | None = None) -> list[int]:
    limit, skipped = (*page, 0)[:2]
    found = library.newest(limit, filters, skipped)
    return [int((article.url or "").rpartition("/")[2]) for article in found]


@pytest.fixture
def filled(library: Library) -> Library:
    """Eight articles, a day each, of two outlets in turn, and one of no day."""
    library.add(
        make_article(n, publisher="A" if n % 2 else "B", published_at=AUGUST + timedelta(days=n)) for n in range(8)
    )
    library.add([make_article(9, publisher="B")])
    return library


def test_pages_follow_each_other_newest_first_and_undated_last(filled: Library):
    assert urls(filled, 3) == [7, 6, 5]
    assert urls(filled, 3, 3) == [4, 3, 2]
    assert urls(filled, 3, 6) == [1, 0, 9]
    assert urls(filled, 3, 9) == urls(filled, 0) == []


def test_newest_articles_are_narrowed_by_filters(filled: Library):
    assert urls(filled, 2, 1, filters=Filters(publishers="a")) == [5, 3]
    assert urls(filled, 9, filters=Filters(before=date(2025, 8, 3), publishers=("b",))) == [0]
    assert urls(filled, 9, filters=Filters(language="de")) == []


@pytest.mark.parametrize(("limit", "skipped"), [(-1, 0), (1, -1), (2**63, 0), (1, 2**70)])
def test_page_that_there_cannot_be_is_refused(filled: Library, limit: int, skipped: int):
    with pytest.raises(QuestionError, match="are no page: count both from 0"):
        filled.newest(limit, skipped=skipped)


def test_calendar_counts_the_articles_of_each_outlet_and_day(library: Library):
    late = datetime(2025, 8, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
    days = [
        ("Example  News", AUGUST),
        ("EXAMPLE NEWS", AUGUST + timedelta(hours=23)),
        ("Courier", AUGUST),
        (None, AUGUST),
        ("Courier", late),
    ]
    library.add(make_article(n, publisher=name, published_at=at) for n, (name, at) in enumerate(days))

    first, second = date(2025, 8, 1), date(2025, 8, 2)
    assert library.calendar() == (
        DayCount(first, None, 1),
        DayCount(first, "Courier", 1),
        DayCount(first, "Example  News", 2),
        DayCount(second, "Courier", 1),
    )
    assert library.calendar(Filters(publishers="courier", after=second)) == (DayCount(second, "Courier", 1),)
    assert library.calendar()[0].to_dict() == {"day": "2025-08-01", "publisher": None, "articles": 1}


def test_calendar_has_months_at_their_first_day_and_nothing_undated(library: Library):
    assert library.calendar() == ()
    library.add(
        [
            make_article(1, published_at=AUGUST, published_precision="month"),
            make_article(2),
            make_article(3, published_at=datetime(1962, 2, 3, 4, tzinfo=UTC)),
        ]
    )

    assert [count.day for count in library.calendar()] == [date(1962, 2, 3), date(2025, 8, 1)]


def test_calendar_forgets_what_is_removed(filled: Library):
    filled.remove("https://news.example/7")

    assert max(count.day for count in filled.calendar()) == date(2025, 8, 7)
