"""A question to hits: what two legs find, ranked by a learned model, one source a story."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ontherecord.archive import Archive, Scope
from ontherecord.embedding import Embeddings
from ontherecord.errors import QuestionError
from ontherecord.indexes import Indexes
from ontherecord.language.followup import Standing
from ontherecord.ranking.model import chance, log_odds, shipped
from ontherecord.ranking.passages import Candidate, passage_features
from ontherecord.ranking.vocabulary import Vocabulary
from ontherecord.reranking import Reranker
from ontherecord.schema import Hit
from ontherecord.syndication import has_words
from ontherecord.temporal import Moment

LEG_LIMIT = 100
# So many passages are read by a reranker: the answer is in one of the first twenty for 52%, in one of 200 for 63%.
RERANKED = 20
MODEL = "passages"
# Copies of one passage differ by their titles and dates: those of one week come this near the best-placed one.
AS_GOOD = 0.4
# What an article gains in log-odds that the question before was answered from.
THREAD = 1.5
# What passages gain in log-odds where no time is known to be close to: without closeness, what 85% of the answerable
# quiz questions reach falls by so much.
UNTIMED = 0.7


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search understands it; `vector` is its embedding, `words` what it is made of.

    `thread` holds the ids of the articles that the conversation is about.
    """

    question: Standing
    vector: Embeddings
    words: Vocabulary
    scope: Scope
    moment: Moment
    thread: frozenset[str] = frozenset()


def retrieve(
    query: Query, archive: Archive, indexes: Indexes, limit: int, reranker: Reranker | None = None
) -> list[Hit]:
    """Return the best passages, the best first; of syndicated copies only those of one, the earliest if it will do.

    A score is the probability, by the model, that the passage answers; a reranker changes the order of the first
    ones, not their scores. Raises QuestionError for a limit below 1, RerankerError.
    """
    if limit < 1:
        raise QuestionError(f"a search for {limit} passages finds nothing: ask for 1 or more")
    candidates = find(query, archive, indexes)
    if not candidates:
        return []
    odds = shipped(MODEL).log_odds(passage_features(candidates, query.words, query.moment))
    known = 0.0 if query.moment.known else UNTIMED
    scores = chance(odds + known + [THREAD * (c.article.id in query.thread) for c in candidates])
    hits = [
        Hit(c.passage, c.article, score, c.dense, c.lexical, query.moment.closeness(c.article.published_at))
        for c, score in zip(candidates, scores.tolist(), strict=True)
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
    if reranker:
        hits = [*reranked(query.question.text, hits[:RERANKED], reranker), *hits[RERANKED:]]
    shown = one_source_a_story(hits, archive.stories(list({hit.article.id for hit in hits})))[:limit]
    also_in = archive.also_in(list({hit.article.id for hit in shown}), query.scope)
    return [replace(hit, also_in=also_in[hit.article.id]) for hit in shown]


def find(query: Query, archive: Archive, indexes: Indexes) -> list[Candidate]:
    """Return the passages nearest by meaning, and those that have the question's words, in no order."""
    near = [key for key, _ in indexes.dense(query.vector, LEG_LIMIT, query.scope)]
    lexical = dict(indexes.lexical(query.question.text, LEG_LIMIT, query.scope))
    found = archive.passages(list(dict.fromkeys([*near, *lexical])))
    return [
        Candidate(passage, article, float(vector @ query.vector), lexical.get(key))
        for key, (passage, article, vector) in found.items()
    ]


def reranked(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Return hits in the order of their log-odds and what the reranker says of them, both counted alike."""
    read = reranker.scores(question, [f"{hit.article.title or ''}\n{hit.passage.text}".strip() for hit in hits])
    ranked, told = (_standardised(values) for values in ([log_odds(hit.score) for hit in hits], read))
    scored = [replace(hit, rerank=score) for hit, score in zip(hits, read, strict=True)]
    order = sorted(range(len(hits)), key=lambda row: -(ranked[row] + told[row]))
    return [scored[row] for row in order]


def _standardised(values: Sequence[float]) -> list[float]:
    return [] if not values else ((np.array(values) - np.mean(values)) / (np.std(values) or 1.0)).tolist()


def one_source_a_story(hits: Sequence[Hit], stories: Mapping[str, str]) -> list[Hit]:
    """Return the hits, best first, of one article a story; `stories` names the first article of each one's story.

    It is the earliest that has the best-placed passage word for word and is found nearly as well, else the
    best-placed one.
    """
    told = defaultdict[str, list[Hit]](list)
    for hit in hits:
        told[stories.get(hit.article.id, hit.article.id)].append(hit)
    shown = {_shown(copies, story) for story, copies in told.items()}
    return [hit for hit in hits if hit.article.id in shown]


def _shown(copies: Sequence[Hit], story: str) -> str:
    best, placed = copies[0], dict[str, Hit]()
    for hit in copies:
        placed.setdefault(hit.article.id, hit)
    fit = [
        hit
        for hit in placed.values()
        if hit is best or (hit.score >= AS_GOOD * best.score and has_words(hit.article.text, best.passage.text))
    ]
    return min(fit, key=lambda hit: _place(hit, story)).article.id


def _place(hit: Hit, story: str) -> tuple[float, bool, str]:
    moment = hit.article.published_at
    return (math.inf if moment is None else moment.timestamp(), hit.article.id != story, hit.article.id)
