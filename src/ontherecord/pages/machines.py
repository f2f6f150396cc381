"""What other programs may call: over HTTP, as Gradio's clients do, and as tools over MCP. Nothing else is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.library import Library
from ontherecord.pages.parts import IN_TURN, House
from ontherecord.schema import QuoteKind
from ontherecord.web.narrowing import Narrowing, read_form

MOST = 50
Result = TypeVar("Result")


def offer(house: House) -> None:
    """Offer the library's questions to programs."""
    door = Door(house.library, house.llm)
    for function in (door.ask_news, door.search_news, door.quotes):
        gr.api(function, api_name=function.__name__, **IN_TURN)


@dataclass(frozen=True, slots=True)
class Door:
    """What programs may ask of a library, with a language model where one is named."""

    library: Library
    llm: str | None = None

    def ask_news(
        self, question: str, after: str = "", until: str = "", outlet: str = "", language: str = "", as_of: str = ""
    ) -> dict[str, Any]:
        """Answer a question about the news in sentences that are cited, each word for word from a stored article.

        Args:
            question: the question, in plain words, such as "what did Rubio say about cartels"
            after: only articles published on or after this day, such as 2025-08-09
            until: only articles published on or before this day
            outlet: only articles of this outlet
            language: only articles in this language, such as en
            as_of: the "today" of the question, such as 2025-08-09; hides what was published later

        """
        asked = _narrowing(after, until, outlet, language, as_of)
        return _told(
            lambda: self.library.ask(question, filters=asked.filters, as_of=asked.as_of, llm=self.llm).to_dict()
        )

    def search_news(
        self,
        query: str,
        limit: int = 10,
        after: str = "",
        until: str = "",
        outlet: str = "",
        language: str = "",
        as_of: str = "",
    ) -> list[dict[str, Any]]:
        """Find the passages of news articles that match a query best, each with its article.

        Args:
            query: what to look for
            limit: how many passages, at most 50
            after: only articles published on or after this day, such as 2025-08-09
            until: only articles published on or before this day
            outlet: only articles of this outlet
            language: only articles in this language, such as en
            as_of: hides what was published after this day

        """
        asked, most = _narrowing(after, until, outlet, language, as_of), _limit(limit)
        return _told(
            lambda: [
                hit.to_dict()
                for hit in self.library.search(query, limit=most, filters=asked.filters, as_of=asked.as_of)
            ]
        )

    def quotes(
        self, speaker: str = "", about: str = "", kind: str = "", limit: int = 20, after: str = "", until: str = ""
    ) -> list[dict[str, Any]]:
        """Find who said what: the quotes of a speaker, about a subject, or both; else the newest.

        Args:
            speaker: a name, such as Rubio or Marco Rubio
            about: a subject
            kind: direct for words in quotation marks, indirect for reports of them, mixed for both
            limit: how many quotes, at most 50
            after: only articles published on or after this day, such as 2025-08-09
            until: only articles published on or before this day

        """
        filters, most = _narrowing(after, until, "", "", "").filters, _limit(limit)
        wanted = cast("QuoteKind | None", kind or None)
        return _told(
            lambda: [
                quote.to_dict()
                for quote in self.library.quotes(
                    speaker=speaker or None, about=about or None, kind=wanted, filters=filters, limit=most
                )
            ]
        )


def _narrowing(after: str, until: str, outlet: str, language: str, as_of: str) -> Narrowing:
    return _told(lambda: read_form(after, until, [outlet] if outlet else [], language, as_of))


def _limit(limit: int) -> int:
    return max(1, min(int(limit), MOST))


def _told(found: Callable[[], Result]) -> Result:
    """Return what was found; an error of the library becomes a plain sentence."""
    try:
        return found()
    except OnTheRecordError as error:
        raise gr.Error(str(error), print_exception=False) from None
