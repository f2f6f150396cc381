"""Which directories may become or be a library."""

from pathlib import Path

from ontherecord.archive import archive_file
from ontherecord.errors import ForeignLibraryError, LibraryReadOnlyError


def is_library(path: Path) -> bool:
    """Return whether there is a library at this path."""
    return archive_file(path).is_file()


def library_directory(path: Path) -> Path:
    """Return the directory of a library, made if it was missing.

    Raises ForeignLibraryError where something else is there, LibraryReadOnlyError where it cannot be made.
    """
    if path.exists() and not path.is_dir():
        raise ForeignLibraryError(f"{path} is a file: name a directory, or nothing for ./library")
    if path.is_dir() and not is_library(path) and any(not entry.name.startswith(".") for entry in path.iterdir()):
        raise ForeignLibraryError(f"{path} holds other files and no library: name a new or an empty directory")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryReadOnlyError(f"{path} cannot be made ({error.strerror}): choose another directory") from error
    return path
