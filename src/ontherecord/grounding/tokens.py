"""Words of a text that say something, as stems with their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontherecord.indexes import STOP_WORDS, stem
from ontherecord.speakers import plain

WORD = re.compile(r"\w+(?:[’'](?!s\b)\w+)*")
CLAUSE_END = re.compile(r"[.;:!?,]\s|$")
EMPTY = frozenset(STOP_WORDS) | frozenset(
    "would could might may must shall also however meanwhile including among within across according said say says "
    "saying told tell added adds reported report reports reportedly announced stated noted one ones since still "
    "yet".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text from `start` to `end`, and its stem."""

    start: int
    end: int
    stem: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text that say something, in order."""
    for match in WORD.finditer(text):
        word = plain(match[0])
        if word not in EMPTY:
            yield Token(match.start(), match.end(), stem(word))


def behind(found: Sequence[Token], text: str, place: int, most: int) -> list[Token]:
    """Return the first words behind a place of a text, of those `found` in it, up to the end of the clause."""
    end = CLAUSE_END.search(text, place)
    until = end.start() if end else len(text)
    return [token for token in found if place <= token.start < until][:most]


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words that say something."""
    return frozenset(token.stem for token in tokens(text))
