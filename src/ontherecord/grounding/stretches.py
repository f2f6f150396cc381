"""Where in its sources a written sentence stands: the sentences that carry it, as slices of their articles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ontherecord.grounding.sources import Source
from ontherecord.grounding.tokens import stems, tokens
from ontherecord.language.orders import is_order
from ontherecord.language.sentences import sentences

# A written sentence puts together what stands in so many sentences at most.
MOST = 3
# A further sentence is cited if it has so many words that no other has.
NEW_WORDS = 2


def stretches(written: str, sources: Sequence[Source]) -> list[Source]:
    """Return the slices of some sources that hold the most of a sentence's words, in the order of the sources.

    Neighbouring sentences are one slice; a source that adds nothing has none. No sentence stands in one that tells
    readers, or a machine, what to do.
    """
    wanted = {token.stem: _weight(written[token.start : token.end]) for token in tokens(written)}
    pieces = [
        (n, m, piece)
        for n, source in enumerate(sources)
        for m, piece in enumerate(_pieces(source))
        if not is_order(piece.text)
    ]
    held = {(n, m): stems(piece.text) for n, m, piece in pieces}
    chosen = list[tuple[int, int, Source]]()
    while pieces and len(chosen) < MOST:
        worth = {one[:2]: sum(wanted[stem] for stem in held[one[:2]] & wanted.keys()) for one in pieces}
        best = max(pieces, key=lambda one: (worth[one[:2]], -one[0], -one[1]))
        if chosen and worth[best[:2]] < NEW_WORDS:
            break
        wanted = {stem: weight for stem, weight in wanted.items() if stem not in held[best[:2]]}
        chosen.append(best)
        pieces.remove(best)
    return [_joined([piece for _, _, piece in run]) for run in _runs(chosen)]


def _weight(word: str) -> float:
    """Return what it counts that a slice has a word: numbers and names must be there."""
    if any(sign.isdigit() for sign in word):
        return 3.0
    return 1.5 if word[:1].isupper() else 1.0


def _pieces(source: Source) -> list[Source]:
    """Return the sentences of a source; somebody's words are cited whole."""
    if source.quote:
        return [source]
    found = sentences(source.article.text, source.start, source.end)
    # A passage may begin within a sentence.
    inside = [replace(source, start=one.start, end=min(one.end, source.end)) for one in found if one.end > one.start]
    return inside or [source]


def _runs(chosen: Sequence[tuple[int, int, Source]]) -> Iterator[list[tuple[int, int, Source]]]:
    """Yield the chosen sentences, those together that follow one another in a source."""
    ordered = enumerate(sorted(chosen, key=lambda one: one[:2]))
    for _, run in groupby(ordered, key=lambda one: (one[1][0], one[1][1] - one[0])):
        yield [piece for _, piece in run]


def _joined(pieces: Sequence[Source]) -> Source:
    return replace(pieces[0], end=pieces[-1].end)
