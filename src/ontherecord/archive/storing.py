"""Writing articles: the statements of one transaction."""

import json

from ontherecord.archive.database import Connection
from ontherecord.archive.records import (
    Entry,
    checksum,
    embedded_hash,
    folded,
    key_run,
    now,
    record_hash,
    span_of_publication,
)
from ontherecord.archive.stories import tell_story

# When an article was known at the latest: when it was published or first recorded, whichever came first.
KNOWN_FROM = """
UPDATE articles SET known_from = min(published_from, (
    SELECT CAST(strftime('%s', min(recorded_at)) AS INTEGER) FROM versions WHERE article_id = articles.id
)) WHERE id = ?
"""


def store(connection: Connection, entry: Entry) -> tuple[int, bool]:
    """Store a new version of an article and return its version and whether it is a syndicated copy.

    Version 0 stands for an article in force that says exactly the same.
    """
    article, record = entry.article, record_hash(entry.article)
    known = connection.execute(
        "SELECT record_hash, content_hash FROM articles WHERE id = ?", (article.id,)
    ).fetchone()
    if known and known[0] == record:
        return 0, False
    newest = "SELECT coalesce(max(version), 0) FROM versions WHERE article_id = ?"
    version = connection.execute(newest, (article.id,)).fetchone()[0] + 1
    twins = "SELECT count(*) FROM articles WHERE content_hash = ? AND id != ?"
    copies = connection.execute(twins, (article.content_hash, article.id)).fetchone()[0]
    connection.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            version,
            article.title,
            article.text,
            article.url,
            article.publisher,
            json.dumps(article.authors),
            article.published_at and article.published_at.isoformat(),
            article.published_precision,
            article.updated_at and article.updated_at.isoformat(),
            article.language,
            article.content_hash,
            now(),
            record,
        ),
    )
    connection.execute(
        "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            version,
            record,
            embedded_hash(article),
            article.content_hash,
            *span_of_publication(article),
            folded(article.publisher),
            folded(article.language),
            None,
            article.id,
        ),
    )
    connection.execute(KNOWN_FROM, (article.id,))
    for content in {article.content_hash, known[1] if known else article.content_hash}:
        tell_story(connection, content)
    removed = _drop_passages(connection, article.id)
    _log(connection, article.id, _add_passages(connection, entry), removed)
    return version, copies > 0


def _add_passages(connection: Connection, entry: Entry) -> tuple[int, int]:
    insert = 'INSERT INTO passages (article_id, ordinal, start, "end", vector, checksum) VALUES (?, ?, ?, ?, ?, ?)'
    keys = list[int]()
    for passage, row in zip(entry.passages, entry.vectors, strict=True):
        vector = row.tobytes()
        values = (passage.article_id, passage.ordinal, passage.start, passage.end, vector, checksum(vector))
        keys.append(connection.execute(insert, values).lastrowid or 0)
    return keys[0], keys[-1]


def _drop_passages(connection: Connection, article_id: str) -> tuple[int, int] | None:
    query = "SELECT min(key), max(key) FROM passages WHERE article_id = ?"
    run = key_run(*connection.execute(query, (article_id,)).fetchone())
    connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
    return run


def _log(
    connection: Connection, article_id: str, added: tuple[int, int] | None, removed: tuple[int, int] | None
) -> None:
    connection.execute(
        "INSERT INTO changes (article_id, first_added, last_added, first_removed, last_removed, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (article_id, *(added or (None, None)), *(removed or (None, None)), now()),
    )


def take_out_of_force(connection: Connection, article_id: str) -> bool:
    """Remove an article and its passages, keep its versions, and return whether there was one."""
    known = connection.execute("SELECT content_hash FROM articles WHERE id = ?", (article_id,)).fetchone()
    if known is None:
        return False
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    removed = _drop_passages(connection, article_id)
    tell_story(connection, known[0])
    _log(connection, article_id, None, removed)
    return True
