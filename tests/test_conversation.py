"""A follow-up question goes on from the answer to the question before it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ontherecord import Answer, Article, Library
from ontherecord.answering.conversation import thread
from tests.fakes import HashEmbedder

PORT = Article(
    title="New head of the Vigo port",
    text="Ada Lind leads the Vigo port from Monday. “We will dredge the bay,” said Ada Lind. She was born in Lugo.",
    url="https://n.example/port",
    publisher="Coast Post",
    published_at=datetime(2025, 6, 3, tzinfo=UTC),
)
TRAMS = Article(
    title="New trams in Lyon",
    text="Paul Hale leads the Lyon trams. He was born in Nice. “The trams will be green,” said Paul Hale.",
    url="https://n.example/trams",
    publisher="Rhône Daily",
    published_at=datetime(2025, 6, 1, tzinfo=UTC),
)


class Record:
    """Answers questions from a library and remembers which."""

    def __init__(self, library: Library) -> None:
        self.library, self.asked = library, list[tuple[str, tuple[str, ...]]]()

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.library.ask(question, history=history)


def stocked(path: Path) -> Library:
    library = Library.open(path / "library", embedder=HashEmbedder())
    library.add([PORT, TRAMS])
    return library


def test_question_that_stands_alone_goes_on_from_nothing(tmp_path: Path) -> None:
    with stocked(tmp_path) as library:
        record = Record(library)

        assert thread("Who leads the Lyon trams?", ["Who leads the Vigo port?"], record.ask).articles == frozenset()
        assert thread("where was she born?", [], record.ask).names == ()
        assert record.asked == []


def test_question_that_leans_goes_on_from_the_articles_and_the_person_of_the_answer(tmp_path: Path) -> None:
    with stocked(tmp_path) as library:
        record = Record(library)

        found = thread("where was she born?", ["Who is Paul Hale?", "Who leads the Vigo port?"], record.ask)

    assert record.asked == [("Who leads the Vigo port?", ("Who is Paul Hale?",))]
    assert PORT.id in found.articles
    assert found.names[0] == "Ada Lind"


def test_question_that_asks_for_no_person_gives_no_name(tmp_path: Path) -> None:
    with stocked(tmp_path) as library:
        assert thread("and why?", ["What did Ada Lind say about the harbour?"], Record(library).ask).names == ()


def test_follow_up_is_answered_from_the_article_that_the_conversation_is_about(tmp_path: Path) -> None:
    with stocked(tmp_path) as library:
        port = library.ask("where was she born?", history=["Who leads the Vigo port?"])
        trams = library.ask("where was he born?", history=["Who leads the Lyon trams?"])

    assert "She was born in Lugo." in [c.text for c in port.citations]
    assert port.citations[0].article.url == PORT.url
    assert trams.citations[0].article.url == TRAMS.url
    assert "Ada Lind" in port.searched.query


def test_conversation_of_many_turns_is_followed_in_time_that_does_not_multiply(tmp_path: Path) -> None:
    with stocked(tmp_path) as library:
        history = ["Who leads the Vigo port?", *["and why?"] * 40]

        assert library.ask("and then?", history=history).searched.query.startswith("and then?")


@pytest.mark.parametrize("earlier", ["", "  ", "w" * 2001, "\ud800"])
def test_earlier_question_that_cannot_be_asked_gives_nothing_to_go_on_from(tmp_path: Path, earlier: str) -> None:
    with stocked(tmp_path) as library:
        assert library.ask("and why?", history=[earlier]).question == "and why?"
