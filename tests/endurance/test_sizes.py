"""Numbers at which Chroma behaves otherwise: where it writes its vector files, and what it takes at once."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import ClassVar

import pytest

from ontherecord import Library, Settings
from tests.endurance.corpus import PASSAGES, stories, story
from tests.endurance.harness import Findings, Say, examined, in_process, open_library, started
from tests.fakes import HashEmbedder
from tests.test_indexes import Server

pytestmark = pytest.mark.endurance

# Chroma writes its vector files at every thousandth record; what came since lies in its log alone.
EDGES = (999, 1000, 1001)
ENDS = ("return", "TERM", "KILL")
REOPENED_SECONDS = 3.0
AT_ONCE = 6000
LIMIT = 166


def fill(say: Say, path: Path, records: int, stays: bool) -> None:
    """Store so many passages, say so, and stay if told to."""
    library = open_library(path)
    library.add(stories([(number, 0) for number in range(records // PASSAGES)]))
    library.add(story(number, passages=1) for number in range(5000, 5000 + records % PASSAGES))
    say(library._indexes.counts()["vectors"])
    if stays:
        threading.Event().wait()
    library.close()


def reopened(path: Path) -> tuple[float, Findings]:
    """Return how long it takes until a library has searched again, and what it holds."""
    begun = monotonic()
    with open_library(path) as library:
        assert library.search("harbour council bridge", limit=3)
        return monotonic() - begun, examined(library)


@pytest.mark.parametrize("number", range(len(EDGES) * len(ENDS)))
def test_records_around_the_size_of_a_vector_file_outlive_every_kind_of_end(
    place: Path, number: int, scaled: Callable[..., float], figures: Callable[..., None]
):
    records, end = EDGES[number % 3], ENDS[(number + number // 3) % 3]
    if number >= scaled(3, 9):
        pytest.skip("only in the full pass")
    with started(fill, place / "library", records, end != "return", tells=True) as running:
        running.begin()
        assert running.next_told() == records
        running.end_by(end)
    seconds, found = in_process(reopened, place / "library")

    figures("R11", f"{records} records, {end}: all found, open and searched after {seconds:.1f} s")
    assert (found.passages, found.problems, found.behind, found.lost) == (records, (), (), ())
    assert seconds <= scaled(10 * REOPENED_SECONDS, REOPENED_SECONDS)


def at_once(path: Path, chroma_url: str | None) -> Findings:
    """Store all passages in one batch."""
    with Library.open(
        path, Settings(batch_articles=AT_ONCE, chroma_url=chroma_url, attribution="off"), embedder=HashEmbedder()
    ) as library:
        library.add(story(number, 0, passages=AT_ONCE // 150) for number in range(150))
        return examined(library)


class NarrowDoor(BaseHTTPRequestHandler):
    """A way to a Chroma server that takes few records at once, as one over an old SQLite does."""

    server_port: ClassVar[int] = 0
    most: ClassVar[int] = 0
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_DELETE(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/add"):
            records = len(json.loads(body)["ids"])
            type(self).most = max(self.most, records)
            if records > LIMIT:
                return self._answer(400, b'{"error": "InvalidArgumentError", "message": "too many records"}')
        connection = http.client.HTTPConnection("127.0.0.1", self.server_port)
        kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        connection.request(self.command, self.path, body, kept)
        reply = connection.getresponse()
        content = reply.read()
        if "pre-flight-checks" in self.path:
            content = json.dumps({**json.loads(content), "max_batch_size": LIMIT}).encode()
        return self._answer(reply.status, content)

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def narrow_door(place: Path) -> Iterator[str]:
    """The address of a Chroma server that takes no more than LIMIT records at once."""
    server = Server(place / "server")
    server.start()
    NarrowDoor.server_port, NarrowDoor.most = server.port, 0
    door = ThreadingHTTPServer(("127.0.0.1", 0), NarrowDoor)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{door.server_port}"
    door.shutdown()
    door.server_close()
    server.kill()


def test_more_passages_than_chroma_takes_at_once_are_all_stored_and_found(place: Path, figures: Callable[..., None]):
    found = in_process(at_once, place / "library", None)

    figures("R12", f"{AT_ONCE} passages in one batch into files: {found.passages} held, {len(found.lost)} not found")
    assert (found.passages, found.sound) == (AT_ONCE, True)


def test_server_with_a_low_limit_takes_as_many_passages_as_any_other(
    place: Path, narrow_door: str, figures: Callable[..., None]
):
    found = in_process(at_once, place / "library", narrow_door)

    outcome = f"{found.passages} held, {len(found.lost)} not found, {NarrowDoor.most} at once"
    figures("R12", f"{AT_ONCE} passages in one batch onto a server that takes {LIMIT}: {outcome}")
    assert (found.passages, found.sound, NarrowDoor.most) == (AT_ONCE, True, LIMIT)
