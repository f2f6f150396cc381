"""How answers are judged against what is known to be right, and how sure the figures are."""

import re
import string
from collections.abc import Callable, Sequence

import numpy as np

ARTICLES = re.compile(r"\b(?:a|an|the)\b")
MARKS = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’—–…«»", " "))
# Answers that no passage can hold.
NO_STRING = re.compile(r"^(?:yes|no|true|false|both|neither)\b|^(?:all|none|both) of\b")
SAMPLES = 2000


def normalised(text: str) -> str:
    """Return a text without letter case, punctuation and articles."""
    return " ".join(ARTICLES.sub(" ", text.lower().translate(MARKS)).split())


def holds(text: str, answers: Sequence[str]) -> bool:
    """Return whether one of the answers stands in a text, both normalised."""
    inside = f" {normalised(text)} "
    return any(f" {wanted} " in inside for wanted in map(normalised, answers) if wanted)


def is_string(answer: str) -> bool:
    """Return whether an answer is one that a text can hold, not yes, no or "all of the above"."""
    return bool(normalised(answer)) and not NO_STRING.match(normalised(answer))


def interval(measure: Callable[..., float], *samples: Sequence[float], seed: int = 1) -> tuple[float, float, float]:
    """Return a measure of the samples and its 95% bootstrap interval; each sample is drawn from by itself."""
    generator = np.random.default_rng(seed)
    arrays = [np.asarray(sample, dtype=float) for sample in samples]
    drawn = [measure(*(generator.choice(array, len(array)) for array in arrays)) for _ in range(SAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(measure(*arrays)), float(low), float(high)


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often a score of `right` is above one of `wrong`, ties counted half."""
    scores = np.concatenate([right, wrong])
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    above = ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2
    return float(above / (len(right) * len(wrong)))
