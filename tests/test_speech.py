"""Whose words a question asks for, and which sentences may hold them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.speech import asked_speaker, quoted_share, quotes, speaks, subject, without_speech_verbs


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Marco Rubio say about cartels?", "Rubio"),
        ("what did rubio say about cartels", "rubio"),
        ("WHAT DID RUBIO SAY ABOUT CARTELS", "RUBIO"),
        ("What has Sheinbaum said on sovereignty?", "Sheinbaum"),
        ("What has Sheinbaum repeatedly said?", "Sheinbaum"),
        ("Did the Fed chair promise lower rates?", "chair"),
        ("What was Truss told by the committee?", "Truss"),
        ("What does the mayor of Lyon think about trams?", "Lyon"),
        ("How did Mary O'Neill respond?", "O'Neill"),
        ("Has Ursula von der Leyen ever admitted it?", "Leyen"),
        ("What have officials been saying?", "officials"),
        ("What is Musk saying about the price?", "Musk"),
        ("What did Rubio, the secretary of state, say?", "Rubio"),
        ("What did “Magic” Johnson say?", "Johnson"),
        ("What did Lee's “Bo” say?", "Bo"),
        ("What did the U.S. say about tariffs?", "U.S"),
        ("Did the court deny the appeal?", "court"),
    ],
)
def test_question_for_somebodys_words_names_the_speaker(question: str, speaker: str) -> None:
    assert asked_speaker(question) == speaker


@pytest.mark.parametrize(
    "question",
    [
        "Who said the ferry would sail?",
        "What did people say about the strike?",
        "What did he say?",
        "Did anyone deny it?",
        "What has been said about the strike?",
        "Has it been said that the ferry sank?",
        "What is the claim?",
        "What is their demand?",
        "How many jobs did the economy add in June?",
        "Who won the election?",
        "Why did Truss resign?",
        "saying",
        "did",
        "did say",
        "",
    ],
)
def test_other_questions_ask_for_nobodys_words(question: str) -> None:
    assert asked_speaker(question) is None


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("“We go on,” Moreno said.", ""),
        ("“We go on,” said Ada Moreno, who leads the union.", ""),
        ("The crews trust Moreno.", ""),
        ("“We go on,” she said.", "Moreno met the crews."),
        ("“We go on,” moreno said.", ""),
        ("In Vigo, Moreno, head of the union, said that crews go on.", ""),
    ],
)
def test_sentence_may_hold_the_words_of_whom_it_names(sentence: str, before: str) -> None:
    assert speaks("Moreno", sentence, before)


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("“We go on,” said Hale.", "Moreno met the crews."),
        ("“Moreno is wrong,” said Hale.", ""),
        ("“We go on,” she said.", "Hale met the crews."),
        ("She left the room.", "Moreno met the crews."),
        ("The Morenos of Vigo fish.", ""),
        ("", ""),
    ],
)
def test_sentence_of_somebody_else_is_not_theirs(sentence: str, before: str) -> None:
    assert not speaks("Moreno", sentence, before)


def test_speaker_of_initials_is_not_a_pronoun() -> None:
    assert speaks("U.S", "The U.S. will not pay, officials in Washington have made clear.", "")
    assert not speaks("U.S", "They told us to wait.", "")


def test_speech_verbs_are_left_out_of_the_search() -> None:
    assert without_speech_verbs("What did Hale say about trams").split() == ["What", "did", "Hale", "about", "trams"]
    assert without_speech_verbs("sayings and essays") == "sayings and essays"


def test_quotations_are_seen_in_both_kinds_of_marks() -> None:
    assert quotes('He said "we go on".')
    assert quotes("He said “we go on”.")
    assert not quotes("He said ‘we go on’.")
    assert not quotes('A 6" pipe.')
    assert quoted_share("“abcdefgh”") == 1.0
    assert quoted_share('xxxx "abc"') == 0.5
    assert quoted_share('That is all," he said.') == 0.0
    assert quoted_share("") == 0.0


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_no_text_is_too_odd(question: str, sentence: str, before: str) -> None:
    speaker = asked_speaker(question)

    assert speaker is None or speaker in question
    assert isinstance(speaks(speaker or "x", sentence, before), bool)
    assert 0.0 <= quoted_share(sentence) <= 1.0


@pytest.mark.parametrize("word", ["did ", "did x ", "x", "said ", "“", "A, b "])
def test_longest_question_is_read_at_once(word: str) -> None:
    question = (word * 2000)[:2000]
    started = time.process_time()

    asked_speaker(question)
    speaks("x", question, question)

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Marco Rubio say about the cartels?", ["What", "did", "about", "the", "cartels?"]),
        ("What did she say?", ["What", "did", "?"]),
        ("Who won in Vigo?", ["Who", "won", "in", "Vigo?"]),
    ],
)
def test_subject_is_what_is_left_without_the_speaker_and_the_verb(question: str, words: list[str]) -> None:
    assert subject(question).split() == words
