"""Removal: out of every answer, and on request out of every file."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ontherecord import Article, Filters, Library, LibraryError, QuestionError, SearchIndexError, Settings
from ontherecord.archive import archive_file
from ontherecord.archive import removal as archive_removal
from ontherecord.indexes import indexes as module
from tests.conftest import make_article
from tests.fakes import PROCESSES, HashEmbedder

CANARY = b"zyxcan"


def canary(number: int, **fields: Any) -> Article:
    """Return an article with a word that stands nowhere else in each of its fields."""
    own = {
        "title": f"Zyxcanary{number} seen",
        "text": f"The zyxcanary{number} was seen on a Tuesday. It sang of zyxcanaries, number {number}.",
        "url": f"https://zyxcanary.example/{number}",
        "publisher": "Zyxcanary Press",
        "authors": (f"Zyxcanary{number} Writer",),
    }
    return Article(**{**own, **fields})


def traces(directory: Path) -> list[str]:
    """Return the files of a library that hold a canary."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    return [path.name for path in files if CANARY in path.read_bytes().lower()]


def fill(library: Library, articles: int, canaries: int) -> None:
    """Add articles with canaries among them, some of these corrected, some removed before."""
    every = articles // canaries
    library.add(
        item
        for n in range(articles)
        for item in (make_article(n), *([canary(n // every)] if n % every == every - 1 else ()))
    )
    library.add(canary(n, text=f"The zyxcanary{n} was corrected.") for n in range(0, canaries, 10))
    for n in range(5, canaries, 50):
        library.remove(f"https://zyxcanary.example/{n}")


@pytest.fixture
def mixed(library: Library) -> Library:
    """30 articles and 15 canaries."""
    fill(library, 30, 15)
    return library


# -- without purge -----------------------------------------------------------------------------------------------


def test_articles_within_filters_are_removed_and_the_others_stay(library: Library):
    library.add(
        make_article(n, publisher="A" if n % 2 else "B", published_at=datetime(2025, 8, n + 1, tzinfo=UTC))
        for n in range(10)
    )
    filters = Filters(publishers=("a",), before=date(2025, 8, 7))
    assert library.count(filters) == 3

    assert library.remove_all(filters) == 3
    assert library.remove_all(filters) == 0

    left = {article.url for article in library.newest(20)}
    assert left == {f"https://news.example/{n}" for n in (0, 2, 4, 6, 7, 8, 9)}
    assert library.count() == 7
    assert library.article(make_article(1).id, 1) is not None
    assert library.verify().ok


def test_removal_of_everything_by_empty_filters_is_refused(library: Library):
    library.add([make_article(1)])

    for purge in (False, True):
        with pytest.raises(QuestionError, match="without a filter every article would go"):
            library.remove_all(Filters(), purge=purge)
    assert library.count() == 1


def test_article_not_on_record_is_not_removed(library: Library):
    library.add([make_article(1)])
    before = library.verify().digest

    assert library.remove("https://news.example/none") is False
    assert library.remove("https://news.example/none", purge=True) is False
    assert library.remove_all(Filters(publishers=("nobody",)), purge=True) == 0
    assert library.verify().digest == before


# -- purge -------------------------------------------------------------------------------------------------------


def test_purged_articles_are_in_no_file_and_all_others_are_found(library: Library):
    fill(library, 200, 100)
    assert set(traces(library.path)) >= {"archive.sqlite3"}

    assert library.remove_all(Filters(publishers=("zyxcanary press",)), purge=True) == 100

    assert traces(library.path) == []
    assert library.stats().articles == library.stats().versions == 200
    for n in range(200):
        hits = library.search(f"report number {n} of the day", limit=200)
        assert make_article(n).id in {hit.article.id for hit in hits}
        assert library.article(make_article(n).id) == make_article(n, version=1)
    assert library.ask("Who gave the first doses of a vaccine in Nairobi?").answered
    assert "zyxcanary" not in str(library.search("zyxcanary seen", limit=50))
    assert library.verify().ok
    library.close()
    assert traces(library.path) == []


def test_one_article_is_purged_with_all_its_versions(mixed: Library):
    for n in (0, 1, 5):
        assert mixed.remove(f"https://zyxcanary.example/{n}", purge=True) is True
    assert mixed.article(canary(0).id, 1) is None
    assert mixed.article(canary(5).id, 1) is None
    assert mixed.article(canary(11).id) is not None
    assert mixed.verify().ok


def test_article_removed_before_is_purged(library: Library):
    library.add([make_article(1), canary(1)])
    library.remove(canary(1).id)
    assert traces(library.path) != []

    assert library.remove("https://zyxcanary.example/1", purge=True) is True
    assert library.remove("https://zyxcanary.example/1", purge=True) is False

    assert traces(library.path) == []


def test_purge_takes_from_the_removed_only_those_within_its_filters(library: Library):
    days = [datetime(2025, 8, n + 1, tzinfo=UTC) for n in range(4)]
    library.add(canary(n, published_at=day, language="en") for n, day in enumerate(days))
    library.add([canary(8), canary(9, published_at=days[0], language="de")])
    for one in (*range(4), 8, 9):
        library.remove(canary(one).id)

    assert library.remove_all(Filters(before=date(2025, 8, 3), language="EN"), purge=True) == 2
    assert [library.article(canary(n).id, 1) is None for n in (0, 1, 2, 3, 8, 9)] == [True, True, *[False] * 4]
    assert library.remove_all(Filters(after=date(2025, 8, 4)), purge=True) == 1
    assert library.article(canary(3).id, 1) is None


def test_purged_article_that_arrives_again_is_a_first_version(library: Library):
    library.add([canary(1)])
    library.remove(canary(1).id, purge=True)

    report = library.add([canary(1)])

    assert (report.added, report.embedded) == (1, 1)
    assert library.article(canary(1).id) == canary(1, version=1)
    assert library.verify().ok


def test_library_of_which_all_was_purged_goes_on(library: Library):
    library.add(canary(n) for n in range(5))

    assert library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True) == 5

    assert traces(library.path) == []
    assert library.search("zyxcanary") == []
    assert library.verify().ok
    library.add([make_article(1)])
    assert len(library.search("vaccine")) == 1
    assert library.verify().ok


def test_what_was_fetched_is_forgotten_with_the_article(library: Library):
    library.add([make_article(1), canary(1), canary(2)])
    kept = '{"url": "https://news.example/1?utm_source=x", "etag": "a"}\n'
    (library.path / "fetched.jsonl").write_text(
        kept
        + '{"url": "https://zyxcanary.example/1/?utm_source=x", "etag": "b"}\n'
        + '{"url": "https://short.example/2", "etag": "c", "article": "https://zyxcanary.example/2"}\n'
        + '{"url": "https://zyxcanary.exam'
    )

    library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True)

    assert (library.path / "fetched.jsonl").read_text() == kept
    assert traces(library.path) == []


# -- interrupted -------------------------------------------------------------------------------------------------

STEPS = ("rewrite", "finish")


@pytest.mark.parametrize("step", [*STEPS, "renew", "fetched"])
def test_interrupted_purge_is_finished_by_repeating_it(
    mixed: Library, monkeypatch: pytest.MonkeyPatch, open_library: Callable[..., Library], step: str
):
    filters = Filters(publishers=("Zyxcanary Press",))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if step in STEPS:
            patched.setattr(archive_removal.Removal, step, interrupt)
        elif step == "renew":
            patched.setattr(module.Indexes, "renew", interrupt)
        else:
            patched.setattr("ontherecord.purging._forget_fetched", interrupt)
        with pytest.raises(KeyboardInterrupt):
            mixed.remove_all(filters, purge=True)
    mixed.close()

    again = open_library()
    assert again.count(filters) == 0
    assert again.remove_all(filters, purge=True) == 15
    assert traces(again.path) == []
    assert again.verify().ok
    assert again.remove_all(filters, purge=True) == 0


def test_unfinished_purge_is_a_problem_that_verify_names(library: Library, monkeypatch: pytest.MonkeyPatch):
    library.add([make_article(1), canary(1)])
    with monkeypatch.context() as patched:
        patched.setattr(archive_removal.Removal, "rewrite", lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            library.remove(canary(1).id, purge=True)

    assert any("purge" in problem for problem in library.verify().problems)
    library.remove(canary(1).id, purge=True)
    assert library.verify().ok


# -- beside other processes --------------------------------------------------------------------------------------


def keep_following(path: Path, polling: float, ready: Any, end: Any) -> None:
    """Be a web chat: own the indexes, follow the archive if wanted, and hold a search result open."""
    module.POLL_SECONDS = polling
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        assert library.search("zyxcanary seen")
        assert library._indexes.own()
        library.follow()
        ready.set()
        end.wait(60)


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Callable[[float], Any]]:
    """Start another process that owns the indexes of the library."""
    started = list[Any]()

    def start(polling: float) -> Any:
        ready, end = PROCESSES.Event(), PROCESSES.Event()
        process = PROCESSES.Process(target=keep_following, args=(tmp_path / "library", polling, ready, end))
        process.end = end  # type: ignore[attr-defined]
        process.start()
        started.append(process)
        assert ready.wait(60)
        return process

    yield start
    for process in started:
        process.kill()
        process.join()


def test_running_chat_takes_the_articles_out_of_its_indexes(
    open_library: Callable[..., Library], chat: Callable[[float], Any]
):
    filled = open_library()
    filled.add([*(make_article(n) for n in range(20)), *(canary(n) for n in range(10))])
    filled.close()
    process = chat(0.05)
    library = open_library()

    assert library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True) == 10

    assert traces(library.path) == []
    assert not library._indexes.own()
    process.end.set()
    process.join()
    assert traces(library.path) == []
    assert library.verify().ok


def test_owner_that_does_nothing_is_named_and_the_purge_is_finished_when_it_is_gone(
    open_library: Callable[..., Library], chat: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    filled = open_library()
    filled.add([*(make_article(n) for n in range(20)), *(canary(n) for n in range(10))])
    filled.close()
    process = chat(60.0)
    library = open_library()

    with pytest.raises(SearchIndexError, match=r"another process keeps this library's indexes.*run the same command"):
        library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True)
    assert library.count() == 20

    process.end.set()
    process.join()
    assert library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True) == 10
    assert traces(library.path) == []
    assert library.verify().ok


def test_reader_that_does_not_let_go_of_the_archive_is_named(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(archive_removal, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr("ontherecord.archive.database.BUSY_SECONDS", 0.1)
    library.close()
    library.add([make_article(1), canary(1)])
    reader = sqlite3.connect(archive_file(library.path), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM versions").fetchone()

    with pytest.raises(LibraryError, match=r"another process reads .*run the same command again"):
        library.remove(canary(1).id, purge=True)

    assert library.article(canary(1).id, 1) is None
    reader.close()
    assert library.remove(canary(1).id, purge=True) is True
    assert traces(library.path) == []


def test_copy_under_another_address_stays_when_its_original_is_purged(library: Library):
    copy = replace(make_article(1), url="https://copy.example/1", id="")
    library.add([make_article(1), copy])

    assert library.remove(make_article(1).id, purge=True) is True

    assert [hit.article.url for hit in library.search("vaccine doses")] == ["https://copy.example/1"]
    assert library.verify().ok
