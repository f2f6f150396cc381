"""When two texts are one story told twice: what newsrooms do to wire copy, and what only looks like it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.syndication import (
    PERMUTATIONS,
    bands,
    has_words,
    similarity,
    sketch,
    tells_the_same,
    wording,
)
from tests.newsroom import EDITS, Edit, corrected, led_in, renumbered, shortened, widened, wire_copy

DAY = 86400
TEXTS = st.text(max_size=400)


def share_a_band(one: str, other: str) -> bool:
    return bool(set(bands(sketch(one))) & set(bands(sketch(other))))


def same(one: str, other: str) -> bool:
    """Whether two texts of one day are told as one story, asked both ways round."""
    wordings = wording(one, 0, DAY), wording(other, 0, DAY)
    there, back = tells_the_same(*wordings), tells_the_same(*reversed(wordings))
    assert there == back
    return there


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_copy_that_a_newsroom_edited_is_found_and_known(edit: Edit) -> None:
    for seed in range(8):
        text = wire_copy(seed)
        assert share_a_band(text, edit(text))
        assert same(text, edit(text))


def test_other_reports_are_other_stories() -> None:
    texts = [wire_copy(seed) for seed in range(30)]
    pairs = [(one, other) for one in texts for other in texts if one < other]

    assert not any(same(*pair) for pair in pairs)
    assert sum(share_a_band(*pair) for pair in pairs) < 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (wire_copy(1), renumbered(wire_copy(1))),
        (wire_copy(1), f"{wire_copy(2, 4)}\n\n{wire_copy(1, 8)}"),
        (wire_copy(1, 2) + wire_copy(9, 8), wire_copy(2, 2) + wire_copy(9, 8)),
        (wire_copy(9, 8) + wire_copy(1, 4), wire_copy(9, 8) + wire_copy(2, 4)),
        (wire_copy(1, 8), wire_copy(1, 2)),
        (wire_copy(1, 1), f"{wire_copy(1, 1)} It has since ended."),
        (wire_copy(1, 3), wire_copy(2, 8) + wire_copy(1, 3)),
    ],
    ids=[
        "the next issue of a series, with other numbers",
        "an update led by its news",
        "pages that end in the same boilerplate",
        "columns that begin with the same boilerplate",
        "a first word of it, a quarter as long",
        "notices too short to tell",
        "a long report with another in it",
    ],
)
def test_what_only_shares_much_text_is_another_story(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize("later", ["one", "the other"])
def test_later_report_may_be_the_shorter_one_but_not_the_longer(later: str) -> None:
    whole, first_word = wire_copy(3), shortened(0.5)(wire_copy(3))
    days = {"one": (0, DAY), "the other": (0, DAY)} | {later: (DAY, 2 * DAY)}

    told = tells_the_same(wording(first_word, *days["one"]), wording(whole, *days["the other"]))

    assert told is (later == "one")


def test_weeks_later_nearly_every_word_must_be_the_same() -> None:
    text, changed = wire_copy(3, 10), f"{wire_copy(3, 9)}\n\n{wire_copy(4, 1)}"
    week = 7 * DAY

    assert same(text, changed)
    assert not tells_the_same(wording(text, 0, DAY), wording(changed, week, week + DAY))
    assert tells_the_same(wording(text, 0, DAY), wording(corrected(text), week, week + DAY))


def test_short_texts_are_copies_where_every_word_is_the_same() -> None:
    assert same("The ferry sank at dawn.", "“THE FERRY sank, at dawn!”")
    assert not same("The ferry sank at dawn.", "The ferry sank at noon.")
    assert not same("", "")
    assert not same("Sunk.", "Sunk.")


def test_texts_without_spaces_between_words_are_compared_too() -> None:
    text = "".join(chr(0x4E00 + (7919 * n) % 5000) for n in range(400))

    assert same(text, f"本社記者による。{text[:350]}")
    assert not same(text, "".join(reversed(text)))


def test_sketches_estimate_what_openings_have_in_common() -> None:
    text = wire_copy(5)

    assert similarity(sketch(text), sketch(text)) == 1.0
    assert similarity(sketch(text), sketch(led_in(60)(text))) == pytest.approx(0.7, abs=0.2)
    assert similarity(sketch(text), sketch(wire_copy(6))) < 0.1
    assert similarity(sketch(text), sketch("")) == 0.0


def test_sketch_is_the_same_in_every_release() -> None:
    """Stored sketches are compared with new ones."""
    stored = np.frombuffer(sketch("The ferry sank at dawn off the coast of Vigo."), dtype="<u4")

    assert len(stored) == PERMUTATIONS
    assert stored[:3].tolist() == [1499291918, 463287325, 997856390]
    assert bands(stored.tobytes())[:2] == (237683775920770, 222787553342377)


def test_end_of_a_long_text_changes_neither_sketch_nor_cost() -> None:
    text = wire_copy(1, 40)

    assert sketch(text + wire_copy(2, 4)) == sketch(text)
    assert wording("a word and " * 5_000_000).length < 20_000


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("He said: “It’s over.”", "it's OVER", True),
        ("They oversaw it.", "over saw", False),
        ("It is over now.", "is now", False),
    ],
)
def test_passage_is_in_a_text_word_for_word(text: str, passage: str, expected: bool) -> None:
    assert has_words(text, passage) is expected


@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared_either_way_round(one: str, other: str) -> None:
    assert same(one, other) in (True, False)
    assert 0.0 <= similarity(sketch(one), sketch(other)) <= 1.0


@given(TEXTS)
def test_any_text_with_words_is_a_copy_of_itself(text: str) -> None:
    told = wording(text)

    assert tells_the_same(told, told) == bool(sketch(text))
    assert share_a_band(text, text) == bool(sketch(text))


@given(st.permutations(range(6)), st.sampled_from([widened(1), led_in(30)]))
def test_sketch_depends_on_the_text_alone(order: list[int], edit: Edit) -> None:
    texts = [edit(wire_copy(seed, 2)) for seed in order]

    assert [sketch(text) for text in texts] == [sketch(edit(wire_copy(seed, 2))) for seed in order]
