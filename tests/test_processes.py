"""Several processes on one library."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ontherecord import Library, Settings
from ontherecord.indexes import indexes as module
from tests.conftest import make_article
from tests.fakes import PROCESSES, HashEmbedder
from tests.test_indexes import found, until


def keep_open(path: Path, articles: int, added: Any, end: Any) -> None:
    """Be another process that adds some articles, owning the indexes, and stays until it is told to end."""
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        library.add(make_article(n) for n in range(articles))
        assert library._indexes.own()
        added.set()
        end.wait(60)


def add_more(path: Path, numbers: range, done: Any) -> None:
    """Be another process that adds articles to a library whose indexes somebody else owns."""
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        library.add(make_article(n) for n in numbers)
        assert not library._indexes.own()
        assert make_article(numbers[-1]).id in {hit.article.id for hit in library.search(f"number {numbers[-1]}")}
        done.put(len(numbers))


def ingest(path: Path, articles: int, under_way: Any) -> None:
    """Be an ingestion that takes its time."""
    embedder = HashEmbedder(seconds_a_text=0.004)
    with Library.open(path, Settings(batch_articles=4, attribution="off"), embedder=embedder) as library:
        library.add((make_article(n) for n in range(articles)), progress=lambda _: under_way.set())


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Any]:
    """Another process that owns the library's indexes; `end` tells it to go."""
    added, end = PROCESSES.Event(), PROCESSES.Event()
    process = PROCESSES.Process(target=keep_open, args=(tmp_path / "library", 20, added, end))
    process.end = end  # type: ignore[attr-defined]
    process.start()
    assert added.wait(60)
    yield process
    process.kill()
    process.join()


@pytest.mark.parametrize("death", ["end", "kill"])
def test_second_process_reads_without_the_lock_and_takes_over_when_the_owner_is_gone(
    owner: Any, open_library: Callable[..., Library], death: str
):
    library = open_library()
    assert library._indexes.own() is False
    assert len(found(library)) == 5
    assert library.verify().problems == ()
    library.add([make_article(30)])
    assert make_article(30).id in {hit.article.id for hit in library.search("report number 30", limit=30)}
    assert not library.stats().indexes[0].current

    owner.end.set() if death == "end" else owner.kill()
    owner.join()

    assert library._indexes.own() is True
    library.add([make_article(31)])
    assert library.verify().problems == ()
    assert library._indexes.counts() == {"lexical": 22, "vectors": 22}


def test_reader_finds_what_the_owner_adds(open_library: Callable[..., Library], tmp_path: Path):
    library, done = open_library(), PROCESSES.Queue()
    library.add(make_article(n) for n in range(10))
    other = PROCESSES.Process(target=add_more, args=(tmp_path / "library", range(10, 30), done))
    other.start()
    assert done.get(timeout=60) == 20
    other.join()

    hits = library.search("report number 29", limit=30)

    assert make_article(29).id in {hit.article.id for hit in hits}
    assert any(hit.lexical for hit in hits if hit.article.id == make_article(29).id)


def test_following_process_indexes_what_another_adds(
    open_library: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.05)
    library, done = open_library(), PROCESSES.Queue()
    library.add([make_article(0)])
    library.follow()
    other = PROCESSES.Process(target=add_more, args=(tmp_path / "library", range(1, 41), done))
    other.start()
    assert done.get(timeout=60) == 40
    other.join()

    until(lambda: library._indexes.counts() == {"lexical": 41, "vectors": 41})
    assert library.verify().problems == ()


def test_two_processes_that_ingest_at_once_store_every_article_once(
    tmp_path: Path, open_library: Callable[..., Library]
):
    events = [PROCESSES.Event(), PROCESSES.Event()]
    writers = [PROCESSES.Process(target=ingest, args=(tmp_path / "library", 40, event)) for event in events]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    library = open_library()
    library.add([make_article(99)])
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert library.stats().articles == 41
    assert library.verify().problems == ()
