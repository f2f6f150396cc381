"""Opening a source file without being made to hang, and unpacking it without being made to fill the memory."""

import gzip
import io
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ontherecord import SourceError

BLOCK = 1 << 16
LARGEST_RECORD = 20_000_000
LARGEST_UNPACKED = 2_000_000_000


class SourceStream(io.BufferedIOBase):
    """The unpacked bytes of a source file; a read may return fewer bytes than asked for, but b"" only at the end.

    A read raises SourceError where the file is damaged, ends early or unpacks to too much.
    """

    def __init__(self, contents: io.BufferedIOBase, largest: int | None, read: Callable[[], None]) -> None:
        self._contents = contents
        self._left = largest
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
        data = self._read_guarded(size if size >= 0 else BLOCK)
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise SourceError(
                    f"it unpacks to more than {LARGEST_UNPACKED:,} bytes: unpack it and split it into smaller files"
                )
        self._read()
        return data

    def _read_guarded(self, size: int) -> bytes:
        try:
            return self._contents.read1(size)
        except EOFError:
            raise SourceError("the gzip file ends early: get the file again, it was not copied whole") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise SourceError(f"not a sound gzip file ({error}): get it again, or unpack it with gzip -d") from None
        except OSError as error:
            raise SourceError(f"reading it failed ({error.strerror or error}): check the disk, try again") from None


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

        if is_packed(path):
            # GzipFile has read1 and all else that a buffered stream has, under another base class.
            yield SourceStream(gzip.GzipFile(fileobj=file), LARGEST_UNPACKED, tell)
        else:
            yield SourceStream(file, None, tell)


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
