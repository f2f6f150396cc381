"""Bringing an archive of an older format up to date: from what is in it, without a source or an embedding."""

from collections.abc import Mapping

from ontherecord.archive.database import Connection, Upgrade
from ontherecord.archive.loading import VERSION_COLUMNS, article_from
from ontherecord.archive.records import checksum, record_hash
from ontherecord.archive.stories import join_story
from ontherecord.archive.tables import QUOTE_TABLES, RATING_TABLES, STORY_TABLES
from ontherecord.errors import LibraryDamagedError

SECOND_FORMAT = """
ALTER TABLE versions ADD COLUMN record_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN known_from INTEGER;
ALTER TABLE articles ADD COLUMN story TEXT NOT NULL DEFAULT '';
ALTER TABLE passages ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_by_story ON articles (story);
UPDATE articles SET story = id;
UPDATE articles SET known_from = min(published_from, (
    SELECT CAST(strftime('%s', min(recorded_at)) AS INTEGER) FROM versions WHERE article_id = articles.id
));
UPDATE passages SET checksum = vector_checksum(vector)
"""


def from_first_format(connection: Connection) -> None:
    """Add what format 2 knows beside format 1: hashes of all versions, `known_from`, stories and checksums."""
    connection.create_function("vector_checksum", 1, checksum, deterministic=True)
    for statement in f"{STORY_TABLES}{SECOND_FORMAT}".split(";\n"):
        connection.execute(statement)
    _hash_versions(connection)
    _tell_stories(connection)


def from_second_format(connection: Connection) -> None:
    """Add what format 3 knows beside format 2: quotes, which are found in all articles from the first one on."""
    for statement in QUOTE_TABLES.split(";\n"):
        connection.execute(statement)


def from_third_format(connection: Connection) -> None:
    """Add what format 4 knows beside format 3: ratings of answers, of which there are none yet."""
    for statement in RATING_TABLES.split(";\n"):
        connection.execute(statement)


def _hash_versions(connection: Connection) -> None:
    query = f"SELECT {VERSION_COLUMNS} FROM versions v WHERE v.rowid = ?"
    for (row,) in connection.execute("SELECT rowid FROM versions").fetchall():
        try:
            record = record_hash(article_from(connection.execute(query, (row,)).fetchone()))
        except LibraryDamagedError:
            continue  # It equals nothing that arrives; `verify` names it.
        connection.execute("UPDATE versions SET record_hash = ? WHERE rowid = ?", (record, row))


def _tell_stories(connection: Connection) -> None:
    query = (
        f"SELECT {VERSION_COLUMNS} FROM articles a "
        "JOIN versions v ON v.article_id = a.id AND v.version = a.version WHERE a.rowid = ?"
    )
    for (row,) in connection.execute("SELECT rowid FROM articles ORDER BY id").fetchall():
        try:
            join_story(connection, article_from(connection.execute(query, (row,)).fetchone()))
        except LibraryDamagedError:
            continue  # It is a story of its own; `verify` names it.


UPGRADES: Mapping[int, Upgrade] = {1: from_first_format, 2: from_second_format, 3: from_third_format}
