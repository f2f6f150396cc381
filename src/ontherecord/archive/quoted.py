"""Asking the archive who said what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from ontherecord.archive.database import Database
from ontherecord.archive.records import Scope
from ontherecord.archive.scoping import condition
from ontherecord.schema import Article, Quote, QuoteKind, Resolution

COLUMNS = (
    'q.key, q.article_id, q.version, q.start, q."end", q.kind, q.mention, q.speaker, q.surname, q.resolution, q.cue, '
    "q.confidence, q.utterance, q.passage, q.words, a.published_from"
)
QUOTES = "quotes q JOIN articles a ON a.id = q.article_id"
# In this order SQLite reads the newest articles alone: for the quotes of nobody in particular.
BY_ARTICLE = "articles a CROSS JOIN quotes q ON q.article_id = a.id"
NEWEST_FIRST = "a.published_from DESC, q.article_id, q.start"
OLDEST_FIRST = "a.published_from IS NULL, a.published_from, q.article_id, q.start"
# Characters before and behind a quote that tell what it is about.
AROUND = 300
SURROUNDED = f"""
SELECT q.key, substr(v.text, q.start + 1, q."end" - q.start),
substr(v.text, max(q.start - {AROUND}, 0) + 1, q."end" + {AROUND} - max(q.start - {AROUND}, 0)), v.title, p.vector
FROM quotes q JOIN versions v ON v.article_id = q.article_id AND v.version = q.version
LEFT JOIN passages p ON p.key = q.passage WHERE q.key IN (SELECT value FROM json_each(?))
"""
Span: TypeAlias = tuple[int, int]
# What stands for a person in other words than a name, such as "she", says nothing about how the person is called.
NAMING = "('as written', 'surname', 'first name', 'title', 'role')"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quotes are asked for: of a surname, of these names of it only where some are given, of a kind."""

    scope: Scope
    surname: str | None = None
    names: tuple[str, ...] = ()
    kind: QuoteKind | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A quote as the archive holds it; `words` is the same for copies, `published` in seconds since 1970."""

    key: int
    article_id: str
    version: int
    start: int
    end: int
    kind: QuoteKind
    mention: str | None
    speaker: str | None
    surname: str | None
    resolution: Resolution | None
    cue: str | None
    confidence: float
    utterance: int
    passage: int | None
    words: int | None
    published: int | None


@dataclass(frozen=True, slots=True)
class Surrounded:
    """The words of a quote, with those around it, its article's title, and the vector of its passage."""

    text: str
    around: str
    title: str | None
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class Use:
    """How a speaker is called: the words, in how many quotes, and when first and last, in seconds since 1970."""

    written: str
    quotes: int
    first: int | None
    last: int | None


class Quoted:
    """The quotes of one archive's articles in force, as questions want them."""

    def __init__(self, database: Database) -> None:
        """Ask for the quotes in `database`."""
        self._database = database

    def newest(self, wanted: Wanted, limit: int, skipped: int = 0) -> list[Recorded]:
        """Return quotes, those of the newest articles first."""
        where, values = _condition(wanted)
        tables = BY_ARTICLE if wanted.surname is None else QUOTES
        query = f"SELECT {COLUMNS} FROM {tables} WHERE {where} ORDER BY {NEWEST_FIRST} LIMIT ? OFFSET ?"
        return self._recorded(query, *values, limit, skipped)

    def some(self, wanted: Wanted, limit: int) -> list[Recorded]:
        """Return quotes in no order."""
        where, values = _condition(wanted)
        return self._recorded(f"SELECT {COLUMNS} FROM {QUOTES} WHERE {where} LIMIT ?", *values, limit)

    def around(self, wanted: Wanted, passages: Sequence[int]) -> list[Recorded]:
        """Return the quotes in the articles of some passages, in no order."""
        where, values = _condition(wanted)
        articles = "SELECT article_id FROM passages WHERE key IN (SELECT value FROM json_each(?))"
        query = f"SELECT {COLUMNS} FROM {QUOTES} WHERE q.article_id IN ({articles}) AND {where}"
        return self._recorded(query, json.dumps(list(passages)), *values)

    def copies(self, words: Sequence[int], scope: Scope) -> list[Recorded]:
        """Return all quotes of the same words within a scope, the earliest first, undated ones last."""
        where, values = condition(scope)
        query = (
            f"SELECT {COLUMNS} FROM {QUOTES} WHERE q.words IN (SELECT value FROM json_each(?)) AND {where} "
            f"ORDER BY {OLDEST_FIRST}"
        )
        return self._recorded(query, json.dumps(list(words)), *values)

    def surrounded(self, keys: Sequence[int]) -> dict[int, Surrounded]:
        """Return what tells what quotes are about."""
        return {row[0]: Surrounded(*row[1:]) for row in self._all(SURROUNDED, json.dumps(list(keys)))}

    def months(self, wanted: Wanted) -> list[tuple[date, int]]:
        """Return how many quotes there are of each month, the same words counted once and undated ones left out."""
        where, values = _condition(wanted)
        query = (
            "SELECT strftime('%Y-%m-01', a.published_from, 'unixepoch') AS month, "
            f"count(DISTINCT coalesce(q.words, q.key)) FROM {QUOTES} "
            f"WHERE {where} AND a.published_from IS NOT NULL GROUP BY month ORDER BY month"
        )
        return [(date.fromisoformat(month), count) for month, count in self._all(query, *values)]

    def names(self, surname: str) -> dict[str, int]:
        """Return the names of speakers with a surname, each with its number of quotes."""
        query = "SELECT speaker, count(*) FROM quotes WHERE surname = ? GROUP BY speaker"
        return dict(self._all(query, surname))

    def surnames(self, prefix: str | None) -> list[tuple[str, int]]:
        """Return surnames with their numbers of quotes, the most quoted first.

        With a prefix these are those that begin with it, and those of names that do.
        """
        where, values = "surname IS NOT NULL", list[object]()
        if prefix is not None:
            begins = "surname >= ? AND surname < ? OR speaker LIKE ? ESCAPE '\\'"
            where = f"surname IN (SELECT surname FROM quotes WHERE {begins})"
            values = [prefix, prefix + "\U0010ffff", _escaped(prefix) + "%"]
        query = f"SELECT surname, count(*) AS n FROM quotes WHERE {where} GROUP BY surname ORDER BY n DESC, surname"
        return self._all(query, *values)

    def holds(self, quote: Quote) -> bool:
        """Return whether a quote is on record: these words of this version, of this kind, as this speaker's."""
        query = (
            'SELECT 1 FROM quotes WHERE article_id = ? AND version = ? AND start = ? AND "end" = ? AND kind = ? '
            "AND speaker IS ?"
        )
        article = quote.article
        return bool(self._all(query, article.id, article.version, quote.start, quote.end, quote.kind, quote.speaker))

    def within(self, article: Article, start: int, end: int) -> list[Recorded]:
        """Return the quotes of an article version that share a character with a slice of it, in order."""
        query = (
            f"SELECT {COLUMNS} FROM {QUOTES} WHERE q.article_id = ? AND q.version = ? AND q.start < ? "
            'AND q."end" > ? ORDER BY q.start'
        )
        return self._recorded(query, article.id, article.version, end, start)

    def fragments(self, quote: Quote) -> list[Span]:
        """Return where the fragments of a quote's utterance begin and end, in order."""
        query = (
            'SELECT start, "end" FROM quotes WHERE article_id = ? AND version = ? AND utterance = ? ORDER BY start'
        )
        return [
            (start, end) for start, end in self._all(query, quote.article.id, quote.article.version, quote.utterance)
        ]

    def called(self, words: Sequence[Sequence[str]], scope: Scope) -> list[tuple[str, str]]:
        """Return the surname and name of those who are mentioned with all of some words, the most quoted first.

        Each word is given with others that stand for it, such as its abbreviation.
        """
        where, values = condition(scope)
        like = "q.mention LIKE ? ESCAPE '\\'"
        likes = " AND ".join(f"({' OR '.join([like] * len(forms))})" for forms in words)
        query = (
            f"SELECT q.surname, q.speaker FROM {QUOTES} WHERE {where} AND q.surname IS NOT NULL AND {likes} "
            "GROUP BY q.surname, q.speaker ORDER BY count(*) DESC, q.speaker"
        )
        return self._all(query, *values, *(f"%{_escaped(form)}%" for forms in words for form in forms))

    def span(self, wanted: Wanted) -> tuple[int, int | None, int | None]:
        """Return in how many articles there are quotes, and when the first and the last was published."""
        where, values = _condition(wanted)
        query = (
            f"SELECT count(DISTINCT a.id), min(a.published_from), max(a.published_from) FROM {QUOTES} WHERE {where}"
        )
        articles, first, last = self._all(query, *values)[0]
        return articles, first, last

    def uses(self, wanted: Wanted, limit: int) -> list[Use]:
        """Return what speakers are called, the commonest first."""
        where, values = _condition(wanted)
        query = (
            f"SELECT q.mention, count(*) AS n, min(a.published_from), max(a.published_from) FROM {QUOTES} "
            f"WHERE {where} AND q.mention IS NOT NULL AND q.resolution IN {NAMING} "
            "GROUP BY q.mention ORDER BY n DESC, q.mention LIMIT ?"
        )
        return [Use(*row) for row in self._all(query, *values, limit)]

    def _recorded(self, query: str, *values: object) -> list[Recorded]:
        return [Recorded(*row) for row in self._all(query, *values)]

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._database.errors():
            return self._database.connection().execute(query, values).fetchall()


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    where, values = condition(wanted.scope)
    if wanted.surname is not None:
        where += " AND q.surname = ?"
        values.append(wanted.surname)
    if wanted.names:
        where += " AND q.speaker IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(wanted.names))
    if wanted.kind is not None:
        where += " AND q.kind = ?"
        values.append(wanted.kind)
    return where, values


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "%_\\" else letter for letter in text)
