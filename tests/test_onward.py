"""Going on from an answer or an article: related stories, and questions that this library answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ontherecord import Answer, Article, Filters, Library, QuestionError
from tests.fakes import FakeAttributor, HashEmbedder

FERRY = "The ferry crews of Vigo are on strike for higher pay and the boats stay in the harbour. "


def news(number: int, title: str, text: str, **fields: Any) -> Article:
    own = {
        "title": title,
        "text": text,
        "url": f"https://news.example/{number}",
        "publisher": f"Outlet {number % 3}",
        "published_at": datetime(2025, 8, number, tzinfo=UTC),
        "published_precision": "day",
        "language": "en",
    }
    return Article(**{**own, **fields})


STRIKE = news(1, "Ferry strike in Vigo", FERRY + "“The ferry boats of Vigo will stay,” said Ada Moreno in Vigo.")
COPY = replace(STRIKE, url="https://copy.example/1", publisher="Courier", id="")
TALKS = news(
    3, "Ferry talks in Vigo", FERRY + "“We talk about ferry pay in Vigo today,” said Leo Berg on a pier in Vigo."
)
BOATS = news(
    4, "More boats for Vigo", "New boats came to the harbour of Vigo. “Four of them will do for us,” said Eva Lund."
)
COMET = news(5, "Comet seen", "A comet crossed the sky above Chile. Astronomers at Paranal photographed its tail.")
BEES = news(6, "Bees return", "Beekeepers in Wales counted more hives than ever. Mild weather helped them.")
QUESTION = "Why are the ferry crews of Vigo on strike?"


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    opened = open_library(HashEmbedder(), attributor=FakeAttributor())
    opened.add([STRIKE, COPY, TALKS, BOATS, COMET, BEES])
    return opened


# -- related -----------------------------------------------------------------------------------------------------


def test_nearest_other_stories_come_first_without_copies_and_without_embedding(library: Library):
    embedder = library._claim.embedder
    embedded = list(embedder.embedded)

    found = library.related(STRIKE.id)

    assert [article.url for article in found[:2]] == [TALKS.url, BOATS.url]
    assert {article.url for article in found} == {one.url for one in (TALKS, BOATS, COMET, BEES)}
    assert [article.url for article in library.related(COPY.url or "", 2)] == [TALKS.url, BOATS.url]
    assert embedder.embedded == embedded


def test_story_is_related_once_as_its_first_article_tells_it(library: Library):
    assert [article.url for article in library.related(TALKS.id, 1)] == [STRIKE.url]


def test_nearest_story_is_found_behind_the_many_passages_of_one(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ontherecord.relating.PASSAGES_A_STORY", 1)

    assert len(library.related(STRIKE.id, 4)) == 4


def test_unknown_and_removed_articles_have_no_related_ones_and_limits_hold(library: Library):
    library.remove(BEES.id)

    assert library.related("https://news.example/none") == library.related(BEES.id) == []
    assert BEES.url not in {article.url for article in library.related(STRIKE.id)}
    for limit in (0, -1, 101):
        with pytest.raises(QuestionError, match="ask for 1 to 100"):
            library.related(STRIKE.id, limit)


# -- follow-ups --------------------------------------------------------------------------------------------------


def places(answer: Answer) -> set[tuple[str, int]]:
    return {(citation.article.id, citation.start) for citation in answer.citations}


def test_follow_ups_are_answered_by_something_new_and_none_was_asked(library: Library):
    answer = library.ask(QUESTION)

    questions = library.follow_ups(answer)

    assert questions
    assert len(set(questions)) == len(questions) <= 3
    assert QUESTION not in questions
    for question in questions:
        again = library.ask(question)
        assert again.answered
        assert not places(again) <= places(answer)


def test_people_quoted_nearby_are_asked_after(library: Library):
    assert "What did Eva Lund say about Vigo?" in library.follow_ups(library.ask(QUESTION), limit=8)


def test_question_asked_before_is_not_offered_again(library: Library):
    answer = library.ask(QUESTION)
    offered = library.follow_ups(answer, limit=8)

    again = library.follow_ups(answer, limit=8, history=[offered[0].lower().rstrip("?") + " ?"])

    assert offered[0] not in again
    assert library.follow_ups(answer, limit=1) == offered[:1]
    assert library.follow_ups(answer, limit=0) == []


def test_follow_ups_of_a_refusal_come_from_the_nearest_articles(library: Library):
    refusal = library.ask("What did Leo Berg say about glaciers?")
    assert not refusal.answered

    for question in library.follow_ups(refusal):
        assert library.ask(question).answered


def test_follow_ups_stay_within_the_filters_and_the_day_of_the_answer(library: Library):
    narrowed = library.ask(QUESTION, filters=Filters(publishers="Outlet 1"))
    early = library.ask(QUESTION, as_of=date(2025, 8, 2))

    for answer, asked in (
        (narrowed, {"filters": Filters(publishers="Outlet 1")}),
        (early, {"as_of": date(2025, 8, 2)}),
    ):
        questions = library.follow_ups(answer, limit=8)
        assert not any("Berg" in question for question in questions)
        assert all(library.ask(question, **asked).answered for question in questions)


def test_no_more_than_eight_questions_are_tried(library: Library, monkeypatch: pytest.MonkeyPatch):
    answer, tried = library.ask(QUESTION), list[str]()
    draft = library._answers.drafts.draft

    def refused(question: str, *asked: Any) -> Any:
        tried.append(question)
        return draft("Why did the glacier of Svalbard melt?", *asked)

    texts = [f"“It was the ferry strike of Vigo, number {n},” said {name} in Vigo." for n, name in enumerate(NAMES)]
    library.add(news(7 + n, f"Ferry strike in Vigo, day {n}", FERRY + text) for n, text in enumerate(texts))
    monkeypatch.setattr(library._answers.drafts, "draft", refused)

    assert library.follow_ups(answer) == []
    assert 0 < len(tried) <= 8


NAMES = [f"{first} {last}" for first in ("Ada", "Leo", "Eva", "Tom") for last in ("Lund", "Kerr", "Voss", "Hale")]


def test_empty_library_has_nothing_to_go_on_with(open_library: Callable[..., Library]):
    empty = open_library()

    assert empty.follow_ups(empty.ask("Who won?")) == []
