"""Sentences as exact slices of an article's text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Longer ones are cut, first inside quotations, then between words: nobody reads them as one sentence.
MAX_SENTENCE = 400

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev hon gen col lt sgt capt maj adm gov sen rep pres st jr sr vs etc inc ltd co corp bros
    dept univ est approx fig no nos vol jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun
    ave blvd mt ft pt a.m p.m i.e e.g u.s u.k u.n e.u d.c ph.d""".split()
)
# A capital after "U.S." mostly goes on with the sentence; these words mostly begin one.
STARTERS = frozenset(
    "The A An He She It They We I You This That These Those In On At But And Its His Her Their".split()
)

END = re.compile(r"""[.!?…]+['"”’)\]]*(?=\s+)""")
OPENING = re.compile(r"""['"“‘(\[]*(\S+)""")
LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)$")
TERMINATED = re.compile(r"""[.!?…]['"”’)\]]*$""")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its offsets: `article_text[start:end] == text`."""

    start: int
    end: int
    text: str

    @property
    def complete(self) -> bool:
        """Whether it ends as a sentence does; headings and list items mostly do not."""
        return bool(TERMINATED.search(self.text))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Return the sentences of a text that begin from `start` to `end`, without surrounding white space."""
    end = len(text) if end is None else end
    found = list[Sentence]()
    position = text.rfind("\n", 0, start) + 1
    while position < end:
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        for first, last in _spans(text[position:line_end]):
            if start <= position + first < end:
                found.append(Sentence(position + first, position + last, text[position + first : position + last]))
        position = line_end + 1
    return found


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence of a paragraph."""
    ends = [match.end() for match in END.finditer(line) if _ends(line, match)]
    inside = _inside_quotations(line)
    outer = [end for end in ends if not inside[end - 1]]
    for first, last in _between(line, [*outer, len(line)]):
        if last - first <= MAX_SENTENCE:
            yield first, last
            continue
        inner = [end for end in ends if first < end < last]
        for inner_first, inner_last in _between(line[:last], [*inner, last], first):
            yield from _pieces(line, inner_first, inner_last)


def _between(line: str, ends: list[int], start: int = 0) -> Iterator[tuple[int, int]]:
    for end in ends:
        stretch = line[start:end]
        first, last = start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        if first < last:
            yield first, last
        start = end


def _pieces(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is still too long between words."""
    while end - start > MAX_SENTENCE:
        cut = line.rfind(" ", start + 1, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut < 0 else cut
        yield start, cut
        start = cut + len(line[cut:end]) - len(line[cut:end].lstrip())
    yield start, end


def _ends(line: str, match: re.Match[str]) -> bool:
    """Return whether a full stop, question or exclamation mark ends a sentence."""
    following = OPENING.match(line, match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip()))
    if following is None or following[1][0].islower():
        return False
    if not match[0].startswith("."):
        return True
    before = LAST_WORD.search(line, 0, match.start())
    if before is None or match[0] != ".":
        return True
    word = before[1]
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    if word.lower().strip(".") in ABBREVIATIONS or "." in word:
        return following[1] in STARTERS and "." in word
    return True


def _inside_quotations(line: str) -> list[bool]:
    """Return for each character whether it stands between double quotation marks that are closed in this line."""
    inside, opened = [False] * len(line), -1
    for i, character in enumerate(line):
        if character == "“" or (character == '"' and opened < 0):
            opened = i
        elif character in '"”' and opened >= 0:
            inside[opened:i] = [True] * (i - opened)
            opened = -1
    return inside
