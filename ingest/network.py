"""Sources that may be on the web, read with what a library remembers of earlier visits."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ingest.fetching import FetchSettings
from ingest.reading import Reading, is_address
from ingest.workers import Pool
from ontherecord import Library


@contextmanager
def reading_of(
    sources: Sequence[str | Path] | str | Path, settings: FetchSettings | None, library: Library | None
) -> Iterator[Reading]:
    """Give a reading of some sources; what `library` has already is not fetched again unless it has changed."""
    listed = (sources,) if isinstance(sources, str | Path) else tuple(sources)
    if not any(is_address(source) for source in listed):
        yield Reading(listed)
        return
    # The network takes time to load, and leaves a file in the library.
    from ingest.crawling import Crawler
    from ingest.fetching import Fetcher, FileValidators

    with Pool(1) as pool, Fetcher(settings) as fetcher:
        if library is None:
            yield Reading(listed, Crawler(fetcher, read_page=pool.read_page))
        else:
            kept = FileValidators(library.path)
            known = partial(_has, library)
            yield Reading(listed, Crawler(fetcher, kept, known, pool.read_page))


def _has(library: Library, url: str) -> bool:
    return library.article(url) is not None
