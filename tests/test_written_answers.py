"""Answers written by a model that says whatever it is told to: three hundred ways to be wrong, none of them shown."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import ingest
from ontherecord import Answer, Library, Settings
from ontherecord.answering.wording import lead_in
from ontherecord.embedding import BuiltInEmbedder
from ontherecord.llms import bounded
from ontherecord.printing import answer_lines
from tests.scripted_model import Asked, Fail, Reply, Say, ScriptedModel, Silence
from tests.scripts import CASES, LEE, TODAY, VICTIMS, Case, Evidence

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MARKER, BRACKET = re.compile(r"\[\d+\]"), re.compile(r"[\[\]【】]")
MARKERS = re.compile(r"(?: \[\d+\])+(?:\s+|\Z)")
# A model that is silent has to be waited for; the others are given the time that a busy machine takes.
PATIENCE, SHORT_PATIENCE = 10.0, 0.5


class Remembering(BuiltInEmbedder):
    """The built-in embedder, which need not read the same question three hundred times."""

    def __init__(self) -> None:
        super().__init__()
        self._known = dict[str, NDArray[np.float32]]()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, super().embed(new), strict=True))
        return np.array([self._known[text] for text in texts])


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the pieces that reached the reader, the answer, and what went wrong in the script."""

    pieces: tuple[str, ...]
    answer: Answer
    errors: tuple[Exception, ...]

    @property
    def shown(self) -> list[tuple[str, tuple[int, ...]]]:
        """The sentences of the text, each with its markers, as a reader sees them."""
        found, position = list[tuple[str, tuple[int, ...]]](), 0
        leads = {f"{lead_in(citation)}: " for citation in self.answer.citations}
        text = self.answer.text
        for match in MARKERS.finditer(text):
            sentence = text[position : match.start()]
            lead = next((lead for lead in leads if sentence.startswith(lead)), "")
            found.append((sentence.removeprefix(lead), tuple(map(int, re.findall(r"\d+", match[0])))))
            position = match.end()
        return [*found, *([(text[position:], ())] if text[position:] else [])]

    def unsupported(self, case: Case) -> list[str]:
        """Return the sentences that are neither the article's own nor true ones that cite what bears them out."""
        return [sentence for sentence, markers in self.shown if not self._stands(sentence, markers, case)]

    def _stands(self, sentence: str, markers: tuple[int, ...], case: Case) -> bool:
        cited = [citation for citation in self.answer.citations if citation.marker in markers]
        if any(sentence == citation.text for citation in cited):
            return True
        return any(
            sentence == told.text and any(told.held in citation.article.text for citation in cited)
            for told in case.true
        )


class Desk:
    """A library, and a model that it asks, which plays the case asked about."""

    def __init__(self, path: Path, server: ScriptedModel) -> None:
        self._server = server
        self._outcomes = dict[str, Outcome]()
        self._extractive = dict[str, Answer]()
        settings = Settings(
            attribution="rules", llm="openai:scripted", llm_url=server.url, llm_key="k", llm_patience=PATIENCE
        )
        embedder = Remembering()
        self.library = Library.open(path, settings, embedder=embedder)
        self.hasty = Library.open(path, replace(settings, llm_patience=SHORT_PATIENCE), embedder=embedder)

    def outcome(self, case: Case) -> Outcome:
        if str(case) not in self._outcomes:
            self._outcomes[str(case)] = self._play(case)
        return self._outcomes[str(case)]

    def extractive(self, question: str) -> Answer:
        if question not in self._extractive:
            self._extractive[question] = self.library.ask(question, as_of=TODAY, llm="off")
        return self._extractive[question]

    def _play(self, case: Case) -> Outcome:
        errors = list[Exception]()

        def script(asked: Asked) -> Reply:
            try:
                return case.script(Evidence(asked))
            except Exception as error:
                errors.append(error)
                raise

        self._server.play(script)
        library = self.hasty if case.kind == "silence" else self.library
        *pieces, answer = library.stream(case.question, as_of=TODAY)
        assert isinstance(answer, Answer)
        assert self._server.asked
        return Outcome(tuple(map(str, pieces)), answer, tuple(errors))

    def close(self) -> None:
        self.hasty.close()
        self.library.close()


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, server: ScriptedModel) -> Iterator[Desk]:
    folder, path = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("written") / "library"
    victims = {victim.file: victim for victim in VICTIMS}
    for file in CORPUS.glob("*.md"):
        head, text = re.split(r"(?<=\n---\n)", file.read_text(encoding="utf-8"), maxsplit=1)
        if victim := victims.get(file.stem):
            text = victim.text(text) + "\n"
        (folder / file.name).write_text(head + text, encoding="utf-8")
    desk = Desk(path, server)
    assert ingest(folder, desk.library).added == 36
    with pytest.MonkeyPatch.context() as patch:
        # Three attempts are made all the same.
        patch.setattr(bounded, "LONGEST_WAIT_S", 0.01)
        yield desk
    desk.close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_wrong_is_shown_and_the_answer_stays_useful(desk: Desk, case: Case) -> None:
    outcome = desk.outcome(case)
    answer, text = outcome.answer, " ".join(outcome.answer.text.split())
    printed = " ".join(" ".join(answer_lines(answer)).split())

    assert outcome.errors == ()
    assert outcome.unsupported(case) == []
    assert not [words for words in case.banned if words in text or words in printed]
    assert not BRACKET.search(MARKER.sub("", text))
    assert "".join(outcome.pieces) == answer.text
    assert answer.answered
    best = desk.extractive(case.question).citations[0].text
    assert any(sentence in {told.text for told in case.true} or sentence == best for sentence, _ in outcome.shown)
    assert answer.writing is not None
    assert set(case.cut) <= {cut.text for cut in answer.writing.cut}
    known = {"cut": answer.writing.cut, "key": answer.writing.unknown_keys, "failure": answer.writing.failure}
    # An order that was kept from the model was not obeyed: nothing of it had to be cut.
    assert case.kind == "obeyed" or not [trace for trace in case.traces if not known[trace]]


def test_of_three_hundred_answers_none_has_an_unsupported_sentence_and_most_have_the_true_ones(desk: Desk) -> None:
    outcomes = [(case, desk.outcome(case)) for case in CASES]
    unsupported = [(str(case), outcome.unsupported(case)) for case, outcome in outcomes if outcome.unsupported(case)]
    true = [(told.text, outcome) for case, outcome in outcomes for told in case.true]
    shown = sum(any(text == sentence for sentence, _ in outcome.shown) for text, outcome in true)

    assert Counter(case.kind for case in CASES) == dict.fromkeys((case.kind for case in CASES), 30)
    assert (len(outcomes), unsupported) == (300, [])
    assert shown >= 0.95 * len(true)


@pytest.mark.parametrize("said", [429, 500])
def test_model_that_fails_before_it_says_anything_is_asked_three_times(
    desk: Desk, server: ScriptedModel, said: int
) -> None:
    server.play([Fail(said)])
    answer = desk.library.ask(LEE.question, as_of=TODAY)

    assert len(server.asked) == 3
    assert answer.mode == "extractive"
    assert answer.writing is not None
    assert str(said) in (answer.writing.failure or "")


def test_silence_ends_with_the_patience_and_not_with_the_silence(desk: Desk, server: ScriptedModel) -> None:
    server.play([Silence(60)])
    began = time.monotonic()
    answer = desk.hasty.ask(LEE.question, as_of=TODAY)

    assert time.monotonic() - began < 10
    assert answer.mode == "extractive"
    assert answer.writing is not None
    assert answer.writing.failure == (
        "openai:scripted said nothing for 0.5 s: ask again, or set ONTHERECORD_LLM_PATIENCE to more seconds"
    )


def test_first_sentence_reaches_the_reader_while_the_second_is_still_being_written(
    desk: Desk, server: ScriptedModel
) -> None:
    ended = list[float]()

    def script(asked: Asked) -> Reply:
        first, second = (Evidence(asked).cited(fact) for fact in LEE.facts)
        # The first is said at once, the second within 13 pieces.
        ended.append(time.monotonic())
        return (f"{first} ", Say(second, sizes=(10,), delay=0.2))

    server.play(script)
    pieces = [(time.monotonic(), piece) for piece in desk.library.stream(LEE.question, as_of=TODAY)]

    (came, first), (later, second), (_, answer) = pieces
    assert came - ended[0] < 1
    assert later - came > 1.5
    assert isinstance(answer, Answer)
    assert [f"{told.text} [{n}]" for n, told in enumerate(LEE.facts, 1)] == [first, str(second).strip()]
