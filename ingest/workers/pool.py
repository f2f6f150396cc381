"""Worker processes and the tasks they are given; what they find comes back in the order of the tasks."""

import json
import os
import select
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from ingest.sources import source_name
from ingest.sources.dates import Published
from ingest.sources.found import Found
from ingest.workers.messages import Item, line, unpacked
from ontherecord import Failure

T = TypeVar("T")

# A worker that has neither found nor read anything for so long hangs.
SILENT_SECONDS = 60.0
TURNS = 20
# Tasks a worker is given ahead, so that it never waits for the next.
AHEAD = 4
BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to be read."""

    path: Path

    @property
    def source(self) -> str:
        """How the file is named."""
        return source_name(self.path)

    def message(self) -> bytes:
        """Return what a worker is told."""
        return line({"path": os.fsdecode(self.path)})


@dataclass(frozen=True, slots=True)
class PageTask:
    """A web page to be read, with what its server and the list that led to it say of it."""

    html: bytes
    source: str
    url: str | None
    charset: str | None
    listed: Published | None

    def message(self) -> bytes:
        """Return what a worker is told."""
        listed = self.listed and (self.listed[0].isoformat(), self.listed[1])
        known = {"url": self.url, "charset": self.charset, "listed": listed}
        return line({"source": self.source, "known": known, "bytes": len(self.html)}) + self.html


Task = FileTask | PageTask


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a worker said of a task: what it found, if anything, and how many bytes it has read."""

    item: Item | None
    read: int


@dataclass(slots=True)
class Pool:
    """Some worker processes; a context manager. Each is started when it is first needed and again after it died."""

    size: int = field(default_factory=lambda: max(1, min(4, (os.cpu_count() or 1) - 1)))
    silent_seconds: float = SILENT_SECONDS
    _workers: list["_Process"] = field(default_factory=list)

    def __enter__(self) -> "Pool":
        self._workers = [_Process(self.silent_seconds) for _ in range(self.size)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.stop()

    def read_page(
        self,
        html: bytes,
        source: str,
        *,
        url: str | None = None,
        charset: str | None = None,
        listed: Published | None = None,
    ) -> Found | Failure:
        """Return what `ingest.extraction.read_page` returns; not to be called while `run` has tasks to give."""
        task = PageTask(html, source, url, charset, listed)
        items = [step.item for _, steps in self.run([task]) for step in steps]
        return next(item for item in items if isinstance(item, Found | Failure))

    def run(self, listed: Iterable[T | Task]) -> Iterator[tuple[T | Task, Iterator[Step]]]:
        """Yield what is listed, in order, each task with the steps that come of it; they are to be taken at once."""
        coming, given = iter(listed), deque[tuple[T | Task, _Process | None]]()
        turns = cycle(self._workers)
        while True:
            for what in islice(coming, AHEAD * self.size - len(given)):
                worker = next(turns) if isinstance(what, Task) else None
                if worker is not None and isinstance(what, Task):
                    worker.give(what)
                given.append((what, worker))
            if not given:
                return
            what, worker = given.popleft()
            yield what, worker.take() if worker else iter(())


class _Process:
    """One worker process, with the tasks it has been given and not yet done."""

    def __init__(self, silent_seconds: float) -> None:
        self._silent_seconds = silent_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._given = deque[Task]()
        self._buffer = bytearray()

    def give(self, task: Task) -> None:
        """Have a task done after those given before."""
        self._given.append(task)
        self._send(task)

    def take(self) -> Iterator[Step]:
        """Yield the steps of the oldest task."""
        task, read, found = self._given[0], 0, 0
        while True:
            message = self._hear()
            if "died" in message:
                where = f" after {found:,} articles" if found else ""
                yield Step(Failure(task.source, f"{message['died']}{where}: leave out what stands there"), read)
                break
            read = message["read"]
            if "end" in message:
                yield Step(None, read)
                break
            item = unpacked(message)
            found += "found" in message
            yield Step(item, read)
        self._given.popleft()
        if self._process is None:
            for waiting in self._given:
                self._send(waiting)

    def stop(self) -> None:
        """End the process; what it has not done is forgotten."""
        process, self._process = self._process, None
        self._buffer.clear()
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    # What the process was told and has not read is forgotten, too.
                    with suppress(BrokenPipeError):
                        pipe.close()

    def _send(self, task: Task) -> None:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.workers"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
        # A worker that has died cannot be written to; the next reading from it will tell.
        with suppress(BrokenPipeError):
            pipe = _open(self._process.stdin)
            pipe.write(task.message())
            pipe.flush()

    def _hear(self) -> dict[str, Any]:
        """Return the next message of the process; {"died": reason} where it crashed or hangs, and has been ended."""
        pipe = _open(self._process.stdout if self._process else None)
        while (end := self._buffer.find(b"\n")) < 0:
            if not self._speaks(pipe):
                self.stop()
                return {"died": f"reading it did not get on for {self._silent_seconds:.0f} seconds"}
            if not (block := os.read(pipe.fileno(), BLOCK)):
                self.stop()
                return {"died": "reading it crashed the reader"}
            self._buffer += block
        message: dict[str, Any] = json.loads(self._buffer[:end])
        del self._buffer[: end + 1]
        return message

    def _speaks(self, pipe: IO[bytes]) -> bool:
        # In turns, so that of the time for which everything was suspended, as by Ctrl-Z, only one turn counts.
        return any(select.select([pipe], [], [], self._silent_seconds / TURNS)[0] for _ in range(TURNS))


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("a worker has no process: this is a fault of the pool")
    return pipe
