"""The archive: what is written is there whole, or not at all, and can be asked for."""

import os
import random
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ontherecord import (
    Article,
    Filters,
    ForeignLibraryError,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
    OnTheRecordError,
    Passage,
)
from ontherecord.archive import Archive, Entry, Scope, Stored, archive_file
from tests.conftest import make_article
from tests.fakes import PROCESSES

NOBODY = 65534


def entry(article: Article) -> Entry:
    """Return the article in two passages, the second one's vector turned by a right angle."""
    half = article.text.index(" ", len(article.text) // 2 - 1)
    spans = [(0, half), (half + 1, len(article.text))]
    passages = tuple(Passage(article.id, i, s, e, article.text[s:e]) for i, (s, e) in enumerate(spans))
    return Entry(article, passages, np.eye(2, 4, dtype=np.float16))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path)
    yield opened
    opened.close()


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user without rights; tests run as root, whom no permission stops."""
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def common_path() -> Iterator[Path]:
    """A directory that every user may enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


# -- articles and versions ---------------------------------------------------------------------------------------


def test_stored_article_comes_back_as_it_was(archive: Archive):
    stored = make_article(
        authors=("Ana Pérez", "Bo Li"),
        published_at=datetime(2025, 8, 9, 1, 2, 3, 456789, timezone(timedelta(hours=-5))),
        published_precision="second",
        updated_at=datetime(2025, 8, 10, tzinfo=UTC),
    )

    results = archive.write([entry(stored)])

    assert results == [Stored("added", 1)]
    assert archive.article(stored.id) == replace(stored, version=1)


def test_article_is_found_by_id_by_url_and_by_a_variant_of_its_url(archive: Archive):
    stored = make_article(url="https://news.example/storm?id=1")
    archive.write([entry(stored)])

    for name in (stored.id, "https://news.example/storm?id=1", "http://NEWS.example/storm/?utm_source=x&id=1#top"):
        assert archive.article(name) == replace(stored, version=1)
    for name in ("https://news.example/other", "", "storm", "\ud800", "http://[oops"):
        assert archive.article(name) is None


def test_changed_article_becomes_a_second_version_and_the_first_stays(archive: Archive):
    first = make_article(text="Rain is expected.")
    second = make_article(text="Rain has fallen.")

    assert archive.write([entry(first)]) == [Stored("added", 1)]
    assert archive.write([entry(second)]) == [Stored("updated", 2)]

    assert archive.article(first.id) == replace(second, version=2)
    assert archive.article(first.id, 1) == replace(first, version=1)
    assert archive.article(first.id, 3) is None
    assert archive.census.totals() == {
        "articles": 1,
        "versions": 2,
        "passages": 2,
        "syndicated": 0,
        "undated": 1,
        "dated_ahead": 0,
    }


def test_unchanged_article_is_not_stored_again(archive: Archive):
    archive.write([entry(make_article())])

    assert archive.write([entry(make_article())]) == [Stored("unchanged")]
    assert archive.head() == 1
    assert archive.census.totals()["versions"] == 1


def test_change_of_the_publication_date_alone_is_a_new_version(archive: Archive):
    archive.write([entry(make_article())])

    assert archive.write([entry(make_article(published_at=datetime(2025, 1, 1, tzinfo=UTC)))]) == [
        Stored("updated", 2)
    ]


def test_removed_article_is_in_no_search_and_its_versions_stay(archive: Archive):
    stored = make_article()
    archive.write([entry(stored)])

    assert archive.remove(stored.id) is True
    assert archive.remove(stored.id) is False

    assert archive.article(stored.id) is None
    assert archive.article(stored.id, 1) == replace(stored, version=1)
    assert archive.keys(Scope()).tolist() == []
    assert archive.passages([1, 2]) == {}
    assert archive.last_key() == 0


def test_removed_article_returns_as_its_next_version_under_new_keys(archive: Archive):
    stored = make_article()
    archive.write([entry(stored)])
    archive.remove(stored.id)

    assert archive.write([entry(stored)]) == [Stored("added", 2)]
    assert archive.keys(Scope()).tolist() == [3, 4]


def test_same_text_under_another_id_is_a_syndicated_copy(archive: Archive):
    original = make_article(1)
    copy = replace(original, url="https://other.example/1", id="", publisher="Other")

    assert archive.write([entry(original), entry(copy)]) == [Stored("added", 1), Stored("added", 1, syndicated=True)]
    assert archive.census.totals()["syndicated"] == 1


def test_newest_articles_come_first_and_undated_ones_last(archive: Archive):
    days = {1: 3, 2: 9, 3: None, 4: 6}
    dated = {n: d and datetime(2025, 8, d, tzinfo=UTC) for n, d in days.items()}
    archive.write([entry(make_article(n, published_at=moment)) for n, moment in dated.items()])

    assert [a.url for a in archive.newest(10)] == [f"https://news.example/{n}" for n in (2, 4, 1, 3)]
    assert len(archive.newest(2)) == 2


def test_tally_counts_publishers_and_languages(archive: Archive):
    makers = [("B", "en"), ("A", "en"), ("B", None), (None, "de")]
    archive.write([entry(make_article(n, publisher=p, language=c)) for n, (p, c) in enumerate(makers)])

    assert archive.census.tally("publisher") == (("B", 2), ("A", 1))
    assert archive.census.tally("language") == (("en", 2), ("de", 1))


def stories(archive: Archive) -> dict[str, str]:
    """Return, for the number in each article's URL, the number in that of the first article of its story."""
    connection = archive._database.connection()
    urls = {a.id: a.url.rsplit("/", 1)[1] for a in archive.newest(100) if a.url}
    return {urls[one]: urls[first] for one, first in connection.execute("SELECT id, story FROM articles")}


def test_articles_with_one_text_tell_the_story_of_the_first_published(archive: Archive):
    days = {1: 8, 2: None, 3: 5, 4: 9, 5: 5}
    dated = {n: d and datetime(2025, 8, d, tzinfo=UTC) for n, d in days.items()}
    for n, moment in dated.items():
        archive.write([entry(make_article(n, text="The same words.", published_at=moment))])
    archive.write([entry(make_article(6))])
    assert stories(archive) == {"1": "3", "2": "3", "3": "3", "4": "3", "5": "3", "6": "6"}

    archive.write([entry(make_article(3, text="Other words now."))])
    assert stories(archive) == {"1": "5", "2": "5", "3": "3", "4": "5", "5": "5", "6": "6"}

    archive.remove(make_article(5).id)
    assert stories(archive) == {"1": "1", "2": "1", "3": "3", "4": "1", "6": "6"}
    assert archive.census.totals()["syndicated"] == 2


# -- passages and vectors ----------------------------------------------------------------------------------------


def test_passages_come_back_as_slices_of_their_articles(archive: Archive):
    stored = make_article(text="Früher Regen. 雨が降った。")
    archive.write([entry(stored)])

    found = archive.passages([2, 1, 99])

    assert {key: passage.text for key, (passage, *_) in found.items()} == {1: "Früher Regen.", 2: "雨が降った。"}
    assert all(article.text[p.start : p.end] == p.text for p, article, _ in found.values())


def test_rows_carry_the_text_of_a_passage_after_a_nul_character(archive: Archive):
    archive.write([entry(make_article(text="The first\0half and the second half."))])

    assert [row.text for row in archive.rows(1, 2)] == ["The first\0half and", "the second half."]


def test_rows_carry_only_passages_in_force(archive: Archive):
    archive.write([entry(make_article(n)) for n in range(3)])
    archive.write([entry(make_article(1, text="Something else entirely."))])
    archive.remove(make_article(2).id)

    assert [row.key for row in archive.rows(1, 100)] == [1, 2, 7, 8]
    assert [row.text for row in archive.rows(7, 8)] == ["Something else", "entirely."]


def test_vectors_are_kept_in_half_precision(archive: Archive):
    exact = np.array([[0.1, -0.70703125, 1e-7, 0.7]], dtype=np.float32)
    stored = make_article()
    passages = (Passage(stored.id, 0, 0, len(stored.text), stored.text),)
    archive.write([Entry(stored, passages, exact.astype(np.float16))])

    found = archive.scanned(0, 10)

    assert found.keys.tolist() == [1]
    assert found.vectors.dtype == np.float16
    assert found.vectors.tolist() == exact.astype(np.float16).tolist()


def test_more_keys_than_a_statement_takes_are_looked_up(archive: Archive):
    archive.write([entry(make_article(n)) for n in range(1000)])

    assert len(archive.passages(list(range(1, 2001)))) == 2000
    assert len(archive.known([make_article(n).id for n in range(1000)])) == 1000


def test_vectors_of_the_same_title_and_text_are_used_again(archive: Archive):
    original = make_article(1)
    archive.write([entry(original)])
    copy = replace(original, url="https://other.example/1", id="", publisher="Other")

    again = archive.embedded_like(copy)

    assert again is not None
    assert again.article == copy
    assert [p.article_id for p in again.passages] == [copy.id, copy.id]
    assert [p.text for p in again.passages] == [p.text for p in entry(original).passages]
    assert again.vectors.tolist() == entry(original).vectors.tolist()


def test_vectors_of_another_title_or_text_are_not_used_again(archive: Archive):
    original = make_article(title="Storm", text="Rain fell\non the coast.")
    archive.write([entry(original)])

    assert archive.embedded_like(make_article(1, title="Storm!", text="Rain fell\non the coast.")) is None
    assert archive.embedded_like(make_article(1, title="Storm\nRain fell", text="on the coast.")) is None


# -- transactions and the change log -----------------------------------------------------------------------------


def test_change_log_tells_what_came_and_went(archive: Archive):
    first, second = make_article(1), make_article(2)
    archive.write([entry(first), entry(second)])
    archive.write([entry(replace(first, text="All of it is new.", content_hash=""))])
    archive.remove(second.id)

    changes = archive.changes(0, 10)

    assert [(c.seq, c.article_id, c.added, c.removed) for c in changes] == [
        (1, first.id, (1, 2), None),
        (2, second.id, (3, 4), None),
        (3, first.id, (5, 6), (1, 2)),
        (4, second.id, None, (3, 4)),
    ]
    assert archive.changes(2, 1) == [changes[2]]
    assert archive.head() == 4


def test_exception_in_the_middle_of_a_batch_leaves_nothing_of_it(archive: Archive):
    archive.write([entry(make_article(0))])

    def entries() -> Iterator[Entry]:
        yield entry(make_article(1))
        yield entry(make_article(0, text="A new version here."))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.write(entries())

    assert archive.article(make_article(1).id) is None
    assert archive.article(make_article(0).id) == replace(make_article(0), version=1)
    assert archive.census.totals() == {
        "articles": 1,
        "versions": 1,
        "passages": 2,
        "syndicated": 0,
        "undated": 1,
        "dated_ahead": 0,
    }
    assert archive.head() == 1
    assert archive.write([entry(make_article(1))]) == [Stored("added", 1)]


def test_half_written_batch_is_not_seen_by_another_reader(archive: Archive, tmp_path: Path):
    other = Archive(tmp_path)

    def entries() -> Iterator[Entry]:
        yield entry(make_article(1))
        assert other.article(make_article(1).id) is None
        yield entry(make_article(2))

    archive.write(entries())

    assert other.article(make_article(1).id) is not None
    other.close()


def write_many(directory: Path, start: int) -> None:
    archive = Archive(directory)
    for number in range(start, start + 50):
        archive.write([entry(make_article(number))])
    archive.close()


def test_two_processes_create_and_write_one_archive_at_once(tmp_path: Path):
    writers = [PROCESSES.Process(target=write_many, args=(tmp_path, start)) for start in (0, 30)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    archive = Archive(tmp_path)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert archive.census.totals() == {
        "articles": 80,
        "versions": 80,
        "passages": 160,
        "syndicated": 0,
        "undated": 80,
        "dated_ahead": 0,
    }
    assert [change.seq for change in archive.changes(0, 1000)] == list(range(1, 81))
    assert archive.damage() == []
    archive.close()


def create_many(directories: list[Path], together: Any) -> None:
    for directory in directories:
        together.wait(60)
        Archive(directory).close()


def test_processes_that_create_one_archive_at_the_same_moment_share_it(tmp_path: Path):
    directories = [tmp_path / str(n) for n in range(30)]
    for directory in directories:
        directory.mkdir()
    together = PROCESSES.Barrier(3)
    creators = [PROCESSES.Process(target=create_many, args=(directories, together)) for _ in range(3)]
    for creator in creators:
        creator.start()
    for creator in creators:
        creator.join(60)

    assert [creator.exitcode for creator in creators] == [0, 0, 0]


def test_facts_about_the_library_are_kept(archive: Archive, tmp_path: Path):
    assert archive.meta("embedding_model") is None
    archive.set_meta("embedding_model", "a")
    archive.set_meta("embedding_model", "b")

    again = Archive(tmp_path)
    assert again.meta("embedding_model") == "b"
    assert len(again.library_id) == 32
    assert again.library_id == archive.library_id
    again.close()


# -- scopes ------------------------------------------------------------------------------------------------------

AUGUST = datetime(2025, 8, 1, tzinfo=UTC)
PUBLISHED: dict[str, dict[str, Any]] = {
    "noon": {"published_at": datetime(2025, 8, 9, 12, tzinfo=UTC)},
    "day": {"published_at": datetime(2025, 8, 9, tzinfo=UTC), "published_precision": "day"},
    "month": {"published_at": AUGUST, "published_precision": "month"},
    "offset": {"published_at": datetime(2025, 8, 10, 1, tzinfo=timezone(timedelta(hours=5)))},
    "undated": {},
}


@pytest.fixture
def dated(archive: Archive) -> Callable[[Scope], set[str]]:
    """Return which of the articles above a scope lets through."""
    names = list(PUBLISHED)
    articles = [make_article(n, title=name, **PUBLISHED[name]) for n, name in enumerate(names)]
    archive.write([entry(article) for article in articles])

    def let_through(scope: Scope) -> set[str]:
        keys = archive.keys(scope).tolist()
        found = {names[(key - 1) // 2] for key in keys}
        assert len(keys) == 2 * len(found)
        assert archive.census.count(scope)[0] == len(found)
        return found

    return let_through


def test_scope_without_conditions_lets_everything_through(dated: Callable[[Scope], set[str]]):
    assert dated(Scope()) == set(PUBLISHED)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2025, 8, 9), {"noon", "day", "month", "offset"}),
        (datetime(2025, 8, 9, 12, tzinfo=UTC), {"noon", "day", "month", "offset"}),
        (datetime(2025, 8, 9, 12, 0, 1, tzinfo=UTC), {"day", "month", "offset"}),
        (datetime(2025, 8, 9, 20, 0, 1, tzinfo=UTC), {"day", "month"}),
        (date(2025, 8, 10), {"month"}),
        (date(2025, 8, 31), {"month"}),
        (date(2025, 9, 1), set()),
    ],
)
def test_after_lets_through_what_may_have_appeared_from_then_on(
    dated: Callable[[Scope], set[str]], after: date, expected: set[str]
):
    assert dated(Scope(Filters(after=after))) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (date(2025, 8, 1), set()),
        (datetime(2025, 8, 1, 0, 0, 1, tzinfo=UTC), {"month"}),
        (date(2025, 8, 9), {"month"}),
        (datetime(2025, 8, 9, 0, 0, 1, tzinfo=UTC), {"month", "day"}),
        (datetime(2025, 8, 9, 12, tzinfo=UTC), {"month", "day"}),
        (datetime(2025, 8, 9, 12, 0, 1, tzinfo=UTC), {"month", "day", "noon"}),
        (date(2025, 8, 10), {"month", "day", "noon", "offset"}),
    ],
)
def test_before_lets_through_what_may_have_appeared_earlier(
    dated: Callable[[Scope], set[str]], before: date, expected: set[str]
):
    assert dated(Scope(Filters(before=before))) == expected


def test_what_is_known_by_a_moment_includes_undated_articles(dated: Callable[[Scope], set[str]]):
    morning = datetime(2025, 8, 9, 8, tzinfo=UTC)

    assert dated(Scope(known_by=morning)) == {"day", "month", "undated"}
    assert dated(Scope(known_by=datetime(2025, 8, 9, 12, tzinfo=UTC))) == {"noon", "day", "month", "undated"}
    assert dated(Scope(Filters(after=date(2025, 8, 9)), known_by=morning)) == {"day", "month"}


def test_article_dated_in_the_future_is_known_from_when_it_was_recorded(archive: Archive):
    archive.write([entry(make_article(published_at=datetime(2099, 1, 1, tzinfo=UTC)))])
    now = datetime.now(UTC)

    assert archive.census.count(Scope(known_by=now + timedelta(seconds=1)))[0] == 1
    assert archive.census.count(Scope(known_by=now - timedelta(days=1)))[0] == 0
    assert archive.census.count(Scope(Filters(before=date(2098, 1, 1))))[0] == 0
    assert [row.known_from for row in archive.rows(1, 2)] == pytest.approx([now.timestamp()] * 2, abs=5)


def test_publishers_and_language_are_matched_without_regard_to_case(archive: Archive):
    makers = [("The Post", "en"), ("Süddeutsche  Zeitung", "de"), ("Post", "EN"), (None, None)]
    archive.write([entry(make_article(n, publisher=p, language=c)) for n, (p, c) in enumerate(makers)])

    def articles(**filters: Any) -> list[int]:
        return sorted({(key - 1) // 2 for key in archive.keys(Scope(Filters(**filters))).tolist()})

    assert articles(publishers=("THE POST",)) == [0]
    assert articles(publishers=("the post", "SÜDDEUTSCHE ZEITUNG")) == [0, 1]
    assert articles(language="en") == [0, 2]
    assert articles(language="En", publishers=("post",)) == [2]
    assert articles(publishers=("Post%",)) == []


def test_count_gives_the_dates_of_the_first_and_last_article(archive: Archive):
    for n, day in enumerate((9, 3, 6)):
        archive.write([entry(make_article(n, published_at=datetime(2025, 8, day, tzinfo=UTC)))])

    first, last = datetime(2025, 8, 3, tzinfo=UTC), datetime(2025, 8, 9, tzinfo=UTC)
    assert archive.census.count(Scope()) == (3, first, last)
    assert archive.census.count(Scope(Filters(publishers=("nobody",)))) == (0, None, None)


def test_filter_that_is_no_text_lets_nothing_through(archive: Archive):
    archive.write([entry(make_article())])

    assert archive.census.count(Scope(Filters(publishers=("\ud800",)))) == (0, None, None)


def test_article_from_before_1970_can_be_found(archive: Archive):
    landing = datetime(1969, 7, 20, 20, 17, tzinfo=UTC)
    archive.write([entry(make_article(published_at=landing))])

    assert archive.census.count(Scope(Filters(before=date(1970, 1, 1)))) == (1, landing, landing)


# -- files that are no archive, or no longer one -----------------------------------------------------------------


def test_file_of_something_else_is_refused(tmp_path: Path):
    archive_file(tmp_path).write_text("Dear diary, " * 1000)

    with pytest.raises((ForeignLibraryError, LibraryDamagedError), match="not a database"):
        Archive(tmp_path)
    assert archive_file(tmp_path).read_text() == "Dear diary, " * 1000


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path):
    other = sqlite3.connect(archive_file(tmp_path))
    other.execute("CREATE TABLE notes (text)")
    other.commit()
    before = archive_file(tmp_path).read_bytes()

    with pytest.raises(ForeignLibraryError, match="another program"):
        Archive(tmp_path)
    assert archive_file(tmp_path).read_bytes() == before
    other.close()


def test_newer_format_is_refused_by_name(archive: Archive, tmp_path: Path):
    archive.close()
    database = sqlite3.connect(archive_file(tmp_path))
    database.execute("PRAGMA user_version = 5")
    database.close()

    with pytest.raises(ForeignLibraryError, match="format 5, this release reads format 4"):
        Archive(tmp_path)


def test_empty_file_becomes_an_archive(tmp_path: Path):
    archive_file(tmp_path).touch()

    archive = Archive(tmp_path)

    assert archive.head() == 0
    archive.close()


def whole(directory: Path) -> None:
    """Read everything there is to read."""
    archive = Archive(directory)
    try:
        archive.damage()
        for article, passages in archive.everything():
            assert all(article.text[e.passage.start : e.passage.end] == e.passage.text for e in passages)
        list(archive.rows(0, 10_000))
        archive.scanned(0, 10_000)
        archive.passages(list(range(200)))
        archive.newest(100)
        archive.changes(0, 1000)
        archive.census.count(Scope())
    finally:
        archive.close()


@pytest.mark.parametrize("seed", range(4))
def test_damaged_file_gives_an_error_that_says_so_or_does_no_harm(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    archive = Archive(tmp_path)
    archive.write([entry(make_article(n, authors=("A", "B"), published_at=AUGUST)) for n in range(100)])
    archive.close()
    sound = archive_file(tmp_path).read_bytes()

    refused = 0
    for _ in range(40):
        content = bytearray(sound)
        if chance.random() < 0.2:
            del content[chance.randrange(len(content)) :]
        else:
            at, length = chance.randrange(len(content)), chance.choice((1, 16, 4096))
            content[at : at + length] = chance.randbytes(min(length, len(content) - at))
        archive_file(tmp_path).write_bytes(content)
        try:
            whole(tmp_path)
        except OnTheRecordError as error:
            refused += 1
            assert str(archive_file(tmp_path)) in str(error) or "this library" in str(error)
    assert refused > 4


# -- places that cannot be written -------------------------------------------------------------------------------


def test_archive_in_a_read_only_directory_is_read_and_not_written(common_path: Path):
    archive = Archive(common_path)
    archive.write([entry(make_article(1))])
    archive.close()

    with nobody():
        reader = Archive(common_path)
        assert reader.read_only
        assert reader.article(make_article(1).id) == replace(make_article(1), version=1)
        with pytest.raises(LibraryReadOnlyError, match="read-only"):
            reader.write([entry(make_article(2))])
        with pytest.raises(LibraryReadOnlyError, match="read-only"):
            reader.remove(make_article(1).id)
        reader.close()


def test_read_only_archive_shows_what_its_writer_adds_meanwhile(common_path: Path):
    writer = Archive(common_path)
    writer.write([entry(make_article(1))])

    with nobody():
        reader = Archive(common_path)
    writer.write([entry(make_article(2))])
    with nobody():
        assert reader.article(make_article(2).id) is not None
        reader.close()
    writer.close()


def test_archive_cannot_be_made_in_a_read_only_directory(common_path: Path):
    with nobody(), pytest.raises(LibraryReadOnlyError, match=f"{common_path} cannot be written to"):
        Archive(common_path)


def test_full_disk_is_named_and_what_was_stored_still_answers(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.write([entry(make_article(n)) for n in range(10)])
    connection = archive._database.connection()
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    with pytest.raises(LibraryError, match=r"full; free some space on its disk and run the same command again"):
        archive.write([entry(make_article(n)) for n in range(10, 200)])

    assert archive.census.totals()["articles"] == 10
    assert archive.article(make_article(3).id) is not None
    connection.execute("PRAGMA max_page_count = 100000")
    archive.write([entry(make_article(n)) for n in range(10, 200)])
    assert archive.census.totals()["articles"] == 200
    archive.close()


def write_into_a_small_space(directory: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    archive = Archive(directory)
    archive.write([entry(make_article(n)) for n in range(10)])
    with pytest.raises(LibraryError, match=str(directory)):
        archive.write([entry(make_article(n)) for n in range(10, 2000)])
    assert archive.census.totals()["articles"] == 10
    archive.close()


def test_file_that_may_not_grow_gives_an_error_and_keeps_what_it_has(tmp_path: Path):
    writer = PROCESSES.Process(target=write_into_a_small_space, args=(tmp_path,))
    writer.start()
    writer.join(60)

    archive = Archive(tmp_path)
    assert writer.exitcode == 0
    assert archive.census.totals()["articles"] == 10
    assert archive.damage() == []
    archive.close()


def test_archive_locked_by_another_writer_names_the_wait(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("ontherecord.archive.database.BUSY_SECONDS", 0.1)
    other = Archive(tmp_path)

    def entries() -> Iterator[Entry]:
        with pytest.raises(LibraryError, match="another process has been writing"):
            other.write([entry(make_article(2))])
        yield entry(make_article(1))

    assert archive.write(entries()) == [Stored("added", 1)]
    other.close()
