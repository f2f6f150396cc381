"""Showing on standard error how far an ingestion has come: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from ingest.report import articles, passages
from ontherecord import Progress

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

SECONDS_BETWEEN_LINES = 5.0

Show = Callable[[Progress], None]


class Bytes(Protocol):
    """What the bar measures: bytes read so far, of all there are."""

    bytes_read: int

    def total_bytes(self) -> int:
        """Return how many bytes there are to read."""


def shown_on(stream: TextIO, reading: Bytes) -> AbstractContextManager[Show]:
    """Return what shows progress on a stream for as long as its context lasts."""
    return Bar(stream, reading) if stream.isatty() else nullcontext(Lines(stream))


@dataclass(slots=True)
class Lines:
    """Writes a line on a stream, but not more often than every five seconds."""

    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    _written: float = field(init=False)

    def __post_init__(self) -> None:
        self._written = self.clock()

    def __call__(self, progress: Progress) -> None:
        """Show how far the ingestion has come, if it is time to."""
        if self.clock() - self._written < SECONDS_BETWEEN_LINES:
            return
        self._written = self.clock()
        counts = f"{articles(progress.articles)}, {passages(progress.embedded)} embedded, {progress.seconds:,.0f} s"
        self.stream.write(counts + "\n")
        self.stream.flush()


class Bar:
    """A bar on a terminal that fills with the bytes read, beside it what they came to."""

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
        self._task: TaskID = bar.add_task("reading", total=max(self._reading.total_bytes(), 1))
        bar.start()
        return self._show

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def _show(self, progress: Progress) -> None:
        rate = f" ({progress.articles / progress.seconds:,.1f}/s)" if progress.seconds else ""
        counts = f"{articles(progress.articles)}{rate}, {passages(progress.embedded)} embedded"
        self._bar.update(self._task, completed=self._reading.bytes_read, description=counts)
