"""Libraries of any size: articles of generated words, with generated vectors, stored and indexed as real ones are.

Words are as frequent as Zipf's law has it, vectors lie around the centres of topics, both the same at every run.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontherecord import Article, Library, Passage, Settings
from ontherecord.archive import Entry

# Vectors of 30 dimensions, turned into 384: a graph of them finds as many of the nearest as one of real passages.
WIDTH, DIMENSIONS, TOPICS, SPREAD = 384, 30, 2000, 0.9
VOCABULARY, WORDS = 60_000, 160
PASSAGES_AN_ARTICLE, BATCH = 10, 100
OUTLETS, DAYS = 25, 1095
LAST_DAY = datetime(2024, 12, 31, tzinfo=UTC)
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()


class Generator:
    """Makes articles and questions out of one seed."""

    def __init__(self, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self._axes, _ = np.linalg.qr(self._random.normal(size=(WIDTH, DIMENSIONS)))
        self._centres = _normal(self._random.normal(size=(TOPICS, DIMENSIONS)))
        self._words = np.array([_word(number) for number in range(VOCABULARY)])
        weights = 1.0 / np.arange(10, VOCABULARY + 10)
        self._cumulated = np.cumsum(weights / weights.sum())

    def entries(self, passages: int) -> Iterator[Entry]:
        """Yield articles with so many passages in all, as the archive takes them."""
        for number in range(-(-passages // PASSAGES_AN_ARTICLE)):
            yield self._entry(number)

    def questions(self, count: int) -> list[str]:
        """Return questions of six words that are neither the rarest nor the most frequent."""
        chosen = self._random.integers(100, 20_000, size=(count, 6))
        return [f"What about {' '.join(self._words[row])}?" for row in chosen]

    def _entry(self, number: int) -> Entry:
        drawn = self._cumulated.searchsorted(self._random.random((PASSAGES_AN_ARTICLE, WORDS)))
        texts = [" ".join(self._words[row]).capitalize() + "." for row in drawn]
        article = Article(
            title=" ".join(self._words[drawn[0, :8]]).capitalize(),
            text="\n\n".join(texts),
            url=f"https://generated.example/{number}",
            publisher=f"Outlet {number % OUTLETS}",
            published_at=LAST_DAY - timedelta(days=int(self._random.integers(DAYS)), seconds=number % 86_400),
            language="en",
        )
        passages, start = list[Passage](), 0
        for ordinal, text in enumerate(texts):
            passages.append(Passage(article.id, ordinal, start, start + len(text), text))
            start += len(text) + 2
        centre = self._centres[self._random.integers(TOPICS)]
        noise = _normal(self._random.normal(size=(PASSAGES_AN_ARTICLE, DIMENSIONS)))
        return Entry(article, tuple(passages), (_normal(centre + SPREAD * noise) @ self._axes.T).astype(np.float16))


def _normal(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _word(number: int) -> str:
    word = ""
    while number or not word:
        number, syllable = divmod(number, len(SYLLABLES))
        word += SYLLABLES[syllable]
    return word + SYLLABLES[len(word) % 7]


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds that a passage took on the way into a library; `last` is for one of the last tenth, in all."""

    storing: float
    indexing: float
    last: float


def grown(path: Path, passages: int) -> Costs:
    """Make a library of so many passages, and return what one cost."""
    storing, indexing, entries = list[float](), list[float](), Generator().entries(passages)
    with Library.open(path, Settings(attribution="off")) as library:
        # The library is for questions that the built-in model embeds.
        library._claim.make()
        while batch := list(islice(entries, BATCH)):
            began = time.perf_counter()
            library._archive.write(batch)
            stored = time.perf_counter()
            library._indexes.catch_up()
            storing.append(stored - began)
            indexing.append(time.perf_counter() - stored)
    each = 1000 / (BATCH * PASSAGES_AN_ARTICLE)
    last = max(1, len(storing) // 10)
    both = sum(storing[-last:]) / last + sum(indexing[-last:]) / last
    return Costs(each * sum(storing) / len(storing), each * sum(indexing) / len(indexing), each * both)
