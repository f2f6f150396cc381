"""A model's text, as it arrives, to whole sentences with the keys that each cites."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from ontherecord.language.sentences import sentences

# [k4t], [k4t, m2q], 【k4t】, (k4t), and whatever a model may take for a key: [1], [source 2].
_KEYS = r"(?:source\s)?(?=\w*\d)\w{1,8}(?:\s*[,;]\s*(?=\w*\d)\w{1,8})*"
GROUP = re.compile(
    rf"\s*(?:[\[【]\s*(?P<keys>{_KEYS})\s*[\]】]|\((?P<round>[a-z]\d[a-z](?:,\s?[a-z]\d[a-z])*)\))", re.IGNORECASE
)
KEY = re.compile(r"\w*\d\w*")
# A group that has begun, of which more may come.
OPEN_GROUP = re.compile(r"\s*(?:[\[【][^\]】]{0,40})?$")
# "... on Monday [k4t] The crews ...": the next sentence begins behind the key.
BEHIND_KEY = re.compile(r"(?<=[\]】])\s+(?=[A-Z“\"])")
# No sentence ends with these.
GOES_ON = re.compile(r"\b(?:to|of|in|by|with|and|or|for|from|at|on|that|the|an?|as|but)\s*[\[【][^\]】]*[\]】]$")
# Signs of headings, lists and bold letters.
BULLET = re.compile(r"^\s*(?:[-*•#>]+\s+|\d{1,2}[.)]\s+)")
BOLD = re.compile(r"\*\*|__|`")


@dataclass(frozen=True, slots=True)
class Dictated:
    """A sentence that a model wrote: its words, the keys known among those it cites, and how many were unknown.

    `opens` tells that it begins a paragraph.
    """

    text: str
    keys: tuple[str, ...]
    unknown: int
    opens: bool


class Dictation:
    """Takes in a text piece by piece and gives out its sentences once it is certain that they have ended."""

    def __init__(self, keys: Set[str]) -> None:
        """Take the keys that sentences may cite."""
        self._keys = keys
        self._rest = ""
        self._opens = True

    def take(self, piece: str) -> Iterator[Dictated]:
        """Yield the sentences that have ended with a further piece."""
        self._rest += piece
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            yield from self._line(line)
        whole = self._parts(self._rest)
        # The last one may go on, and the key of the one before may come yet.
        while len(whole) > 1 and not OPEN_GROUP.fullmatch(self._rest[whole[0] :]) and _closed(self._rest[: whole[0]]):
            part, self._rest = self._rest[: whole[0]], self._rest[whole[0] :]
            yield from self._sentence(part)
            whole = self._parts(self._rest)

    def end(self) -> Iterator[Dictated]:
        """Yield what is left when the text has ended."""
        rest, self._rest = self._rest, ""
        yield from self._line(rest)

    def _line(self, line: str) -> Iterator[Dictated]:
        position = 0
        for end in self._parts(line):
            yield from self._sentence(line[position:end])
            position = end
        self._opens = True

    def _parts(self, line: str) -> list[int]:
        """Return where the sentences of a line end, with the keys behind them."""
        ends = list[int]()
        for start, stop in _stretches(line):
            for sentence in sentences(line[start:stop]):
                if ends and start + sentence.start < ends[-1]:
                    continue
                end = start + sentence.end
                while group := GROUP.match(line, end):
                    end = group.end()
                    # A full stop may stand behind the key.
                    end += len(line[end:]) - len(line[end:].lstrip("."))
                ends.append(end)
        return ends

    def _sentence(self, part: str) -> Iterator[Dictated]:
        cited = [key for group in GROUP.finditer(part) for key in KEY.findall(group["keys"] or group["round"])]
        text = " ".join(BOLD.sub("", BULLET.sub("", GROUP.sub("", part))).split())
        if not re.search(r"\w", text):
            return
        known = tuple(dict.fromkeys(key for key in cited if key in self._keys))
        yield Dictated(text, known, sum(key not in self._keys for key in cited), self._opens)
        self._opens = False


def _closed(text: str) -> bool:
    """Return whether each quotation that a text opens is closed in it."""
    return text.count('"') % 2 == 0 and text.count("“") <= text.count("”")


def _stretches(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in BEHIND_KEY.finditer(line):
        if not GOES_ON.search(line, start, match.start()):
            yield start, match.start()
            start = match.end()
    yield start, len(line)
