"""What becomes of a conversation when something is asked, asked again, stopped, gone on from, or rated."""

from contextlib import suppress
from types import SimpleNamespace

import pytest

from ontherecord import Filters, QuestionError
from ontherecord.pages.asking import FULL, MOST_TURNS, again, converse, go_on, rated, stopped, widen
from ontherecord.pages.parts import Desk
from ontherecord.web.narrowing import Narrowing
from ontherecord.web.turns import Onward, Turn
from tests.telling import a_refusal, an_answer, an_article, cite

ANSWER = an_answer(cite(an_article(), "Nobody was hurt."))
NARROW = Narrowing(Filters(publishers=("Post",)))


class FakeLibrary:
    """Replies what it is told to; keeps what it was asked."""

    def __init__(self, *replies, wider=ANSWER, follow_ups=("And then?",)):
        self.replies, self.wider, self.questions = replies, wider, follow_ups
        self.asked, self.rated = [], []

    def stream(self, question, **asked):
        self.asked.append({"question": question, **asked})
        for reply in self.replies:
            if isinstance(reply, Exception):
                raise reply
            yield reply

    def ask(self, question, **asked):
        self.asked.append({"question": question, **asked})
        return self.wider

    def follow_ups(self, answer, limit, *, history):
        return list(self.questions)

    def rate(self, answer, verdict, reason, *, history, rating_id):
        self.rated.append((answer, verdict, reason, history, rating_id))
        return SimpleNamespace(id=rating_id or "r1", reason=reason)


def last(states) -> Turn:
    *_, turns = states
    return turns[-1]


def test_question_is_shown_at_once_then_the_answer():
    states = list(converse(FakeLibrary("Island Paper: ", "Nobody", ANSWER), " what sank? ", ()))
    assert [state[-1].waiting for state in states] == [True, True, False]
    assert [state[-1].text for state in states] == ["", "Island Paper: ", ANSWER.text]
    assert (states[0][-1].question, states[-1][-1].answer) == ("what sank?", ANSWER)


@pytest.mark.parametrize("error", [QuestionError("too long"), ValueError("secret /path")])
def test_nothing_is_waited_for_after_an_error(error):
    turn = last(converse(FakeLibrary("Part", error), "what sank?", ()))
    assert not turn.waiting
    assert turn.text.startswith("This cannot be answered: ")
    assert "secret" not in turn.text


@pytest.mark.parametrize("llm", [None, "off", "ollama:mine"])
def test_model_of_the_command_line_writes_the_answers(llm):
    library = FakeLibrary("Part")
    list(converse(library, "what sank?", (), None, llm))
    assert library.asked[0]["llm"] == llm


def test_question_is_asked_within_its_limits():
    library = FakeLibrary(ANSWER)
    turn = last(converse(library, "what sank?", (), NARROW))
    assert library.asked[0]["filters"] == NARROW.filters
    assert turn.narrowing == NARROW


def test_only_answered_questions_are_history():
    library = FakeLibrary(ANSWER)
    list(converse(library, "and then?", (Turn("what sank?", "", ANSWER), Turn("x" * 9999, "too long"))))
    assert library.asked[0]["history"] == ["what sank?"]


@pytest.mark.parametrize("question", ["", "  \n\t "])
def test_empty_question_does_nothing(question):
    library = FakeLibrary()
    assert list(converse(library, question, ())) == []
    assert library.asked == []


def test_full_conversation_says_so_and_asks_nothing():
    library = FakeLibrary(ANSWER)
    turn = last(converse(library, "one more?", (Turn("q", "", ANSWER),) * MOST_TURNS))
    assert (turn.text, turn.waiting, library.asked) == (FULL, False, [])


def test_asking_again_drops_what_came_after_and_keeps_the_limits():
    turns = (Turn("one", "", ANSWER), Turn("two", "", ANSWER, narrowing=NARROW), Turn("three", "", ANSWER))
    *_, state = again(FakeLibrary(ANSWER), turns, 2)
    assert [turn.question for turn in state] == ["one", "two"]
    assert state[-1].narrowing == NARROW


def test_edited_question_takes_the_place_of_the_old_one():
    *_, state = again(FakeLibrary(ANSWER), (Turn("one", "", ANSWER), Turn("two", "", ANSWER)), 1, "other")
    assert [turn.question for turn in state] == ["other"]


@pytest.mark.parametrize("number", [-1, 0, 3, 10**9])
def test_turn_that_there_is_not_cannot_be_asked_again_widened_or_rated(number):
    turns = (Turn("one", "", ANSWER, narrowing=NARROW), Turn("two", "", ANSWER, narrowing=NARROW))
    library = FakeLibrary(ANSWER)
    assert list(again(library, turns, number)) == list(widen(library, turns, number, "outlets")) == []
    with pytest.raises(QuestionError):
        rated(library, turns, number, "up", None)


def test_widened_question_is_asked_once_more_without_one_limit():
    turns = (Turn("one", "", a_refusal(), narrowing=NARROW),)
    *_, state = widen(FakeLibrary(ANSWER), turns, 1, "outlets")
    assert [(turn.question, bool(turn.narrowing)) for turn in state] == [("one", True), ("one", False)]
    assert list(widen(FakeLibrary(ANSWER), turns, 1, "dates")) == list(widen(FakeLibrary(), turns, 1, "x")) == []


def test_answer_is_gone_on_from_with_questions_and_a_refusal_with_wider_limits_too():
    answered, refused = Turn("one", "", ANSWER, narrowing=NARROW), Turn("one", "", a_refusal(), narrowing=NARROW)
    assert go_on(FakeLibrary(), (answered,)) == Onward(("And then?",))
    assert go_on(FakeLibrary(), (refused,)) == Onward(("And then?",), ("outlets",))
    assert go_on(FakeLibrary(wider=a_refusal()), (refused,)) == Onward(("And then?",))


def test_failed_question_is_not_gone_on_from():
    assert go_on(FakeLibrary(), (Turn("one", "failed"),)) == go_on(FakeLibrary(), ()) == Onward()


def test_stopped_answer_keeps_what_was_shown_and_waits_no_more():
    (turn,) = stopped((Turn("one", "Part", waiting=True),))
    assert (turn.text, turn.waiting) == ("Part\n\nStopped.", False)
    settled = (Turn("one", "", ANSWER),)
    assert stopped(settled) == settled


def test_rating_is_stored_once_and_its_reason_added_to_it():
    library, turns = FakeLibrary(), (Turn("one", "", ANSWER), Turn("two", "", ANSWER))
    turns = rated(library, turns, 2, "down", None)
    turns = rated(library, turns, 2, "down", " not asked for ")
    assert library.rated == [
        (ANSWER, "down", None, ["one"], None),
        (ANSWER, "down", "not asked for", ["one"], "r1"),
    ]
    assert (turns[1].verdict, turns[1].reason) == ("down", "not asked for")


def test_verdict_that_there_is_not_is_refused():
    with pytest.raises(QuestionError):
        rated(FakeLibrary(), (Turn("one", "", ANSWER),), 1, "sideways", None)


def test_desk_is_busy_while_two_questions_are_answered_and_not_after_one_that_failed():
    desk = Desk()
    with suppress(ValueError), desk.answering():
        assert not desk.busy
        with desk.answering():
            assert desk.busy
        assert not desk.busy
        raise ValueError
    with desk.answering():
        assert not desk.busy
