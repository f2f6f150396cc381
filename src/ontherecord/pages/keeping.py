"""Conversations on their way into the browser that keeps them, and back from it.

What comes back may be anything: an answer counts only as far as the library recalls it, citation by citation.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ontherecord.errors import CitationError, OnTheRecordError, QuestionError
from ontherecord.library import Library
from ontherecord.pages.asking import MOST_TURNS
from ontherecord.web.narrowing import Narrowing, read_parameters
from ontherecord.web.turns import Conversation, Turn, Turns

LARGEST = 1_000_000
GONE = "What this answer cited is no longer on record as it was: ask again."


def to_browser(turns: Turns) -> str:
    """Return the newest turn as JSON for the browser to keep, with its number; zero where there is none."""
    turn = turns[-1] if turns else None
    return as_data({"number": len(turns), "turn": _record(turn) if turn else None, "began": _now()})


def from_browser(library: Library, text: str) -> Conversation:
    """Return a conversation that a browser kept; answers whose citations are gone say so.

    Raises QuestionError for what is no conversation.
    """
    kept = _parsed(text)
    turns = tuple(_turn(library, record) for record in kept["turns"][:MOST_TURNS])
    return Conversation(turns, _text(kept.get("title"), 200) or "Conversation", _moment(kept.get("began")))


def as_data(value: Mapping[str, Any]) -> str:
    """Return an object as JSON without a sign that could begin a tag, never the same twice, so that it is noticed."""
    return json.dumps({**value, "sent": secrets.token_hex(8)}).replace("<", "\\u003c")


def _record(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "text": turn.text,
        "narrowing": turn.narrowing.parameters(),
        "seconds": turn.seconds,
        "answer": turn.answer.to_dict() if turn.answer else None,
    }


def _parsed(text: str) -> dict[str, Any]:
    try:
        kept = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or not isinstance(kept.get("turns"), list):
        raise QuestionError("this is no conversation that was kept here: delete it under History")
    return kept


def _turn(library: Library, record: object) -> Turn:
    known = record if isinstance(record, dict) else {}
    question = _text(known.get("question"), 2000) or "?"
    turn = Turn(question, _text(known.get("text"), 2000), narrowing=_narrowing(known.get("narrowing")))
    if not isinstance(known.get("answer"), dict):
        return turn
    try:
        answer = library.recall(known["answer"])
    except CitationError:
        return Turn(question, GONE, narrowing=turn.narrowing)
    seconds = known.get("seconds")
    return Turn(
        question,
        answer.text,
        answer,
        float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < 1e6 else 0.0,
        narrowing=turn.narrowing,
    )


def _narrowing(parameters: object) -> Narrowing:
    try:
        pairs = [(str(name), str(value)) for name, value in parameters] if isinstance(parameters, list) else []
        return read_parameters(pairs[:200])
    except (ValueError, TypeError, OnTheRecordError):
        return Narrowing()


def _text(value: object, limit: int) -> str:
    return value[:limit] if isinstance(value, str) else ""


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, 40))
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
