"""Print pages (PDF): their text as it is set, its lines joined into paragraphs.

This is the only module that knows pypdf.
"""

import io
import logging
import re
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.hygiene import clean_line, clean_text
from ingest.sources.opening import LARGEST_RECORD
from ingest.sources.paragraphs import joined_lines
from ontherecord import Failure, SourceError

LARGEST_FILE = 100_000_000
MOST_PAGES = 500
# Of the processor's time. A page of a newspaper takes half a second; on a page of 100,000 pieces of text it is four,
# and it grows with their square.
SLOWEST_PAGE = 8.0
SLOWEST_FILE = 45.0
# What one stream within the file may unpack to and how many operators it may have; pypdf allows 75 MB by itself.
LARGEST_STREAM = 20_000_000
MOST_OPERATORS = 1_000_000
# What the drawing of one page may come to: 50 MB of it took 15 seconds, and a page of a newspaper has 1 MB.
LARGEST_PAGE = 10_000_000
# Where readers look for the mark of the end.
WITHIN_LAST = 2_048

_END = b"%%EOF"

_MADE_UP_TITLE = re.compile(
    r"microsoft \w+ - .*|untitled.*|unbenannt.*|.*\.(?:docx?|indd|qxp|qxd|pdf|rtf|odt|tex|xlsx?|pptx?)|[\W\d_]*",
    re.IGNORECASE | re.DOTALL,
)


_FULL_NAME = re.compile(r"[^\W\d_][^\d_@/\\]*\s[^\d_@/\\]+")


def read_pdf(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the one article of a PDF file.

    Its date of creation is no date of publication and is left out. Raises SourceError for a file that is encrypted,
    damaged or made of images without text, and for one that is too large or takes too long.
    """
    content = b"".join(_up_to_limit(stream))
    # The parser would make do with the pages that are there.
    if _END not in content[-WITHIN_LAST:]:
        raise SourceError("not a whole PDF file: its end is missing; get it again")
    # Loaded here because few sources are PDF files.
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    # It warns of each oddity on standard error; what could not be read is told here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(**_limits()):
            record = _record(content)
    except (SourceError, MemoryError):
        raise
    except (DependencyError, FileNotDecryptedError):
        raise SourceError("the PDF file is encrypted: save it without a password") from None
    except RecursionError:
        raise SourceError("the PDF file is nested too deeply: print it anew") from None
    except PyPdfError as error:
        raise SourceError(f"not a sound PDF file ({clean_line(str(error))}): get it again") from None
    except Exception as error:  # What it stumbles over has errors of every type.
        raise SourceError(f"not a sound PDF file ({type(error).__name__} in it): get it again") from None
    yield article_from(record, source)


def _limits() -> dict[str, Any]:
    filters = ("zlib", "lzw", "run_length", "array_based_stream")
    return {
        **{f"{name}_maximum_output_length": LARGEST_STREAM for name in filters},
        "stream_parsing_work_maximum_count": MOST_OPERATORS,
        # It would run another program on images.
        "jbig2dec_binary": None,
        "disable_legacy_handling": True,
    }


def _record(content: bytes) -> dict[str, object]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError("the PDF file is encrypted: save it without a password")
    text = joined_lines([line for page in _texts(reader) for line in page.splitlines()])
    if not any(letter.isalpha() for letter in text):
        raise SourceError("no text: its pages are images; run text recognition (OCR) over the file first")
    return {"text": text, **_known_of(reader.metadata)}


def _texts(reader: Any) -> Iterator[str]:  # noqa: ANN401 - a PdfReader
    end, length = time.thread_time() + SLOWEST_FILE, 0
    for number, page in enumerate(reader.pages, start=1):
        if number > MOST_PAGES:
            raise SourceError(f"more than {MOST_PAGES} pages: split the file into its articles")
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > LARGEST_PAGE:
            raise SourceError(
                f"page {number} is drawn in more than {LARGEST_PAGE:,} bytes: save its text, or leave it out"
            )
        until = min(end, time.thread_time() + SLOWEST_PAGE)
        text = clean_text(page.extract_text(visitor_operand_before=partial(_must_be_done, until, number)))
        length += len(text)
        if length > LARGEST_RECORD:
            raise SourceError(f"longer than {LARGEST_RECORD:,} characters: split the file into its articles")
        yield text


def _must_be_done(until: float, number: int, *what_is_drawn: object) -> None:
    """Raise SourceError where the time is up; called before each piece of a page is drawn."""
    if time.thread_time() > until:
        raise SourceError(f"page {number} takes too long to read: save its text, or leave it out")


def _known_of(information: Any) -> dict[str, object]:  # noqa: ANN401 - a DocumentInformation, or None
    title = clean_line(information.title) if information else None
    author = clean_line(information.author) if information else None
    # Programs fill in the name of the file and that of the account.
    return {
        "title": title if title and not _MADE_UP_TITLE.fullmatch(title) else None,
        "author": author if author and _FULL_NAME.fullmatch(author) else None,
    }


def _up_to_limit(stream: io.BufferedIOBase) -> Iterator[bytes]:
    length = 0
    while block := stream.read(1 << 16):
        length += len(block)
        if length > LARGEST_FILE:
            raise SourceError(f"larger than {LARGEST_FILE:,} bytes: split it into its pages")
        yield block
