"""One pass over some sources: the articles in them, in order, each source opened when its turn comes."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest.ahead import ahead
from ingest.sources import is_read, read_stream
from ingest.sources.folders import is_folder, walk
from ingest.sources.found import Found, Skipped
from ingest.sources.globs import expand, is_pattern
from ingest.workers import Pool
from ingest.workers.pool import FileTask, Step
from ontherecord import Article, Failure, IngestReport, Library, Progress

if TYPE_CHECKING:
    from io import BufferedIOBase

    from ingest.crawling import Crawler


STANDARD_INPUT = "-"
_SCHEME = re.compile(r"\s*https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web, to be read in this process: it is the network that takes the time."""

    url: str


class Reading:
    """What `Library.add` takes: the articles of sources, with a failure for all that cannot be read.

    `bytes_read` tells how far it has come in the files, `skipped` counts what was passed over, by its kind.
    """

    def __init__(self, sources: Sequence[str | Path] | str | Path, crawler: "Crawler | None" = None) -> None:
        """Read files and folders, and web addresses through `crawler`; without one they are failures."""
        self.sources = (sources,) if isinstance(sources, str | Path) else tuple(sources)
        self.bytes_read = 0
        self.skipped: Counter[str] = Counter()
        self._crawler = crawler
        self._yielded = 0

    def __iter__(self) -> Iterator[Article | Failure]:
        for item in ahead(self.found()):
            yield item.article if isinstance(item, Found) else item

    def into(self, library: Library, progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Add everything to a library; `progress` is called after each batch. Raises LibraryError."""

        def stored(so_far: Progress) -> None:
            self._confirm(so_far.articles)
            if progress is not None:
                progress(so_far)

        report = library.add(self, progress=stored)
        self._confirm(report.seen)
        return report

    def found(self) -> Iterator[Found | Failure]:
        """Yield the articles with where each was found, and the failures, in order."""
        self.bytes_read = self._yielded = 0
        self.skipped.clear()
        for item in self._each():
            self._yielded += 1
            yield item

    def _each(self) -> Iterator[Found | Failure]:
        with Pool() as pool:
            for what, steps in pool.run(self._listed()):
                if isinstance(what, Failure):
                    yield what
                elif isinstance(what, Skipped):
                    self.skipped[what.kind] += 1
                elif isinstance(what, Address):
                    yield from self._crawl(what.url)
                elif what == STANDARD_INPUT:
                    yield from self._read_standard_input()
                elif isinstance(what, FileTask):
                    before = self.bytes_read
                    yield from self._counted(steps)
                    # All of it, also where a file failed early.
                    self.bytes_read = before + _size(what.path)

    def anything_there(self) -> bool:
        """Whether there is something at one of the sources, as far as can be told without reading it."""
        return any(not isinstance(item, FileTask) or _is_there(item.path) for item in self._listed())

    def total_bytes(self) -> int:
        """Return how many bytes there are to read, as the files are now."""
        return sum(_size(item.path) for item in self._listed() if isinstance(item, FileTask) and is_read(item.path))

    def _listed(self) -> Iterator[FileTask | Address | Skipped | Failure | str]:
        for source in self.sources:
            path = Path(source)
            if isinstance(source, str) and is_address(source):
                yield Address(source.strip())
            elif not str(source).strip():
                yield Failure("(empty name)", "a source without a name: give a file or a folder")
            elif source == STANDARD_INPUT:
                yield STANDARD_INPUT
            elif is_folder(path) or is_pattern(path):
                within = walk(path) if is_folder(path) else expand(path)
                yield from (FileTask(item) if isinstance(item, Path) else item for item in within)
            else:
                yield FileTask(path)

    def _confirm(self, stored: int) -> None:
        if self._crawler is not None:
            self._crawler.confirm(stored)

    def _crawl(self, url: str) -> Iterator[Found | Failure]:
        if self._crawler is None:
            yield Failure(url, "the network is not to be used: save the page, and ingest the file")
        else:
            yield from self._crawler.crawl(url, self._yielded)

    def _read_standard_input(self) -> Iterator[Found | Failure]:
        if sys.stdin is None:
            yield Failure(STANDARD_INPUT, "there is no standard input: give a file, or a pipe before this command")
            return
        for item in read_stream(cast("BufferedIOBase", sys.stdin.buffer), STANDARD_INPUT):
            if isinstance(item, Skipped):
                self.skipped[item.kind] += 1
            else:
                yield item

    def _counted(self, steps: Iterator[Step]) -> Iterator[Found | Failure]:
        before = self.bytes_read
        for step in steps:
            self.bytes_read = before + step.read
            if isinstance(step.item, Skipped):
                self.skipped[step.item.kind] += 1
            elif step.item is not None:
                yield step.item


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no permission to look, or a name that nothing can have
        return True


def is_address(source: str | Path) -> bool:
    """Whether a source is an address of the web."""
    return bool(_SCHEME.match(str(source)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
