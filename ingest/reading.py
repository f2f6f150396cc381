"""One pass over some sources: the articles in them, in order, each file opened when its turn comes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.sources import is_read, read_file
from ingest.sources.folders import Skipped, is_folder, walk
from ingest.sources.found import Found
from ontherecord import Article, Failure


class Reading:
    """What `Library.add` takes: the articles of files and folders, with a failure for all that cannot be read.

    `bytes_read` tells how far it has come, `skipped` counts the files of no known kind by their kind.
    """

    def __init__(self, sources: Sequence[str | Path] | str | Path) -> None:
        self.sources = (sources,) if isinstance(sources, str | Path) else tuple(sources)
        self.bytes_read = 0
        self.skipped: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Article | Failure]:
        for item in self.found():
            yield item.article if isinstance(item, Found) else item

    def found(self) -> Iterator[Found | Failure]:
        """Yield the articles with where each was found, and the failures, in order."""
        self.bytes_read = 0
        self.skipped.clear()
        for found in self._found():
            match found:
                case Skipped(kind):
                    self.skipped[kind] += 1
                case Failure():
                    yield found
                case Path():
                    yield from self._read(found)

    def total_bytes(self) -> int:
        """Return how many bytes there are to read, as the files are now."""
        return sum(_size(found) for found in self._found() if isinstance(found, Path) and is_read(found))

    def _found(self) -> Iterator[Path | Skipped | Failure]:
        for source in self.sources:
            path = Path(source)
            if not str(source).strip():
                yield Failure("(empty name)", "a source without a name: give a file or a folder")
            elif is_folder(path):
                yield from walk(path)
            else:
                yield path

    def _read(self, path: Path) -> Iterator[Found | Failure]:
        before = self.bytes_read

        def advance(size: int) -> None:
            self.bytes_read = before + size

        yield from read_file(path, advance)
        advance(_size(path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
