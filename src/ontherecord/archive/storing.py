"""Writing articles: the statements of one transaction."""

import json

from ontherecord.archive.database import Connection
from ontherecord.archive.past import read_past
from ontherecord.archive.quotes import drop_quotes
from ontherecord.archive.records import (
    Entry,
    Stored,
    checksum,
    embedded_hash,
    folded,
    key_run,
    now,
    record_hash,
    span_of_publication,
)
from ontherecord.archive.revising import revise
from ontherecord.archive.stories import join_story, leave_story
from ontherecord.schema import Article

# When an article was known at the latest: when it was published or first recorded, whichever came first.
KNOWN_FROM = """
UPDATE articles SET known_from = min(published_from, (
    SELECT CAST(strftime('%s', min(recorded_at)) AS INTEGER) FROM versions WHERE article_id = articles.id
)) WHERE id = ?
"""


def store(connection: Connection, entry: Entry) -> Stored:
    """Store an article as far as it says anything new, and return what became of it."""
    past = read_past(connection, entry.article.id)
    revision = revise(entry.article, past)
    if revision.kind == "known":
        return Stored("unchanged")
    # Another process may have stored another version meanwhile; the vectors are those of the words they were made of.
    same_words = embedded_hash(revision.article) == embedded_hash(entry.article)
    article = revision.article if same_words else entry.article
    version = _add_version(connection, article)
    if revision.kind == "earlier" or not entry.passages:
        return Stored("updated", version)
    syndicated = _put_in_force(connection, article, version)
    drop_quotes(connection, article.id)
    removed = _drop_passages(connection, article.id)
    _log(connection, article.id, _add_passages(connection, entry), removed)
    return Stored("updated" if past else "added", version, syndicated)


def _add_version(connection: Connection, article: Article) -> int:
    newest = "SELECT coalesce(max(version), 0) FROM versions WHERE article_id = ?"
    version = int(connection.execute(newest, (article.id,)).fetchone()[0]) + 1
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
            record_hash(article),
        ),
    )
    return version


def _put_in_force(connection: Connection, article: Article, version: int) -> bool:
    """Point the article at a version and return whether it is a syndicated copy."""
    leave_story(connection, article.id)
    connection.execute(
        "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            version,
            record_hash(article),
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
    return join_story(connection, article)


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
    """Remove an article, its passages and quotes, keep its versions, and return whether there was one."""
    leave_story(connection, article_id)
    if connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount == 0:
        return False
    drop_quotes(connection, article_id)
    removed = _drop_passages(connection, article_id)
    _log(connection, article_id, None, removed)
    return True
