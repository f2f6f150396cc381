"""The words of a question, and how many of them a text holds."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from ontherecord.indexes import Indexes
from ontherecord.language.speech import without_speech_verbs
from ontherecord.temporal import Window


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a question as stems, in order, each with its weight: rare words say more."""

    weights: dict[str, float]
    indexes: Indexes

    def stems(self, text: str) -> list[str]:
        """Return the words of a text as stems, in order."""
        return self.indexes.stems(text)

    def coverage(self, *stems: Iterable[str]) -> float:
        """Return the share of the question's weight that occurs among the stems, from 0 to 1."""
        total = sum(self.weights.values())
        present = set(chain.from_iterable(self.weights.keys() & one for one in stems))
        return sum(weight for word, weight in self.weights.items() if word in present) / total if total else 0.0

    def pairs(self, stems: Sequence[str]) -> float:
        """Return the share of the question's neighbouring words that are neighbours among the stems, from 0 to 1."""
        asked = dict.fromkeys(pairwise(self.weights))
        return len(asked.keys() & pairwise(stems)) / len(asked) if asked else 0.0


def vocabulary(question: str, window: Window | None, indexes: Indexes) -> Vocabulary:
    """Return the words of a question, those that only say when, or that ask for speech, left out."""
    text = without_speech_verbs(without_time(question, window))
    words = list(dict.fromkeys(indexes.stems(text) or indexes.stems(question)))
    frequencies, passages = indexes.frequencies(words)
    # The index counts replaced passages in n until it merges its files.
    weights = {word: math.log(1 + (max(passages - n, 0) + 0.5) / (n + 0.5)) for word, n in frequencies.items()}
    return Vocabulary(weights, indexes)


def without_time(question: str, window: Window | None) -> str:
    """Return a question without the words that say when."""
    return question.replace(window.phrase, " ") if window else question
