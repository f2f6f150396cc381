"""JSON Lines: one article a line; a bad line fails alone."""

import io
import json
from collections.abc import Iterable, Iterator

from ingest.sources.encoding import REMEDY, byte_blocks
from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Failure


def read_json_lines(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield an article or a failure for each line not blank; raises SourceError where the file breaks off."""
    for number, line in enumerate(_lines(byte_blocks(stream)), start=1):
        if line is None or line.strip():
            yield _from_line(line, f"{source}:{number}")


def _from_line(line: bytes | None, source: str) -> Found | Failure:
    if line is None:
        return Failure(source, f"longer than {LARGEST_RECORD:,} bytes: give each article a line of its own")
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Failure(source, f"not UTF-8 from byte {error.start:,} of the line on: {REMEDY}")
    except json.JSONDecodeError as error:
        return Failure(source, f"not valid JSON ({error.msg}, column {error.colno}): correct the line")
    except RecursionError:
        return Failure(source, "nested too deeply: give the article as one flat object")
    except ValueError:  # a number of thousands of digits
        return Failure(source, "a number has too many digits: correct the line")
    return article_from(record, source)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield each line, or None in place of one over the limit, which is passed over without being held."""
    held: list[bytes] = []
    length = 0
    for block in blocks:
        *ended, tail = block.split(b"\n")
        for piece in ended:
            yield b"".join([*held, piece]) if length + len(piece) <= LARGEST_RECORD else None
            held, length = [], 0
        length += len(tail)
        if length <= LARGEST_RECORD:
            held.append(tail)
        else:
            held.clear()
    if length:
        yield b"".join(held) if length <= LARGEST_RECORD else None
