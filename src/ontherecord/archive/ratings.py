"""Ratings of answers in the archive: what was asked, and where what was cited stands; no word of an article."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ontherecord.archive.database import Connection, Database, damaged
from ontherecord.errors import CitationError, QuestionError
from ontherecord.schema import Filters, Mode, Status, Verdict, plain

COLUMNS = "id, rated_at, verdict, reason, question, history, filters, as_of, status, mode, evidence, suggestions"
GONE = """
DELETE FROM ratings WHERE EXISTS (
    SELECT 1 FROM json_each(evidence) WHERE json_extract(value, '$[0]') IN (SELECT value FROM json_each(?1))
) OR EXISTS (SELECT 1 FROM json_each(suggestions) WHERE value IN (SELECT value FROM json_each(?1)))
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation stands."""

    article_id: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as the archive holds it."""

    id: str
    rated_at: datetime
    verdict: Verdict
    reason: str | None
    question: str
    history: tuple[str, ...]
    filters: Filters
    as_of: datetime
    status: Status
    mode: Mode
    evidence: tuple[Place, ...]
    suggestions: tuple[str, ...]


class Ratings:
    """The ratings of one archive."""

    def __init__(self, database: Database) -> None:
        """Keep the ratings in `database`."""
        self._database = database

    def store(self, rated: Rated) -> None:
        """Store a new rating. Raises CitationError where an article of it has gone in the meantime."""
        with self._database.transaction() as connection:
            _check(connection, rated)
            marks = ", ".join("?" * len(_values(rated)))
            connection.execute(f"INSERT INTO ratings ({COLUMNS}) VALUES ({marks})", _values(rated))

    def change(self, rated: Rated) -> None:
        """Put a rating in the place of the one with its id.

        Raises QuestionError where there is none, CitationError where an article of it has gone in the meantime.
        """
        with self._database.transaction() as connection:
            _check(connection, rated)
            assigned = ", ".join(f"{column} = ?" for column in COLUMNS.split(", "))
            changed = connection.execute(f"UPDATE ratings SET {assigned} WHERE id = ?", (*_values(rated), rated.id))
            if not changed.rowcount:
                raise QuestionError(f"there is no rating {rated.id}: rate the answer without naming one")

    def all(self) -> Iterator[Rated]:
        """Yield all ratings, the oldest first."""
        query = f"SELECT {COLUMNS} FROM ratings ORDER BY rated_at, id"
        with self._database.errors():
            rows = self._database.connection().execute(query).fetchall()
        yield from map(_rated, rows)


def drop_ratings(connection: Connection, article_ids: Sequence[str]) -> None:
    """Delete the ratings of answers that cite or suggest one of these articles."""
    connection.execute(GONE, (json.dumps(list(article_ids)),))


def _check(connection: Connection, rated: Rated) -> None:
    query = "SELECT 1 FROM versions WHERE article_id = ? AND version = coalesce(?, version)"
    articles = [(place.article_id, place.version) for place in rated.evidence]
    for article_id, version in (*articles, *((one, None) for one in rated.suggestions)):
        if not connection.execute(query, (article_id, version)).fetchone():
            raise CitationError(f"article {article_id} is not on record any more: ask the question again")


def _values(rated: Rated) -> tuple[object, ...]:
    places = [(one.article_id, one.version, one.start, one.end) for one in rated.evidence]
    return (
        rated.id,
        rated.rated_at.isoformat(timespec="microseconds"),
        rated.verdict,
        rated.reason,
        rated.question,
        json.dumps(rated.history),
        json.dumps(plain(rated.filters)),
        rated.as_of.isoformat(),
        rated.status,
        rated.mode,
        json.dumps(places),
        json.dumps(rated.suggestions),
    )


def _rated(row: Sequence[Any]) -> Rated:
    identity, rated_at, verdict, reason, question, history, filters, as_of, status, mode, evidence, suggestions = row
    try:
        return Rated(
            identity,
            datetime.fromisoformat(rated_at),
            verdict,
            reason,
            question,
            tuple(json.loads(history)),
            _filters(json.loads(filters)),
            datetime.fromisoformat(as_of),
            status,
            mode,
            tuple(Place(*place) for place in json.loads(evidence)),
            tuple(json.loads(suggestions)),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise damaged(f"a rating cannot be read: {error}") from error


def _filters(stored: dict[str, Any]) -> Filters:
    after, before = (stored[name] and datetime.fromisoformat(stored[name]) for name in ("after", "before"))
    return Filters(after, before, tuple(stored["publishers"]), stored["language"])
