"""A question to hits: two legs, fused, closer in time first, one source a story."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ontherecord.archive import Archive, Scope
from ontherecord.embedding import Embeddings
from ontherecord.errors import QuestionError
from ontherecord.indexes import Indexes
from ontherecord.schema import Hit
from ontherecord.syndication import has_words
from ontherecord.temporal import Window

# Each measured on held-out weeks of RealTimeQA: 6,978 articles, 57,058 passages, 1,195 questions.
# Convex fusion of the max-normalised legs: answer in the first passage .274, by reciprocal ranks .266.
DENSE_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.5
# With closeness in time added: .319.
RECENCY_WEIGHT = 0.35
RECENCY_DAYS = 30.0
LEG_LIMIT = 100
# Copies of one passage differ by their titles and dates: those of one week come this near the best-placed one.
AS_GOOD = 0.9


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search understands it; `vector` is its embedding."""

    text: str
    vector: Embeddings
    scope: Scope
    as_of: datetime
    window: Window | None = None


def retrieve(query: Query, archive: Archive, indexes: Indexes, limit: int) -> list[Hit]:
    """Return the best passages, the best first; of syndicated copies only those of one, the earliest if it will do.

    Raises QuestionError for a limit below 1.
    """
    if limit < 1:
        raise QuestionError(f"a search for {limit} passages finds nothing: ask for 1 or more")
    dense = dict(indexes.dense(query.vector, LEG_LIMIT, query.scope))
    lexical = dict(indexes.lexical(query.text, LEG_LIMIT, query.scope))
    found = archive.passages([*dense, *(key for key in lexical if key not in dense)])
    best_dense, best_lexical = _best(dense), _best(lexical)
    hits = []
    for key, (passage, article) in found.items():
        recency = closeness(article.published_at, query.as_of, query.window)
        score = (
            DENSE_WEIGHT * max(dense.get(key, 0.0), 0.0) / best_dense
            + LEXICAL_WEIGHT * lexical.get(key, 0.0) / best_lexical
            + RECENCY_WEIGHT * (recency or 0.0)
        )
        hits.append(Hit(passage, article, score, dense.get(key), lexical.get(key), recency))
    hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
    shown = one_source_a_story(hits, archive.stories(list({hit.article.id for hit in hits})))[:limit]
    also_in = archive.also_in(list({hit.article.id for hit in shown}), query.scope)
    return [replace(hit, also_in=also_in[hit.article.id]) for hit in shown]


def closeness(published_at: datetime | None, as_of: datetime, window: Window | None) -> float | None:
    """Return 1 for an article of the time asked about, falling by 1/e every 30 days away from it; None if undated."""
    if published_at is None:
        return None
    first = (window and window.start) or (as_of if window is None else published_at)
    last = (window and window.end) or (as_of if window is None else published_at)
    away = max((first - published_at).total_seconds(), (published_at - last).total_seconds(), 0.0)
    return math.exp(-away / 86400 / RECENCY_DAYS)


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


def _best(scores: Mapping[int, float]) -> float:
    best = max(scores.values(), default=0.0)
    return best if best > 0 else 1.0
