"""Reading what is on record of an article."""

from collections.abc import Sequence
from datetime import datetime

from ontherecord.archive.database import Connection
from ontherecord.archive.loading import VERSION_COLUMNS, article_from
from ontherecord.archive.revising import Past
from ontherecord.schema import Article

IN_FORCE = f"""
SELECT {VERSION_COLUMNS} FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version
WHERE a.id = ?
"""


def read_past(connection: Connection, article_id: str) -> Past | None:
    """Return what is on record of an article in force; None where it is not in force."""
    row = connection.execute(IN_FORCE, (article_id,)).fetchone()
    if row is None:
        return None

    def like(content_hash: str) -> list[Article]:
        query = f"SELECT {VERSION_COLUMNS} FROM versions v WHERE v.article_id = ? AND v.content_hash = ?"
        return [article_from(found) for found in connection.execute(query, (article_id, content_hash)).fetchall()]

    query = "SELECT updated_at FROM versions WHERE article_id = ? AND updated_at IS NOT NULL"
    updates = [datetime.fromisoformat(moment) for (moment,) in connection.execute(query, (article_id,)).fetchall()]
    return Past(article_from(row), updates, like)


def read_versions(connection: Connection, ids: Sequence[str]) -> list[tuple[Article, datetime, bool]]:
    """Return the versions of the article with one of these ids, when each was recorded, whether it is in force."""
    query = (
        f"SELECT v.recorded_at, a.version IS NOT NULL, {VERSION_COLUMNS} FROM versions v "
        "LEFT JOIN articles a ON a.id = v.article_id AND a.version = v.version "
        f"WHERE v.article_id IN ({', '.join('?' * len(ids))}) ORDER BY v.version"
    )
    rows = connection.execute(query, ids).fetchall()
    return [(article_from(row), datetime.fromisoformat(at), bool(in_force)) for at, in_force, *row in rows]
