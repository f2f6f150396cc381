"""What becomes of a conversation when something is asked, asked again, stopped, gone on from, or rated."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast

from ontherecord.errors import OnTheRecordError, QuestionError
from ontherecord.library import Library
from ontherecord.pages.hearing import heard
from ontherecord.schema import Answer
from ontherecord.web.narrowing import Limit, Narrowing
from ontherecord.web.turns import Onward, Turn, Turns

# A conversation holds so many: each keeps the whole articles of its sources in memory.
MOST_TURNS = 50
# A page is drawn anew for each piece of an answer; more often than this nobody sees it.
SECONDS_BETWEEN_PIECES = 0.05
# So much of a question that the library refuses for its length is kept, and drawn with each further one.
MOST_KEPT = 10_000
FOLLOW_UPS = 3
FULL = f"This conversation has {MOST_TURNS} questions, which is all that one holds: begin a new one."

logger = logging.getLogger(__name__)


def converse(
    library: Library, question: str, turns: Turns, narrowing: Narrowing | None = None, llm: str | None = None
) -> Iterator[Turns]:
    """Yield the conversation as a question is asked and answered; an empty question adds nothing.

    Where nothing comes for a while, the same is yielded once more, so that whoever left is noticed.
    """
    asked, started = question.strip(), time.perf_counter()
    if not asked:
        return
    before, turn = stopped(turns), Turn(asked[:MOST_KEPT], waiting=True, narrowing=narrowing or Narrowing())
    if len(before) >= MOST_TURNS:
        yield (*before, replace(turn, text=FULL, waiting=False))
        return
    shown = (*before, turn)
    yield shown
    try:
        for piece in _pieces(library, replace(turn, question=asked), before, llm):
            if piece is None:
                yield shown
            elif isinstance(piece, str):
                shown = (*before, replace(turn, text=piece))
                yield shown
            else:
                seconds = time.perf_counter() - started
                yield (*before, replace(turn, text=piece.text, answer=piece, seconds=seconds, waiting=False))
    except OnTheRecordError as error:
        yield (*before, replace(turn, text=f"This cannot be answered: {error}.", waiting=False))
    except Exception:
        # No fault may leave the page waiting or show what is inside.
        logger.exception("a question failed")
        failed = "This cannot be answered: the program failed, and its log says how."
        yield (*before, replace(turn, text=failed, waiting=False))


def again(
    library: Library, turns: Turns, number: int, question: str | None = None, llm: str | None = None
) -> Iterator[Turns]:
    """Yield the conversation as one of its questions is asked again, in other words where some are given.

    What was asked after it goes.
    """
    turn = numbered(turns, number)
    if turn:
        yield from converse(library, question or turn.question, turns[: number - 1], turn.narrowing, llm)


def widen(library: Library, turns: Turns, number: int, limit: str, llm: str | None = None) -> Iterator[Turns]:
    """Yield the conversation as one of its questions is asked once more, without one of its limits."""
    turn = numbered(turns, number)
    if turn and limit in turn.narrowing.limits:
        wider = turn.narrowing.without(limit)
        yield from converse(library, turn.question, turns, wider, llm)


def go_on(library: Library, turns: Turns) -> Onward:
    """Return questions to go on with from the last answer, and the limits without which there is one."""
    last = turns[-1] if turns else None
    if last is None or last.answer is None:
        return Onward()
    history = asked_before(turns[:-1])
    try:
        follow_ups = tuple(library.follow_ups(last.answer, FOLLOW_UPS, history=history))
        wider = tuple(limit for limit in last.narrowing.limits if _answered_without(library, last, limit, history))
    except OnTheRecordError as error:
        logger.warning("no questions to go on with: %s", error)
        return Onward()
    return Onward(follow_ups, wider)


def stopped(turns: Turns) -> Turns:
    """Return the conversation with what was still waited for at its end."""
    if not turns or not turns[-1].waiting:
        return turns
    last = turns[-1]
    return (*turns[:-1], replace(last, text=f"{last.text}\n\nStopped.".strip(), waiting=False))


def rated(library: Library, turns: Turns, number: int, verdict: str, reason: str | None) -> Turns:
    """Return the conversation with one of its answers rated, and the rating stored with the answer's evidence.

    Raises QuestionError, LibraryError or CitationError where it cannot be.
    """
    turn = numbered(turns, number)
    if turn is None or turn.answer is None or verdict not in ("up", "down"):
        raise QuestionError("there is no such answer to rate: load the page again")
    judged = cast("Literal['up', 'down']", verdict)
    reason, history = (reason or "").strip() or None, asked_before(turns[: number - 1])
    rating = library.rate(turn.answer, judged, reason, history=history, rating_id=turn.rating)
    changed = replace(turn, rating=rating.id, verdict=verdict, reason=rating.reason)
    return (*turns[: number - 1], changed, *turns[number:])


def asked_before(turns: Turns) -> list[str]:
    """Return the questions that a further one may lean on: those that were answered."""
    return [turn.question for turn in turns if turn.answer]


def numbered(turns: Turns, number: int) -> Turn | None:
    """Return a turn by its number, from 1 on; None where there is none."""
    return turns[number - 1] if 0 < number <= len(turns) else None


def _pieces(library: Library, turn: Turn, before: Turns, llm: str | None) -> Iterator[str | Answer | None]:
    """Yield the text so far, now and then, None where nothing comes for a while, and then the answer."""
    text, shown = "", float("-inf")
    narrowing = turn.narrowing
    history = asked_before(before)
    stream = library.stream(turn.question, history=history, filters=narrowing.filters, as_of=narrowing.as_of, llm=llm)
    for piece in heard(stream):
        if piece is None or isinstance(piece, Answer):
            yield piece
            continue
        text += piece
        if time.perf_counter() - shown >= SECONDS_BETWEEN_PIECES:
            shown = time.perf_counter()
            yield text


def _answered_without(library: Library, turn: Turn, limit: Limit, history: list[str]) -> bool:
    if turn.answer is None or turn.answer.answered:
        return False
    wider = turn.narrowing.without(limit)
    return library.ask(turn.question, history=history, filters=wider.filters, as_of=wider.as_of, llm="off").answered
