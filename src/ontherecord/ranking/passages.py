"""What is known of a passage that was found, as features of a model."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ontherecord.ranking.model import Column
from ontherecord.ranking.vocabulary import Vocabulary
from ontherecord.schema import Article, Passage
from ontherecord.temporal import MONTH, Moment

# Days after which an article is 1/e as close: news of the week, of the month, of the season.
DAYS = (7.0, MONTH, 120.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that the indexes found: its cosine with the question, and its BM25 score if its words were found."""

    passage: Passage
    article: Article
    dense: float
    lexical: float | None


def passage_features(found: Sequence[Candidate], words: Vocabulary, moment: Moment) -> dict[str, Column]:
    """Return the features of passages, a column of shape (len(found),) each; what is unknown is NaN.

    `dense` is the cosine; `lexical` the BM25 score by the best one; `recent_N` how close in time, by N days;
    `covered` and `covered_alone` the share of the question's words in passage and title, and in the passage;
    `pairs` the share of its neighbouring words; `opening` 1 for the first passage of an article, 1/2 for the second
    and so on; `length` in thousands of characters; `article_dense` the best cosine among the passages of the article
    that were found, `article_found` the logarithm of one more than their number.
    """
    best_lexical = max((candidate.lexical or 0.0 for candidate in found), default=0.0) or 1.0
    nearest, many = dict[str, float](), dict[str, int]()
    for candidate in found:
        one = candidate.article.id
        nearest[one] = max(nearest.get(one, -1.0), candidate.dense)
        many[one] = many.get(one, 0) + 1
    titles = {candidate.article.id: words.stems(candidate.article.title or "") for candidate in found}
    stems = [words.stems(candidate.passage.text) for candidate in found]
    columns = {
        "dense": [c.dense for c in found],
        "lexical": [(c.lexical or 0.0) / best_lexical for c in found],
        "covered": [words.coverage(own, titles[c.article.id]) for c, own in zip(found, stems, strict=True)],
        "covered_alone": [words.coverage(own) for own in stems],
        "pairs": [words.pairs(own) for own in stems],
        "opening": [1 / (1 + c.passage.ordinal) for c in found],
        "length": [len(c.passage.text) / 1000 for c in found],
        "article_dense": [nearest[c.article.id] for c in found],
        "article_found": [math.log(1 + many[c.article.id]) for c in found],
    }
    for days in DAYS:
        close = [moment.closeness(c.article.published_at, days) for c in found]
        columns[f"recent_{days:.0f}"] = [math.nan if value is None else value for value in close]
    return {name: np.array(column, dtype=np.float64) for name, column in columns.items()}
