"""Fit the model of how likely attributions are right: `python tests/benchmarks/train_confidence.py ARTICLES TAGGER`.

ARTICLES is PolNeAR's training part, as for polnear.py, and TAGGER the weights of a tagger that was trained without
every seventh of them. Printed are what to write into src/ontherecord/attribution/confidence.py, and how often
attributions are right by the probability that a model gives them which was fitted without their article.
"""

import argparse
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.attribution.confidence import Chances, Verdict, log_odds, verdict
from ontherecord.attribution.linking import candidates
from ontherecord.attribution.marks import normalised, paragraphs
from ontherecord.attribution.rules import attributions as by_rule
from ontherecord.attribution.tagger import Tagger
from ontherecord.attribution.worth import worth_reading
from ontherecord.schema import QuoteKind
from tests.benchmarks.attributed import Ascribed, agreement, ascribed, covered, same_source
from tests.benchmarks.attribution_measures import INSIDE, ROUGHLY
from tests.benchmarks.packed import records

KINDS: tuple[QuoteKind, ...] = ("direct", "mixed", "indirect")
VERDICTS: tuple[Verdict, ...] = ("same", "other")
LEFT_OUT = slice(3, None, 7)
FOLDS = 10
PENALTY = 0.1
STEPS = 50
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Example:
    """An attribution with what speaks for it, and whether it is right."""

    article: int
    kind: QuoteKind
    signs: list[float]
    right: bool


def examples(number: int, article: dict[str, Any], tagger: Tagger) -> Iterator[Example]:
    """Yield what the tagger reads in an article."""
    text = normalised(article["text"])
    rules = by_rule(article["text"])
    gold = [ascribed(text, one["content"], one["source"], one["cue"]) for one in article["attributions"]]
    spans = [span for span in paragraphs(text) if worth_reading(text, span)]
    for span, readings in zip(spans, tagger.read([(text, span) for span in spans]), strict=True):
        for one, chances in candidates(text, span, readings):
            if one.source and chances:
                signs = signs_of(one.kind, chances, verdict(one.content, one.source, rules))
                yield Example(number, one.kind, signs, is_right(text, one, one.source, gold))


def signs_of(kind: QuoteKind, chances: Chances, said: Verdict) -> list[float]:
    """Return the signs in the order of their weights."""
    which = [float(kind == one) for one in KINDS]
    return [*which, *map(log_odds, astuple(chances)), *(float(said == one) for one in VERDICTS)]


def is_right(text: str, one: Attribution, source: Span, gold: list[Ascribed]) -> bool:
    """Return whether a quotation is inside gold content, and a report roughly gold content, with its source."""
    given = ascribed(text, one.content, [source], [])
    if one.kind == "direct":
        nearest = max(gold, key=lambda other: (len(other.words & given.words), -len(other.words)), default=None)
        close = nearest is not None and covered(given.words, nearest.words) >= INSIDE
    else:
        nearest = max(gold, key=lambda other: agreement(other.words, given.words), default=None)
        close = nearest is not None and agreement(given.words, nearest.words) >= ROUGHLY
    return nearest is not None and close and same_source(nearest, given)


def fitted(signs: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic model, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        likely = chance(signs, weights)
        slope = signs.T @ (likely - right) + PENALTY * weights
        curve = (signs * (likely * (1 - likely))[:, None]).T @ signs + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def chance(signs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-signs @ weights)))


def main() -> None:
    """Print the weights and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("tagger", type=Path)
    options = parser.parse_args()
    tagger = Tagger(options.tagger)
    articles = records(options.articles)[LEFT_OUT]
    found = [one for number, article in enumerate(articles) for one in examples(number, article, tagger)]
    signs = np.array([one.signs for one in found])
    right = np.array([one.right for one in found], dtype=float)
    names = [*KINDS, *Chances.__slots__, *VERDICTS]
    for name, weight in zip(names, fitted(signs, right), strict=True):
        print(f"{name:12}{weight:6.2f}")
    counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    print(f"\n{len(found):,} attributions with a source: {counts}\n")
    folds = np.array([one.article % FOLDS for one in found])
    likely = np.zeros(len(found))
    for fold in range(FOLDS):
        out = folds == fold
        likely[out] = chance(signs[out], fitted(signs[~out], right[~out]))
    for low, high in pairwise(EDGES):
        these = (likely >= low) & (likely < high)
        mean, share = likely[these].mean(), right[these].mean()
        print(f"{low:.2f} to {high:.2f}: {these.sum():5}, mean {mean:.3f}, right {share:.3f}")


if __name__ == "__main__":
    main()
