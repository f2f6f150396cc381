"""A model's text, as it arrives, to whole sentences with the keys that each cites."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from ontherecord.language.sentences import sentences

# [k4t], [k4t, m2q], 【k4t】, (k4t), and whatever a model may take for a key: [1], [source 2].
_KEYS = r"(?:source\s)?(?=\w*\d)\w{1,8}(?:\s*[,;]\s*(?=\w*\d)\w{1,8})*"
GROUP = re.compile(
    rf"\s*(?:[\[【]{{1,2}}\s*(?P<keys>{_KEYS})\s*[\]】]{{1,2}}|\((?P<round>[a-z]\d[a-z](?:,\s?[a-z]\d[a-z])*)\))",
    re.IGNORECASE,
)
KEY = re.compile(r"\w*\d\w*")
# A group that has begun, of which more may come, and a word that has.
OPEN_GROUP = re.compile(r"\s*(?:[\[【][^\]】]{0,100}|\([^)]{0,100})?$")
OPEN_WORD = re.compile(r"\s*\S*$")
# "... on Monday [k4t] The crews ...": the next sentence begins behind the key; behind a full stop, whatever it begins
# with, if that shortens no word.
BEHIND_KEY = re.compile(r"(?<=[\]】])(?:\s*(?=[A-Z“\"])|\s+(?P<other>(?=\w)))")
ENDED = re.compile(r"(?:\w\w|[\d\"”’)%])[.!?…][\"”’)]*\s*(?:[\[【]+[^\[\]【】]*[\]】]+\s*)+$")
# No sentence ends with these.
GOES_ON = re.compile(r"\b(?:to|of|in|by|with|and|or|for|from|at|on|that|the|an?|as|but)\s*[\[【][^\]】]*[\]】]$")
# Signs of headings, lists and bold letters.
BULLET = re.compile(r"^\s*(?:[-–*•#>]+|\d{1,2}[.)])(?:\s+|$)")
BOLD = re.compile(r"\*\*|__|`")
LETTER = re.compile(r"[^\W\d_]")
MARK = re.compile(r"[“”\"]")
# "... voted. [k4t]." has a full stop too many.
FULL_STOPS = re.compile(r"(?<!\.)([.!?…][\"”’)]*)\.$")


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
        self._line = ""
        self._given = 0
        self._opens = True

    def take(self, piece: str) -> Iterator[Dictated]:
        """Yield the sentences that have ended with a further piece."""
        first, *others = piece.split("\n")
        self._line += first
        for line in others:
            yield from self.end()
            self._line, self._given, self._opens = line, 0, True
        ends = [end for end in _ends(self._line) if end > self._given]
        for end in ends[:-1]:
            if not self._is_certain(end):
                break
            yield from self._sentence(end)

    def end(self) -> Iterator[Dictated]:
        """Yield what is left when the text, or a line of it, has ended."""
        for end in _ends(self._line):
            if end > self._given:
                yield from self._sentence(end)

    def _is_certain(self, end: int) -> bool:
        """Return whether nothing that comes yet makes the sentence go on, or gives it a key."""
        behind = self._line[end:]
        closed = _is_closed(self._line[self._given : end])
        return closed and not OPEN_GROUP.fullmatch(behind) and not OPEN_WORD.fullmatch(behind)

    def _sentence(self, end: int) -> Iterator[Dictated]:
        part, self._given = self._line[self._given : end], end
        cited = [
            key.lower() for group in GROUP.finditer(part) for key in KEY.findall(group["keys"] or group["round"])
        ]
        text = " ".join(BOLD.sub("", BULLET.sub("", GROUP.sub("", part))).split())
        if not LETTER.search(text):
            return
        known = tuple(dict.fromkeys(key for key in cited if key in self._keys))
        unknown = sum(key not in self._keys for key in cited)
        yield Dictated(FULL_STOPS.sub(r"\1", text), known, unknown, self._opens)
        self._opens = False


def _ends(line: str) -> list[int]:
    """Return where the sentences of a line end, with the keys behind them."""
    ends = list[int]()
    for start, stop in _stretches(line):
        for sentence in sentences(line[start:stop]):
            end = start + sentence.end
            if (ends and end <= ends[-1]) or BULLET.fullmatch(line, ends[-1] if ends else 0, end):
                continue
            while group := GROUP.match(line, end):
                end = group.end()
                # A full stop may stand behind the key.
                end += len(line[end:]) - len(line[end:].lstrip("."))
            ends.append(end)
    return ends


def _is_closed(text: str) -> bool:
    """Return whether each quotation that a text opens is closed in it."""
    opened = False
    for mark in MARK.findall(text):
        opened = mark == "“" or (mark == '"' and not opened)
    return not opened


def _stretches(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in BEHIND_KEY.finditer(line):
        before = line[start : match.start()]
        if ENDED.search(before) if match["other"] is not None else not GOES_ON.search(before):
            yield start, match.start()
            start = match.end()
    yield start, len(line)
