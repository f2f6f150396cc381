"""What most outlets report, a sentence a topic: articles that begin alike in meaning are about one."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from ontherecord.answering.composing import say_the_same
from ontherecord.answering.extractive import Evidence
from ontherecord.answering.leads import lead
from ontherecord.archive import Archive, Scope
from ontherecord.archive.openings import Openings
from ontherecord.schema import Article, Hit, aware

# The cosine between openings from which on they are about one topic. In 400 articles of three months of news, those
# nearer than this to the middle of a topic were about it, read by eye; from 0.5 on, elections joined elections.
ALIKE = 0.6
# Of more articles a part is looked at: the time taken grows with the square.
MOST = 3000
# So many articles of a topic are read for one that says what it is about.
READ = 8
# So many others of its outlet an article is compared with.
COMPARED = 20


def begins_in(article: Article, scope: Scope) -> bool:
    """Return whether an article of no day begins within a scope: one of a month may be from before a day in it."""
    after, published = scope.filters.after, article.published_at
    if after is None or published is None or article.published_precision != "month":
        return True
    return published >= aware(after)


def headlines(archive: Archive, scope: Scope) -> Iterator[tuple[Evidence, Hit]]:
    """Yield what the dated articles of a scope are about, a sentence a topic, and the passages that hold these.

    Those come first that most outlets report.
    """
    found, told = archive.openings(scope, MOST), list[Evidence]()
    for rows in topics(found):
        evidence, hit = _headline(archive, scope, found, rows[:READ])
        if evidence and hit and not any(say_the_same(evidence, other) for other in told):
            told.append(evidence)
            yield evidence, hit


def topics(found: Openings) -> Iterator[list[int]]:
    """Yield the topics of articles, those first that most outlets report, as rows of `found`, the middle one first.

    Of topics that as many outlets report, the one comes first that most articles are about.
    """
    if not found.keys:
        return
    vectors = found.vectors.astype(np.float32)
    near = vectors @ vectors.T
    stories = np.unique(found.stories, return_inverse=True)[1]
    alike = np.where((near >= ALIKE) | (stories[:, None] == stories), near, np.float32(0.0))
    outlets = np.eye(len(set(found.outlets)), dtype=np.float32)[np.unique(found.outlets, return_inverse=True)[1]]
    left = np.ones(len(found.keys), dtype=bool)
    while left.any():
        alike[~left] = alike[:, ~left] = 0.0
        reported, close = np.count_nonzero(alike @ outlets, axis=1), alike.sum(axis=1)
        # Rows are newest first: of those that are equal, the newest.
        middle = int(np.lexsort((-np.arange(len(left)), close, reported, left))[-1])
        about = [row for row in np.argsort(-alike[middle], kind="stable").tolist() if alike[middle, row] > 0]
        yield [middle, *(row for row in about if row != middle)]
        left[[middle, *about]] = False


def _headline(
    archive: Archive, scope: Scope, found: Openings, rows: Sequence[int]
) -> tuple[Evidence | None, Hit | None]:
    """Return the sentence that tells best what the articles in these rows are about, those in the middle first."""
    for row in dict.fromkeys(_first_told(found, rows, row) for row in rows):
        key, akin = found.keys[row], list(islice(_others(found, row), COMPARED))
        begun = archive.passages([key, *akin])
        if key in begun:
            passage, article, _ = begun.pop(key)
            elsewhere = [other.text for other, its, _ in begun.values() if its.title != article.title]
            sentence = lead(article, passage, elsewhere) if begins_in(article, scope) else None
            if sentence:
                # That it is in the scope is all that was asked.
                return Evidence(article, sentence, 0.0, 1.0), Hit(passage, article, 1.0)
    return None, None


def _others(found: Openings, row: int) -> Iterator[int]:
    """Yield the keys of how the other articles of an outlet begin: what stands there too is about none of them."""
    for key, outlet in zip(found.keys, found.outlets, strict=True):
        if outlet == found.outlets[row] and key != found.keys[row]:
            yield key


def _first_told(found: Openings, rows: Sequence[int], row: int) -> int:
    """Return which of these rows is the first article that told the story of one of them."""
    return max(one for one in rows if found.stories[one] == found.stories[row])
