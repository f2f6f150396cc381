"""CSV and TSV files with a header: one article a row; a bad row fails alone."""

import csv
import io
from collections.abc import Iterable, Iterator

from ingest.sources.addresses import at_line
from ingest.sources.encoding import REMEDY, byte_blocks
from ingest.sources.fields import NAMES, article_from, field_named
from ingest.sources.found import Found
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Failure, SourceError

DELIMITERS = ",;\t|"
LARGEST_HEADER = 1 << 16


def read_csv(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield an article or a failure for each row of a table whose fields are parted by one of `,` `;` tab and `|`.

    Raises SourceError where no column holds texts, and where the file breaks off.
    """
    return _read(stream, source, DELIMITERS)


def read_tsv(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield an article or a failure for each row of a table whose fields are parted by tabs.

    Raises SourceError where no column holds texts, and where the file breaks off.
    """
    return _read(stream, source, "\t")


def delimiter_of(header: str, delimiters: str = DELIMITERS) -> str | None:
    """Return what parts the names in the first line of a table, None where it names no column of texts."""
    named = {mark: [field_named(name) for name in _names(header, mark)] for mark in delimiters}
    best = max(named, key=lambda mark: len(set(named[mark]) - {None}))
    return best if "text" in named[best] else None


class _Lines:
    """The lines of a table as its parser takes them, with their count."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._lines = _split(blocks)
        self.begun = self.taken = 0
        self.ended = False
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += 1
            self._length += len(line)
            if self._length > LARGEST_RECORD:
                raise SourceError(
                    f"the row at line {self.begun + 1:,} is longer than {LARGEST_RECORD:,} bytes: "
                    "see whether a quotation mark in it is never closed"
                )
            # What is not UTF-8 is told row by row.
            yield line.decode("utf-8", "surrogateescape")
        self.ended = True

    def begin_row(self) -> None:
        """Count from here what belongs to one row."""
        self.begun, self._length = self.taken, 0


def _read(stream: io.BufferedIOBase, source: str, delimiters: str) -> Iterator[Found | Failure]:
    lines = _Lines(byte_blocks(stream))
    coming = iter(lines)
    header = next((line for line in coming if line.strip()), None)
    if header is None:
        raise SourceError("the file is empty: give a table with a header and a row for each article")
    delimiter = delimiter_of(header, delimiters)
    if delimiter is None:
        raise SourceError(
            f"no column with the articles' texts in its first line: looked for {', '.join(NAMES['text'])}; "
            "name the columns in the first line, parted as the rows are"
        )
    names = _names(header, delimiter)
    csv.field_size_limit(LARGEST_RECORD)
    yield from _rows(csv.reader(coming, delimiter=delimiter), lines, names, source)


def _rows(rows: Iterator[list[str]], lines: _Lines, names: list[str], source: str) -> Iterator[Found | Failure]:
    while True:
        lines.begin_row()
        where = at_line(source, lines.begun + 1)
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Failure(where, f"not a sound row ({error}): correct it")
            continue
        if row is None:
            return
        # The parser asks for another line only within quotation marks.
        if lines.ended and lines.taken > lines.begun:
            yield Failure(where, "a quotation mark in it is never closed, and all after it is lost: close it")
        elif any(row):
            yield _from_row(row, names, where)


def _from_row(row: list[str], names: list[str], where: str) -> Found | Failure:
    if len(row) != len(names):
        return Failure(where, f"{len(row):,} fields where the first line names {len(names):,}: correct the row")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return Failure(where, f"not UTF-8: {REMEDY}")
    # Of columns with one name the first counts.
    return article_from(dict(zip(reversed(names), reversed(row), strict=True)), where)


def _names(header: str, delimiter: str) -> list[str]:
    if len(header) > LARGEST_HEADER:
        return []
    try:
        return [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _split(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each line with its end; one that grows over the limit is yielded as far as it was read."""
    held, length, carried = list[bytes](), 0, b""
    for block in blocks:
        block = carried + block
        # The line feed that belongs to it may be in the next block.
        carried = b"\r" if block.endswith(b"\r") else b""
        block = block.removesuffix(b"\r")
        # Bytes, unlike text, end their lines at line feeds and carriage returns alone.
        ended = block.splitlines(keepends=True)
        tail = ended.pop() if ended and not block.endswith((b"\n", b"\r")) else b""
        for line in ended:
            yield b"".join([*held, line])
            held, length = [], 0
        held.append(tail)
        length += len(tail)
        if length > LARGEST_RECORD:
            yield b"".join(held)
            held, length = [], 0
    if last := b"".join([*held, carried]):
        yield last
