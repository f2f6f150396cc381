"""A library's directory: made, refused, read without the right to write, filled up, looked over."""

import os
import resource
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ontherecord import (
    ForeignLibraryError,
    Library,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
    OnTheRecordError,
    Settings,
)
from tests.conftest import make_article
from tests.fakes import PROCESSES, HashEmbedder
from tests.test_archive import common_path, nobody  # noqa: F401 - a fixture

QUESTION = "Who gave the first doses of a vaccine in Nairobi?"


# -- opening -----------------------------------------------------------------------------------------------------


def test_library_is_made_where_there_is_none(tmp_path: Path):
    path = tmp_path / "a" / "b"
    assert not Library.exists(path)

    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        assert library.verify().problems == ()
        assert library.stats().articles == 0
        assert library.search("anything") == []
        assert library.ask("What happened?").status == "insufficient_evidence"

    assert Library.exists(path)


def test_empty_directory_and_one_with_hidden_files_become_libraries(tmp_path: Path):
    (tmp_path / ".DS_Store").touch()

    Library.open(tmp_path, Settings(attribution="off"), embedder=HashEmbedder()).close()

    assert Library.exists(tmp_path)


def test_directory_with_other_files_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "thesis.doc").write_text("precious")

    with pytest.raises(ForeignLibraryError, match=f"{tmp_path} holds other files and no library"):
        Library.open(tmp_path, Settings(attribution="off"), embedder=HashEmbedder())

    assert [file.name for file in tmp_path.iterdir()] == ["thesis.doc"]


def test_path_of_a_file_is_refused(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("precious")

    with pytest.raises(ForeignLibraryError, match="is a file"):
        Library.open(file, Settings(attribution="off"), embedder=HashEmbedder())
    with pytest.raises(LibraryError):
        Library.open(file / "below", Settings(attribution="off"), embedder=HashEmbedder())
    assert file.read_text() == "precious"


def test_database_of_another_program_is_refused(tmp_path: Path):
    database = sqlite3.connect(tmp_path / "archive.sqlite3")
    database.execute("CREATE TABLE notes (text)")
    database.close()

    with pytest.raises(ForeignLibraryError, match="another program"):
        Library.open(tmp_path, Settings(attribution="off"), embedder=HashEmbedder())
    assert [file.name for file in tmp_path.iterdir()] == ["archive.sqlite3"]


def test_truncated_archive_is_refused_with_the_remedy(open_library: Callable[..., Library], tmp_path: Path):
    library = open_library()
    library.add(make_article(n) for n in range(30))
    library.close()
    file = tmp_path / "library" / "archive.sqlite3"
    file.write_bytes(file.read_bytes()[:9000])

    with pytest.raises(LibraryDamagedError, match="restore it from a backup, or ingest its sources"):
        open_library().search(QUESTION)


def test_relative_path_and_odd_names_are_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in ("library", "with space", "50% #1?", "é雨"):
        with Library.open(name, Settings(attribution="off"), embedder=HashEmbedder()) as library:
            library.add([make_article(1)])
        with Library.open(tmp_path / name, Settings(attribution="off"), embedder=HashEmbedder()) as library:
            assert len(library.search(QUESTION)) == 1
            assert library.verify().problems == ()


# -- without the right to write ----------------------------------------------------------------------------------


@pytest.fixture
def warmed(library: Library) -> None:
    """Load what is loaded late while it can be: the user without rights may not read the interpreter's files."""
    library.add([make_article(1)])
    library.ask(QUESTION)
    library.verify()


@pytest.mark.usefixtures("warmed")
def test_read_only_library_is_searched_and_asked_and_not_added_to(common_path: Path):  # noqa: F811
    path = common_path / "library"
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as writable:
        writable.add(make_article(n) for n in range(12))
        expected = writable.search(QUESTION)
        answer = writable.ask(QUESTION)
    before = {file: file.stat().st_mtime_ns for file in path.rglob("*")}

    with nobody(), Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        hits = library.search(QUESTION)
        assert [hit.passage for hit in hits] == [hit.passage for hit in expected]
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in expected], abs=1e-2)
        assert library.ask(QUESTION).text == answer.text
        assert answer.answered
        assert library.article(make_article(1).id) is not None
        assert library.stats().articles == 12
        assert library.verify().problems == ()
        with pytest.raises(LibraryReadOnlyError, match=f"{path} is read-only"):
            library.add([make_article(99)])
        with pytest.raises(LibraryReadOnlyError, match=f"{path} is read-only"):
            library.remove(make_article(1).id)
        with pytest.raises(LibraryError):
            library.rebuild()
        assert library.search(QUESTION) == hits

    assert {file: file.stat().st_mtime_ns for file in path.rglob("*")} == before


@pytest.mark.usefixtures("warmed")
def test_library_cannot_be_made_in_a_read_only_directory(common_path: Path):  # noqa: F811
    with nobody(), pytest.raises(LibraryReadOnlyError, match=f"{common_path}"):
        Library.open(common_path / "library", Settings(attribution="off"), embedder=HashEmbedder())


@pytest.mark.usefixtures("warmed")
def test_directory_that_may_not_be_looked_into_is_refused(common_path: Path):  # noqa: F811
    path = common_path / "library"
    Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()).close()
    for mode in (0o700, 0o704, 0o701):
        path.chmod(mode)

        with nobody(), pytest.raises(LibraryReadOnlyError, match=f"{path} cannot be made or read"):
            Library.open(path, Settings(attribution="off"), embedder=HashEmbedder())
        with nobody():
            assert Library.exists(path)


# -- without room on the disk ------------------------------------------------------------------------------------


def fill_up(path: Path, bytes_a_file: int, told: Any) -> None:
    """Add articles until a file may grow no more, then ask."""
    library = Library.open(path, Settings(attribution="off"), embedder=HashEmbedder())
    library.add(make_article(n) for n in range(12))
    answer = library.ask(QUESTION).text
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))
    try:
        library.add(make_article(n) for n in range(12, 3000))
        told.put("everything was stored")
    except LibraryError as error:
        told.put(str(error))
    told.put(len(library.search(QUESTION, limit=5)))
    told.put(library.ask(QUESTION, as_of=datetime(2025, 1, 1, tzinfo=UTC)).status)
    told.put(answer != "")
    library.close()


@pytest.mark.parametrize("bytes_a_file", [200_000, 1_000_000])
def test_full_disk_gives_an_error_or_a_warning_and_the_library_still_answers(
    tmp_path: Path, open_library: Callable[..., Library], bytes_a_file: int
):
    told = PROCESSES.Queue()
    process = PROCESSES.Process(target=fill_up, args=(tmp_path / "library", bytes_a_file, told))
    process.start()
    message, *rest = [told.get(timeout=60) for _ in range(4)]
    process.join()

    assert process.exitcode == 0
    assert str(tmp_path / "library") in message
    assert "free some space" in message or "check its disk" in message
    assert rest == [5, "answered", True]
    library = open_library()
    assert [problem for problem in library.verify().problems if "index" not in problem] == []
    library.add(make_article(n) for n in range(300))
    assert library.verify().problems == ()


# -- looking over ------------------------------------------------------------------------------------------------


def test_verify_is_equal_for_libraries_with_the_same_articles(open_library: Callable[..., Library], tmp_path: Path):
    one, two = open_library(), open_library(path=tmp_path / "two", batch_articles=7)
    one.add(make_article(n) for n in range(30))
    two.add(make_article(n) for n in reversed(range(30)))

    assert one.verify() == two.verify()
    assert one.verify().ok
    two.remove(make_article(3).id)
    assert two.verify().digest != one.verify().digest


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE versions SET text = replace(text, 'vaccine', 'Vaccine')", "is not as it was stored"),
        ("UPDATE versions SET title = 'Another'", "is not as it was stored"),
        ("UPDATE versions SET text = 'Short.'", "lies outside its article"),
        ("UPDATE passages SET vector = zeroblob(128)", "has length 0.000"),
        ("UPDATE passages SET vector = x'0102'", "the vector of passage"),
        ("UPDATE passages SET vector = turned(vector)", "is not as it was stored"),
        ("UPDATE passages SET vector = x'010203'", "the vector of passage"),
        ("DELETE FROM passages", "has no passages"),
        ("UPDATE versions SET authors = '{'", "is damaged"),
        ("UPDATE versions SET published_at = 'soon'", "is damaged"),
        ("UPDATE versions SET text = CAST(x'ff' AS TEXT)", "is damaged"),
        ("DELETE FROM passages WHERE article_id IN (SELECT id FROM articles LIMIT 1)", "has no passages"),
    ],
)
def test_verify_reports_what_was_changed_behind_its_back(
    open_library: Callable[..., Library], tmp_path: Path, statement: str, problem: str
):
    library = open_library()
    library.add(make_article(n) for n in range(3))
    database = sqlite3.connect(tmp_path / "library" / "archive.sqlite3")
    database.create_function("turned", 1, lambda vector: (-np.frombuffer(vector, dtype=np.float16)).tobytes())
    database.execute(statement)
    database.commit()
    database.close()

    assert problem in " ".join(library.verify().problems)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
def test_verify_reports_or_survives_a_damaged_file(
    open_library: Callable[..., Library], tmp_path: Path, where: float
):
    library = open_library()
    library.add(make_article(n) for n in range(60))
    library.close()
    file = tmp_path / "library" / "archive.sqlite3"
    content = bytearray(file.read_bytes())
    at = int(len(content) * where)
    content[at : at + 5000] = os.urandom(5000)
    file.write_bytes(content)

    try:
        problems = open_library().verify().problems
    except OnTheRecordError as error:
        problems = (str(error),)
    assert problems


def test_stats_count_what_there_is(library: Library):
    library.add(make_article(n, published_at=datetime(2025, 8, n, tzinfo=UTC), publisher="P") for n in range(1, 5))
    library.add([make_article(9, language="de"), replace(make_article(9), url="https://copy.example/9", id="")])
    library.add([make_article(1, text="It changed.")])
    library.remove(make_article(2).id)

    stats = library.stats()

    assert (stats.articles, stats.versions, stats.passages, stats.syndicated, stats.undated) == (5, 7, 5, 1, 2)
    assert stats.first_published == datetime(2025, 8, 1, tzinfo=UTC)
    assert stats.last_published == datetime(2025, 8, 4, tzinfo=UTC)
    assert stats.publishers == (("Example News", 3), ("P", 2))
    assert stats.languages == (("en", 4), ("de", 1))
    assert stats.embedding_model == "hash@1"
    assert stats.size_bytes > 100_000
    assert [(state.name, state.applied, state.recorded) for state in stats.indexes] == [
        ("vectors", 8, 8),
        ("lexical", 8, 8),
    ]


def test_every_hit_is_an_exact_slice_of_its_article(library: Library):
    library.add(
        make_article(n, text="Früher — “quoted”\u2028雨が降った。 Vaccine 🌧️ came.\n\n" * 30) for n in range(3)
    )

    hits = library.search("vaccine came", limit=50)

    assert len(hits) > 3
    assert all(hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text for hit in hits)


def test_library_can_be_used_again_after_closing(library: Library):
    library.add([make_article(1)])
    library.close()
    library.close()

    assert len(library.search(QUESTION)) == 1
    library.close()


@pytest.mark.parametrize("version", [0, -1, 2, 2**63, 10**20])
def test_version_that_is_not_on_record_is_none(library: Library, version: int):
    library.add([make_article(1)])

    assert library.article(make_article(1).id, version) is None
