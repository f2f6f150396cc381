"""Sentences: where they end, and that none is anything but a slice of its text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.sentences import MAX_SENTENCE, sentences

WORDS = st.sampled_from(
    [
        "Rain",
        "fell.",
        "Mr.",
        "U.S.",
        "“No,”",
        "“Yes.",
        "he said.”",
        '"',
        "...",
        "?!",
        "3.5",
        "née",
        "\n",
        "\n\n",
        "x" * 90,
        ")",
    ]
)


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. Nobody minded.", ["It rained.", "Nobody minded."]),
        ("Mr. Hale left on Jan. 6. He was tired.", ["Mr. Hale left on Jan. 6.", "He was tired."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("J. K. Ray spoke. We listened.", ["J. K. Ray spoke.", "We listened."]),
        (
            "“We won. We will go on,” she said. Then she left.",
            ["“We won. We will go on,” she said.", "Then she left."],
        ),
        ('"Is it over?" he asked. Yes.', ['"Is it over?" he asked.', "Yes."]),
        ("“It began here. It goes on.", ["“It began here.", "It goes on."]),
        ("A heading\nThe text. More.", ["A heading", "The text.", "More."]),
        (
            "The crews, who\nhad waited, left\nPort Ellen. Then\nit rained.",
            ["The crews, who\nhad waited, left\nPort Ellen.", "Then\nit rained."],
        ),
        ("It cost $3.5 million. Too much!", ["It cost $3.5 million.", "Too much!"]),
    ],
)
def test_sentences_end_where_a_reader_would_say_so(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_heading_is_no_complete_sentence() -> None:
    assert [s.complete for s in sentences("What comes next\nThe vote is on Friday.")] == [False, True]


def test_overlong_sentence_is_cut_between_words() -> None:
    found = sentences(("word " * 300).strip())

    assert len(found) > 1
    assert all(len(s.text) <= MAX_SENTENCE and not s.text.startswith(" ") for s in found)


@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=300))
def test_every_sentence_is_a_slice_and_no_letter_is_lost(text: str) -> None:
    found = sentences(text)

    assert all(text[s.start : s.end] == s.text and s.text == s.text.strip() for s in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())


@given(st.lists(WORDS, max_size=60).map(" ".join), st.integers(0, 200), st.integers(0, 200))
def test_range_gives_the_sentences_that_begin_in_it(text: str, start: int, end: int) -> None:
    assert sentences(text, start, end) == [s for s in sentences(text) if start <= s.start < min(end, len(text))]


@pytest.mark.parametrize("text", ["a" * 200_000, '"' * 100_000, "." * 100_000, "“a. B " * 20_000, "Mr. " * 40_000])
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()

    sentences(text)

    assert time.process_time() - started < 5
