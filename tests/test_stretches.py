"""Which sentences of its sources a written sentence is shown to stand in."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Article, Quote
from ontherecord.grounding.sources import Source
from ontherecord.grounding.stretches import MOST, stretches

STRIKE = (
    "Ferry crews in Vigo voted on Friday. The union had asked for 12 per cent. It rained all day. "
    "Its leader, Ada Moreno, called the vote a triumph. Shipping lines lost 40 million euros. Nobody was hurt."
)
STORM = "A storm closed the harbour of Lisbon. Winds reached 140 kilometres an hour. Two cranes fell into the water."


def source(text: str, **fields: Any) -> Source:
    article = Article(title="Report", text=text, url=f"https://news.example/{len(text)}")
    return Source(**{"article": article, "start": 0, "end": len(text), **fields})


def quote_of(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    return Quote(article, start, start + len(words), words, "direct", "Moreno", "Ada Moreno", "surname", "said", 0.9)


def chosen(written: str, *sources: Source) -> list[str]:
    return [one.text for one in stretches(written, sources)]


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("Crews of ferries voted in Vigo.", ["Ferry crews in Vigo voted on Friday."]),
        ("Shipping lines lost 40 million.", ["Shipping lines lost 40 million euros."]),
        (
            "Ada Moreno called it a triumph, and shipping lines lost 40 million.",
            ["Its leader, Ada Moreno, called the vote a triumph. Shipping lines lost 40 million euros."],
        ),
        (
            "Ferry crews voted in Vigo, and shipping lines lost 40 million.",
            ["Ferry crews in Vigo voted on Friday.", "Shipping lines lost 40 million euros."],
        ),
    ],
)
def test_sentences_that_hold_most_of_the_words_are_chosen_and_neighbours_are_one(
    written: str, sentences: list[str]
) -> None:
    assert chosen(written, source(STRIKE)) == sentences


def test_number_or_name_counts_for_more_than_a_word() -> None:
    text = source("The union wanted a rise in pay soon. They got 12.")

    assert chosen("A rise of 12 is soon in.", text) == ["The union wanted a rise in pay soon. They got 12."]
    assert chosen("It is 12 of the union.", text) == ["They got 12."]


def test_each_source_shows_what_it_adds_in_the_order_of_the_sources() -> None:
    written = "A storm closed the harbour of Lisbon while ferry crews voted in Vigo."

    assert chosen(written, source(STRIKE), source(STORM)) == [
        "Ferry crews in Vigo voted on Friday.",
        "A storm closed the harbour of Lisbon.",
    ]


def test_source_that_adds_nothing_is_left_out() -> None:
    written = "Ferry crews voted on Friday in Vigo."

    assert chosen(written, source(STORM), source(STRIKE)) == ["Ferry crews in Vigo voted on Friday."]
    assert chosen(written, source(STRIKE), source(STRIKE + " More.")) == ["Ferry crews in Vigo voted on Friday."]


def test_no_more_than_a_few_sentences_are_put_together() -> None:
    written = (
        "Crews in Vigo voted, Moreno called it a triumph, lines lost 40 million euros, the union asked 12 per cent."
    )

    assert sum(text.count(".") for text in chosen(written, source(STRIKE))) == MOST == 3


def test_words_of_somebody_are_shown_whole() -> None:
    text = source(f"“We won. They lost. It is over,” said Ada Moreno. {STORM}")
    words = "“We won. They lost. It is over,”"
    quoted = Source(text.article, 0, len(words), quote_of(text.article, words))

    assert stretches("It is over, said Moreno.", [quoted]) == [quoted]


def test_passage_shows_nothing_beyond_its_ends() -> None:
    passage = source(STRIKE, start=STRIKE.index("voted"), end=STRIKE.index(" triumph"))

    assert chosen("Moreno called the vote a triumph.", passage) == ["Its leader, Ada Moreno, called the vote a"]
    assert chosen("Ferry crews voted.", source(STRIKE, start=6, end=20)) == ["crews in Vigo "]


def test_sentence_of_which_sources_hold_nothing_still_has_a_slice_and_without_sources_it_has_none() -> None:
    assert len(chosen("Bees sing.", source(STORM))) == 1
    assert chosen("Bees sing.") == []


TEXT = st.lists(st.sampled_from([*"ab.?”“ \n", "Ada ", "Vigo. ", "12 ", "crews ", "\n\n"]), min_size=1, max_size=40)


@given(st.lists(st.tuples(TEXT, st.integers(0, 100), st.integers(1, 100)), max_size=3), TEXT)
def test_slices_are_within_their_sources_in_order_and_hold_something(
    made: list[tuple[list[str], int, int]], written: list[str]
) -> None:
    texts = [("x" + "".join(parts), start, size) for parts, start, size in made]
    sources = [
        source(text, start=start % len(text), end=min(start % len(text) + size, len(text)))
        for text, start, size in texts
    ]

    found = stretches("".join(written), sources)

    assert len(found) <= MOST
    for one in found:
        assert one.text
        assert any(
            one.article == given.article and given.start <= one.start < one.end <= given.end for given in sources
        )
    for one, other in pairwise(found):
        assert sources.index(next(s for s in sources if s.article == one.article)) <= sources.index(
            next(s for s in sources if s.article == other.article)
        )
