"""What is counted of attributions, article by article, so that shares and their intervals can be drawn from it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

import numpy as np

from ontherecord.attribution.attributions import Span
from ontherecord.schema import QuoteKind
from tests.benchmarks.attributed import Ascribed, Compared, agreement, covered, same_source
from tests.gold.scoring import interval

Tally: TypeAlias = Counter[str]
Role: TypeAlias = Literal["source", "cue", "content"]
Labelled: TypeAlias = tuple[int, int, Role]
ROLES: tuple[Role, ...] = ("source", "cue", "content")

FOUND = 0.8
ROUGHLY = 0.5
# A segment is of the content that has this share of its words, a quote is inside of it with this share.
OF_THE_SEGMENT = 0.8
INSIDE = 0.9
PIECE = re.compile(r"\w+|[^\w\s]")


def share(tallies: Sequence[Tally], part: str, *whole: str, times: int = 1) -> tuple[float, float, float] | None:
    """Return in percent what `part` is of `whole` over all articles, and its 95% interval; None of nothing."""
    counts = np.array([(times * tally[part], sum(tally[key] for key in whole)) for tally in tallies])
    if not counts.size or not counts[:, 1].sum():
        return None

    def percentage(drawn: np.ndarray) -> float:
        some, everything = counts[drawn.astype(int)].sum(axis=0)
        return float(100 * some / everything) if everything else 0.0

    return interval(percentage, range(len(counts)))


# -- quotes as wholes --------------------------------------------------------------------------------------------


def of_kind(article: Compared, kind: QuoteKind) -> Tally:
    """Count the attributions of a kind that were found, their sources, and both, from the gold and from the given."""
    tally = Tally()
    for gold in article.gold:
        if gold.kind == kind:
            tally += _found(gold, article.given)
    for given in article.given:
        if given.kind == kind:
            nearest = _nearest(given, article.gold)
            tally["given"] += 1
            if nearest and agreement(given.words, nearest.words) >= FOUND:
                tally["given found"] += 1
                tally["given joint"] += same_source(nearest, given)
    return tally


def _found(gold: Ascribed, given: Sequence[Ascribed]) -> Tally:
    nearest = _nearest(gold, given)
    found = nearest is not None and agreement(gold.words, nearest.words) >= FOUND
    tally = Tally({"gold": 1, "found": int(found), "sourced": int(bool(gold.mention))})
    if nearest and found and gold.mention:
        by, right = "pronoun" if gold.by_pronoun else "name", same_source(gold, nearest)
        tally.update({"found sourced": 1, f"found {by}": 1, "joint": int(right), f"joint {by}": int(right)})
    return tally


def _nearest(one: Ascribed, others: Sequence[Ascribed]) -> Ascribed | None:
    return max(others, key=lambda other: agreement(one.words, other.words), default=None)


def reported(article: Compared) -> Tally:
    """Count indirect speech, that is, with a verb of speech: its sources, and its content roughly and closely."""

    def asked(one: Ascribed) -> bool:
        return one.kind == "indirect" and one.speech and bool(one.mention)

    tally = Tally(gold=sum(map(asked, article.gold)))
    for given in filter(asked, article.given):
        nearest = _nearest(given, article.gold)
        near = agreement(given.words, nearest.words) if nearest else 0.0
        right = nearest is not None and near > 0 and same_source(nearest, given)
        tally.update(given=1, source=right, roughly=right and near >= ROUGHLY, closely=right and near >= FOUND)
    return tally


# -- quoted segments ---------------------------------------------------------------------------------------------


def segments(article: Compared) -> Tally:
    """Count the quoted segments that are somebody's, by the gold and as given, and those given to the right one."""
    tally = Tally()
    for segment in article.quoted:
        gold, given = _ascribing(segment, article.gold), _ascribing(segment, article.given)
        if gold and not gold.mention:
            continue
        attributed = given is not None and bool(given.mention)
        tally.update(gold=gold is not None, given=attributed)
        if gold and given and attributed:
            tally.update(both=1, right=same_source(gold, given))
    return tally


def _ascribing(segment: frozenset[int], ascribed: Iterable[Ascribed]) -> Ascribed | None:
    """Return the attribution whose content has the segment, the shortest of several."""
    best = max(ascribed, key=lambda one: (covered(segment, one.words), -len(one.words)), default=None)
    return best if best and covered(segment, best.words) >= OF_THE_SEGMENT else None


# -- by confidence -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A direct quote as it is shown: how sure, and how it stands to the gold.

    It is `right` inside gold content and with its speaker, `full` with all of the content, and `false` where the gold
    gives the words to somebody else.
    """

    confidence: float
    right: bool
    full: bool
    false: bool


def shown(article: Compared) -> list[Shown]:
    """Return the direct quotes that are given to somebody."""
    quotes = []
    for given in filter(_is_shown, article.given):
        gold = max(article.gold, key=lambda one: (len(one.words & given.words), -len(one.words)), default=None)
        if gold is None or not gold.words & given.words:
            quotes.append(Shown(given.confidence, False, False, False))
            continue
        same = same_source(gold, given)
        right = same and covered(given.words, gold.words) >= INSIDE
        full = same and agreement(given.words, gold.words) >= FOUND
        quotes.append(Shown(given.confidence, right, full, bool(gold.mention) and not same))
    return quotes


def _is_shown(one: Ascribed) -> bool:
    return one.kind == "direct" and bool(one.mention)


def shown_from(article: Compared, threshold: float) -> Tally:
    """Count the direct quotes that are at least so sure, and the gold ones with a source that are among them."""
    tally = Tally()
    for quote in shown(article):
        if quote.confidence >= threshold:
            tally.update(shown=1, right=quote.right, full=quote.full, false=quote.false)
    sure = [one for one in article.given if _is_shown(one) and one.confidence >= threshold]
    for gold in filter(_is_shown, article.gold):
        tally.update(gold=1, recalled=_found(gold, sure)["joint"])
    return tally


def lowest_threshold(quotes: Iterable[Shown], precision: float) -> float | None:
    """Return the lowest confidence from which on at least this share of the quotes is right, or None."""
    lowest, number, right = None, 0, 0
    surest_first = sorted(quotes, key=lambda quote: -quote.confidence)
    for confidence, equally_sure in groupby(surest_first, key=lambda quote: quote.confidence):
        for quote in equally_sure:
            number, right = number + 1, right + quote.right
        if right >= precision * number:
            lowest = confidence
    return lowest


# -- spans -------------------------------------------------------------------------------------------------------


def exact(gold: set[Labelled], given: set[Labelled]) -> Tally:
    """Count the spans of each role, and those that are exactly the same."""
    tally = Tally()
    for name, spans in (("gold", gold), ("given", given), ("right", gold & given)):
        tally.update(f"{role} {name}" for *_, role in spans)
    return tally


def resolved(text: str, paragraphs: Iterable[Span], attributions: Iterable[Sequence[Labelled]]) -> set[Labelled]:
    """Return spans without overlap, in whole words and punctuation marks, cut at the ends of paragraphs.

    Where attributions overlap, the shorter has the place; within one, the source before the cue before the content.
    """
    owners, roles = [0] * len(text), list[Role | None]([None])
    for spans in sorted(filter(None, attributions), key=_extent):
        for start, end, role in sorted(spans, key=lambda span: ROLES.index(span[2])):
            roles.append(role)
            owners[start:end] = [owner or len(roles) - 1 for owner in owners[start:end]]
    found = set[Labelled]()
    for first, last in paragraphs:
        pieces = [(piece.start(), piece.end()) for piece in PIECE.finditer(text, first, last)]
        for owner, run in groupby(pieces, key=lambda piece: _owner(owners[slice(*piece)])):
            together = list(run)
            if of_them := roles[owner]:
                found.add((together[0][0], together[-1][1], of_them))
    return found


def _extent(spans: Sequence[Labelled]) -> int:
    return max(end for _, end, _ in spans) - min(start for start, _, _ in spans)


def _owner(owners: Sequence[int]) -> int:
    """Return the owner of most of a piece's characters."""
    return Counter(filter(None, owners)).most_common(1)[0][0] if any(owners) else 0
