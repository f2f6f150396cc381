"""Sentences written of news passages, true and false, as the gold files have them."""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from ontherecord import Article, Library
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.sources import Source
from ontherecord.grounding.stretches import stretches
from tests.benchmarks.packed import records

# Quoted words stand in the files as their offsets in the article, whose text does not.
QUOTED = re.compile(r"\{(\d+):(\d+)\}")
WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that is `true` of a passage and one that is not: they differ in one thing, of a `kind`.

    `wording` says how near to the passage's it is; `hard` that what was put in occurs in the passage.
    """

    id: str
    kind: str
    wording: str
    hard: bool
    true: str
    false: str
    source: Source

    def basis(self, written: str) -> Basis:
        """Return what one of the sentences is held to."""
        return Basis(tuple(stretches(written, [self.source])))

    @property
    def changed(self) -> list[tuple[int, int]]:
        """Where the false sentence differs from the true one, as offsets in it."""
        true, false = (list(WORD.finditer(text)) for text in (self.true, self.false))
        matcher = difflib.SequenceMatcher(None, [w[0] for w in true], [w[0] for w in false], autojunk=False)
        return [
            (false[first].start(), false[last - 1].end())
            for kind, _, _, first, last in matcher.get_opcodes()
            if kind != "equal" and last > first
        ]


def read(path: Path, library: Library) -> list[Stated]:
    """Return the sentences of a file whose articles a library has."""
    found = []
    for one in records(path):
        article = library.article(one["url"])
        if article is not None:
            true, false = (_spelled(one[name], article) for name in ("true", "false"))
            source = Source(article, one["start"], one["end"])
            found.append(Stated(one["id"], one["kind"], one["wording"], one["hard"], true, false, source))
    return found


def _spelled(text: str, article: Article) -> str:
    return QUOTED.sub(lambda span: article.text[int(span[1]) : int(span[2])], text)
