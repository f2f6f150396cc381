"""Taking articles out of the archive: out of force, or off the record altogether.

A purge is done in steps that another run may finish: the articles go in one transaction that also notes which ones
they were and begins a new edition, by which the search indexes see that they are to be built anew; then the file is
rewritten; then the note goes.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence

from ontherecord.archive.database import Connection, Database
from ontherecord.archive.loading import VERSION_COLUMNS, article_from
from ontherecord.archive.ratings import drop_ratings
from ontherecord.archive.records import Scope, encodable, folded, now, span_of_publication
from ontherecord.archive.scoping import condition
from ontherecord.archive.storing import take_out_of_force
from ontherecord.errors import LibraryError
from ontherecord.identity import article_id as identify
from ontherecord.schema import Article, Filters, aware

EDITION = "edition"
PURGING = "purging"
# Below SQLite's oldest limit on the number of variables in a statement.
VARIABLES = 900
# How long a process that reads the archive, or writes it, is waited for.
PATIENCE_SECONDS = 30.0
LAST_VERSIONS = f"""
SELECT {VERSION_COLUMNS} FROM versions v WHERE v.article_id NOT IN (SELECT id FROM articles)
AND v.version = (SELECT max(version) FROM versions WHERE article_id = v.article_id)
"""


class Removal:
    """The ways out of one archive."""

    def __init__(self, database: Database) -> None:
        """Remove from the archive in `database`."""
        self._database = database

    def named(self, id_or_url: str) -> list[str]:
        """Return the id of an article by id or URL, in force or not; an empty list where there is none."""
        ids = encodable(id_or_url), identify(url=id_or_url, publisher=None, title=None, published_at=None, text="")
        return self._ids("SELECT DISTINCT article_id FROM versions WHERE article_id IN (?, ?)", ids)

    def within(self, filters: Filters) -> list[str]:
        """Return the ids of the articles in force that filters let through."""
        where, values = condition(Scope(filters))
        return self._ids(f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.id", values)

    def withdrawn_within(self, filters: Filters) -> list[str]:
        """Return the ids of the articles no longer in force whose last version filters would let through."""
        with self._database.errors():
            cursor = self._database.connection().execute(LAST_VERSIONS)
            return [article.id for article in map(article_from, cursor) if _within(article, filters)]

    def remove(self, ids: Sequence[str]) -> int:
        """Take articles out of force in one transaction and return how many were; their versions stay."""
        with self._database.transaction() as connection:
            return sum(take_out_of_force(connection, one) for one in ids)

    def purge(self, ids: Sequence[str]) -> int:
        """Take articles and their versions off the record in one transaction and return how many there were."""
        if not ids:
            return 0
        with self._database.transaction() as connection:
            # What is deleted is overwritten, so that it is not in the copies that SQLite makes while it works.
            connection.execute("PRAGMA secure_delete = ON")
            for one in ids:
                take_out_of_force(connection, one)
            purged = sum(_delete(connection, "versions", block) for block in _blocks(ids))
            for block in _blocks(ids):
                _delete(connection, "changes", block)
            # Who rated an answer may have said in the question, or in the reason, what an article says.
            drop_ratings(connection, ids)
            # The log must not end before what its readers have read.
            connection.execute("INSERT INTO changes (article_id, recorded_at) VALUES ('', ?)", (now(),))
            _note(connection, PURGING, json.dumps(sorted({*_purging(connection), *ids})))
            _note(connection, EDITION, str(_edition(connection) + 1))
            return purged

    def keys(self, after: int) -> list[int]:
        """Return the keys of the passages that have gone since a sequence number, those of purges left out."""
        query = "SELECT first_removed, last_removed FROM changes WHERE seq > ? AND first_removed IS NOT NULL"
        with self._database.errors():
            runs = self._database.connection().execute(query, (after,)).fetchall()
        return [key for first, last in runs for key in range(first, last + 1)]

    def edition(self) -> int:
        """Return a number that rises with every purge; an index of another edition may hold what was purged."""
        with self._database.errors():
            return _edition(self._database.connection())

    def purging(self) -> list[str]:
        """Return the ids of the articles whose purge is not finished."""
        with self._database.errors():
            return _purging(self._database.connection())

    def rewrite(self) -> None:
        """Write the file anew without what was deleted and empty its log.

        Raises LibraryError when other processes do not let go of it for 30 seconds.
        """
        with self._database.errors():
            connection = self._database.connection()
            connection.execute("VACUUM")
            self._wait(lambda: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def finish(self) -> None:
        """Note that nothing is left to purge."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = ?", (PURGING,))

    def _wait(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done():
            if time.monotonic() > deadline:
                raise LibraryError(
                    f"another process reads {self._database.path}, so that what was deleted is still in its log: "
                    "stop it, then run the same command again, which finishes the purge"
                )
            time.sleep(0.05)

    def _ids(self, query: str, values: Sequence[object]) -> list[str]:
        with self._database.errors():
            return [row[0] for row in self._database.connection().execute(query, values)]


def _within(article: Article, filters: Filters) -> bool:
    """Return whether filters let an article through, as `condition` does for those in force."""
    start, end = span_of_publication(article)
    if filters.after and not (end is not None and end > aware(filters.after).timestamp()):
        return False
    if filters.before and not (start is not None and start < aware(filters.before).timestamp()):
        return False
    if filters.publishers and folded(article.publisher) not in {folded(name) for name in filters.publishers}:
        return False
    return not filters.language or folded(article.language) == folded(filters.language)


def _delete(connection: Connection, table: str, ids: Sequence[str]) -> int:
    """Delete the rows of some articles and return how many articles had any."""
    marks = ", ".join("?" * len(ids))
    count = f"SELECT count(DISTINCT article_id) FROM {table} WHERE article_id IN ({marks})"
    found = int(connection.execute(count, ids).fetchone()[0])
    connection.execute(f"DELETE FROM {table} WHERE article_id IN ({marks})", ids)
    return found


def _edition(connection: Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (EDITION,)).fetchone()
    return int(row[0]) if row else 0


def _purging(connection: Connection) -> list[str]:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (PURGING,)).fetchone()
    return list(json.loads(row[0])) if row else []


def _note(connection: Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _blocks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), VARIABLES):
        yield values[start : start + VARIABLES]
