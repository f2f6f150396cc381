"""Answers that a language model writes: what passes is shown as it passes, and nothing else is."""

from collections.abc import Callable, Iterator

import pytest

from ontherecord import Answer, LanguageModelError, Library
from ontherecord.answering.generated import FOUND_NONE, MOST_CUT, MOST_SENTENCES, NO_ROOM, NONE_LEFT, ON_AND_ON
from tests.writing_model import BERG, FALSE, LOST, NOW, QUESTION, STORMED, VOTED, Scripted, library_at, named, tell

Tell = Callable[..., tuple[Answer, list[str]]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("generated")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ontherecord.llms.Models.named", named)


@pytest.fixture(name="tell")
def telling(library: Library) -> Tell:
    """Ask with a model that follows a script."""
    return lambda *script, model=None, **more: tell(library, model or Scripted(*script), **more)


def cut(answer: Answer) -> list[tuple[str, bool]]:
    assert answer.writing
    return [(one.fault, one.replaced) for one in answer.writing.cut]


def extractive(library: Library) -> Answer:
    return library.ask(QUESTION, as_of=NOW, llm="off")


# -- what passes -------------------------------------------------------------------------------------------------


def test_sentence_that_passes_is_shown_with_markers_of_the_very_sentences_that_bear_it_out(tell: Tell) -> None:
    answer, pieces = tell(f"{VOTED} [{{0}}] {BERG} [{{0}}]\n\n{STORMED} [{{1}}]")

    assert answer.text == f"{VOTED} [1] {BERG} [2]\n\n{STORMED} [3]"
    assert pieces == [f"{VOTED} [1]", f" {BERG} [2]", f"\n\n{STORMED} [3]"]
    assert [citation.text for citation in answer.citations] == [
        "Ferry crews in Vigo voted on Thursday to go back to work after 12 days.",
        "Leo Berg, who owns three lines, has not signed the deal.",
        "A storm closed the harbour of Lisbon in May 2024.",
    ]
    assert (answer.status, answer.mode) == ("answered", "generated")
    assert [statement.text for statement in answer.statements] == [VOTED, BERG, STORMED]
    assert answer.writing
    assert (answer.writing.model, answer.writing.cut, answer.writing.failure) == ("scripted:1", (), None)


def test_sentence_is_shown_before_the_next_is_written(library: Library, tell: Tell) -> None:
    model = Scripted(f"{VOTED} [{{0}}]", " Leo ", "Berg, who owns three lines, has not signed the deal. [{0}]")

    answering = library.stream(QUESTION, as_of=NOW, llm=model)

    assert next(answering) == f"{VOTED} [1]"
    assert model.said == 2
    answering.close()  # type: ignore[attr-defined]
    assert model.closed


def test_sentence_that_two_articles_bear_out_has_both_markers_and_a_slice_has_one_number(tell: Tell) -> None:
    both = "Ferry crews in Vigo voted on Thursday to go back, and a storm closed the harbour of Lisbon in May 2024."

    answer, _ = tell(f"{both} [{{0}}, {{1}}] Winds reached 140 kilometres an hour. [{{1}}] {BERG} [{{0}}]")

    assert [statement.markers for statement in answer.statements] == [(1, 2), (3,), (4,)]
    assert len(answer.citations) == len({(one.article.id, one.start) for one in answer.citations}) == 4


def test_words_of_somebody_keep_their_marks_and_speaker(tell: Tell) -> None:
    answer, _ = tell("Ada Moreno said: “We got what we asked for.” [{0}]")

    assert answer.text == "Ada Moreno said: “We got what we asked for.” [1]"


# -- what does not -----------------------------------------------------------------------------------------------


def test_failing_sentence_is_replaced_by_the_articles_own_where_that_carries_it(tell: Tell) -> None:
    answer, _ = tell(f"{BERG} [{{0}}] Ferry crews in Vigo voted to go back to work after 19 days. [{{0}}]")

    assert cut(answer) == [("number", True)]
    assert answer.text == (
        f"{BERG} [1]\n\n"
        "Example Post, 2025-03-07: Ferry crews in Vigo voted on Thursday to go back to work after 12 days. [2]"
    )
    assert [statement.verbatim for statement in answer.statements] == [False, True]


def test_failing_sentence_that_no_sentence_carries_is_left_out_and_reported(tell: Tell) -> None:
    answer, _ = tell(f"{VOTED} [{{0}}] {FALSE} [{{0}}] {LOST} [{{0}}]")

    assert answer.text == f"{VOTED} [1] {LOST} [2]"
    assert answer.writing
    assert [(one.text, one.fault, one.replaced) for one in answer.writing.cut] == [(FALSE, "number", False)]


def test_best_sentence_of_an_article_is_added_where_something_was_cut_and_it_is_missing(
    tell: Tell, library: Library
) -> None:
    answer, _ = tell(f"{LOST} [{{0}}] {FALSE} [{{0}}]")

    assert answer.statements[-1].verbatim
    assert answer.statements[-1].text == extractive(library).citations[0].text


def test_repeated_sentence_is_left_out(tell: Tell) -> None:
    answer, _ = tell(
        f"{VOTED} [{{0}}] On Thursday, ferry crews in Vigo voted to go back to work. [{{0}}] {VOTED} [{{0}}]"
    )

    assert answer.text == f"{VOTED} [1]"
    assert cut(answer) == [("repeated", False)] * 2


def test_sentence_without_a_key_or_with_one_that_nobody_gave_is_not_shown(tell: Tell) -> None:
    answer, _ = tell(f"{VOTED} [{{0}}] {BERG} {STORMED} [z9z, 7] {LOST} [z2z]")

    assert [fault for fault, _ in cut(answer)] == ["citation"] * 3
    assert answer.writing
    assert answer.writing.unknown_keys == 3


@pytest.mark.parametrize("script", [f"{FALSE} [{{0}}]", "Crews lost. [{0}]", VOTED, "", "[{0}]", "\n\n"])
def test_where_nothing_is_left_the_answer_is_the_articles_own_and_says_so(
    tell: Tell, library: Library, script: str
) -> None:
    answer, _ = tell(script)

    assert answer.text == extractive(library).text
    assert (answer.mode, answer.statements) == ("extractive", ())
    assert answer.writing
    assert answer.writing.failure == NONE_LEFT


@pytest.mark.parametrize("script", ["NO ANSWER", "**NO ANSWER.**", "no answer", "NO ANSWER: nobody voted. [{0}]"])
def test_model_that_finds_no_answer_is_believed_to_have_written_none(
    tell: Tell, library: Library, script: str
) -> None:
    answer, _ = tell(script)

    assert answer.text == extractive(library).text
    assert answer.writing
    assert answer.writing.failure == FOUND_NONE


def test_sentence_that_begins_with_no_answer_is_one(tell: Tell) -> None:
    answer, _ = tell(f"No answer came from Leo Berg, who has not signed the deal. [{{0}}] {VOTED} [{{0}}]")

    assert VOTED in answer.text
    assert answer.writing
    assert answer.writing.failure is None


def test_model_that_goes_on_and_on_is_stopped(tell: Tell) -> None:
    model = Scripted(f"{VOTED} [{{0}}] ", *([f"{FALSE} [{{0}}] "] * 50))

    answer, _ = tell(model=model)

    assert model.closed
    assert model.said <= MOST_CUT + 3
    assert len(cut(answer)) == MOST_CUT
    assert answer.writing
    assert answer.writing.failure == ON_AND_ON


def test_long_answer_ends_after_so_many_sentences(tell: Tell) -> None:
    facts = [
        VOTED,
        BERG,
        LOST,
        STORMED,
        "Winds reached 140 kilometres an hour.",
        "Half of the boats sailed last night.",
    ]
    more = ["“We got what we asked for,” said Ada Moreno.", "Both cranes fell in Lisbon."]
    keys = (0, 0, 0, 1, 1, 0, 0, 1)
    model = Scripted(
        *(f"{text} [{{{key}}}] " for text, key in zip([*facts, *more], keys, strict=True)), *["Go on. "] * 9
    )

    answer, _ = tell(model=model)

    assert len(answer.statements) == MOST_SENTENCES
    assert model.said <= MOST_SENTENCES + 2
    assert model.closed


# -- models that fail --------------------------------------------------------------------------------------------


def test_model_that_fails_at_once_leaves_the_articles_own_answer_and_its_reason(tell: Tell, library: Library) -> None:
    answer, _ = tell(LanguageModelError("scripted:1 does not answer"))

    assert answer.text == extractive(library).text
    assert answer.writing
    assert answer.writing.failure == "scripted:1 does not answer"


def test_model_that_fails_amid_its_answer_leaves_what_had_passed(tell: Tell) -> None:
    answer, _ = tell(f"{VOTED} [{{0}}] {BERG} [", LanguageModelError("scripted:1 went silent"))

    assert answer.text == f"{VOTED} [1]"
    assert answer.mode == "generated"
    assert answer.writing
    assert answer.writing.failure == "scripted:1 went silent"


def test_model_without_room_is_not_asked(tell: Tell, library: Library) -> None:
    model = Scripted(VOTED, window=500)

    answer, _ = tell(model=model)

    assert model.prompts == []
    assert answer.text == extractive(library).text
    assert answer.writing
    assert answer.writing.failure == NO_ROOM


def test_model_is_not_asked_where_there_is_no_evidence(tell: Tell) -> None:
    model = Scripted(VOTED)

    answer, _ = tell(model=model, question="Who won the chess championship in Oslo?")

    assert (answer.status, answer.writing, model.prompts) == ("insufficient_evidence", None, [])
