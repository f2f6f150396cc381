"""Plain text files: the first line is the title, the rest the text."""

import io
from collections.abc import Iterator

from ingest.sources.encoding import whole_text
from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.hygiene import LONGEST_LINE, clean_text
from ontherecord import Failure, SourceError


def read_plain_text(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the one article of a plain text file; raises SourceError where it is no text or empty."""
    text = clean_text(whole_text(stream))
    if not text:
        raise SourceError("no text: the file is empty")
    title, _, rest = text.partition("\n")
    # A lone line is all the text there is, and so long a one is a paragraph.
    titled = bool(rest) and len(title) <= LONGEST_LINE
    yield article_from({"title": title, "text": rest} if titled else {"text": text}, source)
