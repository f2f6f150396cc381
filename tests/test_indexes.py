"""Both indexes of a library together: who may write them, a Chroma server, and searching while they change."""

import logging
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ontherecord import Library, SearchIndexError
from ontherecord.indexes import indexes as module
from ontherecord.indexes.table import PassageTable
from tests.conftest import make_article
from tests.fakes import HashEmbedder

QUESTION = "vaccine for Nairobi"


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not become true in time"
        time.sleep(0.02)


def found(library: Library) -> list[str]:
    return [hit.passage.id for hit in library.search(QUESTION, limit=5)]


class Server:
    """A Chroma server on a port of its own, over one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        command = [chroma, "run", "--path", self.directory, "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "server")
    running.start()
    yield running
    running.kill()


# -- a Chroma server ---------------------------------------------------------------------------------------------


def test_library_on_a_server_is_added_to_searched_removed_from_and_rebuilt(
    open_library: Callable[..., Library], server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    embedded, remote = open_library(), open_library(path=tmp_path / "remote", chroma_url=server.url)
    for library in (embedded, remote):
        library.add(make_article(n) for n in range(40))
        library.add([make_article(1, text="Nairobi again: a vaccine was approved.")])
        library.remove(make_article(7).id)

    assert found(remote) == found(embedded)
    assert remote.verify().problems == ()
    assert remote._indexes.counts() == {"lexical": 39, "vectors": 39}
    assert not (tmp_path / "remote" / "vectors" / "chroma.sqlite3").exists()
    for _ in range(2):
        remote.rebuild()
        assert remote.verify().problems == ()
    assert remote._indexes.counts() == {"lexical": 39, "vectors": 39}
    assert found(remote) == found(embedded)
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_two_libraries_share_a_server(open_library: Callable[..., Library], server: Server, tmp_path: Path):
    one = open_library(path=tmp_path / "one", chroma_url=server.url)
    two = open_library(path=tmp_path / "two", chroma_url=server.url)
    one.add(make_article(n) for n in range(5))
    two.add(make_article(n) for n in range(10, 14))

    two.rebuild()

    assert (one._indexes.counts()["vectors"], two._indexes.counts()["vectors"]) == (5, 4)


def test_searches_are_answered_while_the_server_is_dead_and_it_catches_up_after(
    open_library: Callable[..., Library], server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    remote, embedded = open_library(path=tmp_path / "remote", chroma_url=server.url), open_library()
    remote.add(make_article(n) for n in range(20))
    embedded.add(make_article(n) for n in range(20))
    server.kill()

    assert found(remote) == found(embedded)
    assert f"the dense index on {server.url} failed" in caplog.text
    assert "check that the Chroma server runs; searching without it" in caplog.text
    assert remote.add(make_article(n) for n in range(20, 40)).added == 20
    remote.remove(make_article(1).id)
    embedded.add(make_article(n) for n in range(20, 40))
    embedded.remove(make_article(1).id)
    assert found(remote) == found(embedded)
    assert [server.url in problem for problem in remote.verify().problems] == [True]

    server.start()
    remote.add([make_article(0)])
    assert remote.verify().problems == ()
    assert found(remote) == found(embedded)


def test_library_is_opened_and_asked_while_its_server_is_dead(
    open_library: Callable[..., Library], server: Server, tmp_path: Path
):
    first = open_library(path=tmp_path / "remote", chroma_url=server.url)
    first.add(make_article(n) for n in range(20))
    before = found(first)
    first.close()
    server.kill()

    assert found(open_library(path=tmp_path / "remote", chroma_url=server.url)) == before


@pytest.mark.parametrize("reopened", [True, False])
def test_server_that_lost_its_data_is_filled_again(
    open_library: Callable[..., Library], server: Server, tmp_path: Path, reopened: bool
):
    library = open_library(path=tmp_path / "remote", chroma_url=server.url)
    library.add(make_article(n) for n in range(20))
    before = found(library)
    server.kill()
    shutil.rmtree(server.directory)
    server.start()
    if reopened:
        library.close()
        library = open_library(path=tmp_path / "remote", chroma_url=server.url)

    assert found(library) == before
    assert found(library) == before
    library.add([make_article(20)])
    assert library._indexes.counts()["vectors"] == 21
    assert library.verify().problems == ()


def test_index_moves_to_a_server_and_back_without_embedding(
    open_library: Callable[..., Library], server: Server, tmp_path: Path
):
    embedder = HashEmbedder()
    first = open_library(embedder)
    first.add(make_article(n) for n in range(10))
    first.close()
    for url in (server.url, None):
        library = open_library(embedder, chroma_url=url)
        library.add([make_article(0)])
        assert library.verify().problems == ()
        assert library._indexes.counts()["vectors"] == 10
        library.close()

    assert len(embedder.embedded) == 10


def test_address_of_something_else_than_chroma_gives_answers_by_the_scan(
    open_library: Callable[..., Library], caplog: pytest.LogCaptureFixture
):
    library = open_library(chroma_url="http://127.0.0.1:1")

    assert library.add(make_article(n) for n in range(10)).added == 10
    assert found(library)
    assert "the dense index on http://127.0.0.1:1 failed" in caplog.text


# -- one process, several threads and libraries ------------------------------------------------------------------


def test_second_library_in_the_same_process_reads_and_takes_over(open_library: Callable[..., Library]):
    first = open_library()
    first.add(make_article(n) for n in range(10))
    second = open_library()
    assert second._indexes.own() is False

    assert found(second) == found(first)
    first.add([make_article(1, text="Nairobi has a vaccine.")])
    assert found(second) == found(first)
    with pytest.raises(SearchIndexError, match="another process keeps this library's indexes"):
        second.rebuild()
    second.add([make_article(13)])
    assert make_article(13).id in {hit.article.id for hit in second.search("report number 13", limit=20)}
    assert second.verify().problems == ()

    first.close()
    assert second._indexes.own() is True
    second.add([])
    second.rebuild()
    assert second.verify().problems == ()
    assert second._indexes.counts() == {"lexical": 11, "vectors": 11}


def test_lock_taken_by_many_threads_at_once_is_kept(library: Library):
    library.add([make_article(1)])
    for _ in range(20):
        library._indexes._lock.release(force=True)
        ready = threading.Barrier(8)

        def take(ready: threading.Barrier = ready) -> None:
            ready.wait()
            assert library._indexes.own()

        threads = [threading.Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert library._indexes._lock.lock_counter == 1


def test_following_library_indexes_what_others_add(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.05)
    chat = open_library()
    chat.follow()
    chat.follow()
    until(lambda: chat._indexes._lock.is_locked)
    ingest = open_library()

    ingest.add(make_article(n) for n in range(20))

    assert ingest._indexes.own() is False
    until(lambda: [state.current for state in chat.stats().indexes] == [True, True])
    assert chat._indexes.counts() == {"lexical": 20, "vectors": 20}
    assert found(chat) == found(ingest)


def test_following_goes_on_after_a_failure_and_says_it_once(
    open_library: Callable[..., Library],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.02)
    server = Server(tmp_path / "server")
    chat = open_library(chroma_url=server.url)
    chat.add([make_article(1)])
    caplog.clear()
    chat.follow()
    until(lambda: "failed" in caplog.text)
    server.start()

    until(lambda: chat.stats().indexes[0].current)

    assert caplog.text.count(f"the dense index on {server.url} failed") < 3
    chat.close()
    server.kill()


def test_searches_are_answered_while_another_thread_fills_the_indexes(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    library.add(make_article(n) for n in range(20))
    before, writing, go_on = found(library), threading.Event(), threading.Event()
    catch_up = module.catch_up

    def slow(archive: object, index: object) -> int:
        writing.set()
        assert go_on.wait(20)
        return catch_up(archive, index)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "catch_up", slow)
    filling = threading.Thread(target=library.add, args=([make_article(30, title="Zeppelin", text="It landed.")],))
    filling.start()
    assert writing.wait(20)

    assert found(library) == before
    assert library.search("zeppelin landed", limit=1)[0].article.title == "Zeppelin"
    go_on.set()
    filling.join()
    assert library.verify().problems == ()


def test_many_threads_search_and_add_at_once(library: Library):
    library.add(make_article(n) for n in range(20))
    failures = list[BaseException]()

    def work(number: int) -> None:
        try:
            for step in range(4):
                if number % 3:
                    assert len(library.search(QUESTION, limit=5)) == 5
                else:
                    library.add([make_article(100 + 10 * number + step)])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert library.stats().articles == 28
    assert library.verify().problems == ()


def test_day_that_hides_nothing_is_searched_without_reading_all_vectors(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    first, second = datetime(2025, 8, 1, tzinfo=UTC), datetime(2025, 8, 2, tzinfo=UTC)
    library.add([make_article(1, published_at=first), make_article(7, published_at=second)])
    library.search(QUESTION)
    read = list[int]()
    monkeypatch.setattr("ontherecord.indexes.scan.ExactScan.table", lambda scan: read.append(1) or PassageTable())

    assert len(library.search(QUESTION, as_of=second)) == 2
    assert read == []
    library.search(QUESTION, as_of=first)
    assert read
