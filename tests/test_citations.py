"""The gate: what is not on the record does not leave the library."""

from dataclasses import replace
from pathlib import Path

import pytest

from ontherecord import Answer, Article, CitationError, Library
from ontherecord.answering.citations import verify
from ontherecord.archive import Archive
from ontherecord.grounding.gate import Gate
from tests.fakes import HashEmbedder

ARTICLE = Article(
    title="Ferry crews return",
    text="Ferry crews voted to return on Friday. "
    "“We got what we asked for,” said union leader Ada Moreno [2] in Vigo.",
    url="https://news.example/ferry",
    publisher="Example [1] News",
)


@pytest.fixture
def answered(tmp_path: Path) -> tuple[Answer, Archive]:
    with Library.open(tmp_path, embedder=HashEmbedder()) as library:
        library.add([ARTICLE])
        answer = library.ask("Ferry crews voted to return on Friday?")
    assert answer.answered
    return answer, Archive(tmp_path)


def test_true_answer_passes(answered: tuple[Answer, Archive]) -> None:
    answer, archive = answered

    assert verify(answer, archive, Gate(archive)) is answer


def altered(answer: Answer, **changes: object) -> Answer:
    return replace(answer, citations=(replace(answer.citations[0], **changes), *answer.citations[1:]))


@pytest.mark.parametrize(
    "forge",
    [
        lambda a: altered(a, start=a.citations[0].start + 1),
        lambda a: altered(a, text="Ferry crews voted to strike on Friday."),
        lambda a: altered(a, article=replace(a.citations[0].article, version=7)),
        lambda a: altered(a, article=replace(a.citations[0].article, id="0" * 20)),
        lambda a: altered(a, article=replace(a.citations[0].article, publisher="The Other Paper")),
        lambda a: altered(a, marker=2),
        lambda a: replace(a, citations=()),
        lambda a: replace(a, text=a.text.replace(" [1]", "")),
        lambda a: replace(a, text=a.text + " Everyone was happy."),
        lambda a: replace(a, text="Everyone was happy. " + a.text),
        lambda a: replace(a, text=a.text.replace("voted to return", "voted to strike")),
        lambda a: replace(a, status="insufficient_evidence"),
        lambda a: replace(a, status="insufficient_evidence", citations=()),
        lambda a: altered(
            a, start=a.citations[0].start - len(ARTICLE.text), end=a.citations[0].end - len(ARTICLE.text)
        ),
        lambda a: altered(a, start=3, end=3, text=""),
        lambda a: altered(a, article=replace(a.citations[0].article, version=None)),
        lambda a: replace(a, citations=a.citations * 2),
    ],
)
def test_forged_answer_is_refused(answered: tuple[Answer, Archive], forge) -> None:
    answer, archive = answered

    with pytest.raises(CitationError):
        verify(forge(answer), archive, Gate(archive))
