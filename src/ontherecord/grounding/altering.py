"""Whether a written sentence goes as one of its sources, but has another number there, or names changed about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from ontherecord.grounding.basis import Basis
from ontherecord.grounding.items import Item, items, numbers
from ontherecord.grounding.tokens import tokens
from ontherecord.language.figures import Figure, figures, implied
from ontherecord.language.sentences import sentences

# Words that a stretch must share with a source to go as that does.
SHARED = 2
# Words behind or before a number among which that is which it counts.
COUNTED = 2
PAUSE = re.compile(r"[,;:.!?()\[\]“”\"—–]")


@dataclass(frozen=True, slots=True)
class _Element:
    """A word of a text as its stem, or a name, number or date as its kind."""

    key: str
    item: Item | None = None


def is_altered(written: str, basis: Basis) -> bool:
    """Return whether a sentence has another number than its source in its source's words, or changes names about."""
    mine = _elements(written)
    goes_so = any(
        _differs(stretch, len(stretch) == len(theirs))
        for text in basis.texts
        for sentence in sentences(text)
        for theirs in [_elements(sentence.text)]
        for stretch in _stretches(mine, theirs)
    )
    return goes_so or any(_counts_another(one, written, basis.texts) for one in numbers(written))


def _elements(text: str) -> list[_Element]:
    found = items(text)
    found += [
        Item("number", one.start, one.end, one)
        for one in implied(text)
        if not any(item.start < one.end and one.start < item.end for item in found)
    ]
    placed = [(item.start, _Element(f"<{item.kind}>", item)) for item in found]
    placed += [
        (token.start, _Element(token.stem))
        for token in tokens(text)
        if not any(item.start <= token.start < item.end for item in found)
    ]
    return [element for _, element in sorted(placed, key=lambda pair: pair[0])]


def _stretches(mine: Sequence[_Element], theirs: Sequence[_Element]) -> Iterator[list[tuple[_Element, _Element]]]:
    matcher = SequenceMatcher(None, [one.key for one in mine], [one.key for one in theirs], autojunk=False)
    for block in matcher.get_matching_blocks():
        yield list(zip(mine[block.a :][: block.size], theirs[block.b :][: block.size], strict=True))


def _differs(stretch: Sequence[tuple[_Element, _Element]], whole: bool) -> bool:
    """Return whether a stretch that both sentences have has other items in one; `whole` is all of the source's."""
    shared = sum(one.item is None for one, _ in stretch)
    pairs = [(one.item, other.item) for one, other in stretch if one.item and other.item]
    other = [(mine, theirs) for mine, theirs in pairs if not mine.is_like(theirs)]
    counting = [one.item for (one, _), (behind, _) in pairwise(stretch) if behind.item is None]
    # Where names differ, too, something else is told.
    if other and all(mine.kind == "number" for mine, _ in other):
        if shared >= SHARED and any(mine in counting for mine, _ in other):
            return True
        if whole and shared and len(pairs) > 1 and len(other) == 1:
            return True
    crossed = any(a.is_like(d) and c.is_like(b) for a, b in other for c, d in other if a.kind == c.kind)
    return crossed and shared >= SHARED and any(mine.kind != "name" for mine, _ in pairs)


def _counts_another(figure: Figure, written: str, texts: Sequence[str]) -> bool:
    """Return whether a number counts what only other numbers count in the sources: eight hours for three hours."""
    counted = _beside(written, figure, behind=True)[:1]
    found = [(text, one) for text in texts for one in (*figures(text), *implied(text))]
    same = [(text, one) for text, one in found if figure.says(one)]
    near = {stem for text, one in same for behind in (True, False) for stem in _beside(text, one, behind=behind)}
    others = [one for one in found if one not in same and one[1].unit == figure.unit]
    return bool(
        counted
        and counted[0] not in near
        and any(_beside(text, one, behind=True)[:1] == counted for text, one in others)
    )


def _beside(text: str, figure: Figure, *, behind: bool) -> list[str]:
    """Return the words next to a number, the nearest first, as far as nothing parts them from it."""
    if behind:
        pause = PAUSE.search(text, figure.end)
        return [token.stem for token in tokens(text[figure.end : pause.start() if pause else len(text)])][:COUNTED]
    clause = PAUSE.split(text[: figure.start])[-1]
    return [token.stem for token in tokens(clause)][::-1][:COUNTED]
