"""Web pages saved as files: one article each."""

import io
from collections.abc import Iterator

from ingest.sources.found import Found
from ontherecord import Failure


def read_web_page(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the article of a saved page, or why it holds none; no more than 20 MB and a byte are read."""
    # Extraction cleans what it finds with modules of this package.
    from ingest.extraction.page import LARGEST_PAGE, read_page

    pieces: list[bytes] = []
    length = 0
    while length <= LARGEST_PAGE and (piece := stream.read(LARGEST_PAGE + 1 - length)):
        pieces.append(piece)
        length += len(piece)
    yield read_page(b"".join(pieces), source)
