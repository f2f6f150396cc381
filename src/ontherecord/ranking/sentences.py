"""What is known of a sentence in a passage that was found, as features of a model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ontherecord.language.expectation import Fit, expected
from ontherecord.language.mentions import mentions
from ontherecord.language.sentences import Sentence, sentences
from ontherecord.ranking.model import Column, log_odds
from ontherecord.ranking.vocabulary import Vocabulary
from ontherecord.schema import Hit

MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a passage that was found: its place in it, the sentence before, and what could answer in it.

    `stems` are its words, `answers` its mentions of the kind asked for, each with how well its kind fits.
    """

    hit: Hit
    sentence: Sentence
    place: int
    before: Sentence | None
    stems: frozenset[str]
    answers: Mapping[str, float]


def statements(question: str, hits: Sequence[Hit], words: Vocabulary) -> Iterator[Statement]:
    """Yield the whole sentences of the passages found, each once, the best passage first."""
    fit, asked, seen = expected(question), _plain(question), set[tuple[str, int]]()
    for hit in hits:
        before: Sentence | None = None
        for place, sentence in enumerate(sentences(hit.article.text, hit.passage.start, hit.passage.end)):
            at = (hit.article.id, sentence.start)
            if at not in seen and sentence.complete and len(sentence.text.split()) >= MIN_WORDS:
                seen.add(at)
                stems = frozenset(words.stems(sentence.text))
                yield Statement(hit, sentence, place, before, stems, _answers(sentence.text, fit, asked))
            before = sentence


def sentence_features(found: Sequence[Statement], words: Vocabulary) -> dict[str, Column]:
    """Return the features of sentences, a column of shape (len(found),) each.

    `passage` is the log-odds of the passage; `covered` the share of the question's words in the sentence,
    `covered_before` in it and the one before, `covered_title` in it and the title, `covered_passage` in the passage
    and the title; `answers` how well its best mention fits what is asked for; `agreed` how many articles mention it
    beside the question's words, 1 for the mention of which most do; `place` 1 for the first sentence of a passage,
    1/2 for the second and so on.
    """
    titles = {s.hit.article.id: frozenset(words.stems(s.hit.article.title or "")) for s in found}
    passages = {
        hit.passage.id: words.coverage(words.stems(hit.passage.text), titles[hit.article.id])
        for hit in {s.hit.passage.id: s.hit for s in found}.values()
    }
    covered = [words.coverage(s.stems) for s in found]
    agreed = support(found, (s.hit.score * share for s, share in zip(found, covered, strict=True)))
    most = max(agreed.values(), default=0.0) or 1.0
    columns = {
        "passage": [log_odds(s.hit.score) for s in found],
        "covered": covered,
        "covered_before": [words.coverage(s.stems, words.stems(s.before.text) if s.before else ()) for s in found],
        "covered_title": [words.coverage(s.stems, titles[s.hit.article.id]) for s in found],
        "covered_passage": [passages[s.hit.passage.id] for s in found],
        "answers": [max(s.answers.values(), default=0.0) for s in found],
        "agreed": [max((agreed[mention] for mention in s.answers), default=0.0) / most for s in found],
        "place": [1 / (1 + s.place) for s in found],
    }
    return {name: np.array(column, dtype=np.float64) for name, column in columns.items()}


def support(found: Sequence[Statement], weights: Iterable[float]) -> dict[str, float]:
    """Return what speaks for each mention: of each article that holds it, the weightiest sentence, by how it fits.

    `weights` has one for each of the sentences found.
    """
    said = defaultdict[str, dict[str, float]](dict)
    for statement, weight in zip(found, weights, strict=True):
        for mention, fit in statement.answers.items():
            by_article, article = said[mention], statement.hit.article.id
            by_article[article] = max(by_article.get(article, 0.0), fit * weight)
    return {mention: sum(by_article.values()) for mention, by_article in said.items()}


def _answers(text: str, fit: Fit, asked: str) -> dict[str, float]:
    """Return the mentions in a text that fit and that the question does not hold itself."""
    return {
        mention: fit[kind]
        for mention, kind in mentions(text).items()
        if kind in fit and f" {_plain(mention).strip()} " not in asked
    }


def _plain(text: str) -> str:
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text.lower()).split())} "
