"""Patterns such as `news/**/*.html`, for shells that leave them as they are and for sources named in programs."""

from collections.abc import Iterator
from pathlib import Path

from ingest.sources import source_name
from ingest.sources.folders import is_folder, sorted_out, walk
from ingest.sources.found import Skipped
from ontherecord import Failure

_MARKS = frozenset("*?[")


def is_pattern(source: str | Path) -> bool:
    """Whether a source is a pattern: it has one of the marks `*`, `?` and `[`, and there is no file of that name."""
    return not _MARKS.isdisjoint(str(source)) and not _is_there(Path(source))


def expand(pattern: str | Path) -> Iterator[Path | Skipped | Failure]:
    """Yield the files that a pattern stands for, sorted, and those in the folders that it stands for.

    Hidden files and folders are left out unless the pattern names them with their dot. Nothing is yielded twice. A
    pattern that stands for nothing is a failure.
    """
    below, wanted = _parted(Path(pattern))
    taken = set[Path]()
    for path in _matches(below, wanted):
        if taken.isdisjoint(path.parents):
            taken.add(path)
            yield from _each(path, below)
    if not taken:
        yield Failure(source_name(Path(pattern)), "no file matches this pattern: check the spelling")


def _each(path: Path, below: Path) -> Iterator[Path | Skipped | Failure]:
    if not is_folder(path):
        yield sorted_out(path, below.resolve())
    elif path.is_symlink():
        # It could lead round in a circle, as within a folder.
        yield Skipped("link to a folder")
    else:
        yield from walk(path)


def _parted(pattern: Path) -> tuple[Path, tuple[str, ...]]:
    """Return the folder to look in and the parts of the pattern below it."""
    parts = pattern.parts
    first = next(index for index, part in enumerate(parts) if not _MARKS.isdisjoint(part))
    wanted = parts[first:]
    # A last `**` stands for the folder itself, and so for all in it.
    return Path(*parts[:first]), wanted[:-1] if wanted[-1] == "**" else wanted


def _matches(below: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Return what a pattern stands for; `**` is any number of folders, but no link to one."""
    try:
        matched = below.glob(str(Path(*wanted))) if wanted else [below]
        return sorted(path for path in matched if not _is_hidden(path.relative_to(below), wanted))
    except (OSError, ValueError, RuntimeError):  # no permission to look, or a pattern that is none
        return []


def _is_hidden(path: Path, wanted: tuple[str, ...]) -> bool:
    named = any(part.startswith(".") for part in wanted)
    return not named and any(part.startswith(".") for part in path.parts)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
