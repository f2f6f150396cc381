"""Who said what in the articles in force, and how far the change log has been read for it."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontherecord.archive.database import Connection, Database
from ontherecord.archive.records import encodable
from ontherecord.schema import Article, Quote
from ontherecord.speakers import surname_of
from ontherecord.syndication import words_in

# Facts about the library as a whole: the newest change whose quotes are in, and what found them.
QUOTED = "quoted"
ATTRIBUTORS = "attributors"
# Fewer words of one quotation may well be said twice.
FEWEST_WORDS = 4
ENGLISH = "(a.language IS NULL OR a.language = 'en' OR a.language GLOB 'en[-_]*')"
INSERT = """
INSERT INTO quotes (article_id, version, start, "end", kind, mention, speaker, surname, resolution, cue, confidence,
utterance, passage, words, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (
    SELECT key FROM passages WHERE article_id = ?1 AND start <= ?3 ORDER BY start DESC LIMIT 1
), ?, ?)
"""
# A change counts where the passages that it brought are still in force: of several to one article only the newest.
DUE = f"""
SELECT c.seq, a.id FROM changes c LEFT JOIN passages p ON p.key = c.first_added
LEFT JOIN articles a ON a.id = p.article_id AND {ENGLISH} WHERE c.seq > ? ORDER BY c.seq LIMIT ?
"""
WAITING = f"""
SELECT count(*) FROM changes c JOIN passages p ON p.key = c.first_added
JOIN articles a ON a.id = p.article_id AND {ENGLISH} WHERE c.seq > ?
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A change whose quotes are to be found; `article_id` is None where it brought no English article in force."""

    seq: int
    article_id: str | None


class Quotes:
    """The quotes of one archive, and how they follow its change log."""

    def __init__(self, database: Database) -> None:
        """Keep the quotes in `database`."""
        self._database = database

    def applied(self) -> int:
        """Return the sequence number of the newest change whose quotes are in."""
        with self._database.errors():
            return _applied(self._database.connection())

    def attributors(self) -> tuple[str, ...]:
        """Return the fingerprints of whatever found the quotes."""
        with self._database.errors():
            return _attributors(self._database.connection())

    def due(self, limit: int) -> list[Due]:
        """Return the next changes whose quotes are not in, the oldest first."""
        with self._database.errors():
            connection = self._database.connection()
            return [Due(*row) for row in connection.execute(DUE, (_applied(connection), limit))]

    def waiting(self) -> int:
        """Return how many articles there are whose quotes are not in."""
        with self._database.errors():
            connection = self._database.connection()
            return int(connection.execute(WAITING, (_applied(connection),)).fetchone()[0])

    def store(self, found: Sequence[tuple[Article, Sequence[Quote]]], applied: int, attributor: str) -> None:
        """Store the quotes of articles, and up to which change all are in, in one transaction; may be repeated."""
        with self._database.transaction() as connection:
            for article, quotes in found:
                drop_quotes(connection, article.id)
                in_force = "SELECT 1 FROM articles WHERE id = ? AND version = ?"
                # Whatever became of the article meanwhile is a later change.
                if connection.execute(in_force, (article.id, article.version)).fetchone():
                    connection.executemany(INSERT, [_values(article, quote) for quote in quotes])
            if found:
                _note(connection, ATTRIBUTORS, json.dumps(sorted({*_attributors(connection), attributor})))
            _note(connection, QUOTED, str(applied))

    def reset(self) -> None:
        """Forget all quotes, so that they are found anew."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM quotes")
            connection.execute("DELETE FROM meta WHERE key IN (?, ?)", (QUOTED, ATTRIBUTORS))

    def exist(self) -> bool:
        """Return whether there is any quote."""
        with self._database.errors():
            return bool(self._database.connection().execute("SELECT EXISTS (SELECT 1 FROM quotes)").fetchone()[0])

    def totals(self) -> tuple[int, int]:
        """Return how many quotes there are, and how many names of speakers."""
        query = "SELECT count(*), count(DISTINCT speaker) FROM quotes"
        with self._database.errors():
            quotes, speakers = self._database.connection().execute(query).fetchone()
            return int(quotes), int(speakers)

    def misplaced(self, article: Article) -> int:
        """Return how many of the quotes of an article are not the slices of it that were stored."""
        query = 'SELECT version, start, "end", checksum FROM quotes WHERE article_id = ?'
        with self._database.errors():
            rows = self._database.connection().execute(query, (article.id,)).fetchall()
        return sum(
            version != article.version or slice_checksum(article.text[start:end]) != stored
            for version, start, end, stored in rows
        )

    def stray(self) -> int:
        """Return how many quotes are of no article in force."""
        query = "SELECT count(*) FROM quotes WHERE article_id NOT IN (SELECT id FROM articles)"
        with self._database.errors():
            return int(self._database.connection().execute(query).fetchone()[0])


def drop_quotes(connection: Connection, article_id: str) -> None:
    """Delete the quotes of an article."""
    connection.execute("DELETE FROM quotes WHERE article_id = ?", (article_id,))


def words_key(quote: Quote) -> int | None:
    """Return a number that is the same for the same words in quotation marks; None where they are too few."""
    words = words_in(quote.text)
    if quote.kind != "direct" or len(words) < FEWEST_WORDS:
        return None
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), signed=True)


def slice_checksum(text: str) -> int:
    """Return a number by which a slice that is not the one stored is told."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _values(article: Article, quote: Quote) -> tuple[object, ...]:
    written: Mapping[str, str | None] = {
        name: None if value is None else encodable(value)
        for name, value in (("mention", quote.mention), ("speaker", quote.speaker), ("cue", quote.cue))
    }
    return (
        article.id,
        article.version,
        quote.start,
        quote.end,
        quote.kind,
        written["mention"],
        written["speaker"],
        surname_of(written["speaker"]) if written["speaker"] else None,
        quote.resolution,
        written["cue"],
        quote.confidence,
        quote.utterance,
        words_key(quote),
        slice_checksum(quote.text),
    )


def _applied(connection: Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (QUOTED,)).fetchone()
    return int(row[0]) if row else 0


def _attributors(connection: Connection) -> tuple[str, ...]:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (ATTRIBUTORS,)).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def _note(connection: Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
