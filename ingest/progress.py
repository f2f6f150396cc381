"""Showing on standard error how far an ingestion has come: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from ingest.report import articles, duration, passages
from ontherecord import Progress

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

SECONDS_BETWEEN_LINES = 5.0

Show = Callable[[Progress], None]


class Bytes(Protocol):
    """What progress is measured by: bytes read so far, of all there are; none where all comes from the network."""

    bytes_read: int

    def total_bytes(self) -> int:
        """Return how many bytes there are to read."""


def shown_on(stream: TextIO, reading: Bytes) -> AbstractContextManager[Show]:
    """Return what shows progress on a stream for as long as its context lasts."""
    return Bar(stream, reading) if stream.isatty() else nullcontext(Lines(stream, reading))


def counts(progress: Progress) -> str:
    """Return how far an ingestion has come, in words."""
    rate = f" ({progress.articles / progress.seconds:,.1f}/s)" if progress.seconds >= 1 else ""
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    if progress.quoted:
        waiting = progress.quoted + progress.unquoted
        return f"{articles(progress.articles)}{failed}, quotes of {progress.quoted:,} of {waiting:,} found"
    return f"{articles(progress.articles)}{rate}{failed}, {passages(progress.embedded)} embedded"


@dataclass(slots=True)
class Lines:
    """Writes a line on a stream, but not more often than every five seconds."""

    stream: TextIO
    reading: Bytes
    clock: Callable[[], float] = time.monotonic
    _written: float = field(init=False)
    _total: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._written = self.clock()

    def __call__(self, progress: Progress) -> None:
        """Show how far the ingestion has come, if it is time to."""
        if self.clock() - self._written < SECONDS_BETWEEN_LINES:
            return
        self._written = self.clock()
        self.stream.write(f"{counts(progress)}, {duration(progress.seconds)}{self._left(progress)}\n")
        self.stream.flush()

    def _left(self, progress: Progress) -> str:
        # How long quotes take, a file's size does not tell.
        if progress.quoted or not self.reading.bytes_read:
            return ""
        if self._total is None:
            self._total = self.reading.total_bytes()
        unread = self._total - self.reading.bytes_read
        return f", about {duration(progress.seconds * unread / self.reading.bytes_read)} left"


class Bar:
    """A bar on a terminal that fills with the bytes read, then with quotes, beside it what they came to."""

    def __init__(self, stream: TextIO, reading: Bytes) -> None:
        self._stream = stream
        self._reading = reading

    def __enter__(self) -> Show:
        from rich import progress as rich
        from rich.console import Console

        bar = rich.Progress(
            rich.TextColumn("{task.description}"),
            rich.BarColumn(),
            rich.TaskProgressColumn(),
            rich.TimeElapsedColumn(),
            rich.TextColumn("left:"),
            rich.TimeRemainingColumn(),
            console=Console(file=self._stream),
        )
        self._bar: RichProgress = bar
        self._task: TaskID = bar.add_task("reading", total=self._reading.total_bytes() or None)
        bar.start()
        return self._show

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def _show(self, progress: Progress) -> None:
        if progress.quoted:
            done, total = progress.quoted, progress.quoted + progress.unquoted
            self._bar.update(self._task, completed=done, total=total, description=counts(progress))
        else:
            self._bar.update(self._task, completed=self._reading.bytes_read, description=counts(progress))
