"""The archive: one SQLite file that holds all that is true of a library."""

from ontherecord.archive.archive import Archive, archive_file
from ontherecord.archive.records import Change, Embedded, Entry, Known, Row, Scanned, Scope, Stored, Vectors

__all__ = [
    "Archive",
    "Change",
    "Embedded",
    "Entry",
    "Known",
    "Row",
    "Scanned",
    "Scope",
    "Stored",
    "Vectors",
    "archive_file",
]
