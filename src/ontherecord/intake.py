"""Articles on their way into the archive: screened, split, embedded, and stored batch by batch."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from ontherecord.ahead import Ahead
from ontherecord.archive import Archive, Entry, Known, Vectors
from ontherecord.archive.records import embedded_hash, encodable, record_hash
from ontherecord.archive.revising import Revision, completed, says_nothing_new
from ontherecord.embedding import Embedder
from ontherecord.errors import ArticleError
from ontherecord.passages import PassageSplitter
from ontherecord.reports import Doubt, Failure, IngestReport, Progress
from ontherecord.schema import Article, Passage, dated_ahead

MAX_TEXT = 20_000_000
MOST_DOUBTS = 100
# Batches that are split and embedded while one is stored and indexed.
AHEAD = 2
Split: TypeAlias = tuple[Article, tuple[Passage, ...]]
NO_VECTORS: Vectors = np.empty((0, 0), dtype=np.float16)


@dataclass(slots=True)
class Tally:
    """The counts of a running intake."""

    started: float = field(default_factory=time.monotonic)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    syndicated: int = 0
    embedded: int = 0
    failed: list[Failure] = field(default_factory=list)
    doubtful: int = 0
    doubts: list[Doubt] = field(default_factory=list)

    def report(self) -> IngestReport:
        """Return the counts so far as a report."""
        return IngestReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            syndicated=self.syndicated,
            embedded=self.embedded,
            failed=tuple(self.failed),
            seconds=time.monotonic() - self.started,
            doubtful=self.doubtful,
            doubts=tuple(self.doubts),
        )

    def add(self, other: "Tally") -> None:
        """Count what another one has counted."""
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.syndicated += other.syndicated
        self.embedded += other.embedded
        self.failed += other.failed
        self.doubtful += other.doubtful
        self.doubts += other.doubts[: MOST_DOUBTS - len(self.doubts)]

    def doubt(self, article: Article) -> None:
        """Note an article that is dated in the future."""
        if dated_ahead(article):
            self.doubtful += 1
            if len(self.doubts) < MOST_DOUBTS:
                reason = f"published {article.published}, which is in the future: kept; check its source"
                self.doubts.append(Doubt(article.url or article.headline, reason))

    def progress(self) -> Progress:
        """Return how far the intake has come."""
        report = self.report()
        return Progress(report.seen, report.embedded, report.seconds, len(report.failed))


@dataclass(slots=True)
class Batch:
    """Articles on their way: `revisions` are to be stored, `split` holds, by their hash, words to be embedded."""

    tally: Tally = field(default_factory=Tally)
    revisions: list[Revision] = field(default_factory=list)
    split: dict[str, Split] = field(default_factory=dict)


class Arriving:
    """Articles as they arrive; `error` is what broke them off, if anything did."""

    def __init__(self, items: Iterable[Article | Failure], size: int) -> None:
        """Make batches of `size`."""
        self._items = iter(items)
        self._size = size
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[list[Article | Failure] | None]:
        """Yield after each arrival the batch that it completes, else None; a batch that is broken off is dropped."""
        batch = list[Article | Failure]()
        try:
            for item in self._items:
                batch.append(item)
                if len(batch) == self._size:
                    yield batch
                    batch = []
                else:
                    yield None
        except BaseException as error:
            self.error = error
        else:
            yield batch


class Intake:
    """Takes articles into one archive with one embedder."""

    def __init__(self, archive: Archive, embedder: Embedder, batch_articles: int) -> None:
        """Store `batch_articles` arriving articles in one transaction."""
        self._archive = archive
        self._embedder = embedder
        self._splitter = PassageSplitter(embedder)
        self._batch_articles = batch_articles

    def take(
        self,
        items: Iterable[Article | Failure],
        stored: Callable[[], None],
        progress: Callable[[Progress], None] | None,
    ) -> IngestReport:
        """Store every article that can be stored, and call `stored` and `progress` after each batch.

        Batches are cut by what arrives, not by what is new, so that a run that was interrupted and repeated embeds
        the same passages together and stores the same vectors.
        """
        tally, arriving = Tally(), Arriving(items, self._batch_articles)

        def finish(batch: Batch, embedded: dict[str, Entry]) -> None:
            self._store(self._entries(batch, embedded), batch.tally)
            tally.add(batch.tally)
            stored()
            if progress is not None:
                progress(tally.progress())

        with Ahead(self._embed, AHEAD, "ontherecord-embedding") as embedding:
            for complete in arriving:
                if complete:
                    embedding.give(self._prepare(complete, embedding.waiting))
                for done in embedding.ready():
                    finish(*done)
            # Ctrl-C does not wait for the model.
            for done in embedding.ready() if isinstance(arriving.error, KeyboardInterrupt) else embedding.rest():
                finish(*done)
        if arriving.error is not None:
            raise arriving.error
        return tally.report()

    def _screen(self, arriving: Sequence[Article | Failure], tally: Tally) -> Iterator[Revision]:
        """Yield the articles that are new or say something else than before."""
        known = self._archive.known([item.id for item in arriving if isinstance(item, Article)])
        newest = dict[str, Article]()
        for item in arriving:
            if isinstance(item, Failure):
                tally.failed.append(item)
            elif reason := _unfit(item):
                tally.failed.append(Failure(item.url or item.headline or "an article", reason))
            else:
                revision = self._revise(item, known.get(item.id), newest.get(item.id))
                if revision.kind == "known":
                    tally.unchanged += 1
                    continue
                if revision.kind != "earlier":
                    newest[item.id] = revision.article
                yield revision

    def _revise(self, item: Article, known: Known | None, before: Article | None) -> Revision:
        """Return what an article is beside those on record, and the one `before` it in its batch."""
        if before is None and known is None:
            return Revision("first", item)
        if before is None and known and known.record_hash == record_hash(item):
            return Revision("known", item)
        if before is None:
            return self._archive.revise(item)
        if says_nothing_new(item, before) or (known and self._archive.revise(item).kind == "known"):
            return Revision("known", item)
        return Revision("newer", completed(item, before))

    def _prepare(self, arriving: Sequence[Article | Failure], under_way: Sequence[Batch]) -> Batch:
        """Return a batch, split but for words that are embedded already, or by a batch that is under way."""
        batch = Batch()
        known = batch.split.keys() | {key for other in under_way for key in other.split}
        for revision in self._screen(arriving, batch.tally):
            article, key = revision.article, embedded_hash(revision.article)
            searched = revision.kind != "earlier"
            try:
                if searched and key not in known and self._archive.embedded_like(article) is None:
                    batch.split[key] = article, self._split(article)
                    known.add(key)
                batch.revisions.append(revision)
            except ArticleError as error:
                batch.tally.failed.append(Failure(article.url or article.headline, str(error)))
        return batch

    def _entries(self, batch: Batch, embedded: dict[str, Entry]) -> list[Entry]:
        """Return the articles of a batch with passages and vectors, when the batches before it are stored."""
        batch.tally.embedded += sum(len(entry.passages) for entry in embedded.values())
        entries = list[Entry]()
        for revision in batch.revisions:
            like = embedded.get(embedded_hash(revision.article))
            if like is None and revision.kind != "earlier":
                like = self._archive.embedded_like(revision.article)
            entries.append(_entry_for(revision, like))
        return entries

    def _split(self, article: Article) -> tuple[Passage, ...]:
        passages = self._splitter.split(article)
        if not passages:
            raise ArticleError(f"“{article.headline}” has no passage that could be searched: check its text")
        return passages

    def _embed(self, batch: Batch) -> dict[str, Entry]:
        """Return, by their hash, the words of a batch with their passages' vectors."""
        texts = [text for pair in batch.split.values() for text in self._splitter.embedded(*pair)]
        if not texts:
            return {}
        vectors = self._embedder.embed(texts).astype(np.float16)
        embedded, start = dict[str, Entry](), 0
        for key, (article, passages) in batch.split.items():
            end = start + len(passages)
            embedded[key] = Entry(article, passages, vectors[start:end])
            start = end
        return embedded

    def _store(self, entries: Sequence[Entry], tally: Tally) -> None:
        if not entries:
            return
        for entry, stored in zip(entries, self._archive.write(entries), strict=True):
            if stored.version is not None:
                tally.doubt(entry.article)
            tally.unchanged += stored.outcome == "unchanged"
            tally.added += stored.outcome == "added"
            tally.updated += stored.outcome == "updated"
            tally.syndicated += stored.syndicated and stored.outcome == "added"


def _entry_for(revision: Revision, like: Entry | None) -> Entry:
    if like is None or revision.kind == "earlier":
        return Entry(revision.article, (), NO_VECTORS)
    passages = tuple(replace(passage, article_id=revision.article.id) for passage in like.passages)
    return Entry(revision.article, passages, like.vectors)


def _unfit(article: Article) -> str | None:
    if not article.text.strip():
        return "the article has no text, so nothing in it could be cited: check how its source was read"
    if len(article.text) > MAX_TEXT:
        return f"the text has {len(article.text):,} characters, the limit is {MAX_TEXT:,}: split it into articles"
    if any(moment is not None and moment.tzinfo is None for moment in (article.published_at, article.updated_at)):
        return "a time has no time zone, so it names no moment: add one, such as UTC"
    fields = (article.title, article.text, article.url, article.publisher, article.language, *article.authors)
    if any(encodable(value) != value for value in fields if value):
        return "a field holds half of a surrogate pair, which is no character: replace it, for example with U+FFFD"
    return None
