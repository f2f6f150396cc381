import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ontherecord.answering.dictation import Dictated, Dictation

KEYS = frozenset({"k4t", "m2q", "b7d"})


def dictated(*pieces: str) -> list[Dictated]:
    dictation = Dictation(KEYS)
    taken = [sentence for piece in pieces for sentence in dictation.take(piece)]
    return [*taken, *dictation.end()]


def written(text: str) -> list[tuple[str, ...]]:
    """Return the sentences of a text, each with its keys."""
    return [(sentence.text, *sentence.keys) for sentence in dictated(text)]


TWO = [("Crews voted.", "k4t"), ("They left.", "m2q")]


@pytest.mark.parametrize(
    "text",
    [
        "Crews voted [k4t]. They left [m2q].",
        "Crews voted. [k4t] They left. [m2q]",
        "Crews voted. [k4t]. They left. [m2q].",
        "Crews voted.[k4t] They left.[m2q]",
        "Crews voted【k4t】. They left 【m2q】.",
        "Crews voted (k4t). They left (m2q).",
        "Crews voted [source k4t]. They left [ m2q ].",
        "Crews voted [K4T]. They left [m2q].",
        "Crews voted [k4t].\nThey left [m2q].",
        "Crews voted [k4t].\r\n\r\nThey left [m2q].\n\n",
        "- Crews voted [k4t].\n- They left [m2q].",
        "1. Crews voted [k4t].\n2) They left [m2q].",
        "  * **Crews** voted [k4t].\n  * `They` left [m2q].",
        "[k4t]\nCrews voted [k4t]. They left [m2q].\n12.\n***",
    ],
)
def test_sentences_come_with_their_keys_and_without_what_a_model_puts_around_them(text: str) -> None:
    assert written(text) == TWO


def test_key_ends_a_sentence_that_has_no_full_stop() -> None:
    assert written("Crews voted [k4t] They left [m2q] “Never,” they said [k4t]") == [
        *(("Crews voted", "k4t"), ("They left", "m2q"), ("“Never,” they said", "k4t"))
    ]


def test_key_in_the_middle_of_a_sentence_does_not_end_it() -> None:
    assert written("A prize went to [k4t] Ada Moreno and [m2q] Leo Berg, who won [k4t].") == [
        ("A prize went to Ada Moreno and Leo Berg, who won.", "k4t", "m2q")
    ]


@pytest.mark.parametrize(
    "text",
    ["Crews voted [k4t, m2q].", "Crews voted [k4t;m2q].", "Crews voted [k4t][m2q].", "Crews voted (k4t, m2q) [k4t]."],
)
def test_sentence_may_have_several_keys(text: str) -> None:
    assert written(text) == [("Crews voted.", "k4t", "m2q")]


def test_keys_that_nobody_gave_are_counted() -> None:
    (sentence,) = dictated("Crews voted [1, k4t] [source 2] [z9z].")

    assert sentence == Dictated("Crews voted.", ("k4t",), 3, opens=True)


def test_nothing_is_lost_behind_a_key_that_nobody_gave() -> None:
    assert written("Crews voted. [1] they left. [Z9Z] they slept [k4t].") == [
        *(("Crews voted.",), ("they left.",), ("they slept.", "k4t"))
    ]


@pytest.mark.parametrize(
    "text", ["The vote [in May] passed.", "The vote (they said) passed.", "The vote of No. 5 (a) passed."]
)
def test_other_brackets_are_no_keys(text: str) -> None:
    assert written(text) == [(text,)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Moreno of the U.S. Navy voted at 3 p.m. on Friday.",
        "“We go. We stay. Who knows,” Moreno said.",
        'Moreno said, "We go. We stay." and left.',
        "They paid 3.5 million … and more.",
    ],
)
def test_full_stop_within_a_sentence_does_not_end_it(text: str) -> None:
    assert written(f"{text} [k4t] They left [m2q].") == [(text, "k4t"), ("They left.", "m2q")]


def test_first_sentence_of_a_paragraph_opens_it() -> None:
    found = dictated("Crews voted [k4t]. They left [m2q].\n\nThen it rained. It poured.")

    assert [sentence.opens for sentence in found] == [True, False, True, False]


def test_sentence_is_given_out_as_soon_as_the_next_has_begun() -> None:
    dictation = Dictation(KEYS)

    assert list(dictation.take("Crews voted [k4")) == []
    assert list(dictation.take("t]. ")) == []
    assert list(dictation.take("They ")) == [Dictated("Crews voted.", ("k4t",), 0, opens=True)]
    assert list(dictation.take("left [m2q].\n")) == [Dictated("They left.", ("m2q",), 0, opens=False)]
    assert list(dictation.end()) == []


NASTY = (
    "Crews voted. [k4t] They left. [m2q]",
    "He went to the U.S. Andorra was next [k4t]. In the U.S. An end [m2q].",
    'He said no. "we go," she said. “We stay. [k4t] They" left.” So.',
    "Crews voted (k4t, m2q, b7d) They left. (k4t, m2q) And so on. (Nobody knew.) [k4t",
    "1. Crews voted.\n12. They left. 3. Then\n\n- [k4t]\n– It ended [k4t]",
    "They left. [1] they slept. [Z9Z] they woke. 【k4t】they ate.",
    '“We go [k4t]. They left. ” Oh “ no. ” 6" of snow. [k4t]. Yes… [m2q]... No?! [k4t]',
    f"{'word ' * 70}“Go. {'word ' * 20}Stay.” {'word ' * 30}. Then [k4t] they left.",
    "**Crews** voted[k4t][m2q] .  [b7d]\u2028They\r\nleft.\n\n\n",
    "A [k4t] B [m2q] C. No. 5 won. No. Five won. Mr. X. Y. Zed [k4t, 7]. ",
)
TEXTS = st.sampled_from(NASTY) | st.lists(
    st.sampled_from([*"ABab.?!…“”\"'()[]【】- \n", "[k4t]", " [m2q]", "(b7d)", "U.S.", "An", "No.", "5", "1. "]),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.integers(min_value=0, max_value=700), max_size=12))
def test_text_gives_the_same_sentences_however_it_is_cut_into_pieces(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(text)]

    assert dictated(*(text[start:end] for start, end in pairwise(places))) == dictated(text)


@pytest.mark.parametrize("text", NASTY)
def test_text_gives_the_same_sentences_letter_by_letter(text: str) -> None:
    assert dictated(*text) == dictated(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
@example('Crews left. "', 'we go," she said.')
@example("He was in the U.S. An", "dorra was next.")
@example("Crews left. (k4t, ", "m2q) They slept.")
def test_nothing_is_given_out_before_it_is_certain(begun: str, rest: str) -> None:
    given_out = list(Dictation(KEYS).take(begun))

    assert dictated(begun + rest)[: len(given_out)] == given_out


@settings(deadline=None)
@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    letters = "".join(sentence.text for sentence in dictated(text))

    assert letters.count("A") == text.count("A")
    assert letters.count("a") == text.count("a")


@pytest.mark.parametrize("text", ["Go. " * 500, "[k4t] " * 500, "word " * 800, "“" * 3000, "[" * 3000])
def test_long_answer_takes_no_long_time(text: str) -> None:
    begun = time.process_time()
    dictated(*(text[start : start + 4] for start in range(0, len(text), 4)))

    assert time.process_time() - begun < 5
