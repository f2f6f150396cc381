"""Which directories may become or be a library."""

from pathlib import Path

from ontherecord.archive import archive_file
from ontherecord.errors import ForeignLibraryError, LibraryReadOnlyError


def is_library(path: Path) -> bool:
    """Return whether there is a library at this path."""
    try:
        return archive_file(path).is_file()
    except PermissionError:
        return True  # So it seems; opening it says what is wrong.


def library_directory(path: Path) -> Path:
    """Return the directory of a library, made if it was missing.

    Raises ForeignLibraryError where something else is there, LibraryReadOnlyError where it cannot be made or read.
    """
    try:
        if path.exists() and not path.is_dir():
            raise ForeignLibraryError(f"{path} is a file: name a directory, or nothing for ./library")
        path.mkdir(parents=True, exist_ok=True)
        occupied = any(not entry.name.startswith(".") for entry in path.iterdir())
        if occupied and not archive_file(path).is_file():
            raise ForeignLibraryError(f"{path} holds other files and no library: name a new or an empty directory")
    except OSError as error:
        raise LibraryReadOnlyError(
            f"{path} cannot be made or read ({error.strerror}): choose another directory, or fix its permissions"
        ) from error
    return path
