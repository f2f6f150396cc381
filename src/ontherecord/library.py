"""The library: every public operation as a row of numbered stages, with no logic of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ontherecord.answering.answers import Answers
from ontherecord.archive import Archive, Scope
from ontherecord.attribution.attributions import Attributor
from ontherecord.attribution.choosing import attributor as chosen
from ontherecord.claiming import Claim
from ontherecord.copies import quotes_in
from ontherecord.embedding import Embedder, embedder_for
from ontherecord.examination import examine, take_stock
from ontherecord.history import Version, versions
from ontherecord.indexes import Indexes
from ontherecord.intake import Intake
from ontherecord.opening import is_library, library_directory
from ontherecord.planning import plan, scope
from ontherecord.purging import remove, within
from ontherecord.querying import Queries
from ontherecord.quotations import find_quotes, speakers, timeline, wanted
from ontherecord.quoting import Quoter, find_anew, with_quotes
from ontherecord.relating import related
from ontherecord.reports import DayCount, Failure, IngestReport, LibraryStats, Progress, VerifyReport
from ontherecord.reranking import CrossEncoderReranker, Reranker
from ontherecord.retrieval import retrieve
from ontherecord.schema import Answer, Article, Filters, Hit, Quote, QuoteKind, Rating, Speaker, Verdict
from ontherecord.settings import Settings


class Library:
    """A body of news that can be added to, and asked by several threads at once; a context manager."""

    def __init__(
        self,
        path: Path,
        settings: Settings,
        embedder: Embedder,
        reranker: Reranker | None,
        attributor: Attributor | None,
    ) -> None:
        """Use `Library.open`."""
        self.path = path
        self._settings = settings
        self._reranker = reranker
        self._archive = Archive(path)
        self._claim = Claim(path, self._archive, embedder)
        self._indexes = Indexes(self._archive, path, settings.chroma_url)
        self._queries = Queries(self._archive, self._indexes, lambda: self._claim.embedder)
        self._answers = Answers(self._archive, self._indexes, self._queries, reranker, settings)
        self._quoter = Quoter(self._archive, attributor, self._indexes.own) if attributor else None

    @classmethod
    def open(
        cls,
        path: str | Path = "library",
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        attributor: Attributor | None = None,
    ) -> "Library":
        """Open the library in a directory, creating it where there is none.

        Without `settings`, those of the environment hold. `embedder`, `reranker` and `attributor` replace what the
        settings name. Raises ForeignLibraryError, LibraryReadOnlyError or LibraryDamagedError.
        """
        settings = settings or Settings.from_environment()
        model = embedder or embedder_for(settings.embedding_model)
        if reranker is None and settings.reranker:
            reranker = CrossEncoderReranker(settings.reranker)
        attributor = attributor or chosen(settings.attribution)
        return cls(library_directory(Path(path)), settings, model, reranker, attributor)

    @staticmethod
    def exists(path: str | Path) -> bool:
        """Return whether there is a library at this path."""
        return is_library(Path(path))

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files; another process may take the search indexes over."""
        if self._quoter:
            self._quoter.close()
        self._indexes.close()
        self._archive.close()

    def add(
        self,
        articles: Iterable[Article | Failure],
        *,
        progress: Callable[[Progress], None] | None = None,
    ) -> IngestReport:
        """Store articles as they arrive and return what became of them; `progress` is called after each batch.

        Batches are stored whole or not at all; a run that was interrupted and is repeated skips what is stored. When
        all can be searched, their quotes are found. A Failure goes into the report as it is. Raises LibraryError.
        """
        self._claim.make()
        intake = Intake(self._archive, self._claim.embedder, self._settings.batch_articles)
        report = intake.take(articles, stored=self._indexes.try_to_catch_up, progress=progress)
        return with_quotes(report, self._quoter, progress)

    def remove(self, id_or_url: str, *, purge: bool = False) -> bool:
        """Take an article out of every search and answer and return whether there was one; its versions stay.

        With `purge`, the versions go too, also of an article removed before, and out of every file of the library.
        A purge that was interrupted is finished by the next one. Raises LibraryError.
        """
        return remove(self._archive, self._indexes, self.path, self._archive.removal.named(id_or_url), purge) > 0

    def remove_all(self, filters: Filters, *, purge: bool = False) -> int:
        """Remove the articles within filters, as `remove` does each of them, and return how many there were.

        A purge also takes those that were removed before. Raises QuestionError for filters that let everything
        through, and LibraryError.
        """
        return remove(self._archive, self._indexes, self.path, within(filters, self._archive, purge), purge)

    def count(self, filters: Filters | None = None) -> int:
        """Return how many articles lie within filters."""
        return self._archive.census.count(Scope(filters or Filters()))[0]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        as_of: date | datetime | None = None,
        llm: object | None = None,
    ) -> Answer:
        """Answer a question in sentences that are cited, each, or say that the evidence does not suffice.

        `history` holds the earlier questions of the conversation, oldest first. `as_of` is the "today" of the
        question; what was published later is then left out. `llm` names a language model that writes the answer, as
        the setting does, or is a LlamaIndex LLM; `off` takes none. What it cites and does not bear out is cut; where
        it fails, the answer is in the articles' own sentences and says so. It also completes follow-up questions.
        Raises QuestionError, SettingError, LibraryError or CitationError.
        """
        return self._answers.ask(question, history, filters, as_of, llm)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        as_of: date | datetime | None = None,
        llm: object | None = None,
    ) -> Iterator[str | Answer]:
        """Yield the text of the answer piece by piece, then the Answer; arguments and errors are those of `ask`.

        Each sentence of a language model comes when it has passed, with its markers.
        """
        yield from self._answers.stream(question, history, filters, as_of, llm)

    def recall(self, record: Mapping[str, Any]) -> Answer:
        """Return an answer that was kept as the JSON of its `to_dict`, cut anew out of the versions that it cites.

        Raises CitationError where it was altered, or is not on record any more.
        """
        return self._answers.recall(record)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        as_of: date | datetime | None = None,
    ) -> list[Hit]:
        """Return the best passages for a query, the best first; arguments and errors are those of `ask`."""
        planned = plan(query, (), filters or Filters(), as_of)
        return retrieve(self._queries.query(planned), self._archive, self._indexes, limit, self._reranker)

    def quotes(
        self,
        *,
        speaker: str | None = None,
        about: str | None = None,
        kind: QuoteKind | None = None,
        filters: Filters | None = None,
        as_of: date | datetime | None = None,
        limit: int = 20,
    ) -> list[Quote]:
        """Return who said what: the quotes most about a subject first, without a subject the newest.

        A speaker may be asked for by surname, which stands for all who bear it, or by full name. The same words in
        several articles are one quote, that of the earliest. Other arguments and errors are those of `ask`.
        """
        asked = wanted(self._archive, scope(filters or Filters(), as_of), speaker, kind)
        subject = self._queries.told_about(speaker, about, filters, as_of)
        return find_quotes(self._archive, asked, subject, limit) if asked else []

    def quote_timeline(
        self,
        speaker: str | None = None,
        about: str | None = None,
        *,
        kind: QuoteKind | None = None,
        filters: Filters | None = None,
        as_of: date | datetime | None = None,
    ) -> tuple[tuple[date, int], ...]:
        """Return how many quotes there are of each month, by its first day; arguments are those of `quotes`."""
        asked = wanted(self._archive, scope(filters or Filters(), as_of), speaker, kind)
        subject = self._queries.told_about(speaker, about, filters, as_of)
        return timeline(self._archive, asked, subject) if asked else ()

    def quotes_in(self, id_or_url: str, version: int | None = None) -> list[Quote]:
        """Return the quotes of an article in their order; none for a version other than the one in force."""
        return quotes_in(self._archive, id_or_url, version)

    def speakers(self, prefix: str | None = None, limit: int = 50) -> list[Speaker]:
        """Return who is quoted, the most quoted first: those with a name that begins with `prefix`, or all."""
        return speakers(self._archive, prefix, limit)

    def article(self, id_or_url: str, version: int | None = None) -> Article | None:
        """Return an article by id or URL, in its newest version or the one asked for; None where there is none."""
        return self._archive.article(id_or_url, version)

    def versions(self, id_or_url: str) -> list[Version]:
        """Return the versions of an article by id or URL, the oldest first, each with what it changed."""
        return versions(self._archive, id_or_url)

    def newest(self, limit: int = 10, filters: Filters | None = None, skipped: int = 0) -> list[Article]:
        """Return the most recently published articles within filters, undated ones last, after `skipped` others."""
        return self._archive.newest(limit, Scope(filters or Filters()), skipped)

    def calendar(self, filters: Filters | None = None) -> tuple[DayCount, ...]:
        """Return how many articles each outlet published on each day in UTC; a month counts as its first day."""
        return tuple(DayCount(*found) for found in self._archive.census.days(Scope(filters or Filters())))

    def examples(self, limit: int = 4) -> list[str]:
        """Return questions made from the articles, each of which this library answers."""
        return self._answers.examples(limit)

    def follow_ups(self, answer: Answer, limit: int = 3, *, history: Sequence[str] = ()) -> list[str]:
        """Return questions to ask after an answer that follows `history`, made from its articles and related ones.

        This library answers each, within the same filters and as of the same day, by what the answer does not cite.
        """
        return self._answers.follow_ups(answer, history, limit)

    def related(self, id_or_url: str, limit: int = 5) -> list[Article]:
        """Return the articles of other stories that are nearest to an article in meaning, one a story."""
        return related(self._archive, self._indexes, id_or_url, limit)

    def rate(
        self,
        answer: Answer,
        verdict: Verdict,
        reason: str | None = None,
        *,
        history: Sequence[str] = (),
        rating_id: str | None = None,
    ) -> Rating:
        """Keep a verdict on an answer, `up` or `down`, with where what it cites stands; `rating_id` changes that one.

        A purge of what the answer cites or suggests takes the rating with it. Raises CitationError for no answer of
        this library, QuestionError for an id of no rating and a reason of over 1,000 characters, LibraryError.
        """
        return self._answers.rate(answer, verdict, reason, history, rating_id)

    def ratings(self) -> list[Rating]:
        """Return all ratings, the oldest first, with the words of what they rate."""
        return self._answers.ratings()

    def stats(self) -> LibraryStats:
        """Return what the library holds."""
        return take_stock(self.path, self._archive, self._indexes, self._quoter)

    def verify(self) -> VerifyReport:
        """Check every article, passage, vector and quote, and that the indexes hold the same passages."""
        return examine(self._archive, self._indexes, self._quoter)

    def rebuild(self) -> None:
        """Build both search indexes anew from the archive alone; raises SearchIndexError where another keeps them."""
        self._indexes.rebuild()

    def rebuild_quotes(self, *, progress: Callable[[Progress], None] | None = None) -> None:
        """Find all quotes anew; the next `add` goes on with an interrupted run. Raises SettingError, LibraryError."""
        find_anew(self._quoter, progress)

    def follow(self) -> None:
        """Make ready for many questions, and keep indexes and quotes up to what any process adds until `close`.

        Raises EmbeddingMismatchError.
        """
        self._claim.prepare()
        self._indexes.follow()
        if self._quoter:
            self._quoter.follow()
