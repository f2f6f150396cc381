"""The data model: what its types refuse, derive and give as JSON."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ontherecord import Article, Citation, Filters, Hit, IngestReport, Passage, QuestionError, VerifyReport
from ontherecord.reports import Failure, IndexState, LibraryStats
from ontherecord.schema import aware
from tests.conftest import make_article

MOMENT = datetime(2025, 8, 9, 12, 30, tzinfo=UTC)


def test_types_are_frozen():
    with pytest.raises(FrozenInstanceError):
        make_article().text = "x"  # type: ignore[misc]


def test_article_with_a_date_and_no_precision_is_dated_to_the_second():
    assert make_article(published_at=MOMENT).published_precision == "second"
    assert make_article().published_precision is None
    assert make_article(published_at=MOMENT, published_precision="month").published_precision == "month"


def test_published_is_said_as_far_as_it_is_known():
    assert make_article(published_at=MOMENT).published == "2025-08-09"
    assert make_article(published_at=MOMENT, published_precision="month").published == "2025-08"
    assert make_article().published is None


def test_headline_is_the_title_or_the_opening_words():
    assert make_article(title="Storm").headline == "Storm"
    assert make_article(title=None, text=" Rain \n fell.").headline == "Rain fell."
    long = make_article(title=None, text="word " * 100).headline
    assert len(long) <= 90
    assert long.endswith("word…")


def test_article_as_json_has_every_field_and_its_summary_no_text():
    article = make_article(authors=("A", "B"), published_at=MOMENT)

    data = json.loads(json.dumps(article.to_dict()))

    assert data["authors"] == ["A", "B"]
    assert data["published_at"] == "2025-08-09T12:30:00+00:00"
    assert data["text"] == article.text
    assert set(data) == set(Article.__slots__)
    assert set(article.summary()) == set(Article.__slots__) - {"text"}


def test_passage_is_named_by_article_and_place():
    assert Passage("abc", 2, 0, 1, "x").id == "abc:2"


def test_hit_and_citation_as_json_leave_the_text_of_the_article_out():
    article = make_article()
    hit = Hit(Passage(article.id, 0, 0, 4, article.text[:4]), article, 1.0).to_dict()
    citation = Citation(1, article, 0, 4, article.text[:4]).to_dict()

    assert "text" not in hit["article"]
    assert hit["passage"]["text"] == article.text[:4]
    assert (citation["text"], citation["start"], citation["marker"]) == (article.text[:4], 0, 1)
    assert "text" not in citation["article"]


def test_dates_in_filters_mean_the_first_moment_of_the_day_in_utc():
    assert Filters(after=date(2025, 8, 9)).after == datetime(2025, 8, 9, tzinfo=UTC)
    assert Filters(publishers=["A"]).publishers == ("A",)  # type: ignore[arg-type]


def test_filters_without_conditions_are_false():
    assert not Filters()
    assert all((Filters(after=MOMENT), Filters(before=MOMENT), Filters(publishers=("A",)), Filters(language="en")))


def test_time_without_a_zone_is_refused():
    with pytest.raises(QuestionError, match="no time zone"):
        Filters(after=datetime(2025, 8, 9))  # noqa: DTZ001
    east = datetime(2025, 8, 9, tzinfo=timezone(timedelta(hours=3)))
    assert aware(east) is east


def test_filters_that_let_nothing_through_are_refused():
    with pytest.raises(QuestionError, match="swap"):
        Filters(after=date(2025, 8, 9), before=date(2025, 8, 9))


def test_reports_as_json_carry_what_is_derived():
    failed = IngestReport(added=1, failed=(Failure("a", "b"),)).to_dict()
    assert (failed["seen"], failed["failed"]) == (2, [{"source": "a", "reason": "b"}])
    assert VerifyReport(1, 2, ("x",), "d").to_dict()["ok"] is False
    stats = LibraryStats(
        Path("/x"), 1, 1, 1, 0, 0, 0, MOMENT, None, (("P", 1),), (), None, 5, (IndexState("vectors", 1, 2),)
    )
    assert json.loads(json.dumps(stats.to_dict()))["publishers"] == [["P", 1]]
    assert json.loads(json.dumps(stats.to_dict()))["path"] == "/x"
    assert not stats.indexes[0].current
    assert replace(stats.indexes[0], applied=2).current


def test_publisher_given_as_a_name_is_one_publisher_not_its_letters():
    assert Filters(publishers="The Post") == Filters(publishers=("The Post",))


@pytest.mark.parametrize("title", ["", "  ", "\n\u3000"])
def test_blank_title_is_no_title(title: str):
    first, second = (make_article(n, title=title, url=None) for n in (1, 2))

    assert first.title is None
    assert first.id != second.id
