"""What a question is narrowed to: from a form, an address, and back."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Filters, QuestionError
from ontherecord.web.narrowing import Narrowing, address, chips, in_words, read_form, read_parameters
from tests.hostile import Seen

DAYS = st.dates(date(1800, 1, 2), date(2100, 1, 1))


def test_last_day_of_a_form_is_counted_in():
    narrowing = read_form("2022-09-01", "2022-09-30", [], "", "")
    assert narrowing.filters == Filters(datetime(2022, 9, 1, tzinfo=UTC), datetime(2022, 10, 1, tzinfo=UTC))
    assert narrowing.days == ("2022-09-01", "2022-09-30")


def test_empty_form_narrows_nothing():
    assert not read_form("", None, None, " ", "")
    assert read_form("", None, None, " ", "") == Narrowing()


@pytest.mark.parametrize(("field", "text"), [("from", "yesterday"), ("to", "2022-02-30"), ("as of", "20")])
def test_day_that_is_none_is_named_with_its_field(field, text):
    form = {"from": None, "to": None, "as of": None} | {field: text}
    with pytest.raises(QuestionError, match=f"“{text}” in “{field}” is no day"):
        read_form(form["from"], form["to"], [], "", form["as of"])


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(QuestionError, match="swap"):
        read_form("2022-09-02", "2022-09-01", [], "", "")


@given(st.none() | DAYS, st.none() | DAYS, st.lists(st.text()), st.text(max_size=8), st.none() | DAYS, st.text())
def test_address_brings_back_what_a_question_was_narrowed_to(first, last, outlets, language, as_of, question):
    if first and last and last < first:
        first, last = last, first
    written = [day and day.isoformat() for day in (first, last, as_of)]
    narrowing = read_form(written[0], written[1], outlets, language, written[2])
    assert read_parameters(parse_qsl(address(question, narrowing)[1:])) == narrowing


@given(st.lists(st.tuples(st.sampled_from(["from", "to", "as_of", "outlet", "language", "q"]), st.text())))
def test_any_address_is_read_or_refused_in_words(parameters):
    try:
        read_parameters(parameters)
    except QuestionError as error:
        assert str(error)


def test_each_limit_can_be_taken_away():
    narrowing = read_form("2022-09-01", "2022-09-30", ["Post"], "en", "2023-01-01")
    assert narrowing.limits == ("dates", "outlets", "language", "as of")
    for limit in narrowing.limits:
        assert limit not in narrowing.without(limit).limits
        assert len(narrowing.without(limit).limits) == 3


def test_chips_say_what_a_question_is_narrowed_to():
    narrowing = read_form("2022-09-01", "", ["Post <b>"], "en", "2023-01-01")
    assert in_words(narrowing) == ["from 2022-09-01", "Post <b>", "language en", "as of 2023-01-01"]
    seen = Seen(chips(narrowing))
    assert seen.tags == ["ul", "li", "li", "li", "li"]
    assert "Post <b>" in seen.text
    assert chips(Narrowing()) == ""
