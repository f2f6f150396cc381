"""Which sentences are evidence, how they are weighed, and when they are enough."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from ontherecord import Article, Library
from ontherecord.answering.extractive import SUFFICIENT, Evidence, strength, weigh
from ontherecord.archive import Archive, Scope
from ontherecord.indexes import Indexes
from ontherecord.language.followup import Standing
from ontherecord.language.sentences import Sentence
from ontherecord.ranking.vocabulary import vocabulary
from ontherecord.retrieval import Query, retrieve
from ontherecord.temporal import Moment, find_window
from tests.fakes import HashEmbedder

NOW = datetime(2025, 8, 9, 12, tzinfo=UTC)
FERRY = Article(
    title="Ferry strike ends in Vigo",
    text=(
        "What comes next\nCrews went back to work on the Vigo ferry. No delays. “We got what we asked for,” said "
        "Ada Moreno. “We go on from here,” she said. “Moreno is wrong about the ferry,” said Paul Hale.\n"
        "Tickets for the ferry to Vigo and back"
    ),
    url="https://n.example/ferry",
)


class Room:
    """The archive, indexes and embedder of a small library."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self.archive, self.indexes, self.embedder = archive, indexes, HashEmbedder()

    def query(self, text: str) -> Query:
        window = find_window(text, NOW)
        words = vocabulary(text, window, self.indexes)
        return Query(Standing(text), self.embedder.embed([text])[0], words, Scope(), Moment(NOW, window))

    def weigh(self, text: str) -> list[Evidence]:
        query = self.query(text)
        return weigh(query, retrieve(query, self.archive, self.indexes, 20))


@pytest.fixture
def room(tmp_path, article: Callable[..., Article]) -> Iterator[Room]:
    path = tmp_path / "library"
    with Library.open(path, embedder=HashEmbedder()) as library:
        library.add([FERRY, *(article(n) for n in range(1, 6))])
    archive = Archive(path)
    indexes = Indexes(archive, path, None)
    yield Room(archive, indexes)
    indexes.close()
    archive.close()


def test_evidence_is_whole_sentences_of_stored_articles_the_best_first(room: Room) -> None:
    found = room.weigh("Who went back to work on the Vigo ferry?")

    assert found[0].sentence.text == "Crews went back to work on the Vigo ferry."
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert all(e.article.text[e.sentence.start : e.sentence.end] == e.sentence.text for e in found)


def test_headings_unfinished_lines_and_very_short_sentences_are_no_evidence(room: Room) -> None:
    texts = {e.sentence.text for e in room.weigh("What comes next for tickets on the ferry to Vigo and back?")}

    assert texts.isdisjoint({"What comes next", "No delays.", "Tickets for the ferry to Vigo and back"})


def test_question_for_somebodys_words_gets_only_sentences_that_may_hold_them(room: Room) -> None:
    texts = [e.sentence.text for e in room.weigh("What did Moreno say about the ferry?")]

    assert sorted(texts) == ["“We go on from here,” she said.", "“We got what we asked for,” said Ada Moreno."]
    assert room.weigh("What did Zapatero say about the ferry?") == []


@pytest.mark.parametrize("text", ["the", "last week", "say", "?", "…"])
def test_question_of_empty_words_is_weighed_all_the_same(room: Room, text: str) -> None:
    assert all(0.0 <= e.passage <= 1.0 for e in room.weigh(text))


def evidence(passage: float) -> Evidence:
    return Evidence(FERRY, Sentence(0, 4, "What"), 1.0, passage)


def test_words_of_somebody_about_something_else_are_no_evidence(room: Room) -> None:
    assert strength(room.weigh("What did Moreno say about the ferry?")) >= SUFFICIENT
    assert strength(room.weigh("What did Moreno say?")) > 0
    assert strength(room.weigh("What did Moreno say last week?")) > 0
    assert room.weigh("What did Moreno say about climate change?") != []
    assert strength(room.weigh("What did Moreno say about climate change?")) == 0


def test_evidence_is_as_strong_as_its_best_passage() -> None:
    assert strength([evidence(0.01), evidence(0.4)]) == 0.4
    assert strength([]) == 0.0
