"""Who wrote an answer and what was cut of it, in words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from ontherecord import Answer, Cut, Fault, Filters, Searched, Statement, Writing
from ontherecord.bylines import FAULTS, byline

NOW = datetime(2025, 8, 10, tzinfo=UTC)
ANSWER = Answer("what sank?", "", "answered", "extractive", (), Searched("what sank?", 1, NOW, NOW, Filters(), NOW))
WRITTEN = (Statement("The ferry sank.", (1,)),)


def generated(writing: Writing, *statements: Statement) -> str:
    return byline(replace(ANSWER, mode="generated", statements=statements or WRITTEN, writing=writing))


def quoted(writing: Writing) -> str:
    return byline(replace(ANSWER, writing=writing))


def cut(*faults: Fault) -> tuple[Cut, ...]:
    return tuple(Cut("SECRET words", fault) for fault in faults)


def test_nothing_is_said_where_no_model_was_asked() -> None:
    assert byline(ANSWER) == ""


def test_each_fault_has_words_of_its_own() -> None:
    assert set(FAULTS) == set(get_args(Fault))
    assert len(set(FAULTS.values())) == len(FAULTS)


@pytest.mark.parametrize("fault", get_args(Fault))
def test_fault_is_told_and_the_sentence_is_not(fault: Fault) -> None:
    told = generated(Writing("openai:any", cut(fault)))

    assert told == f"Written by openai:any; one of its sentences was cut: {FAULTS[fault]}"


def test_faults_are_counted() -> None:
    assert generated(Writing("openai:any")) == "Written by openai:any"
    assert generated(Writing("openai:any", cut("number", "citation", "number"))) == (
        "Written by openai:any; 3 of its sentences were cut: a number that its sources lack (2), no citation"
    )


def test_sentences_of_articles_are_counted() -> None:
    verbatim = Statement("Nobody was hurt.", (2,), verbatim=True)
    writing = Writing("openai:any", (Cut("SECRET", "date", replaced=True),))

    assert generated(writing, *WRITTEN, verbatim) == (
        "Written by openai:any; one of its sentences was cut: a date that its sources lack; "
        "one sentence is quoted instead"
    )
    assert generated(writing, *WRITTEN, verbatim, verbatim).endswith("; 2 sentences are quoted instead")


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("openai:any cannot be reached (refused): start it", ", which cannot be reached (refused): start it"),
        ("openai:any said nothing for 30 s: ask again.", ", which said nothing for 30 s: ask again"),
        ("it found no answer in the evidence", ", which found no answer in the evidence"),
        ("none of its sentences stood up", ": none of its sentences stood up"),
        ("openai:anyone is another", ": openai:anyone is another"),
        (f"a\nb {'x' * 999}", ": a b…"),
    ],
)
def test_failure_follows_the_name(failure: str, told: str) -> None:
    assert (
        quoted(Writing("openai:any", failure=failure)) == f"Quoted from the articles, not written by openai:any{told}"
    )


def test_answer_that_ends_early_says_why() -> None:
    writing = Writing(
        "openai:any", cut("form"), failure="openai:any broke off in the middle of its answer (x): ask again"
    )

    assert generated(writing) == (
        "Written by openai:any, which broke off in the middle of its answer (x): ask again; "
        "one of its sentences was cut: no plain statement"
    )


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gguf:/home/ada/models/small.gguf", "gguf:small.gguf"),
        ("gguf:small.gguf", "gguf:small.gguf"),
        ("openai:Qwen/Qwen2.5", "openai:Qwen/Qwen2.5"),
        ("OpenAILike", "OpenAILike"),
        ("a\nb", "a b"),
    ],
)
def test_folders_of_a_model_are_left_out(model: str, name: str) -> None:
    assert generated(Writing(model)) == f"Written by {name}"
    assert quoted(Writing(model, failure=f"{model} said nothing for 9 s: ask again")) == (
        f"Quoted from the articles, not written by {name}, which said nothing for 9 s: ask again"
    )
