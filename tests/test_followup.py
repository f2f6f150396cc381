"""Follow-up questions: which ones lean on the conversation, and what they take from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.followup import complete, leans, names

HISTORY = ["Why did Liz Truss resign?", "What did Marco Rubio say in Mexico?"]
RUBIO = "What did Marco Rubio say in Mexico?"


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        ("And Truss?", "What did Truss say in Mexico?"),
        ("what about the US ambassador?", "What did the US ambassador say in Mexico?"),
        ("Truss?", "What did Truss say in Mexico?"),
        ("and in Canada?", "What did Marco Rubio say in Canada?"),
        ("and last week?", "What did Marco Rubio say in Mexico last week?"),
        ("And on Tuesday?", "What did Marco Rubio say in Mexico on Tuesday?"),
    ],
)
def test_fragment_takes_the_place_of_its_like_in_the_question_before(question: str, completed: str) -> None:
    assert complete(question, HISTORY).text == completed


@pytest.mark.parametrize(
    ("history", "question", "completed"),
    [
        (["How much will the contract cost General Motors?"], "and Ford?", "How much will the contract cost Ford?"),
        (["What was Ford's net income?"], "and Stellantis?", "What was Stellantis's net income?"),
        (
            ["How many strikes hit Vigo in 2021?"],
            "in 2022?",
            "How many strikes hit Vigo in 2022?",
        ),
        (["how long is the ferry?"], "and nationally?", "how long is the ferry nationally?"),
        (["What did Moreno say?", "and Hale?"], "and Lind?", "What did Lind say?"),
    ],
)
def test_fragments_fit_any_question(history: list[str], question: str, completed: str) -> None:
    assert complete(question, history).text == completed


@pytest.mark.parametrize(
    ("question", "context"),
    [
        ("When did they meet in Paris?", ("Marco Rubio", "Mexico")),
        ("What did Hale say about it?", ("Marco Rubio", "Mexico")),
        ("What did Mexico tell him?", ("Marco Rubio",)),
        ("Why?", (RUBIO,)),
        ("is it over", (RUBIO,)),
        ("What happened then?", (RUBIO,)),
        ("what did the port say?", (RUBIO,)),
        ("why not an A-plus?", ("Marco Rubio", "Mexico")),
    ],
)
def test_question_that_leans_gets_what_it_lacks(question: str, context: tuple[str, ...]) -> None:
    standing = complete(question, HISTORY)

    assert (standing.asked, standing.context) == (question, context)
    assert standing.text == f"{question} ({', '.join(context)})"


def test_whoever_he_or_she_is_gets_the_name_as_a_speaker() -> None:
    assert complete("What did he say about tariffs?", HISTORY).asked == "What did Marco Rubio say about tariffs?"
    assert complete("What did she say?", ["Who runs the port?"], ["Ada Lind"]).asked == "What did Ada Lind say?"
    assert complete("What did she say?", ["Where is the port?"]).asked == "What did she say?"


def test_names_that_the_answer_gave_come_first() -> None:
    assert complete("When was he born?", ["Who leads Mexico?"], ["Ada Lind"]).context[1:] == ("Ada Lind",)
    assert complete("Why did Mexico object to it?", ["Who is Rubio?"], ["Ada Lind"]).context == ("Ada Lind", "Rubio")


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
    assert complete(question, HISTORY).text == question
    assert not leans(question)


def test_nothing_is_added_where_nothing_was_said() -> None:
    assert complete("Why?", []).text == "Why?"
    assert complete("Why?", ["what happened?"]).text == "Why? (what happened?)"
    assert complete("and why did Mexico object?", ["Why did Mexico and Brazil object?"]).context == ("Brazil",)


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


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4), st.lists(st.text(max_size=20), max_size=2))
def test_any_conversation_can_be_followed(question: str, history: list[str], answered: list[str]) -> None:
    standing = complete(question, history, answered)

    assert standing.text.startswith(standing.asked)
    assert leans(question) or standing.text == question


def test_long_conversation_is_followed_back_only_so_far() -> None:
    assert complete("and Ford?", ["What did Hale say?", *["and Lind?"] * 500]).asked
