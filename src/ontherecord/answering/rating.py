"""Ratings of answers: kept as references to what was cited, given out with its words cut from the archive."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import get_args

from ontherecord.archive import Archive
from ontherecord.archive.ratings import Place, Rated
from ontherecord.archive.records import encodable
from ontherecord.errors import QuestionError
from ontherecord.planning import MAX_QUESTION
from ontherecord.schema import Answer, Citation, Rating, Verdict

LONGEST_REASON = 1_000
# A question leans on few of those before it.
MOST_HISTORY = 20


def rate(
    answer: Answer,
    verdict: Verdict,
    reason: str | None,
    history: Sequence[str],
    rating_id: str | None,
    archive: Archive,
    check: Callable[[Answer], Answer],
) -> Rating:
    """Store a verdict on an answer that `check` lets through, as a new rating or in the place of one, and return it.

    Raises QuestionError, CitationError or LibraryError.
    """
    if verdict not in get_args(Verdict):
        raise QuestionError(f"{verdict!r} is no verdict: give one of {', '.join(get_args(Verdict))}")
    said = encodable(reason or "").strip()
    if len(said) > LONGEST_REASON:
        raise QuestionError(f"the reason has {len(said):,} characters, the limit is {LONGEST_REASON:,}: shorten it")
    answer = check(answer)
    rated = Rated(
        id=encodable(rating_id) if rating_id else uuid.uuid4().hex,
        rated_at=datetime.now(UTC),
        verdict=verdict,
        reason=said or None,
        question=_line(answer.question),
        history=tuple(map(_line, history))[-MOST_HISTORY:],
        filters=answer.searched.filters,
        as_of=answer.searched.as_of,
        status=answer.status,
        mode=answer.mode,
        evidence=tuple(
            Place(one.article.id, one.article.version or 1, one.start, one.end) for one in answer.citations
        ),
        suggestions=tuple(article.id for article in answer.suggestions),
    )
    if rating_id:
        archive.ratings.change(rated)
    else:
        archive.ratings.store(rated)
    return next(_read(archive, [rated]))


def ratings(archive: Archive) -> list[Rating]:
    """Return all ratings, the oldest first."""
    return list(_read(archive, archive.ratings.all()))


def _read(archive: Archive, found: Iterator[Rated] | Sequence[Rated]) -> Iterator[Rating]:
    article = lru_cache(maxsize=1_000)(archive.article)
    for rated in found:
        cited = [(place, article(place.article_id, place.version)) for place in rated.evidence]
        evidence = tuple(
            Citation(marker, source, place.start, place.end, source.text[place.start : place.end])
            for marker, (place, source) in enumerate(cited, 1)
            if source  # Else it was purged a moment ago, and the rating with it.
        )
        yield Rating(
            rated.id,
            rated.question,
            rated.history,
            rated.filters,
            rated.as_of,
            rated.verdict,
            rated.reason,
            rated.rated_at,
            rated.status,
            rated.mode,
            evidence,
            rated.suggestions,
        )


def _line(question: str) -> str:
    return " ".join(encodable(question).split())[:MAX_QUESTION]
