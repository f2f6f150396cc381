import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.figures import Figure, figures, implied


def read(text: str) -> list[str]:
    """Return the numbers of a text, with their units before them."""
    return [f"{figure.unit or ''}{figure.value:f}" for figure in figures(text)]


def one(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 crews", "12"),
        ("1,200,000 people", "1200000"),
        ("12,34,567 rupees", "1234567"),
        ("1.2 million people", "1200000"),
        ("a 1.2-million-euro yacht", "1200000"),
        ("12mn people", "12000000"),
        ("3m people", "3000000"),
        ("the 3 m board", "3"),
        ("3.50 metres", "3.5"),
        (".5 metres", "0.5"),
        ("the 21st century", "21"),
        ("No.5 is alive", "5"),
        ("its under-23 side", "23"),
        ("(25)", "25"),
        ("a man's 5 dogs", "5"),
        ("-5 degrees", "-5"),
        ("minus 5 degrees", "-5"),
        ("٣٥ ships", "35"),
    ],
)
def test_number_in_digits_is_read_as_its_value(text: str, value: str) -> None:
    assert [f"{figure.value:f}" for figure in figures(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twelve crews", "12"),
        ("Twenty-Five crews", "25"),
        ("a hundred crews", "100"),
        ("two hundred and fifty crews", "250"),
        ("one hundred thousand crews", "100000"),
        ("two thousand five hundred and three crews", "2503"),
        ("half a million crews", "500000"),
        ("a quarter of a million crews", "250000"),
        ("two and a half million crews", "2500000"),
        ("half a dozen crews", "6"),
        ("two dozen crews", "24"),
        ("the second crew", "2"),
        ("the twenty-first crew", "21"),
        ("its fiftieth crew", "50"),
        ("one million crews", "1000000"),
    ],
)
def test_number_in_words_is_read_as_its_value(text: str, value: str) -> None:
    assert read(text) == [value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20% off", ["%20"]),
        ("20 per cent off", ["%20"]),
        ("twenty percent off", ["%20"]),
        ("5 percentage points", ["%5"]),
        ("one percent", ["%1"]),
        ("half of them", ["%50"]),
        ("$1.2bn", ["$1200000000"]),
        ("US$4m", ["$4000000"]),
        ("A$ 5", ["A$5"]),
        ("£5 a head", ["£5"]),
        ("five million dollars", ["$5000000"]),
        ("3 euros", ["€3"]),
    ],
)
def test_unit_is_read_with_its_number(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("they won 2-1", ["2", "1"]),
        ("10,000–15,000 birds", ["10000", "15000"]),
        ("24/7", ["24", "7"]),
        ("two-thirds", ["2", "3"]),
        ("from 5 to seven", ["5", "7"]),
        ("two hundred and three hundred", ["200", "300"]),
        ("nineteen eighty-four", ["19", "84"]),
        ("7,5 and 1,20", ["7", "5", "1", "20"]),
    ],
)
def test_both_ends_of_a_range_and_both_sides_of_a_score_are_numbers(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19",
        "the G7",
        "an F-16",
        "one of the crews",
        "the first",
        "hundreds",
        "seconds later",
        "class of ’98",
        "v2.0",
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert read(text) == []


def test_place_of_a_number_is_that_of_its_words_and_unit() -> None:
    text = "Some US$4.5 million and 20 per cent"

    assert [text[figure.start : figure.end] for figure in figures(text)] == ["US$4.5 million", "20 per cent"]


@pytest.mark.parametrize(
    ("written", "source", "same"),
    [
        ("1.2 million", "1,200,000", True),
        ("twelve", "12", True),
        ("250", "two hundred and fifty", True),
        ("20%", "20 per cent", True),
        ("20 crews", "20%", True),
        ("$5", "5", True),
        ("five dollars", "US$5", True),
        ("5 dollars", "€5", False),
        ("A$5", "$5", False),
        ("20%", "$20", False),
        ("12", "13", False),
        ("1.2 million", "1.2 billion", False),
        ("-5%", "5%", False),
    ],
)
def test_number_says_another_of_its_value_and_unit(written: str, source: str, same: bool) -> None:
    assert one(written).says(one(source)) is same


def test_words_for_two_mean_it_without_being_numbers() -> None:
    assert [figure.value for figure in implied("Both crews won twice.")] == [2, 2]
    assert read("Both crews won twice.") == []


@given(st.integers(min_value=0, max_value=10**24))
def test_any_whole_number_with_thousands_separators_is_read_back(number: int) -> None:
    assert [figure.value for figure in figures(f"They counted {number:,} birds.")] == [number]


@given(st.text(alphabet="019.,-–/$%kmſıK twohundreadilxsc", max_size=60))
def test_any_text_has_numbers_in_its_order_and_within_it(text: str) -> None:
    found = list(figures(text))

    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
    assert all(isinstance(figure.value, Decimal) for figure in (*found, *implied(text)))


@pytest.mark.parametrize(
    "text", ["1,11" * 20_000, "ten " * 20_000, "two hundred and " * 5_000, "1" * 100_000, "$ " * 50_000]
)
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    begun = time.process_time()
    list(figures(text))

    assert time.process_time() - begun < 2
