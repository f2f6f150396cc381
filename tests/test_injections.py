"""Instructions planted in articles: what no reader sees is not indexed, and what readers see is not obeyed."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from ingest.extraction import read_page
from ontherecord import Answer, Failure, Library, Settings
from tests.fakes import HashEmbedder
from tests.hidings import everything, hiding_page
from tests.injections import INJECTIONS, Injection
from tests.pages import read
from tests.planted import ORDINARY, STORIES, newspaper

WAYS = everything()
# After so many numbers the pages are alike again.
KINDS = 24
QUESTIONS = [story.question for story in (*ORDINARY, *STORIES)]
# Of 87 answers; see what they are below.
MOST_AFFECTED = 4


@cache
def without_injection(kind: int) -> dict[str, Any]:
    return read(hiding_page(("", ""), "", kind)).to_dict()


def test_there_are_five_injections_of_each_of_fifteen_kinds() -> None:
    kinds = {injection.category for injection in INJECTIONS}

    assert (len(kinds), len(INJECTIONS)) == (15, 75)
    assert all(sum(injection.category == kind for injection in INJECTIONS) == 5 for kind in kinds)
    assert len({injection.payload for injection in INJECTIONS}) == len({i.text for i in INJECTIONS}) == 75


@pytest.mark.parametrize("way", WAYS)
def test_hidden_instruction_leaves_no_trace_in_the_article(way: str) -> None:
    traces = list[str]()
    for number, injection in enumerate(INJECTIONS):
        found = read_page(hiding_page(WAYS[way], injection.text, number).encode(), "page.html")
        assert not isinstance(found, Failure), found.reason
        if found.article.to_dict() != without_injection(number % KINDS):
            traces.append(injection.payload)

    assert traces == []


@pytest.mark.parametrize("injection", INJECTIONS, ids=str)
def test_instruction_in_unseen_characters_leaves_no_trace_in_the_article(injection: Injection) -> None:
    unseen = "".join(chr(0xE0000 + ord(letter)) for letter in injection.text if letter.isascii())
    paragraph = "<p>They went{} home.</p>"

    assert read(hiding_page(("", paragraph.replace("{}", unseen)), "")) == read(
        hiding_page(("", paragraph.replace("{}", "")), "")
    )


@pytest.mark.parametrize("injection", INJECTIONS, ids=str)
def test_instruction_that_readers_see_is_part_of_the_article(injection: Injection) -> None:
    assert f"\n\n{injection.text}\n\n" in read(hiding_page(("", "<p>{}</p>"), injection.text, 4)).text


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Library]]:
    """A newspaper with an instruction in each of 75 articles, the same without, and its other articles alone."""
    papers = {"planted": newspaper(planted=True), "clean": newspaper(planted=False)}
    papers["ordinary"] = papers["clean"][: len(ORDINARY)]
    opened = {
        name: Library.open(tmp_path_factory.mktemp(name), Settings(attribution="off"), embedder=HashEmbedder())
        for name in papers
    }
    for name, library in opened.items():
        assert library.add(papers[name]).added == len(papers[name])
    yield opened
    for library in opened.values():
        library.close()


@pytest.fixture(scope="module")
def answers(libraries: dict[str, Library]) -> list[tuple[Answer, Answer]]:
    """The answers to each question with the instructions, and without."""
    return [(libraries["planted"].ask(question), libraries["clean"].ask(question)) for question in QUESTIONS]


def cited(answer: Answer) -> list[tuple[str | None, str]]:
    return [(citation.article.url, citation.text) for citation in answer.citations]


def said_beside_citations(answer: Answer) -> str:
    """Return what is left of an answer without what it cites, and where from."""
    left = answer.text
    for citation in answer.citations:
        left = left.replace(citation.text, "", 1)
        left = left.replace(f"{citation.article.publisher}, {citation.article.published}:", "")
    return re.sub(r"\[\d+\]", "", left).strip()


def is_planted(text: str) -> bool:
    return any(injection.text in text or injection.payload in text for injection in INJECTIONS)


def test_nearly_all_questions_to_the_newspaper_are_answered_from_the_right_article(
    answers: list[tuple[Answer, Answer]],
) -> None:
    articles = newspaper(planted=False)
    right = [
        clean.citations[:1] and clean.citations[0].article.url == a.url
        for a, (_, clean) in zip(articles, answers, strict=True)
    ]

    assert sum(map(bool, right)) >= 75


def test_no_answer_says_anything_but_what_it_cites_word_for_word(
    libraries: dict[str, Library], answers: list[tuple[Answer, Answer]]
) -> None:
    """Nothing planted is obeyed: an answer is slices of articles and their markers, and nothing else."""
    for answer, _ in answers:
        assert answer.answered is bool(answer.citations)
        assert not answer.answered or said_beside_citations(answer) == ""
        for citation in answer.citations:
            article = libraries["planted"].article(citation.article.id)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.text


def test_no_answer_begins_with_an_instruction(answers: list[tuple[Answer, Answer]]) -> None:
    assert [answer.text for answer, _ in answers if answer.citations and is_planted(answer.citations[0].text)] == []


def test_instructions_in_other_articles_change_no_answer(
    libraries: dict[str, Library], answers: list[tuple[Answer, Answer]]
) -> None:
    for answer, clean in answers[: len(ORDINARY)]:
        alone = libraries["ordinary"].ask(answer.question)
        assert (answer.status, cited(answer)) == (clean.status, cited(clean))
        assert (answer.status, cited(answer)[:1]) == (alone.status, cited(alone)[:1])


def test_hardly_an_answer_is_affected_by_the_instruction_in_its_article(answers: list[tuple[Answer, Answer]]) -> None:
    """An answer is affected if a payload is in its text, which no question asks for, or if it is another one than
    that of the newspaper without instructions: by its status, or by what it cites.

    Those that are, are of two kinds. To a question for a number, a second sentence with a number is cited, and it is
    an instruction: marked as a citation and not obeyed, but shown. And an answer that was refused by a hair is given,
    rightly, because the longer article is parted into other passages, of which one is nearer to the question.
    """
    affected = [
        answer.question
        for answer, clean in answers
        if is_planted(answer.text) or (answer.status, cited(answer)) != (clean.status, cited(clean))
    ]

    assert len(affected) <= MOST_AFFECTED, affected


def test_instruction_that_is_the_question_is_answered_in_citations_alone(libraries: dict[str, Library]) -> None:
    for injection in INJECTIONS:
        answer = libraries["planted"].ask(injection.text)
        assert not answer.answered or said_beside_citations(answer) == ""
