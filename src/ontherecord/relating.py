"""Which other stories are nearest to an article in meaning, by the vectors of its passages that are stored."""

import numpy as np

from ontherecord.archive import Archive, Scope
from ontherecord.errors import QuestionError
from ontherecord.indexes import Indexes
from ontherecord.schema import Article

# A story has several passages among the nearest, and those of the article itself come first: so many more passages
# are looked at than stories are wanted, and, where that was too few, so many times more, up to the most.
PASSAGES_A_STORY, MORE, MOST_PASSAGES = 12, 6, 5_000
MOST_RELATED = 100


def related(archive: Archive, indexes: Indexes, id_or_url: str, limit: int) -> list[Article]:
    """Return the first article of each of the stories nearest to an article in force, the nearest first.

    Its own story is none of them. Raises QuestionError for a limit that is not from 1 to 100.
    """
    if not 1 <= limit <= MOST_RELATED:
        raise QuestionError(f"{limit} related articles cannot be had: ask for 1 to {MOST_RELATED}")
    article = archive.article(id_or_url)
    vectors = archive.vectors(article.id) if article else None
    if article is None or vectors is None or not len(vectors):
        return []
    middle = vectors.astype(np.float32).mean(axis=0)
    middle /= np.linalg.norm(middle) or 1.0
    own, looked_at = archive.stories([article.id]).get(article.id), limit * PASSAGES_A_STORY
    while True:
        near = [key for key, _ in indexes.dense(middle, looked_at, Scope())]
        # Each story under the id of the first article that told it, which is in force.
        stories = [story for story in archive.stories_of(near) if story != own]
        if len(stories) >= limit or len(near) < looked_at or looked_at >= MOST_PASSAGES:
            break
        looked_at = min(looked_at * MORE, MOST_PASSAGES)
    found = (archive.article(story) for story in stories[:limit])
    return [other for other in found if other]
