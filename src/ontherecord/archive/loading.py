"""From the archive's rows to articles and vectors."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from ontherecord.archive.database import damaged
from ontherecord.archive.records import Scanned, Vectors
from ontherecord.schema import Article

VERSION_COLUMNS = (
    "v.title, v.text, v.url, v.publisher, v.authors, v.published_at, v.published_precision, "
    "v.updated_at, v.language, v.article_id, v.content_hash, v.version"
)
# Where among them the article's id stands.
ARTICLE_ID = 9

SCANNED = (
    "SELECT p.key, p.vector, a.published_from, a.published_until, a.known_from, a.publisher, a.language "
    "FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.key > ? ORDER BY p.key LIMIT ?"
)


def article_from(row: Sequence[Any]) -> Article:
    """Return the article whose VERSION_COLUMNS a row holds; raises LibraryDamagedError."""
    try:
        title, text, url, publisher, authors, published_at, precision, updated_at, language, *identity = row
        return Article(
            title=title,
            text=text,
            url=url,
            publisher=publisher,
            authors=tuple(json.loads(authors)),
            published_at=published_at and datetime.fromisoformat(published_at),
            published_precision=precision,
            updated_at=updated_at and datetime.fromisoformat(updated_at),
            language=language,
            id=identity[0],
            content_hash=identity[1],
            version=identity[2],
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise damaged(f"an article cannot be read: {error}") from error


def matrix(blobs: Sequence[bytes]) -> Vectors:
    """Return stored vectors as rows; raises LibraryDamagedError."""
    if not blobs:
        return np.empty((0, 0), dtype=np.float16)
    try:
        return np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(blobs), -1)
    except (TypeError, ValueError) as error:
        raise damaged(f"a vector cannot be read: {error}") from error


def scanned(rows: Sequence[Sequence[Any]]) -> Scanned:
    """Return the rows that SCANNED gives, as columns; raises LibraryDamagedError."""
    keys, blobs, *times, publishers, languages = zip(*rows, strict=True) if rows else ((),) * 7
    published_from, published_until, known_from = (np.array(column, dtype=np.float64) for column in times)
    return Scanned(
        np.array(keys, dtype=np.int64),
        matrix(blobs),
        published_from,
        published_until,
        known_from,
        publishers,
        languages,
    )
