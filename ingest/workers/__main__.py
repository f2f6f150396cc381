"""A worker: reads the sources that its standard input names, and writes what it finds to its standard output."""

import json
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ingest.sources import read_file, source_name
from ingest.workers.messages import Item, line, packed
from ontherecord import Failure

# A page of 20 MB takes about 600 MB to parse.
LARGEST_MEMORY = 4 << 30
# How often a worker that finds nothing says that it is still reading.
HEARTBEAT_SECONDS = 1.0


class Worker:
    """Does one task after the other and reports on each."""

    def __init__(self, say: Callable[[bytes], Any]) -> None:
        """Report through `say`."""
        self._say = say
        self._read = 0
        self._said = time.monotonic()

    def run(self, task: dict[str, Any], content: bytes) -> None:
        """Do a task: read the file it names, or the page in `content`."""
        source = source_name(Path(task["path"])) if "path" in task else task["source"]
        self._read = 0
        try:
            for item in self._items(task, content):
                self._tell(item)
        except MemoryError:
            gigabytes = LARGEST_MEMORY >> 30
            self._tell(
                Failure(source, f"reading it takes more than {gigabytes} GiB of memory: split it, or leave it out")
            )
        self._say(line({"end": True, "read": self._read}))

    def _items(self, task: dict[str, Any], content: bytes) -> Iterable[Item]:
        if "path" in task:
            return read_file(Path(task["path"]), self._advance)
        from ingest.extraction import read_page

        known = task["known"]
        if known["listed"]:
            moment, precision = known["listed"]
            known["listed"] = datetime.fromisoformat(moment), precision
        return [read_page(content, task["source"], **known)]

    def _tell(self, item: Item) -> None:
        self._said = time.monotonic()
        self._say(line({**packed(item), "read": self._read}))

    def _advance(self, read: int) -> None:
        self._read = read
        if time.monotonic() - self._said > HEARTBEAT_SECONDS:
            self._said = time.monotonic()
            self._say(line({"read": read}))


def main(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Work until there are no more tasks."""

    def say(message: bytes) -> None:
        answers.write(message)
        answers.flush()

    worker = Worker(say)
    while written := tasks.readline():
        task = json.loads(written)
        worker.run(task, tasks.read(task.get("bytes", 0)))


if __name__ == "__main__":
    # Ctrl-C is for the process that embeds; a worker ends with its standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    # With PYTHONUNBUFFERED, sys.stdout.buffer would drop the rest of a message whose writing a signal interrupts.
    with open(sys.stdout.fileno(), "wb", closefd=False) as answers:
        main(sys.stdin.buffer, answers)
