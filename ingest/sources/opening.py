"""Opening a source file without being made to hang."""

import io
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.sources.unpacking import BLOCK, Gunzip
from ontherecord import SourceError

LARGEST_RECORD = 20_000_000


class SourceStream(io.BufferedIOBase):
    """The unpacked bytes of a source file; a read may return fewer bytes than asked for, but b"" only at the end.

    A read raises SourceError where the file is damaged, ends early or unpacks to too much.
    """

    def __init__(self, contents: io.BufferedIOBase, read: Callable[[], None]) -> None:
        self._contents = contents
        self._read = read

    def readable(self) -> bool:
        """Whether bytes can be read: always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, all that are left without a size."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read1(BLOCK), b""))
        return self.read1(size)

    def read1(self, size: int = -1, /) -> bytes:
        """Return the bytes that one read yields."""
        try:
            data = self._contents.read1(size if size >= 0 else BLOCK)
        except OSError as error:
            raise SourceError(f"reading it failed ({error.strerror or error}): check the disk, try again") from None
        self._read()
        return data


def is_packed(path: Path) -> bool:
    """Whether a file is named as one packed by gzip."""
    return path.name.lower().endswith(".gz")


@contextmanager
def open_source(path: Path, advanced: Callable[[int], None]) -> Iterator[SourceStream]:
    """Open a file for reading, unpacked; `advanced` is told how many of its bytes on disk have been read.

    Raises SourceError for a missing or unreadable file and for anything but a regular file.
    """
    with _open_regular(path) as file:

        def tell() -> None:
            advanced(file.tell())

        yield SourceStream(Gunzip(file) if is_packed(path) else file, tell)


def _open_regular(path: Path) -> io.BufferedReader:
    try:
        # Before opening: a pipe would wait for its writer, and opening a device can set it going.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError("not a regular file: give a file or a folder")
        return path.open("rb")
    except FileNotFoundError:
        raise SourceError("no such file or folder: check the spelling") from None
    except PermissionError:
        raise SourceError("no permission to read it: run as its owner, or chmod +r it") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be opened ({getattr(error, 'strerror', None) or error}): check the path") from None
