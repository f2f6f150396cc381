"""From a planned question to what is searched for: its vector, its words, its moment."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np

from ontherecord.archive import Archive
from ontherecord.embedding import Embedder
from ontherecord.indexes import Indexes
from ontherecord.planning import Plan, moment, plan
from ontherecord.quotations import Subject, question_about
from ontherecord.ranking.model import Column
from ontherecord.ranking.vocabulary import vocabulary
from ontherecord.retrieval import Query
from ontherecord.schema import Filters


class Queries:
    """Makes the queries of one library; `embedder` returns its model, which is loaded when first used."""

    def __init__(self, archive: Archive, indexes: Indexes, embedder: Callable[[], Embedder]) -> None:
        """Ask of an archive and its indexes."""
        self._archive = archive
        self._indexes = indexes
        self._embedder = embedder

    def query(self, planned: Plan, thread: frozenset[str] = frozenset()) -> Query:
        """Return what is searched for; `thread` holds the ids of the articles that the conversation is about."""
        vector = self._embedder().embed([planned.question.text])[0]
        words = vocabulary(planned.question.text, planned.window, self._indexes)
        now = moment(planned, self._archive)
        return Query(planned.question, vector, words, planned.scope, now, thread)

    def told_about(
        self, speaker: str | None, about: str | None, filters: Filters | None, as_of: date | datetime | None
    ) -> Subject | None:
        """Return what the quotes of a speaker, or of anybody, are to be about; None where it is not said what."""
        return None if about is None else self.subject(question_about(speaker, about), about, filters, as_of)

    def subject(self, question: str, about: str, filters: Filters | None, as_of: date | datetime | None) -> Subject:
        """Return what quotes are to be about, given the question that they are to answer."""
        embed = self._embedder().embed
        asked = embed([question])[0]

        def near(texts: Sequence[str]) -> Column:
            return np.asarray(embed(texts) @ asked, dtype=np.float64)

        return Subject(self.query(plan(about, (), filters or Filters(), as_of)), self._indexes, near)
