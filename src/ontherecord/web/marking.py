"""Where in the text of an answer its cited sentences stand."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from ontherecord.schema import Answer

# Words, and the markers that stand behind them.
Marked: TypeAlias = tuple[str, tuple[int, ...]]


def sentences(answer: Answer) -> list[Marked]:
    """Return the sentences of an answer in their order: those written, or else those quoted."""
    if answer.statements:
        return [(statement.text, statement.markers) for statement in answer.statements]
    return [(citation.text, (citation.marker,)) for citation in answer.citations]


def stretches(text: str, marked: Sequence[Marked]) -> Iterator[Marked]:
    """Yield a text in stretches, each but the last up to the end of a sentence that is followed by its markers."""
    position = 0
    for sentence, markers in marked:
        whole = sentence + "".join(f" [{marker}]" for marker in markers)
        found = text.find(whole, position)
        if found >= 0:
            yield text[position : found + len(sentence)], markers
            position = found + len(whole)
    yield text[position:], ()
