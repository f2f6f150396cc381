"""JSON files: one article, an array of them, an object that holds such an array, or several of these in a row.

An array is read element by element, so that a file larger than the memory can be read.
"""

import io
import json
import re
from collections.abc import Iterator

from ingest.sources.encoding import text_blocks
from ingest.sources.fields import article_from, has_text
from ingest.sources.found import Found
from ingest.sources.opening import LARGEST_RECORD
from ontherecord import Failure, SourceError

LISTS = frozenset({"articles", "items", "data"})

_SPACE = re.compile(r"[ \t\r\n]*")
_REST_OF_NUMBER = re.compile(r"[-+.0-9Ee]*\Z")
_DECODER = json.JSONDecoder()


def read_json(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield an article or a failure for each record; raises SourceError where the file is no JSON from there on."""
    text = _JsonText(text_blocks(stream))
    if not text.peek():
        raise SourceError("the file is empty: give a JSON object or array")
    for number, record in enumerate(_records(text), start=1):
        yield article_from(record, f"{source}#{number}")


class _JsonText:
    """JSON text with a cursor, read no further than needed."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._text = ""
        self._at = 0
        self._line = 1
        self.position = 0

    def peek(self) -> str:
        """Return the next character that is no white space, or "" at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._advance(space.end() if space else self._at)
            if self._at < len(self._text) or not self._grow():
                return self._text[self._at : self._at + 1]

    def take(self, expected: str) -> str:
        """Pass over the next character, which must be one of those expected; raises SourceError where it is not."""
        found = self.peek()
        if not found or found not in expected:
            raise self._error(f"{' or '.join(expected)} is missing")
        self._advance(self._at + 1)
        return found

    def value(self) -> object:
        """Pass over the next value and return it; raises SourceError where there is none or it is too large."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._grow():
                    raise self._error(error.msg) from None
            except RecursionError:
                raise self._error("nested too deeply") from None
            except ValueError:
                raise self._error("a number has too many digits") from None
            else:
                if not self._may_go_on(value, end) or not self._grow():
                    self._advance(end)
                    return value

    def name(self) -> str:
        """Pass over the next name and its colon and return it; raises SourceError where there is none."""
        name = self.value() if self.peek() == '"' else None
        if not isinstance(name, str):
            raise self._error("a name in double quotes is missing")
        self.take(":")
        return name

    def _may_go_on(self, value: object, end: int) -> bool:
        # Of 0.5 and 1e9 at the end of what has been read, "0." and "1e" would be read as 0 and 1.
        return isinstance(value, int | float) and bool(_REST_OF_NUMBER.match(self._text, end))

    def _advance(self, at: int) -> None:
        self.position += at - self._at
        self._at = at

    def _grow(self) -> bool:
        """Read as much again as is still unread; False at the end of the text and at the size limit."""
        unread = len(self._text) - self._at
        if unread > LARGEST_RECORD:
            raise self._error(f"or a record is longer than {LARGEST_RECORD:,} characters")
        pieces, length = [self._text[self._at :]], 0
        while length <= unread and (block := next(self._blocks, "")):
            pieces.append(block)
            length += len(block)
        if not length:
            return False
        self._line += self._text.count("\n", 0, self._at)
        self._text, self._at = "".join(pieces), 0
        return True

    def _error(self, what: str) -> SourceError:
        line = self._line + self._text.count("\n", 0, self._at)
        return SourceError(
            f"not valid JSON from line {line:,} on ({what}): correct the file; what came before was read"
        )


def _records(text: _JsonText) -> Iterator[object]:
    while first := text.peek():
        if first == "[":
            yield from _elements(text)
        elif first == "{":
            yield from _members(text)
        else:
            yield text.value()


def _elements(text: _JsonText) -> Iterator[object]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.take(",]") == "]":
            return


def _members(text: _JsonText) -> Iterator[object]:
    text.take("{")
    members: dict[str, object] = {}
    lists = held = 0
    end = text.take("}") if text.peek() == "}" else ","
    while end == ",":
        name = text.name()
        if name.lower() in LISTS and text.peek() == "[":
            lists += 1
            yield from _elements(text)
        else:
            start = text.position
            members[name] = text.value()
            held += text.position - start
        if held > LARGEST_RECORD:
            raise SourceError(f"an object of more than {LARGEST_RECORD:,} characters: put its articles into an array")
        end = text.take(",}")
    if not lists or has_text(members):
        yield members
