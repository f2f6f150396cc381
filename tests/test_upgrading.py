"""A library of an older format becomes one of this format, with all that was in it."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ontherecord import ForeignLibraryError, Library, LibraryError, LibraryReadOnlyError
from ontherecord.archive import Archive, archive_file
from ontherecord.archive.database import APPLICATION_ID, FORMAT
from ontherecord.archive.upgrading import SECOND_FORMAT
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.test_archive import nobody

# As the first release made it.
FIRST_FORMAT = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every version of every article; rows are never changed.
CREATE TABLE versions (
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    url TEXT,
    publisher TEXT,
    authors TEXT NOT NULL,
    published_at TEXT,
    published_precision TEXT,
    updated_at TEXT,
    language TEXT,
    content_hash TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
);

-- The articles in force, each pointing at its newest version; what filters and de-duplication ask for.
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    record_hash TEXT NOT NULL,
    embedded_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    published_from INTEGER,
    published_until INTEGER,
    publisher TEXT,
    language TEXT
);
CREATE INDEX articles_by_content ON articles (content_hash);
CREATE INDEX articles_by_embedded ON articles (embedded_hash);
CREATE INDEX articles_by_time ON articles (published_from);

-- Keys rise and are never used twice, so an index that has seen a key need never look at it again.
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id);

-- What happened, in order. The passages of an article are one run of keys.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    first_added INTEGER,
    last_added INTEGER,
    first_removed INTEGER,
    last_removed INTEGER,
    recorded_at TEXT NOT NULL
);
"""

ARTICLES = 12
COPIED = "meta", "versions", "articles", "passages", "changes"
TABLES = *COPIED, "quotes", "ratings"


def set_back(directory: Path) -> None:
    """Turn the library in a directory into one of the first format, as the release that knew no other left it."""
    new, old = archive_file(directory), directory / "old.sqlite3"
    database = sqlite3.connect(old)
    database.executescript(FIRST_FORMAT)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"ATTACH '{new}' AS new")
    for table in COPIED:
        columns = ", ".join(f'"{row[1]}"' for row in database.execute(f"PRAGMA main.table_info({table})"))
        database.execute(f"INSERT INTO main.{table} SELECT {columns} FROM new.{table}")
    database.commit()
    database.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
    database.execute("PRAGMA main.user_version = 1")
    database.close()
    old.replace(new)


def set_back_to_second(directory: Path) -> None:
    """Turn the library in a directory into one of the second format, which knew no quotes."""
    database = sqlite3.connect(archive_file(directory))
    database.execute("DROP TABLE quotes")
    database.execute("DROP TABLE ratings")
    database.execute("PRAGMA user_version = 2")
    database.close()


def set_back_to_third(directory: Path) -> None:
    """Turn the library in a directory into one of the third format, which knew no ratings."""
    database = sqlite3.connect(archive_file(directory))
    database.execute("DROP TABLE ratings")
    database.execute("PRAGMA user_version = 3")
    database.close()


def contents(directory: Path) -> dict[str, object]:
    """Return the format of an archive, its tables, and what they hold."""
    database = sqlite3.connect(archive_file(directory))
    columns = {table: [row[1:4] for row in database.execute(f"PRAGMA table_info({table})")] for table in TABLES}
    rows = {table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in COPIED}
    found = {
        "format": database.execute("PRAGMA user_version").fetchone()[0],
        "columns": columns,
        "indexes": {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")},
        "rows": rows,
    }
    database.close()
    return found


@pytest.fixture
def filled(open_library: Callable[..., Library], tmp_path: Path) -> Path:
    """The directory of a library with corrected, copied, removed and undated articles."""
    library = open_library()
    library.add(make_article(n, published_at=datetime(2025, 8, n + 1, tzinfo=UTC)) for n in range(ARTICLES))
    library.add([make_article(3, text="It was corrected.", published_at=datetime(2025, 8, 4, tzinfo=UTC))])
    library.add([replace(make_article(1), url="https://copy.example/1", id="", published_at=None)])
    library.add([make_article(99, published_at=datetime(2099, 1, 1, tzinfo=UTC))])
    library.remove(make_article(5).id)
    library.close()
    return tmp_path / "library"


def test_upgraded_library_is_the_one_this_release_would_have_made(filled: Path, open_library: Callable[..., Library]):
    made = contents(filled)
    set_back(filled)
    assert contents(filled)["format"] == 1

    Archive(filled).close()

    assert contents(filled) == made
    assert made["format"] == FORMAT


def test_library_of_the_second_format_gets_a_place_for_quotes(filled: Path):
    made = contents(filled)
    set_back_to_second(filled)
    assert contents(filled)["columns"]["quotes"] == []

    archive = Archive(filled)

    assert archive.quotes.waiting() == archive.census.totals()["articles"]
    archive.close()
    assert contents(filled) == made


def test_library_of_the_third_format_gets_a_place_for_ratings(filled: Path, open_library: Callable[..., Library]):
    made = contents(filled)
    set_back_to_third(filled)
    assert contents(filled)["columns"]["ratings"] == []

    library = open_library()
    assert library.ratings() == []
    rating = library.rate(library.ask("Who gave the first doses of a vaccine in Nairobi?"), "up")
    library.close()

    assert contents(filled) == made
    assert [one.id for one in open_library().ratings()] == [rating.id]


def test_upgraded_library_answers_and_embeds_nothing(filled: Path, open_library: Callable[..., Library]):
    before = open_library()
    digest, hits = before.verify().digest, before.search("doses of a vaccine in Nairobi")
    before.close()
    set_back(filled)
    embedder = HashEmbedder()

    library = open_library(embedder)
    report = library.add(
        make_article(n, published_at=datetime(2025, 8, n + 1, tzinfo=UTC)) for n in range(ARTICLES) if n not in (3, 5)
    )

    assert (report.unchanged, report.embedded) == (ARTICLES - 2, 0)
    assert embedder.embedded == []
    assert library.verify().ok
    assert library.verify().digest == digest
    assert [hit.passage for hit in library.search("doses of a vaccine in Nairobi")] == [hit.passage for hit in hits]


def test_lexical_index_of_another_release_is_built_anew(filled: Path, open_library: Callable[..., Library]):
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=True, indexed=True, fast=True)
    for file in (filled / "lexical").iterdir():
        file.unlink()
    tantivy.Index(builder.build(), path=str(filled / "lexical")).writer().commit()
    set_back(filled)

    library = open_library()

    assert library.search("doses of a vaccine in Nairobi", as_of=date(2025, 9, 1))[0].lexical
    assert library.verify().ok


def test_upgrade_that_fails_leaves_the_old_library(filled: Path, monkeypatch: pytest.MonkeyPatch):
    set_back(filled)
    before = contents(filled)
    monkeypatch.setattr("ontherecord.archive.upgrading.SECOND_FORMAT", SECOND_FORMAT + ";\nUPDATE missing SET x = 1")

    with pytest.raises(LibraryError, match="no such table"):
        Archive(filled)

    assert contents(filled) == before


def test_old_library_that_cannot_be_written_is_refused_with_the_remedy(filled: Path):
    set_back(filled)
    for path in (filled, *filled.parents):
        if path.is_relative_to("/tmp"):
            path.chmod(0o755)

    with nobody(), pytest.raises(LibraryReadOnlyError, match="read-only: make it writable, or copy it elsewhere"):
        Archive(filled)


def test_format_that_never_was_is_refused(filled: Path):
    database = sqlite3.connect(archive_file(filled))
    database.execute("PRAGMA user_version = 0")
    database.close()

    with pytest.raises(ForeignLibraryError, match="has format 0"):
        Archive(filled)


def test_upgrade_is_announced(filled: Path, caplog: pytest.LogCaptureFixture):
    set_back(filled)

    with caplog.at_level(logging.WARNING):
        Archive(filled).close()

    assert "older format" in caplog.text
