"""Written answers that are forged after the gate do not leave the library."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from ontherecord import Answer, CitationError, Library
from ontherecord.answering.citations import verify
from ontherecord.answering.wording import told
from ontherecord.archive import Archive
from ontherecord.grounding.gate import Gate
from ontherecord.schema import Statement
from tests.writing_model import BERG, FALSE, VOTED, Scripted, library_at, named, tell


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("generated")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ontherecord.llms.Models.named", named)


def altered(answer: Answer, place: int = 0, **changes: object) -> Answer:
    """Return an answer of which a sentence was altered, its text such as it would be told."""
    statements = [*answer.statements]
    statements[place] = replace(statements[place], **changes)
    return retold(answer, statements)


def retold(answer: Answer, statements: Sequence[Statement]) -> Answer:
    return replace(answer, statements=tuple(statements), text=told(statements, answer.citations))


def cited(answer: Answer, **changes: object) -> Answer:
    return replace(answer, citations=(replace(answer.citations[0], **changes), *answer.citations[1:]))


@pytest.mark.parametrize(
    "forge",
    [
        lambda a: altered(a, text=VOTED.replace("Thursday", "Friday")),
        lambda a: altered(a, text=f"{VOTED} [2]"),
        lambda a: altered(a, text="Everyone was happy about it."),
        lambda a: altered(a, text=FALSE),
        lambda a: altered(a, markers=()),
        lambda a: altered(a, markers=(2,)),
        lambda a: altered(a, markers=(1, 3)),
        lambda a: altered(a, markers=(0,)),
        lambda a: altered(a, verbatim=True),
        lambda a: replace(a, statements=(replace(a.statements[0], markers=(9,), verbatim=True), *a.statements[1:])),
        lambda a: replace(a, statements=(replace(a.statements[0], markers=(), verbatim=True), *a.statements[1:])),
        lambda a: replace(a, text=a.text.replace("Thursday", "Friday")),
        lambda a: replace(a, text=a.text.replace("[1]", "[1] [2]")),
        lambda a: replace(a, text=a.text + " Everyone was happy."),
        lambda a: replace(a, text="Everyone was happy. " + a.text),
        lambda a: replace(a, text=a.text.replace(" [2]", "")),
        lambda a: replace(a, statements=a.statements[:1]),
        lambda a: retold(a, a.statements[:1]),
        lambda a: replace(a, statements=()),
        lambda a: replace(a, citations=a.citations[:1]),
        lambda a: replace(a, citations=a.citations[::-1]),
        lambda a: cited(a, marker=2),
        lambda a: cited(a, text="Ferry crews in Vigo voted on Friday."),
        lambda a: cited(a, start=a.citations[0].start + 1),
        lambda a: cited(a, article=replace(a.citations[0].article, version=7)),
        lambda a: replace(a, status="insufficient_evidence"),
    ],
)
def test_answer_forged_after_the_gate_is_refused(library: Library, forge: Callable[[Answer], Answer]) -> None:
    answer, _ = tell(library, Scripted(f"{VOTED} [{{0}}] {BERG} [{{0}}]"))
    archive = Archive(library.path)

    assert verify(answer, archive, Gate(archive)) is answer
    with pytest.raises(CitationError):
        verify(forge(answer), archive, Gate(archive))
