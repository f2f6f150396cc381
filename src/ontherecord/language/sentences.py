"""Sentences as exact slices of an article's text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Longer ones are cut, first inside quotations, then between words: nobody reads them as one sentence.
MAX_SENTENCE = 400

# Words that a full stop shortens, in the letter case in which they do: "he sat." is the end of a sentence.
BEFORE_A_NAME = frozenset(
    """Mr Mrs Ms Dr Prof Rev Hon Gen Col Lt Sgt Capt Maj Adm Gov Sen Rep Pres St Mt Ft Sens Reps Govs Messrs vs Vs v
    approx""".split()
)
BEFORE_A_NUMBER = frozenset("no nos No Nos vol Vol fig Fig pt Pt p pp".split())
OTHERS = frozenset(
    """Jr Sr etc Inc Ltd Co Corp Bros Dept Univ est Est Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues
    Wed Thu Thur Thurs Fri Sat Sun Ave Blvd""".split()
)
LONGEST_ABBREVIATION = 16
# A capital after "U.S." or "Jan." mostly goes on with the sentence; these words mostly begin one.
STARTERS = frozenset(
    "The A An He She It They We I You This That These Those In On At But And Its His Her Their".split()
)

# Possessive, so that a long row of full stops or quotation marks is read once.
END = re.compile(r"""(?<![.!?…])[.!?…]++['"”’)\]]*+(?=\s)""")
FOLLOWING = re.compile(r"""\s*+['"“‘(\[]*(\S+)""")
LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)$")
TERMINATED = re.compile(r"""[.!?…]['"”’)\]]*$""")
LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)(.)")
# The share of single line breaks that go on in lower case; after headings and short paragraphs hardly any does.
WRAPPED = 0.3
LEANING = re.compile(r"(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|So)\b")
# As many whole words as fit, else as much of a word.
PIECE = re.compile(rf"\S(?:.{{0,{MAX_SENTENCE - 2}}}\S)?(?!\S)|\S{{{MAX_SENTENCE}}}")


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

    @property
    def leaning(self) -> bool:
        """Whether it opens with a word that points back to the sentence before it."""
        return bool(LEANING.match(self.text))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Return the sentences of a text that begin from `start` to `end`, without surrounding white space."""
    end = len(text) if end is None else min(end, len(text))
    found = list[Sentence]()
    paragraph = "\n\n" if _is_wrapped(text) else "\n"
    position = max(text.rfind(paragraph, 0, start), 0)
    while position < end:
        line_end = text.find(paragraph, position)
        line_end = len(text) if line_end < 0 else line_end
        for first, last in _spans(text[position:line_end]):
            if start <= position + first < end:
                found.append(Sentence(position + first, position + last, text[position + first : position + last]))
        position = line_end + len(paragraph)
    return found


def _is_wrapped(text: str) -> bool:
    """Return whether lines end where the page was full, so that only blank lines part paragraphs."""
    breaks: list[str] = LINE_BREAK.findall(text)
    return sum(following.islower() for following in breaks) > WRAPPED * len(breaks)


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence of a paragraph."""
    ends = [match.end() for match in END.finditer(line) if _ends(line, match)]
    inside = _inside_quotations(line)
    outer = [end for end in ends if not inside[end - 1]]
    for first, last in _between(line, [*outer, len(line)]):
        if last - first <= MAX_SENTENCE:
            yield first, last
            continue
        inner = ends[bisect_right(ends, first) : bisect_left(ends, last)]
        for inner_first, inner_last in _between(line, [*inner, last], first):
            yield from (match.span() for match in PIECE.finditer(line, inner_first, inner_last))


def _between(line: str, ends: Sequence[int], start: int = 0) -> Iterator[tuple[int, int]]:
    for end in ends:
        stretch = line[start:end]
        first, last = start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        if first < last:
            yield first, last
        start = end


def _ends(line: str, match: re.Match[str]) -> bool:
    """Return whether a full stop, question or exclamation mark ends a sentence."""
    following = FOLLOWING.match(line, match.end())
    if following is None or following[1][0].islower():
        return False
    if match[0] != ".":
        return True
    before = LAST_WORD.search(line, max(0, match.start() - LONGEST_ABBREVIATION), match.start())
    if before is None:
        return True
    word, starts = before[1], following[1] in STARTERS
    if word in BEFORE_A_NAME:
        return False
    if word in BEFORE_A_NUMBER:
        return not following[1][0].isdigit()
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    return starts if is_initial or word in OTHERS or "." in word else True


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
