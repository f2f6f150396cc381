"""Whether each name, number and date of a written sentence stands where its sources have it.

That a source has a name says little if it has it of somebody else: "Lind beat Orr" where Orr beat Lind. What stands
around an item in the sentence is compared with what stands around the same item in the sources, and around others of
its kind; a linear model for each kind, learned from sentences and false twins of them, says how likely it was put in
the wrong place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ontherecord.grounding.basis import Basis
from ontherecord.grounding.items import Item, ItemKind, items
from ontherecord.grounding.names import Known, Name
from ontherecord.grounding.tokens import Token, tokens
from ontherecord.language.sentences import Sentence, sentences
from ontherecord.ranking.model import shipped
from ontherecord.temporal import Day, spoken_of

# Words on each side of an item that tell where it stands, and on each side of one in a source.
AROUND, AROUND_THERE = 6, 10
# The next word counts most: each further one so much less, of the sentence's and of the source's.
FADING, FADING_THERE = 0.35, 0.15
FADING_IN_SENTENCE = 0.2
# A further sentence of a source carries a part of the written one if it has words of this weight that no other has.
NEW_WORDS, MOST_SENTENCES = 2.0, 3
# From this probability on an item is taken for misplaced. Of 1,100 true sentences in other words than their source's
# each kind cuts 5%; of false ones whose item the source has elsewhere it catches 32% of names, 69% of numbers and 61%
# of dates.
MISPLACED: Mapping[ItemKind, float] = {"name": 0.38, "number": 0.366, "date": 0.235}

Sides = tuple[list[str], list[str]]


@dataclass(frozen=True)
class _There:
    """A source as it is compared with: its sentences and items, with the stems of each sentence."""

    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return list(tokens(self.text))

    @cached_property
    def items(self) -> list[Item]:
        return items(self.text)

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        return [
            frozenset(token.stem for token in self.tokens if one.start <= token.start < one.end)
            for one in self.sentences
        ]

    def place(self, item: Item) -> int | None:
        """Return which sentence an item is in."""
        return next((n for n, one in enumerate(self.sentences) if one.start <= item.start < one.end), None)

    def sides(self, item: Item) -> Sides:
        """Return the words before and behind an item within its sentence, the nearest first."""
        place = self.place(item)
        within = self.sentences[place] if place is not None else None
        near = [t for t in self.tokens if within is None or within.start <= t.start < within.end]
        return _sides(near, item, AROUND_THERE)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item of a written sentence, and what speaks for and against its place."""

    item: Item
    features: Mapping[str, float]

    @property
    def misplaced(self) -> bool:
        """Whether it is taken for misplaced."""
        return self.chance > MISPLACED[self.item.kind]

    @property
    def chance(self) -> float:
        """The probability that it is misplaced."""
        columns = {name: np.array([value]) for name, value in self.features.items()}
        odds = shipped(f"misplaced_{self.item.kind}").log_odds(columns)[0]
        return float(1 / (1 + np.exp(-odds)))


def placed(written: str, basis: Basis) -> list[Placed]:
    """Return the items of a sentence that its sources have, each with what speaks for and against its place."""
    there = _There("\n".join(basis.surroundings))
    here, said = items(written), list(tokens(written))
    heads = Known(*basis.titles, basis.question)
    found = list[Placed]()
    for item in here:
        own = [other for other in there.items if other.kind == item.kind and _is_same(item, other, there, basis)]
        if own:
            found.append(Placed(item, _features(item, own, here, said, there, heads)))
    return found


def _is_same(item: Item, other: Item, there: _There, basis: Basis) -> bool:
    if isinstance(item.value, Day):
        said = there.text[other.start : other.end]
        return any(item.value.fits(day) for published in basis.published for day in spoken_of(said, published))
    return item.is_like(other)


def _features(
    item: Item, own: Sequence[Item], here: Sequence[Item], said: Sequence[Token], there: _There, heads: Known
) -> dict[str, float]:
    mine = {token.stem for token in said if item.start <= token.start < item.end}
    sides = _without(_sides(said, item, AROUND), mine)
    others = [other for other in there.items if other.kind == item.kind and other not in own]
    mentioned = [other for other in others if any(one.is_like(other) for one in here)]
    strange = [other for other in others if other not in mentioned]
    whole = max(_agreement(sides, None), 0.5)
    near, aside = (
        {
            name: max((measure(sides, there.sides(one)) for one in group), default=0.0) / whole
            for name, group in (("own", own), ("strange", strange), ("mentioned", mentioned))
        }
        for measure in (_agreement, _agreement_by_side)
    )
    held = _held(item, own, strange, said, mine, there)
    return {
        "near": near["own"],
        "near_strange": near["own"] - near["strange"],
        "near_mentioned": near["own"] - near["mentioned"],
        "side": aside["own"],
        "side_strange": aside["own"] - aside["strange"],
        "side_mentioned": aside["own"] - aside["mentioned"],
        **({"headline": float(heads.has(item.value))} if isinstance(item.value, Name) else {}),
        **held,
    }


def _held(
    item: Item, own: Sequence[Item], strange: Sequence[Item], said: Sequence[Token], mine: set[str], there: _There
) -> dict[str, float]:
    """Return whether the sentences that carry the rest of the written one hold the item, or others in its place."""
    rest = {token.stem: 1.0 for token in said if token.stem not in mine}
    nearby = _fading(_without(_sides(said, item, AROUND), mine), FADING_IN_SENTENCE)
    places = {there.place(one) for one in own}
    chosen = _chosen(rest, there)
    margins = {}
    for name, weights in (("sentence_margin", rest), ("nearby_margin", nearby)):
        worth = [sum(weights.get(stem, 0.0) for stem in stems) for stems in there.stems]
        best, with_item = max(worth, default=0.0), max((worth[p] for p in places if p is not None), default=0.0)
        margins[name] = (best - with_item) / max(sum(weights.values()), 1.0)
    first = chosen[0] if chosen else None
    return {
        **margins,
        "carried": float(any(place in places for place in chosen)),
        "before": float(any(place - 1 in places for place in chosen)),
        "behind": float(any(place + 1 in places for place in chosen)),
        "rivals": float(sum(there.place(one) == first and _alike(one, item) for one in strange)),
    }


def _chosen(rest: Mapping[str, float], there: _There) -> list[int]:
    """Return the sentences of a source that together have the most of some words, the fullest first."""
    left, chosen = dict(rest), list[int]()
    while len(chosen) < min(MOST_SENTENCES, len(there.sentences)):
        worth = {n: sum(left.get(s, 0.0) for s in stems) for n, stems in enumerate(there.stems) if n not in chosen}
        best = max(worth, key=lambda n: (worth[n], -n))
        if chosen and worth[best] < NEW_WORDS:
            break
        chosen.append(best)
        left = {stem: weight for stem, weight in left.items() if stem not in there.stems[best]}
    return chosen


def _alike(one: Item, other: Item) -> bool:
    """Return whether one might stand in the other's place: a full name for a full name."""
    if one.kind != "name":
        return True
    return (len(one.value.words) > 1) == (len(other.value.words) > 1)  # type: ignore[union-attr]  # they are names


def _sides(said: Sequence[Token], item: Item, most: int) -> Sides:
    before = [token.stem for token in said if token.end <= item.start]
    return before[-most:][::-1], [token.stem for token in said if token.start >= item.end][:most]


def _without(sides: Sides, stems: set[str]) -> Sides:
    # What stands between keeps its place, so that what is beyond counts no more than before.
    return tuple(["" if stem in stems else stem for stem in side] for side in sides)  # type: ignore[return-value]


def _fading(sides: Sides, fading: float) -> dict[str, float]:
    """Return what each word beside an item counts, the nearest most."""
    weights = dict[str, float]()
    for side in sides:
        for place, stem in enumerate(side):
            if stem:
                weights[stem] = max(weights.get(stem, 0.0), 1 / (1 + fading * place))
    return weights


def _agreement(sides: Sides, there: Sides | None) -> float:
    """Return how much of what stands around an item stands around another, on whichever side; all of it for None."""
    near = None if there is None else _fading(there, FADING_THERE)
    return sum(
        1 / (1 + FADING * place) * (1.0 if near is None else near.get(stem, 0.0))
        for side in sides
        for place, stem in enumerate(side)
        if stem
    )


def _agreement_by_side(sides: Sides, there: Sides) -> float:
    """Return how much of what stands on each side of an item stands on the same side of another."""
    return sum(_agreement((mine, []), (theirs, [])) for mine, theirs in zip(sides, there, strict=True))
