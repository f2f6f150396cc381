"""How the articles of a time begin: one row an article, within a scope, and of many a part."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ontherecord import Article, Filters
from ontherecord.archive import Archive, Scope
from tests.test_archive import entry

MONDAY = datetime(2025, 8, 4, tzinfo=UTC)


def report(number: int, day: int | None, **fields: object) -> Article:
    defaults = {
        "title": f"Report {number}",
        "text": f"Report number {number} has words of its own.",
        "url": f"https://news{number % 2}.example/{number}",
        "published_at": None if day is None else MONDAY + timedelta(days=day),
    }
    return Article(**{**defaults, **fields})


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path)
    yield opened
    opened.close()


def add(archive: Archive, *articles: Article) -> None:
    archive.write([entry(article) for article in articles])


def test_openings_come_newest_first_each_with_its_outlet_and_story(archive: Archive) -> None:
    named = report(3, 2, publisher="Harbor  Wire")
    add(archive, report(1, 0), report(2, 1), named, report(4, None), report(5, 3, url=None))

    found = archive.openings(Scope(), 100)

    titles = [archive.passages([key])[key][1].title for key in found.keys]
    assert titles == ["Report 5", "Report 3", "Report 2", "Report 1"]
    assert found.outlets[1:] == ("harbor wire", "news0.example", "news1.example")
    assert found.stories[1] == named.id
    assert len(found.vectors) == 4


def test_openings_keep_to_a_scope(archive: Archive) -> None:
    add(archive, *(report(n, n) for n in range(5)))

    windowed = archive.openings(Scope(Filters(after=date(2025, 8, 5), before=date(2025, 8, 7))), 100)
    known = archive.openings(Scope(known_by=MONDAY + timedelta(days=1)), 100)

    assert len(windowed.keys) == 2
    assert len(known.keys) == 2
    assert archive.openings(Scope(Filters(publishers=("Nobody",))), 100).keys == ()


def test_of_more_articles_a_part_is_returned(archive: Archive) -> None:
    add(archive, *(report(n, n) for n in range(10)))

    assert len(archive.openings(Scope(), 10).keys) == 10
    assert 3 <= len(archive.openings(Scope(), 5).keys) <= 5


def test_article_begins_with_its_first_passage(archive: Archive) -> None:
    article = report(1, 0)
    add(archive, article)

    passage = archive.opening(article)

    assert passage is not None
    assert passage.ordinal == 0
    assert article.text[passage.start : passage.end] == passage.text
    assert archive.opening(report(2, 0)) is None
