"""The gate that every answer passes: each sentence cited, each citation an exact slice of a stored version."""

import re

from ontherecord.archive import Archive
from ontherecord.errors import CitationError
from ontherecord.schema import Answer

MARKER = re.compile(r"\[(\d+)\]")


def verify(answer: Answer, archive: Archive) -> Answer:
    """Return the answer if it may leave the library; raises CitationError where it may not.

    Each citation must slice out of the version of the article that the archive holds, word for word, and must stand
    in the text directly before its marker; what is left of the text beside citations and their lead-ins is nothing.
    """
    if not answer.answered:
        return answer
    if not answer.citations:
        raise CitationError(f"the answer to “{answer.question}” cites nothing: this is a fault of the library")
    for citation in answer.citations:
        stored = archive.article(citation.article.id, citation.article.version)
        if stored is None or stored.text[citation.start : citation.end] != citation.text:
            raise CitationError(
                f"citation {citation.marker} is not in “{citation.article.headline}” at {citation.start}: "
                "run `python -m ontherecord verify` to look for damage"
            )
        if f"{citation.text} [{citation.marker}]" not in answer.text:
            raise CitationError(f"citation {citation.marker} does not stand before its marker in the answer")
    return answer
