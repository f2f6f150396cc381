"""Folders: which of the files in them are sources."""

from collections.abc import Iterator
from pathlib import Path

from ingest.sources import is_read, kind_of, source_name
from ingest.sources.found import Skipped
from ontherecord import Failure

# A library lies where its owner wants it, such as in the folder with the articles.
LIBRARY_MARK = "archive.sqlite3"


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path, as far as can be told."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no permission to look, or a name that nothing can have
        return False


def walk(folder: Path) -> Iterator[Path | Skipped | Failure]:
    """Yield the files in a folder and in the folders in it, sorted by name, and what is left out.

    Hidden files and folders are passed over, and so are links out of the folder. A folder that cannot be listed is
    a failure.
    """
    top = folder.resolve()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(entry for entry in here.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            reason = f"the folder cannot be listed ({error.strerror}): make it readable, or leave it out"
            yield Failure(source_name(here), reason)
            continue
        if any(entry.name == LIBRARY_MARK for entry in entries):
            yield Skipped("library")
            continue
        # Links to folders are not followed: they could lead round in circles.
        folders = [entry for entry in entries if is_folder(entry) and not entry.is_symlink()]
        waiting.extend(reversed(folders))
        yield from (sorted_out(entry, top) for entry in entries if not is_folder(entry))


def sorted_out(file: Path, top: Path) -> Path | Skipped:
    """Return a file, or why it is left out: it is of no kind that is read, or a link out of the folder `top`."""
    if not is_read(file):
        return Skipped(kind_of(file) or "no suffix")
    return Skipped("link out of the folder") if _leads_out(file, top) else file


def _leads_out(file: Path, top: Path) -> bool:
    try:
        return file.is_symlink() and not file.resolve().is_relative_to(top)
    except (OSError, RuntimeError):  # no permission to look, or a link to itself: opening it will tell
        return False
