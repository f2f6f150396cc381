"""Words of a text that say something, as stems with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontherecord.indexes import STOP_WORDS, stem
from ontherecord.speakers import plain

WORD = re.compile(r"\w+(?:[’'](?!s\b)\w+)*")
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


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words that say something."""
    return frozenset(token.stem for token in tokens(text))
