"""A question to the answer that needs no language model, and to what a model may write one from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeAlias

from ontherecord.answering import citations
from ontherecord.answering.comparing import Comparisons
from ontherecord.answering.composing import compose, decline
from ontherecord.answering.conversation import thread
from ontherecord.answering.extractive import PASSAGES, SUFFICIENT, TOLD, strength, weigh
from ontherecord.answering.spoken import answer_from_quotes
from ontherecord.archive import Archive
from ontherecord.grounding.gate import Gate
from ontherecord.grounding.sources import Source
from ontherecord.indexes import Indexes
from ontherecord.language.asking import words_asked
from ontherecord.planning import denominator, plan
from ontherecord.querying import Queries
from ontherecord.reranking import Reranker
from ontherecord.retrieval import retrieve
from ontherecord.schema import Answer, Filters, Hit

# Takes a question, those before it and the names that the last answer gave; returns one to be understood alone.
Rewrite: TypeAlias = Callable[[str, Sequence[str], Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the articles' own sentences, and the evidence that it was made from, the best first."""

    answer: Answer
    sources: tuple[Source, ...] = ()


class Drafts:
    """Drafts the answers of one library."""

    def __init__(
        self, archive: Archive, indexes: Indexes, queries: Queries, reranker: Reranker | None, gate: Gate
    ) -> None:
        """Answer from an archive and its indexes; written sentences are held to a gate."""
        self._archive = archive
        self._indexes = indexes
        self._queries = queries
        self._reranker = reranker
        self._gate = gate
        self._comparisons = Comparisons(archive, indexes, queries, reranker)

    def draft(
        self,
        question: str,
        history: Sequence[str],
        filters: Filters | None,
        as_of: date | datetime | None,
        rewrite: Rewrite | None = None,
    ) -> Draft:
        """Return the answer to a question, checked; arguments and errors are those of `Library.ask`.

        What `rewrite` makes of the question is answered in its place; where that is nothing, rules complete it.
        """
        # 1. understand the question, and what it goes on from
        before = thread(question, history, partial(self._ask_before, filters, as_of))
        planned = plan(question, history, filters or Filters(), as_of, before.names)
        if rewrite and (alone := rewrite(question, history, before.names)):
            planned = plan(alone, (), filters or Filters(), as_of)
        # 2. answer from several articles what these are to tell together
        compared = self._comparisons.answer(question, planned, history, before.articles)
        if compared:
            return self._drafted(compared.answer, compared.hits)
        # 3. answer a question for somebody's words in these
        searched = denominator(planned, self._archive)
        asked, spoken = words_asked(planned.question.asked), None
        if asked and self._archive.quotes.exist():
            about = partial(self._queries.subject, planned.question.text, filters=filters, as_of=as_of)
            spoken = answer_from_quotes(question, asked, planned, self._archive, about, searched)
            if spoken and (spoken.answered or asked.strict):
                return self._drafted(spoken)
        # 4. find passages
        query = self._queries.query(planned, before.articles)
        hits = retrieve(query, self._archive, self._indexes, PASSAGES, self._reranker)
        # 5. weigh their sentences as evidence
        evidence = weigh(query, hits)
        # 6. quote the best, or say that there is none
        if strength(evidence) >= (TOLD if spoken else SUFFICIENT):
            return self._drafted(compose(question, evidence, searched), hits)
        return self._drafted(spoken or decline(question, hits, evidence, searched))

    def checked(self, answer: Answer) -> Answer:
        """Return an answer with how its articles stand; raises CitationError for what is not on the record."""
        return citations.with_standing(citations.verify(answer, self._archive, self._gate), self._archive)

    def _drafted(self, answer: Answer, hits: Sequence[Hit] = ()) -> Draft:
        return Draft(self.checked(answer), tuple(_sources(answer, hits)))

    def _ask_before(
        self, filters: Filters | None, as_of: date | datetime | None, question: str, history: Sequence[str]
    ) -> Answer:
        return self.draft(question, history, filters, as_of).answer


def _sources(answer: Answer, hits: Sequence[Hit]) -> Iterator[Source]:
    """Yield what an answer rests on: somebody's words as they are cited, or passages, those cited first."""
    yield from (Source.of(citation) for citation in answer.citations if citation.quote)
    cited = [(c.article.id, c.start) for c in answer.citations]
    for hit in sorted(hits, key=lambda hit: not any(_holds(hit, *place) for place in cited)):
        yield Source(hit.article, hit.passage.start, hit.passage.end)


def _holds(hit: Hit, article_id: str, place: int) -> bool:
    return hit.article.id == article_id and hit.passage.start <= place < hit.passage.end
