"""Reading and writing the archive: articles, versions, passages, vectors and the change log."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontherecord.archive.census import Census
from ontherecord.archive.database import CURRENT, Database
from ontherecord.archive.loading import ARTICLE_ID, SCANNED, VERSION_COLUMNS, article_from, matrix, scanned
from ontherecord.archive.openings import Openings, opening, openings
from ontherecord.archive.outlets import CARRIED, other_outlets
from ontherecord.archive.past import read_past, read_versions
from ontherecord.archive.quoted import Quoted
from ontherecord.archive.quotes import Quotes
from ontherecord.archive.ratings import Ratings
from ontherecord.archive.records import (
    Change,
    Embedded,
    Entry,
    Known,
    Row,
    Scanned,
    Scope,
    Stored,
    Vectors,
    embedded_hash,
    encodable,
    key_run,
)
from ontherecord.archive.removal import Removal
from ontherecord.archive.revising import Revision, revise
from ontherecord.archive.scoping import condition
from ontherecord.archive.storing import store, take_out_of_force
from ontherecord.archive.upgrading import UPGRADES
from ontherecord.errors import QuestionError
from ontherecord.identity import article_id as identify
from ontherecord.schema import Article, Passage

FILE = "archive.sqlite3"
NEWEST_FIRST = "a.published_from DESC NULLS LAST, a.id"
# The highest number that SQLite holds.
MOST_VERSIONS = 2**63 - 1
# Below SQLite's oldest limit on the number of variables in a statement.
VARIABLES = 900


def archive_file(directory: Path) -> Path:
    """Return where the archive of the library in a directory is."""
    return directory / FILE


class Archive:
    """The truth of one library."""

    def __init__(self, directory: Path) -> None:
        """Open or create the archive in `directory`; raises LibraryError and its kinds."""
        self._database = Database(archive_file(directory), UPGRADES)
        self.read_only = self._database.read_only
        self.library_id = self.meta("library_id") or ""
        self.removal = Removal(self._database)
        self.census = Census(self._database)
        self.quotes = Quotes(self._database)
        self.quoted = Quoted(self._database)
        self.ratings = Ratings(self._database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # -- reading ---------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a fact about the library as a whole."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def head(self) -> int:
        """Return the sequence number of the newest change."""
        return int(self._one("SELECT coalesce(max(seq), 0) FROM changes")[0])

    def article(self, id_or_url: str, version: int | None = None) -> Article | None:
        """Return an article in force by id or URL; with `version`, that one, even of a removed article."""
        ids = [encodable(id_or_url), identify(url=id_or_url, publisher=None, title=None, published_at=None, text="")]
        if version is None:
            query = f"SELECT {VERSION_COLUMNS} FROM {CURRENT} WHERE a.id IN (?, ?)"
            row = self._one(query, *ids)
        elif not 0 < version <= MOST_VERSIONS:
            return None
        else:
            query = f"SELECT {VERSION_COLUMNS} FROM versions v WHERE v.article_id IN (?, ?) AND v.version = ?"
            row = self._one(query, *ids, version)
        return article_from(row) if row else None

    def versions(self, id_or_url: str) -> list[tuple[Article, datetime, bool]]:
        """Return the versions of an article, the oldest first, when each was recorded, and whether it is in force."""
        ids = self.removal.named(id_or_url)
        with self._database.errors():
            return read_versions(self._database.connection(), ids)

    def version_counts(self, ids: Sequence[str]) -> dict[str, int]:
        """Return how many versions of each article are on record."""
        found = dict[str, int]()
        for block, marks in _blocks(ids):
            query = f"SELECT article_id, count(*) FROM versions WHERE article_id IN ({marks}) GROUP BY article_id"
            found.update(self._all(query, *block))
        return found

    def newest(self, limit: int, scope: Scope | None = None, skipped: int = 0) -> list[Article]:
        """Return the most recently published articles that a scope lets through, undated ones last, a page of them.

        Raises QuestionError for a page that there cannot be.
        """
        if not 0 <= limit <= MOST_VERSIONS or not 0 <= skipped <= MOST_VERSIONS:
            raise QuestionError(f"{limit} articles after {skipped} others are no page: count both from 0")
        where, values = condition(scope or Scope())
        page = f"SELECT a.id FROM articles a WHERE {where} ORDER BY {NEWEST_FIRST} LIMIT ? OFFSET ?"
        query = f"SELECT {VERSION_COLUMNS} FROM {CURRENT} WHERE a.id IN ({page}) ORDER BY {NEWEST_FIRST}"
        return [article_from(row) for row in self._all(query, *values, limit, skipped)]

    def spread(self, limit: int) -> list[Article]:
        """Return articles spread evenly over the time of publication, the newest first."""
        keys = [row[0] for row in self._all("SELECT id FROM articles ORDER BY published_from DESC NULLS LAST, id")]
        found = (self.article(key) for key in keys[:: max(1, len(keys) // limit)][:limit])
        return [article for article in found if article]

    def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """Return what is remembered of those of the ids that are in force."""
        found = {}
        for block, marks in _blocks(ids):
            query = f"SELECT id, version, record_hash, embedded_hash FROM articles WHERE id IN ({marks})"
            found.update({row[0]: Known(*row[1:]) for row in self._all(query, *block)})
        return found

    def revise(self, arriving: Article) -> Revision:
        """Return what an arriving article is beside the versions of it on record."""
        with self._database.errors():
            return revise(arriving, read_past(self._database.connection(), arriving.id))

    def embedded_like(self, article: Article) -> Entry | None:
        """Return the article with the passages and vectors of one that has the same title and text, if any."""
        query = (
            'SELECT ordinal, start, "end", vector FROM passages WHERE article_id = '
            "(SELECT id FROM articles WHERE embedded_hash = ? LIMIT 1) ORDER BY ordinal"
        )
        rows = self._all(query, embedded_hash(article))
        if not rows:
            return None
        passages = tuple(Passage(article.id, o, s, e, article.text[s:e]) for o, s, e, _ in rows)
        return Entry(article, passages, matrix([blob for *_, blob in rows]))

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[Passage, Article, Vectors]]:
        """Return those of the passages that are in force, each with its article and its vector."""
        found: dict[int, tuple[Passage, Article, Vectors]] = {}
        for block, marks in _blocks(keys):
            query = (
                f'SELECT p.key, p.ordinal, p.start, p."end", p.vector, {VERSION_COLUMNS} '
                f"FROM passages p JOIN {CURRENT} WHERE a.id = p.article_id AND p.key IN ({marks})"
            )
            articles = dict[str, Article]()
            for key, ordinal, start, end, vector, *version in self._all(query, *block):
                identity = version[ARTICLE_ID]
                article = articles.get(identity) or articles.setdefault(identity, article_from(version))
                found[key] = (
                    Passage(identity, ordinal, start, end, article.text[start:end]),
                    article,
                    matrix([vector])[0],
                )
        return found

    def changes(self, after: int, limit: int) -> list[Change]:
        """Return the next changes after a sequence number, oldest first."""
        query = (
            "SELECT seq, article_id, first_added, last_added, first_removed, last_removed "
            "FROM changes WHERE seq > ? ORDER BY seq LIMIT ?"
        )
        return [
            Change(seq, article, key_run(*added_removed[:2]), key_run(*added_removed[2:]))
            for seq, article, *added_removed in self._all(query, after, limit)
        ]

    def rows(self, first: int, last: int) -> Iterator[Row]:
        """Yield the passages in force with keys from `first` to `last`, in order."""
        query = (
            'SELECT p.article_id, a.version, p.key, p.start, p."end", p.vector, a.published_from, '
            "a.published_until, a.publisher, a.language, a.known_from "
            "FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.key BETWEEN ? AND ? ORDER BY p.key"
        )
        article: Article | None = None
        for identity, version, key, start, end, vector, *filed in self._all(query, first, last):
            if article is None or article.id != identity:
                article = self._version(identity, version)
            yield Row(key, identity, article.title, article.text[start:end], vector, *filed)

    def keys(self, scope: Scope) -> NDArray[np.int64]:
        """Return the keys of the passages that a scope lets through, rising."""
        where, values = condition(scope)
        query = f"SELECT p.key FROM passages p JOIN articles a ON a.id = p.article_id WHERE {where} ORDER BY p.key"
        return np.array([row[0] for row in self._all(query, *values)], dtype=np.int64)

    def scanned(self, after: int, limit: int) -> Scanned:
        """Return the next passages in force whose keys are above `after`."""
        return scanned(self._all(SCANNED, after, limit))

    def last_key(self) -> int:
        """Return the highest key of a passage in force."""
        return int(self._one("SELECT coalesce(max(key), 0) FROM passages")[0])

    def stories(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the story that each of the articles in force tells: the id of the first article that told it."""
        found = dict[str, str]()
        for block, marks in _blocks(ids):
            found.update(self._all(f"SELECT id, story FROM articles WHERE id IN ({marks})", *block))
        return found

    def stories_of(self, keys: Sequence[int]) -> list[str]:
        """Return the stories that the articles of some passages tell, each once, in the order of the passages."""
        told = dict[int, str]()
        for block, marks in _blocks(keys):
            joined = "passages p JOIN articles a ON a.id = p.article_id"
            told.update(self._all(f"SELECT p.key, a.story FROM {joined} WHERE p.key IN ({marks})", *block))
        return list(dict.fromkeys(told[key] for key in keys if key in told))

    def vectors(self, article_id: str) -> Vectors:
        """Return the vectors of the passages of an article in force, a row each."""
        query = "SELECT vector FROM passages WHERE article_id = ? ORDER BY ordinal"
        return matrix([row[0] for row in self._all(query, article_id)])

    def also_in(self, ids: Sequence[str], scope: Scope) -> dict[str, tuple[str, ...]]:
        """Return, for each of the articles, the other outlets that carry its story in a scope, first ones first."""
        where, values = condition(scope)
        return {one: other_outlets(self._all(CARRIED.format(where=where), one, *values), one) for one in ids}

    def openings(self, scope: Scope, most: int) -> Openings:
        """Return how the dated articles begin that a scope lets through; of more than `most`, so many of them."""
        return openings(self._database, scope, most)

    def opening(self, article: Article) -> Passage | None:
        """Return the first passage of an article in force; None where it has none."""
        return opening(self._database, article)

    def everything(self) -> Iterator[tuple[Article, list[Embedded]]]:
        """Yield every article in force, by id, with its passages and their vectors as stored."""
        passages = (
            'SELECT ordinal, start, "end", vector, checksum FROM passages WHERE article_id = ? ORDER BY ordinal'
        )
        for (identity,) in self._all("SELECT id FROM articles ORDER BY id"):
            article = self.article(identity)
            if article is not None:
                rows = self._all(passages, identity)
                embedded = [Embedded(Passage(identity, o, s, e, article.text[s:e]), *rest) for o, s, e, *rest in rows]
                yield article, embedded

    def damage(self) -> list[str]:
        """Return what SQLite's own check finds wrong with the file."""
        return [row[0] for row in self._all("PRAGMA quick_check") if row[0] != "ok"]

    # -- writing ---------------------------------------------------------------------------------------------

    def set_meta(self, key: str, value: str) -> None:
        """Record a fact about the library as a whole."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def write(self, entries: Iterable[Entry]) -> list[Stored]:
        """Store articles in one transaction and return what became of each, in order."""
        with self._database.transaction() as connection:
            return [store(connection, entry) for entry in entries]

    def remove(self, article_id: str) -> bool:
        """Take an article out of force; its versions stay on record."""
        with self._database.transaction() as connection:
            return take_out_of_force(connection, article_id)

    # -- plumbing --------------------------------------------------------------------------------------------

    def _version(self, article_id: str, version: int) -> Article:
        query = f"SELECT {VERSION_COLUMNS} FROM versions v WHERE v.article_id = ? AND v.version = ?"
        return article_from(self._one(query, article_id, version))

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._database.errors():
            return self._database.connection().execute(query, values).fetchall()

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a row has whatever columns were asked for
        with self._database.errors():
            return self._database.connection().execute(query, values).fetchone()


def _blocks(values: Sequence[Any]) -> Iterator[tuple[Sequence[Any], str]]:
    for start in range(0, len(values), VARIABLES):
        block = values[start : start + VARIABLES]
        yield block, ", ".join("?" * len(block))
