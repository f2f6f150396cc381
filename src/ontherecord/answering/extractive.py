"""Answers made of the articles' own sentences: which ones answer, and whether any does."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ontherecord.answering.sentences import Sentence, sentences
from ontherecord.embedding import Embedder
from ontherecord.indexes import Indexes
from ontherecord.retrieval import Query
from ontherecord.schema import Article, Hit

PASSAGES = 20
# Sentences that are compared with the question by meaning, chosen by their words.
COMPARED = 48
MIN_WORDS = 4

PASSAGE_WEIGHT = 0.6
COSINE_WEIGHT = 0.6
COVERAGE_WEIGHT = 0.4
SPEECH_WEIGHT = 0.15
THRESHOLD = 0.9

ASKS_FOR_SPEECH = re.compile(
    r"\b(?:say|says|said|saying|tell|told|call|called|claim|claimed|promise|promised|deny|denied|announce|announced|"
    r"think|thinks|believe|believes|warn|warned|ask|asked|quote|quoted|comment|commented|respond|responded|react|"
    r"reacted|statement|words|position|stance|view|views)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”]{8,}[\"”]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article and how well it matches a question.

    `coverage` and `context` are the shares of the question's words, weighted by rarity, that occur in the sentence
    and in its passage with the title; `cosine` compares sentence and question by meaning, `nearness` the passage.
    """

    article: Article
    sentence: Sentence
    score: float
    cosine: float
    coverage: float
    context: float
    nearness: float | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a question as stems, each with its weight: rare words say more."""

    weights: dict[str, float]
    indexes: Indexes

    def coverage(self, text: str) -> float:
        """Return the share of the weight that occurs in a text, from 0 to 1."""
        total = sum(self.weights.values())
        if not total:
            return 0.0
        present = set(self.indexes.words(text))
        return sum(weight for word, weight in self.weights.items() if word in present) / total


def vocabulary(query: Query, indexes: Indexes) -> Vocabulary:
    """Return the words of a question, those that only say when left out."""
    text = query.text.replace(query.window.phrase, " ") if query.window else query.text
    words = indexes.words(text) or indexes.words(query.text)
    frequencies, passages = indexes.frequencies(words)
    weights = {word: math.log(1 + (passages - n + 0.5) / (n + 0.5)) for word, n in frequencies.items()}
    return Vocabulary(weights, indexes)


def weigh(query: Query, hits: Sequence[Hit], indexes: Indexes, embedder: Embedder) -> list[Evidence]:
    """Return the sentences of the passages found, the best evidence first."""
    words = vocabulary(query, indexes)
    found = {
        (hit.article.id, sentence.start): (hit, sentence, words.coverage(sentence.text))
        for hit in reversed(hits)
        for sentence in sentences(hit.article.text, hit.passage.start, hit.passage.end)
        if sentence.complete and len(sentence.text.split()) >= MIN_WORDS
    }
    ranked = sorted(found.values(), key=lambda item: -(item[0].score + item[2]))[:COMPARED]
    if not ranked:
        return []
    cosines = embedder.embed([sentence.text for _, sentence, _ in ranked]) @ query.vector
    wants_speech = bool(ASKS_FOR_SPEECH.search(query.text))
    contexts = {hit.passage.id: words.coverage(f"{hit.article.title or ''} {hit.passage.text}") for hit, *_ in ranked}
    evidence = [
        Evidence(
            article=hit.article,
            sentence=sentence,
            score=PASSAGE_WEIGHT * hit.score
            + COSINE_WEIGHT * float(cosine)
            + COVERAGE_WEIGHT * coverage
            + SPEECH_WEIGHT * (wants_speech and bool(QUOTED.search(sentence.text))),
            cosine=float(cosine),
            coverage=coverage,
            context=contexts[hit.passage.id],
            nearness=hit.dense,
        )
        for (hit, sentence, coverage), cosine in zip(ranked, cosines, strict=True)
    ]
    return sorted(evidence, key=lambda item: -item.score)


def suffices(evidence: Sequence[Evidence]) -> bool:
    """Return whether the best evidence supports an answer at all."""
    return bool(evidence) and strength(evidence) >= THRESHOLD


def strength(evidence: Sequence[Evidence]) -> float:
    """Return how well the best evidence supports an answer."""
    best = evidence[0]
    return best.cosine + best.context
