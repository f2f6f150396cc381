"""Where articles come from: one module for each kind of source, and the table of the kinds.

A reader takes the unpacked bytes of a source and its name, and yields its articles, with a failure in place of each
that cannot be read. It raises SourceError where nothing more can be read from the source.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from ingest.sources.found import Found, Skipped
from ingest.sources.hygiene import clean_line
from ingest.sources.json_lines import read_json_lines
from ingest.sources.json_records import read_json
from ingest.sources.lists import read_list
from ingest.sources.markdown import read_markdown
from ingest.sources.newsletters import read_newsletter
from ingest.sources.opening import SourceStream, open_source
from ingest.sources.plain_text import read_plain_text
from ingest.sources.print_pages import read_pdf
from ingest.sources.sniffing import recognised
from ingest.sources.tables import read_csv, read_tsv
from ingest.sources.warc import read_warc
from ingest.sources.web_pages import read_web_page
from ontherecord import Failure, SourceError

Reader: TypeAlias = Callable[[io.BufferedIOBase, str], Iterator[Found | Failure | Skipped]]

READERS: Mapping[str, Reader] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".warc": read_warc,
    ".eml": read_newsletter,
    ".pdf": read_pdf,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".xhtml": read_web_page,
    ".rss": read_list,
    ".atom": read_list,
    ".xml": read_list,
}
KINDS_READ = f"{', '.join(READERS)}, each also with .gz"


def kind_of(path: Path) -> str:
    """Return the kind of a file, by its name: its suffix in lower case, two where the last is `.gz`."""
    stem, packed = (path.name[:-3], ".gz") if path.name.lower().endswith(".gz") else (path.name, "")
    return (Path(stem).suffix + packed).lower()


def is_read(path: Path) -> bool:
    """Whether files of this kind are read."""
    return kind_of(path).removesuffix(".gz") in READERS


def read_file(path: Path, advanced: Callable[[int], None]) -> Iterator[Found | Failure | Skipped]:
    """Yield what a file holds; whatever is wrong with it is a failure among what is yielded.

    A file whose name does not tell its kind is looked into. `advanced` is told, again and again, how many bytes of
    the file on disk have been read.
    """
    source = source_name(path)
    try:
        with open_source(path, advanced) as stream:
            if reader := READERS.get(kind_of(path).removesuffix(".gz")):
                yield from _or_nothing(reader(stream, source))
            else:
                yield from _read_recognised(stream, source, clean_line(kind_of(path)) or "without a suffix")
    except SourceError as error:
        yield Failure(source, str(error))


def read_stream(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure | Skipped]:
    """Yield what a stream such as standard input holds, also packed by gzip; its kind is seen from its first bytes.

    Whatever is wrong with it is a failure among what is yielded.
    """
    try:
        yield from _read_recognised(SourceStream(stream, _nobody), source, "like this one")
    except SourceError as error:
        yield Failure(source, str(error))


def source_name(path: Path) -> str:
    """Return a path as text that can be stored and shown, whatever bytes it is made of."""
    name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _read_recognised(stream: io.BufferedIOBase, source: str, described: str) -> Iterator[Found | Failure | Skipped]:
    kind, replayed = recognised(stream)
    reader = READERS.get(kind or "")
    if reader is None:
        raise SourceError(f"files {described} are not read: the kinds read are {KINDS_READ}")
    return _or_nothing(reader(replayed, source))


def _or_nothing(items: Iterator[Found | Failure | Skipped]) -> Iterator[Found | Failure | Skipped]:
    """Yield the items, and where there are none say so: an export can be empty, but not without a word."""
    first = next(items, Skipped("file without articles"))
    yield first
    yield from items


def _nobody() -> None:
    pass
