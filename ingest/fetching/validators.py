"""What makes a second visit cheap: the ETag and Last-Modified under which an address was last read.

A validator is kept only once what it stands for is safe, because the next visit will not see it again.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from filelock import FileLock

FILE = "fetched.jsonl"
# Rewritten when at least as many lines are outdated as are of use, and this many.
MOST_OUTDATED = 1_000


@dataclass(frozen=True, slots=True)
class Validator:
    """What to ask again with; `article` is the URL of the article that the page holds, None for a list of pages."""

    etag: str | None = None
    last_modified: str | None = None
    article: str | None = None

    def of(self, article: str | None) -> "Validator":
        """Return this validator for a page that holds an article."""
        return replace(self, article=article)


class Validators(Protocol):
    """Where validators are kept."""

    def get(self, url: str) -> Validator | None:
        """Return the validator of an address, if there is one."""

    def put(self, url: str, validator: Validator) -> None:
        """Keep the validator of an address."""


class MemoryValidators:
    """Validators for as long as the process lasts."""

    def __init__(self) -> None:
        self._kept: dict[str, Validator] = {}

    def get(self, url: str) -> Validator | None:
        """Return the validator of an address, if there is one."""
        return self._kept.get(url)

    def put(self, url: str, validator: Validator) -> None:
        """Keep the validator of an address."""
        self._kept[url] = validator


class FileValidators:
    """Validators in `fetched.jsonl` of a directory: one line for each that is learnt, the last one counts.

    Losing a line costs a request, so damaged lines are passed over. Several processes may write.
    """

    def __init__(self, directory: Path) -> None:
        """Read what is there; the directory must exist."""
        self._path = directory / FILE
        self._lock = FileLock(directory / f"{FILE}.lock")
        self._kept: dict[str, Validator] = {}
        with self._lock:
            lines, ended = self._read()
            if not ended or lines - len(self._kept) >= max(MOST_OUTDATED, len(self._kept)):
                self._rewrite()

    def get(self, url: str) -> Validator | None:
        """Return the validator of an address, if there is one."""
        return self._kept.get(url)

    def put(self, url: str, validator: Validator) -> None:
        """Keep the validator of an address."""
        if self._kept.get(url) == validator:
            return
        self._kept[url] = validator
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(_line(url, validator))

    def _read(self) -> tuple[int, bool]:
        """Return how many lines there are, and whether the last one is whole."""
        lines, line = 0, b"\n"
        try:
            with self._path.open("rb") as file:
                for line in file:
                    lines += 1
                    if entry := _entry(line):
                        self._kept[entry[0]] = entry[1]
        except FileNotFoundError:
            pass
        return lines, line.endswith(b"\n")

    def _rewrite(self) -> None:
        draft = self._path.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(_line(url, validator) for url, validator in self._kept.items())
        draft.replace(self._path)


def _line(url: str, validator: Validator) -> str:
    known = {
        "url": url,
        "etag": validator.etag,
        "last_modified": validator.last_modified,
        "article": validator.article,
    }
    return json.dumps({name: value for name, value in known.items() if value is not None}) + "\n"


def _entry(line: bytes) -> tuple[str, Validator] | None:
    try:
        record = json.loads(line)
        url, *values = (record.get(name) for name in ("url", "etag", "last_modified", "article"))
    except (ValueError, AttributeError, RecursionError):
        return None
    if not isinstance(url, str) or not all(isinstance(value, str | None) for value in values):
        return None
    return url, Validator(*values)
