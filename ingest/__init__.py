"""Ingestion for On the Record: sources in, articles into a library.

    python -m ingest SOURCE... [--library DIR]

From Python, `ingest(sources, library)` does the same with an open library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ingest.fetching import FetchSettings
    from ontherecord import IngestReport, Library, Progress

__all__ = ["ingest"]


def ingest(
    sources: Sequence[str | Path] | str | Path,
    library: Library,
    *,
    settings: FetchSettings | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Add the articles of files, folders and web addresses to a library and return what became of them.

    `settings` say how the network is used. What cannot be read is in the report's `failed`; raises LibraryError
    where the library cannot take articles.
    """
    # What it is built on loads slowly: not before it is needed.
    from ingest.network import reading_of

    with reading_of(sources, settings, library) as reading:
        return reading.into(library, progress)
