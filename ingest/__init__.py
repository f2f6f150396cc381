"""Ingestion for On the Record: sources in, articles into a library.

    python -m ingest SOURCE... [--library DIR] [--json] [--quiet]

From Python, `ingest(sources, library)` does the same with an open library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ontherecord import IngestReport, Library, Progress

__all__ = ["ingest"]


def ingest(
    sources: Sequence[str | Path] | str | Path,
    library: Library,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Add the articles of files and folders to a library and return what became of them.

    What cannot be read is in the report's `failed`; raises LibraryError where the library cannot take articles.
    """
    # The library and what it is built on load slowly: not before they are needed.
    from ingest.reading import Reading

    return library.add(Reading(sources), progress=progress)
