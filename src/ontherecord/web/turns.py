"""Conversations as the page holds them: questions, what they were narrowed to, and what has been said to them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from ontherecord.schema import Answer
from ontherecord.web.narrowing import Limit, Narrowing


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation and what has been said to it so far; `waiting` where more is to come.

    Without `answer`, it failed, was stopped or goes on. `rating` is the id under which it was rated `verdict`,
    for a `reason` where one was given.
    """

    question: str
    text: str = ""
    answer: Answer | None = None
    seconds: float = 0.0
    waiting: bool = False
    narrowing: Narrowing = field(default_factory=Narrowing)
    rating: str | None = None
    verdict: str | None = None
    reason: str | None = None


Turns: TypeAlias = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """How to go on from an answer: with which questions, and without which of its limits there is one."""

    follow_ups: tuple[str, ...] = ()
    wider: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns under a title, and when they began; as a reader keeps and exports it."""

    turns: Turns
    title: str
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
