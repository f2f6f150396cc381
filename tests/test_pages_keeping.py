"""Conversations into the browser that keeps them, and back: what comes back counts as far as it is on record."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord import CitationError, Filters, QuestionError
from ontherecord.pages.asking import MOST_TURNS, converse
from ontherecord.pages.keeping import GONE, LARGEST, as_data, from_browser, to_browser
from ontherecord.web.narrowing import Narrowing
from ontherecord.web.turns import Conversation, Turn
from tests.conftest import make_article
from tests.hostile import PAYLOADS
from tests.telling import a_refusal, an_article

QUESTION = "What did dock workers in Rotterdam do?"
NARROWED = Narrowing(Filters(after=datetime(2020, 1, 1, tzinfo=UTC), publishers=("Example News",), language="en"))


class NoLibrary:
    """Recalls nothing."""

    def recall(self, record):
        raise CitationError("this answer is not on record")


@pytest.fixture
def stocked(library):
    library.add(make_article(number, published_at=datetime(2025, 8, 9, tzinfo=UTC)) for number in range(6))
    return library


def asked(library, *questions: str, narrowing: Narrowing | None = None):
    turns = ()
    for question in questions:
        *_, turns = converse(library, question, turns, narrowing, "off")
    return turns


def kept(*states) -> str:
    """Put conversations, as they grow, together as the browser does."""
    turns, began = [], None
    for state in states:
        told = json.loads(to_browser(state))
        turns[told["number"] - 1 :] = [told["turn"]]
        began = began or told["began"]
    return json.dumps({"turns": turns, "began": began, "title": "The harbour"})


def test_conversation_comes_back_as_it_was(stocked):
    first = asked(stocked, QUESTION, narrowing=NARROWED)
    whole = (*first, *asked(stocked, "Who was crowned on Mars?"))
    back = from_browser(stocked, kept(first, whole))
    assert back.title == "The harbour"
    assert [turn.question for turn in back.turns] == [QUESTION, "Who was crowned on Mars?"]
    assert back.turns[0].answer == first[0].answer
    assert back.turns[0].answer.citations[0].text == "Dock workers in Rotterdam went back to work."
    assert (back.turns[0].text, back.turns[0].seconds) == (first[0].text, first[0].seconds)
    assert back.turns[0].narrowing == NARROWED
    assert back.turns[1].answer.status == "insufficient_evidence"


def test_question_asked_again_takes_the_place_of_the_first(stocked):
    states = (
        asked(stocked, QUESTION),
        asked(stocked, QUESTION, "What did engineers replace?"),
        asked(stocked, QUESTION),
    )
    assert len(from_browser(stocked, kept(*states[:2])).turns) == 2
    assert len(from_browser(stocked, kept(states[0], states[2])).turns) == 1


def test_turn_without_an_answer_keeps_its_words():
    back = from_browser(NoLibrary(), kept((Turn("why", "This cannot be answered: it is late."),)))
    assert back.turns == (Turn("why", "This cannot be answered: it is late."),)


def test_nothing_is_kept_of_a_conversation_without_a_turn():
    told = json.loads(to_browser(()))
    assert (told["number"], told["turn"]) == (0, None)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (("citations", 0, "text"), "Dock workers in Rotterdam never went back to work."),
        (("citations", 0, "start"), 3),
        (("citations", 0, "end"), 10_000),
        (("citations", 0, "article", "id"), "of-another"),
        (("citations", 0, "article", "version"), 7),
        (("text",), "Dock workers went on strike for good [1]"),
    ],
)
def test_answer_that_was_altered_is_refused(stocked, where, what):
    conversation = json.loads(kept(asked(stocked, QUESTION)))
    *path, last = where
    place = conversation["turns"][0]["answer"]
    for step in path:
        place = place[step]
    place[last] = what
    (turn,) = from_browser(stocked, json.dumps(conversation)).turns
    assert (turn.question, turn.text, turn.answer) == (QUESTION, GONE, None)


def test_words_beside_an_answer_are_those_of_the_record_whatever_was_kept(stocked):
    conversation = json.loads(kept(asked(stocked, QUESTION)))
    conversation["turns"][0]["text"] = "Rotterdam fell into the sea."
    (turn,) = from_browser(stocked, json.dumps(conversation)).turns
    assert turn.text == turn.answer.text
    assert "sea" not in turn.text


def test_answer_whose_article_was_purged_says_so(stocked):
    turns = asked(stocked, QUESTION)
    text = kept(turns)
    stocked.remove(turns[0].answer.citations[0].article.id, purge=True)
    (turn,) = from_browser(stocked, text).turns
    assert (turn.question, turn.text, turn.answer) == (QUESTION, GONE, None)


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "7", '"x"', "{}", '{"turns": {}}', "[" * 100_000, "{" * 5000]
)
def test_what_is_no_conversation_is_refused_in_plain_words(text):
    with pytest.raises(QuestionError, match="no conversation that was kept here"):
        from_browser(NoLibrary(), text)


def test_conversation_of_more_than_a_megabyte_is_refused():
    with pytest.raises(QuestionError):
        from_browser(NoLibrary(), json.dumps({"turns": [], "title": "x" * LARGEST}))


def test_no_more_turns_come_back_than_a_conversation_holds():
    text = json.dumps({"turns": [{"question": "why"}] * (MOST_TURNS + 9)})
    assert len(from_browser(NoLibrary(), text).turns) == MOST_TURNS


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(PAYLOADS),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside, max_size=4),
    max_leaves=8,
)
TURNS = st.fixed_dictionaries(
    {},
    optional={
        "question": ANYTHING,
        "text": ANYTHING,
        "seconds": ANYTHING,
        "narrowing": ANYTHING | st.lists(st.tuples(st.sampled_from(["from", "to", "as_of", "outlet"]), ANYTHING)),
        "answer": ANYTHING,
    },
)
KEPT = ANYTHING | st.fixed_dictionaries(
    {"turns": st.lists(TURNS | ANYTHING, max_size=4) | ANYTHING}, optional={"title": ANYTHING, "began": ANYTHING}
)


@settings(max_examples=300, deadline=None)
@given(KEPT.map(json.dumps) | st.text())
def test_whatever_a_browser_kept_is_a_conversation_or_refused(text):
    try:
        back = from_browser(NoLibrary(), text)
    except QuestionError:
        return
    assert isinstance(back, Conversation)
    assert back.title
    assert back.began.tzinfo
    assert all(turn.question and isinstance(turn.text, str) and 0 <= turn.seconds < 1e6 for turn in back.turns)


def test_answer_of_any_other_shape_is_gone_or_was_never_more_than_the_record(stocked):
    turns = asked(stocked, QUESTION)
    text = kept(turns)
    for field in turns[0].answer.to_dict():
        for value in (0, True, [], {}, "x", None, 1.5, [[]], {"id": 1}, [None], "Rotterdam sank."):
            conversation = json.loads(text)
            conversation["turns"][0]["answer"][field] = value
            (turn,) = from_browser(stocked, json.dumps(conversation)).turns
            # What tells nothing of the record may be anything.
            assert turn.answer is None or turn.answer.citations == turns[0].answer.citations, (field, value)
            assert turn.text in (GONE, turns[0].text)


def test_nothing_that_is_kept_could_end_a_script():
    told = [to_browser((Turn(text, text, a_refusal(an_article(title=text))),)) for text in PAYLOADS]
    assert not [text for text in told if "<" in text]
    assert json.loads(as_data({"text": "</script>"}))["text"] == "</script>"
