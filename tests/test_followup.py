"""Follow-up questions: which ones lean on the conversation, and what they take from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.followup import complete, names

HISTORY = ["Why did Liz Truss resign?", "What did Marco Rubio say in Mexico?", "what about the cartels?"]


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        ("What did he say about tariffs?", "What did he say about tariffs? (Marco Rubio, Mexico)"),
        ("And Truss?", "And Truss? (Marco Rubio, Mexico)"),
        ("What about Canada?", "What about Canada? (Marco Rubio, Mexico)"),
        ("Why?", "Why? (Marco Rubio, Mexico)"),
        ("When did they meet in Paris?", "When did they meet in Paris? (Marco Rubio, Mexico)"),
        ("What did Hale say about it?", "What did Hale say about it? (Marco Rubio, Mexico)"),
        ("What did Hale say about that?", "What did Hale say about that? (Marco Rubio, Mexico)"),
        ("What did Mexico tell him?", "What did Mexico tell him? (Marco Rubio)"),
        ("is it over", "is it over (Marco Rubio, Mexico)"),
        ("What happened then?", "What happened then? (Marco Rubio, Mexico)"),
    ],
)
def test_question_that_leans_gets_the_names_of_the_latest_question_that_has_any(
    question: str, completed: str
) -> None:
    assert complete(question, HISTORY) == completed


@pytest.mark.parametrize(
    "question",
    [
        "What is that bill in Congress about Ukraine?",
        "Why did Truss resign?",
        "When does the World Cup begin?",
        "Where is Sanibel?",
        "Who said that Mexico would pay?",
        "What did Sheinbaum say when she visited Oaxaca?",
        "Did Boeing say when it would deliver?",
        "how many people died in the earthquake",
        "Which unions were on strike in Vigo last week and why were they angry?",
    ],
)
def test_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert complete(question, HISTORY) == question


def test_nothing_is_added_that_no_earlier_question_names() -> None:
    assert complete("Why?", []) == "Why?"
    assert complete("Why?", ["what happened?", ""]) == "Why?"
    assert complete("Why did Rubio, Marco Rubio, go there?", ["Who is Marco Rubio?"]).endswith("go there?")


def test_earlier_question_adds_only_names_that_are_missing_from_this_one() -> None:
    assert complete("and why did mexico object?", ["Why did Mexico and Brazil object?"]).endswith("object? (Brazil)")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Marco Rubio say in Mexico?", ["Marco Rubio", "Mexico"]),
        ("Did Truss resign?", ["Truss"]),
        ("Rubio said what?", ["Rubio"]),
        ("Who leads the Bank of England?", ["Bank of England"]),
        ("Has Ursula von der Leyen spoken?", ["Ursula von der Leyen"]),
        ("Please explain the strike", []),
        ("Whose ferry sank?", []),
        ("Mexico, Mexico and Mexico", ["Mexico"]),
        ("no names here", []),
        ("", []),
    ],
)
def test_names_are_found_without_the_word_that_opens_the_question(question: str, found: list[str]) -> None:
    assert names(question) == found


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_any_question_is_kept_word_for_word(question: str, history: list[str]) -> None:
    assert complete(question, history).startswith(question)
