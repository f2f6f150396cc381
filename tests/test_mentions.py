"""What could answer a question: the names, places and numbers of a text, and what kind the question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.expectation import FITS, expected
from ontherecord.language.mentions import mentions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Tuesday Marco Rubio met the king.", {"marco rubio": "full name"}),
        ("The Bank of England's rate rose to 5.25%.", {"bank of england": "organisation", "5.25%": "percent"}),
        ("NATO and Sweden agreed.", {"nato and sweden": "full name"}),
        ("NATO, Sweden, Georgia.", {"nato": "acronym", "sweden": "country", "georgia": "country or state"}),
        ("He flew to Ohio from Africa.", {"ohio": "state", "africa": "continent"}),
        ("It cost $1.2 billion in 2023.", {"$1.2 billion": "money", "2023": "year"}),
        ("12 people, seven of them children, on March 4.", {"12": "count", "seven": "count", "march 4": "date"}),
        ("She sang “Flowers” twice.", {"flowers": "title"}),
        ("Vigo Bay at 7 a.m. or 7:30.", {"vigo bay": "landmark", "7 a.m": "clock", "7:30": "clock"}),
        ("nothing here", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_mentions_are_found_with_their_kind(text: str, found: dict[str, str]) -> None:
    kept = {name: kind for name, kind in mentions(text).items() if name in found}

    assert kept == found
    assert bool(mentions(text)) == bool(found)


@given(st.text(alphabet=st.characters() | st.sampled_from("AZ az.’'“”$12%"), max_size=300))
def test_any_text_can_be_read_and_mentions_stand_in_it(text: str) -> None:
    assert all(kind in {k for fit in FITS.values() for k in fit} | {"continent"} for kind in mentions(text).values())


def test_long_rows_of_names_are_read_in_time_that_grows_with_their_length() -> None:
    assert len(mentions("Ada " * 50_000)) == 1
    assert len(mentions("A of the " * 30_000)) == 1


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who won the race?", "person"),
        ("Which country left the pact?", "country"),
        ("Which country's president resigned?", "country"),
        ("What company bought the stadium?", "organisation"),
        ("Which was sold first?", "name"),
        ("Which is the country’s oldest bridge?", "name"),
        ("When did talks begin?", "time"),
        ("What year did talks begin?", "time"),
        ("How many people were hurt?", "count"),
        ("How much was paid?", "money"),
        ("How did she escape?", "nothing"),
        ("Why did she escape?", "nothing"),
        ("latest Hurricane Ian death toll", "count"),
        ("At what time does it open?", "time"),
        ("Where is the summit held?", "place"),
        ("What happened?", "anything"),
        ("What did Rubio say about cartels?", "nothing"),
        ("Which bill did Rubio say he would sign?", "name"),
        ("The actor, who died on Monday, starred in which movie?", "title"),
        ("ferry strike Vigo", "nothing"),
        ("", "nothing"),
    ],
)
def test_question_tells_what_it_asks_for(question: str, asked: str) -> None:
    assert dict(expected(question)) == FITS[asked]
