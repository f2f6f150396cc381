"""Answers made of the articles' own sentences: which ones answer, and whether any does."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ontherecord.embedding import Embedder
from ontherecord.indexes import Indexes
from ontherecord.language.sentences import Sentence, sentences
from ontherecord.language.speech import asked_speaker, names, quoted_share, speaks, without_speech_verbs
from ontherecord.retrieval import Query
from ontherecord.schema import Article, Hit

PASSAGES = 20
# Sentences compared with the question by meaning, chosen by their words. Of 207 questions of RealTimeQA (March
# to December 2024, 164,078 passages) the answer held what was asked for in 26%, as with 48, in 0.12 s against 0.17.
COMPARED = 24
MIN_WORDS = 4

# Answer in the first sentence / in five, on the same questions, nothing cut: .29 / .48; without the context's share
# .28 / .46, by passage score and meaning alone .25 / .44. As shipped, in at most 900 characters: .28 / .45.
PASSAGE_WEIGHT = 0.6
COSINE_WEIGHT = 0.6
COVERAGE_WEIGHT = 0.4
CONTEXT_WEIGHT = 0.3
# A question for somebody's words wants them whole, before a report of them. Chosen by eye, not measured.
QUOTATION_WEIGHT = 0.3
# A sentence that leans on the one before it reads badly alone: 2% of the chosen ones do, 10% without this, and the
# answer is among them as often.
LEANING_WEIGHT = -0.15

# The best cosine and context of the sentences, added. At 1.1, of the questions above whose answer was in the
# passages 8% were refused, and 79% when they were put to 800 articles of other months (1.0: 5% and 70%).
SUFFICIENT = 1.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article and how well it matches a question.

    `cosine` compares it with the question by meaning; `coverage` and `context` are the shares of the question's
    words, weighted by rarity, that occur in it, and in its passage with the title. `also_in` is that of its hit.
    """

    article: Article
    sentence: Sentence
    score: float
    cosine: float
    coverage: float
    context: float
    also_in: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in a passage that was found; `before` is the sentence before it."""

    hit: Hit
    sentence: Sentence
    before: str
    coverage: float


def vocabulary(query: Query, indexes: Indexes) -> Vocabulary:
    """Return the words of a question, those that only say when, or that ask for speech, left out."""
    text = query.text.replace(query.window.phrase, " ") if query.window else query.text
    words = indexes.words(without_speech_verbs(text)) or indexes.words(query.text)
    frequencies, passages = indexes.frequencies(words)
    # The index counts replaced passages in n until it merges its files.
    weights = {word: math.log(1 + (max(passages - n, 0) + 0.5) / (n + 0.5)) for word, n in frequencies.items()}
    return Vocabulary(weights, indexes)


def weigh(query: Query, hits: Sequence[Hit], indexes: Indexes, embedder: Embedder) -> list[Evidence]:
    """Return the sentences of the passages found, the best evidence first.

    A question for somebody's words gets sentences in which that person speaks or is named, and no others.
    """
    words = vocabulary(query, indexes)
    speaker = asked_speaker(query.text)
    candidates = [
        c for c in _candidates(hits, words) if speaker is None or speaks(speaker, c.sentence.text, c.before)
    ]
    candidates = sorted(candidates, key=lambda c: -(c.hit.score + c.coverage))[:COMPARED]
    if not candidates:
        return []
    cosines = embedder.embed([c.sentence.text for c in candidates]) @ query.vector
    contexts = {
        c.hit.passage.id: words.coverage(f"{c.hit.article.title or ''} {c.hit.passage.text}") for c in candidates
    }
    evidence = []
    for candidate, cosine in zip(candidates, cosines.tolist(), strict=True):
        context = contexts[candidate.hit.passage.id]
        score = (
            PASSAGE_WEIGHT * candidate.hit.score
            + COSINE_WEIGHT * cosine
            # What somebody says of a thing is said of "it" and "them": its name stands nearby.
            + COVERAGE_WEIGHT * (context if speaker else candidate.coverage)
            + CONTEXT_WEIGHT * context
            + LEANING_WEIGHT * (candidate.sentence.leaning or not names(speaker, candidate.sentence.text))
            + QUOTATION_WEIGHT * (quoted_share(candidate.sentence.text) if speaker else 0.0)
        )
        hit, sentence = candidate.hit, candidate.sentence
        evidence.append(Evidence(hit.article, sentence, score, cosine, candidate.coverage, context, hit.also_in))
    return sorted(evidence, key=lambda item: -item.score)


def suffices(evidence: Sequence[Evidence]) -> bool:
    """Return whether the evidence supports an answer at all."""
    return bool(evidence) and max(e.cosine for e in evidence) + max(e.context for e in evidence) >= SUFFICIENT


def _candidates(hits: Sequence[Hit], words: Vocabulary) -> Iterator[Candidate]:
    seen = set[tuple[str, int]]()
    for hit in hits:
        # What a correction repeats is what was wrong; it is shown beside the article instead.
        taken_back = hit.article.corrections
        here = sentences(hit.article.text, hit.passage.start, hit.passage.end)
        for before, sentence in pairwise([Sentence(0, 0, ""), *here]):
            place = (hit.article.id, sentence.start)
            if place in seen or not sentence.complete or len(sentence.text.split()) < MIN_WORDS:
                continue
            if any(sentence.start < notice.end and notice.start < sentence.end for notice in taken_back):
                continue
            seen.add(place)
            yield Candidate(hit, sentence, before.text, words.coverage(sentence.text))
