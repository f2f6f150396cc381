"""What readers think of answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from ontherecord.schema.answers import Citation, Mode, Status
from ontherecord.schema.articles import Filters, plain

Verdict: TypeAlias = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Rating:
    """A verdict on an answer, with what the answer was asked and what it cited.

    `history` holds the questions before, `as_of` the day or moment that the question was asked as of. `evidence` is
    what was cited, cut out of the versions cited when the rating is read; `suggestions` are the ids of the articles
    that a refusal named as the nearest.
    """

    id: str
    question: str
    history: tuple[str, ...]
    filters: Filters
    as_of: datetime
    verdict: Verdict
    reason: str | None
    rated_at: datetime
    status: Status
    mode: Mode
    evidence: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the rating as JSON types: a line of an evaluation set."""
        facts = {name: plain(getattr(self, name)) for name in self.__slots__ if name != "evidence"}
        return {**facts, "evidence": [_evidence(citation) for citation in self.evidence]}


def _evidence(citation: Citation) -> dict[str, Any]:
    article = citation.article
    return {
        "article": article.id,
        "version": article.version,
        "url": article.url,
        "publisher": article.publisher,
        "published": article.published,
        "headline": article.headline,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
    }
