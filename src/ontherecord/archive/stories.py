"""Which articles tell one story, and which of them told it first."""

from ontherecord.archive.database import Connection

# Of the articles with one text: the first published, then the first recorded.
FIRST = """
SELECT a.id FROM articles a WHERE a.content_hash = ?
ORDER BY a.published_from NULLS LAST, (SELECT min(recorded_at) FROM versions WHERE article_id = a.id), a.id LIMIT 1
"""


def tell_story(connection: Connection, content_hash: str) -> None:
    """Link the articles in force that have this text to the earliest of them."""
    first = connection.execute(FIRST, (content_hash,)).fetchone()
    if first is not None:
        update = "UPDATE articles SET story = ? WHERE content_hash = ? AND story != ?"
        connection.execute(update, (first[0], content_hash, first[0]))
