"""How the articles of a time begin: what tells which stories most outlets carry."""

import math
from typing import NamedTuple

from ontherecord.archive.database import Database
from ontherecord.archive.loading import matrix
from ontherecord.archive.outlets import outlet
from ontherecord.archive.records import Scope, Vectors
from ontherecord.archive.scoping import condition
from ontherecord.schema import Article, Passage

OPENINGS = """
SELECT p.key, a.id, a.story, v.publisher, v.url, p.vector
FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version
JOIN passages p ON p.article_id = a.id AND p.ordinal = 0
WHERE a.published_from IS NOT NULL AND {where} AND a.rowid % ? = 0 ORDER BY a.published_from DESC, a.id
"""
OPENING = 'SELECT start, "end" FROM passages WHERE article_id = ? AND ordinal = 0'
DATED = "SELECT count(*) FROM articles a WHERE a.published_from IS NOT NULL AND {where}"


class Openings(NamedTuple):
    """First passages of dated articles, a row each, the newest first: their keys, and their vectors.

    `stories` are those that the articles tell, `outlets` who published them; what nothing names is its own.
    """

    keys: tuple[int, ...]
    stories: tuple[str, ...]
    outlets: tuple[str, ...]
    vectors: Vectors


def openings(database: Database, scope: Scope, most: int) -> Openings:
    """Return the first passages of the dated articles that a scope lets through, or of a part of them, at random.

    Raises LibraryDamagedError.
    """
    where, values = condition(scope)
    with database.errors():
        connection = database.connection()
        dated = connection.execute(DATED.format(where=where), values).fetchone()[0]
        step = max(1, math.ceil(dated / most))
        rows = connection.execute(OPENINGS.format(where=where), (*values, step)).fetchall()
    keys, _, stories, *_, blobs = zip(*rows, strict=True) if rows else ((),) * 6
    outlets = tuple(outlet(publisher, url) or one for _, one, _, publisher, url, _ in rows)
    return Openings(keys, stories, outlets, matrix(blobs))


def opening(database: Database, article: Article) -> Passage | None:
    """Return the first passage of an article in force; None where it has none."""
    with database.errors():
        row = database.connection().execute(OPENING, (article.id,)).fetchone()
    if row is None:
        return None
    start, end = row
    return Passage(article.id, 0, start, end, article.text[start:end])
