"""What a follow-up question goes on from: the answer to the question before it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ontherecord.errors import QuestionError
from ontherecord.language.expectation import FITS, expected
from ontherecord.language.followup import TURNS, leans
from ontherecord.language.mentions import Kind, mentions
from ontherecord.schema import Answer

# Of the answer, these sentences are likely to name who was asked for.
READ = 2
PERSON: Kind = "full name"


@dataclass(frozen=True, slots=True)
class Thread:
    """The ids of the articles that a conversation is about, and the names that it came to, the likeliest first."""

    articles: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


ALONE = Thread()


def thread(question: str, history: Sequence[str], ask: Callable[[str, Sequence[str]], Answer]) -> Thread:
    """Return what a question goes on from; nothing for one that stands on its own.

    `ask` answers the latest question of the history, given those before it.
    """
    if not history or not leans(question):
        return ALONE
    try:
        answer = ask(history[-1], history[-TURNS:-1])
    except QuestionError:
        # What could not be asked then, an empty question for example, was not answered either.
        return ALONE
    return Thread(frozenset(article.id for article in answer.sources), tuple(_names(answer)))


def _names(answer: Answer) -> list[str]:
    """Return who is named in an answer to a question that asks for a person."""
    if expected(answer.question) != FITS["person"]:
        return []
    found, asked = dict[str, None](), answer.searched.query.lower()
    for citation in answer.citations[:READ]:
        for mention, kind in mentions(citation.text).items():
            written = re.search(rf"\b{re.escape(mention)}\b", citation.text, re.IGNORECASE)
            if kind == PERSON and written and mention not in asked:
                found[written[0]] = None
    return list(found)[:READ]
