"""Where the sentences and the paragraphs of a text begin, and which of its words are said rather than told."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import IntEnum

from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.language.sentences import sentences

# A quotation ends with its paragraph even where its closing mark is missing.
_QUOTATION = re.compile(r"“[^”\n]*|\"[^\"\n]*\"?|(?<!\w)‘[^‘\n]{3,600}?[,.?!]’(?!\w)")
# Links to other articles between the paragraphs tell nothing of whom this one speaks.
_LINK = re.compile(
    r"^(?:More|Read more|More on|Related|Photos?|Video|Watch|See also|Also read|Sign up|Get)\b:?[^\n]{3,160}$", re.M
)
# A quotation that goes on with a report: Bush "will win," she said.
_INTRODUCED = re.compile(r"[,:;–—]\s*$|^\s*$")
_LINE = re.compile(r"\n+")


class Voice(IntEnum):
    """Whose words they are: the article's own, somebody's as the article reports them, or somebody's own."""

    TOLD = 0
    REPORTED = 1
    QUOTED = 2


class Layout:
    """Sentences, paragraphs and quotations of a text, for looking up where a place in it lies."""

    def __init__(self, text: str, attributions: Sequence[Attribution]) -> None:
        self._paragraphs = [match.end() for match in _LINE.finditer(text)]
        quoted = [match.span() for match in _QUOTATION.finditer(text)]
        quoted += [span for given in attributions if given.kind == "direct" for span in given.content]
        quoted += [match.span() for match in _LINK.finditer(text) if text[match.end() - 1] not in '.”"']
        self._quoted = _Stretches(quoted)
        # A speaker is as near after a long quotation as after a short one.
        self._sentences = [
            sentence.start
            for sentence in sentences(text)
            if not (sentence.start in self._quoted and sentence.end - 2 in self._quoted)
        ]
        reported = [span for given in attributions if given.kind != "direct" for span in given.content]
        self._reported = _Stretches(reported + [self._lead(text, given) for given in attributions if given.content])

    def _lead(self, text: str, given: Attribution) -> Span:
        """Return what stands in a sentence before words with a later source, if they only go on with it.

        In `Bush will see "new fans," she said` all before `she` is her report.
        """
        start, source = given.content[0][0], given.source
        begin = self.sentence_start(start)
        if source is None or source[0] < start or _INTRODUCED.search(text, begin, start):
            return start, start
        return begin, start

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that a place lies in, those that are all quotation not counted."""
        return bisect_right(self._sentences, place)

    def sentence_start(self, place: int) -> int:
        """Return where the sentence that a place lies in begins."""
        number = self.sentence(place)
        return self._sentences[number - 1] if number else 0

    def paragraph(self, place: int) -> int:
        """Return the number of the paragraph that a place lies in."""
        return bisect_right(self._paragraphs, place)

    def voice(self, place: int) -> Voice:
        """Return whose words stand at a place."""
        if place in self._quoted:
            return Voice.QUOTED
        return Voice.REPORTED if place in self._reported else Voice.TOLD


class _Stretches:
    """Stretches of a text, which may overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts, self._ends = list[int](), list[int]()
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        i = bisect_right(self._starts, place) - 1
        return i >= 0 and place < self._ends[i]
