"""Every way to an answer of one library: asked for, kept and read again, or offered as a question to ask next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any, cast

from ontherecord.answering.drafting import Drafts
from ontherecord.answering.examples import example_questions
from ontherecord.answering.generated import write
from ontherecord.answering.onward import follow_ups
from ontherecord.answering.rating import rate, ratings
from ontherecord.answering.recalling import recall
from ontherecord.answering.rewriting import rewritten
from ontherecord.archive import Archive
from ontherecord.grounding.gate import Gate
from ontherecord.grounding.inference import InferenceJudge
from ontherecord.indexes import Indexes
from ontherecord.llms import Models
from ontherecord.querying import Queries
from ontherecord.reranking import Reranker
from ontherecord.schema import Answer, Filters, Rating, Verdict
from ontherecord.settings import Settings

EXAMPLE_ARTICLES = 24


class Answers:
    """The answers of one library."""

    def __init__(
        self, archive: Archive, indexes: Indexes, queries: Queries, reranker: Reranker | None, settings: Settings
    ) -> None:
        """Answer from an archive and its indexes, by the models that the settings name."""
        self._archive, self._indexes = archive, indexes
        judges = (InferenceJudge(settings.inference_model),) if settings.inference_model else ()
        self.gate = Gate(archive, judges)
        self.drafts = Drafts(archive, indexes, queries, reranker, self.gate)
        self._models = Models(settings)

    def stream(
        self,
        question: str,
        history: Sequence[str],
        filters: Filters | None,
        as_of: date | datetime | None,
        llm: object | None,
    ) -> Iterator[str | Answer]:
        """Yield the text of the answer to a question piece by piece, then the Answer."""
        model = self._models.named(llm)
        rewrite = partial(rewritten, model=model) if model else None
        draft = self.drafts.draft(question, history, filters, as_of, rewrite)
        yield from write(draft, model, self.gate, self.drafts.checked)

    def ask(
        self,
        question: str,
        history: Sequence[str],
        filters: Filters | None,
        as_of: date | datetime | None,
        llm: object | None,
    ) -> Answer:
        """Return the answer to a question."""
        *_, answer = self.stream(question, history, filters, as_of, llm)
        return cast("Answer", answer)

    def recall(self, record: Mapping[str, Any]) -> Answer:
        """Return the answer that a record holds, cut anew; raises CitationError."""
        return recall(record, self._archive, self.drafts.checked)

    def follow_ups(self, answer: Answer, history: Sequence[str], limit: int) -> list[str]:
        """Return questions to go on with, each answered within the filters and as of the day of an answer."""
        searched = answer.searched

        def ask(question: str) -> Answer:
            return self.drafts.draft(question, (), searched.filters, searched.as_of).answer

        return follow_ups(answer, history, limit, self._archive, self._indexes, ask)

    def rate(
        self, answer: Answer, verdict: Verdict, reason: str | None, history: Sequence[str], rating_id: str | None
    ) -> Rating:
        """Store a verdict on an answer of this library, or change one, and return it."""
        return rate(answer, verdict, reason, history, rating_id, self._archive, self.drafts.checked)

    def ratings(self) -> list[Rating]:
        """Return all ratings, the oldest first."""
        return ratings(self._archive)

    def examples(self, limit: int) -> list[str]:
        """Return questions made from articles of all times, each of which is answered."""
        questions = example_questions(self._archive.spread(EXAMPLE_ARTICLES))
        answered = (one for one in questions if self.drafts.draft(one, (), None, None).answer.answered)
        return list(islice(answered, limit))
