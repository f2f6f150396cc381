"""Questions for somebody's words: whose, about what, and of which kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.asking import words_asked
from ontherecord.language.cues import of_mind


@pytest.mark.parametrize(
    ("question", "speaker", "subject"),
    [
        ("What did Rubio say about cartels?", "Rubio", "cartels"),
        ("what did Marco Rubio say about the cartels last week", "Marco Rubio", "the cartels last week"),
        ("What did Rubio, the secretary of state, say about cartels?", "Rubio", "cartels"),
        ("What does the mayor of Lyon think of the Games?", "the mayor of Lyon", "the Games"),
        ("Did Lind deny taking the money?", "Lind", "taking the money"),
        ("What has Ada Moreno promised on wages?", "Ada Moreno", "wages"),
        ("How did the minister react to the strike?", "the minister", "the strike"),
        ("What is Rubio saying about cartels?", "Rubio", "cartels"),
        ("What's Rubio's position on cartels?", "Rubio", "cartels"),
        ("What were Ada Moreno's comments about wages?", "Ada Moreno", "wages"),
        ("quotes by Rubio about cartels", "Rubio", "cartels"),
        ("Rubio on cartels", "Rubio", "cartels"),
        ("What did Berg's lawyer say about the fine?", "Berg's lawyer", "the fine"),
        ("Why did prices rise, according to Ada Moreno?", "Ada Moreno", "Why did prices rise"),
        ("What did Rubio say?", "Rubio", ""),
    ],
)
def test_the_speaker_and_the_subject_are_told_apart(question: str, speaker: str, subject: str) -> None:
    asked = words_asked(question)

    assert asked is not None
    assert (asked.speaker, asked.subject) == (speaker, subject)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who said that cartels are terrorists?", "cartels are terrorists"),
        ("who called cartels terrorists?", "cartels terrorists"),
        ("Which senator warned about the dam?", "the dam"),
    ],
)
def test_who_said_it_asks_for_anybodys_words(question: str, subject: str) -> None:
    asked = words_asked(question)

    assert asked is not None
    assert (asked.speaker, asked.subject) == (None, subject)


@pytest.mark.parametrize(
    "question",
    [
        "Why did Truss resign?",
        "How many jobs did the economy add?",
        "Who won the World Cup?",
        "What was the storm called?",
        "What did he say?",
        "What did her husband say?",
        "How did the minister read the wording of Lind's statement?",
        "What do you think about it?",
        "Who is the mayor of Lyon?",
        "",
    ],
)
def test_other_questions_ask_for_nobodys_words(question: str) -> None:
    assert words_asked(question) is None


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("What did Lind say about it?", "statement"),
        ("What does Lind think about trams?", "thought"),
        ("What is Lind's view on trams?", "thought"),
        ("What did Lind promise about trams?", "promise"),
        ("Did Lind deny the charge?", "denial"),
        ("What did Lind ask the board?", "question"),
    ],
)
def test_a_view_a_promise_and_a_denial_are_no_mere_statement(question: str, act: str) -> None:
    asked = words_asked(question)

    assert asked is not None
    assert asked.act == act


def test_how_a_position_changed_wants_the_order_of_time() -> None:
    changed, plain = (
        words_asked("How has Lind's position on trams changed?"),
        words_asked("What did Lind say of trams?"),
    )

    assert changed is not None
    assert changed.over_time
    assert changed.subject == "trams"
    assert plain is not None
    assert not plain.over_time


def test_what_need_not_be_words_is_not_strict() -> None:
    said, reacted = words_asked("What did Lind say of trams?"), words_asked("How did Lind react to the strike?")

    assert said is not None
    assert said.strict
    assert reacted is not None
    assert not reacted.strict


@given(st.text(max_size=200))
def test_any_text_is_understood_or_not_without_complaint(question: str) -> None:
    asked = words_asked(question)

    assert asked is None or asked.speaker is None or asked.speaker.strip()


def test_thoughts_and_wishes_are_no_statements() -> None:
    assert of_mind("believes")
    assert of_mind("wanted to")
    assert not of_mind("said")
    assert not of_mind("said he believed")
    assert not of_mind("according to")
    assert not of_mind(None)
