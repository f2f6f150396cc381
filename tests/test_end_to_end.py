"""The whole path with the real embedding model: Markdown files in, cited answers out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from ontherecord import Library

STORIES = {
    "ferry": (
        "Ferry crews in Vigo end nine-day strike",
        "2025-06-03",
        "Ferry crews in Vigo voted on Tuesday to go back to work after nine days. “We got what we asked for,” said "
        "Ada Moreno, who leads the seafarers' union. The company agreed to raise wages by four percent.",
    ),
    "bees": (
        "Bees return to the Welsh hills",
        "2025-04-20",
        "Beekeepers in Wales counted more hives this spring than in any year since 1998. A mild winter helped the "
        "bees, said Owen Pritchard of the beekeepers' association. Honey will still be dear this summer.",
    ),
    "bridge": (
        "Old bridge over the Drina opens again",
        "2025-05-11",
        "The stone bridge over the Drina opened to traffic again on Sunday. Engineers had replaced all of its cables "
        "and eleven of its lamps. The work cost nine million euros and took two years.",
    ),
    "comet": (
        "Comet with a green tail crosses the sky of Chile",
        "2025-07-02",
        "Astronomers at the Paranal observatory photographed a comet with a green tail on Wednesday night. It will "
        "not come back for six thousand years. “I cried,” the astronomer Inés Fuentes said.",
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("news")
    for name, (title, day, text) in STORIES.items():
        front = (
            f"---\ntitle: {title}\nurl: https://news.example/{name}\npublisher: Example\npublished: {day}\n---\n\n"
        )
        (folder / f"{name}.md").write_text(front + text + "\n", encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("real") / "library") as library:
        assert ingest(folder, library).added == 4
        yield library


@pytest.mark.parametrize(
    ("question", "story", "said"),
    [
        ("What did Ada Moreno say about the strike?", "ferry", "“We got what we asked for,” said Ada Moreno"),
        ("what did moreno say about the strike", "ferry", "“We got what we asked for,” said Ada Moreno"),
        ("How much did the work on the Drina bridge cost?", "bridge", "The work cost nine million euros"),
        ("When will the green comet come back?", "comet", "It will not come back for six thousand years."),
        ("Where did beekeepers count more hives?", "bees", "Beekeepers in Wales counted more hives"),
    ],
)
def test_question_is_answered_from_the_right_article(library: Library, question: str, story: str, said: str) -> None:
    answer = library.ask(question, as_of=date(2025, 8, 1))

    assert answer.answered
    assert any(citation.text.startswith(said) for citation in answer.citations)
    assert answer.citations[0].article.url == f"https://news.example/{story}"
    for citation in answer.citations:
        stored = library.article(citation.article.id, citation.article.version)
        assert stored is not None
        assert stored.text[citation.start : citation.end] == citation.text


def test_words_asked_for_come_first(library: Library) -> None:
    answer = library.ask("What did Ada Moreno say about the strike?", as_of=date(2025, 8, 1))

    assert answer.text.startswith("Example, 2025-06-03: “We got what we asked for,” said Ada Moreno")


@pytest.mark.parametrize(
    "question",
    [
        "Who won the chess championship in Reykjavik?",
        "What did Owen Pritchard say about interest rates in Japan?",
        "What did the pope say about the comet?",
    ],
)
def test_question_beyond_the_articles_is_refused_with_the_nearest(library: Library, question: str) -> None:
    answer = library.ask(question, as_of=date(2025, 8, 1))

    assert (answer.status, answer.citations) == ("insufficient_evidence", ())
    assert answer.text == "There is no answer on the record: searched 4 articles, 2025-04-20 to 2025-07-02."
    assert answer.suggestions


def test_every_example_question_is_answered(library: Library) -> None:
    assert all(library.ask(question).answered for question in library.examples())
