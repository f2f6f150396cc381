"""How likely words are somebody's and the source right: from the tagger's chances and from what the rules say."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp, log
from typing import Literal, TypeAlias

from ontherecord.attribution.attributions import Attribution, Span, overlap, share
from ontherecord.schema import QuoteKind

# What rules say of the source of some words: the same as the tagger, another, or nothing.
Verdict: TypeAlias = Literal["same", "other", "nothing"]

# A logistic model by tests/benchmarks/train_confidence.py, fitted to what a tagger reads in every seventh training
# article of PolNeAR that was trained without those: 2,699 attributions with a source, 607 of them direct, 426 mixed.
# Each article judged by a model fitted without it, of those from .95 on (mean .979) 98.0% are right, of those between
# .9 and .95 92.0%, .8 and .9 84.8%, .7 and .8 77.5%, .6 and .7 64.5%, .5 and .6 52.0%, and 38.8% of those below.
KINDS: dict[QuoteKind, float] = {"direct": -1.7, "mixed": -1.36, "indirect": -1.42}
# For the log-odds of: content, source, cue, that the cue introduces the content, and that it is the source's.
CHANCES = (0.37, 0.31, 0.22, 0.04, 0.05)
VERDICTS: dict[Verdict, float] = {"same": 0.38, "other": -1.17, "nothing": 0.0}
# No chance counts as more or less than that.
LEAST, MOST = 0.01, 0.999


@dataclass(frozen=True, slots=True)
class Chances:
    """The tagger's lowest chances among the spans and bonds of an attribution, in the order of their weights."""

    content: float
    source: float
    cue: float
    introduced: float
    spoken: float


def confidence(kind: QuoteKind, chances: Chances, verdict: Verdict) -> float:
    """Return the probability that words are somebody's and that the source is right."""
    weighted = sum(weight * log_odds(one) for weight, one in zip(CHANCES, astuple(chances), strict=True))
    return 1 / (1 + exp(-(KINDS[kind] + VERDICTS[verdict] + weighted)))


def verdict(content: Sequence[Span], source: Span, rules: Sequence[Attribution]) -> Verdict:
    """Return what rules say of whose the content is."""
    named = [rule.source for rule in rules if rule.source and share(rule.content, content)]
    if not named:
        return "nothing"
    return "same" if any(overlap(source, one) for one in named) else "other"


def log_odds(chance: float) -> float:
    """Return the log-odds of a chance that is neither nothing nor certainty."""
    kept = min(max(chance, LEAST), MOST)
    return log(kept / (1 - kept))
