"""Finding the quotes of what changes in an archive: they follow its change log as the search indexes do.

An article is searchable before its quotes are in. A few articles at a time, their quotes and how far the log has been
read are stored in one transaction, so that a killed process repeats little and leaves nothing half done.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Lock

from ontherecord.archive import Archive
from ontherecord.attribution.attributions import Attributor
from ontherecord.errors import OnTheRecordError, SearchIndexError, SettingError
from ontherecord.polling import POLL_SECONDS, Polling
from ontherecord.reports import IndexState, IngestReport, Progress
from ontherecord.schema import Article, Quote

logger = logging.getLogger(__name__)

# Articles attributed at once.
ARTICLES_AT_ONCE = 16
REMEDY = "run `python -m ontherecord rebuild --quotes`"


class Quoter:
    """Keeps the quotes of one archive up to its change log, where this process may: where it owns the indexes."""

    def __init__(self, archive: Archive, attributor: Attributor, own: Callable[[], bool]) -> None:
        """Find quotes with `attributor` whenever `own` says that no other process does."""
        self._archive = archive
        self._attributor = attributor
        self._own = own
        self._busy = Lock()
        self._polling = Polling(self.steps, "ontherecord-quotes")

    def steps(self) -> Iterator[int]:
        """Find quotes until those of all articles are in, and yield after each step how many articles it dealt with.

        Raises LibraryError, or the attributor's own OnTheRecordError where it cannot do its work at all.
        """
        while (done := self._step()) is not None:
            yield done

    def follow(self) -> None:
        """Keep the quotes up to the archive in a thread of its own until `close`."""
        self._polling.start(POLL_SECONDS)

    def close(self) -> None:
        """Stop following."""
        self._polling.stop()

    def waiting(self) -> int:
        """Return how many articles there are whose quotes are not in."""
        return self._archive.quotes.waiting()

    def state(self) -> IndexState:
        """Return how far the quotes have followed the archive; changes that bring nothing to read count as read."""
        head = self._archive.head()
        return IndexState("quotes", self._archive.quotes.applied() if self.waiting() else head, head)

    def stale(self) -> bool:
        """Return whether there are quotes that another attributor found, or another version of this one."""
        return any(one != self._attributor.fingerprint for one in self._archive.quotes.attributors())

    def reset(self) -> None:
        """Forget all quotes, so that they are found anew; raises SearchIndexError when another process finds them."""
        if not self._own():
            raise SearchIndexError(
                "another process keeps this library's quotes: stop it (a running web chat?), then rebuild"
            )
        with self._busy:
            self._archive.quotes.reset()

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the quotes, and what to do."""
        waiting = self.waiting()
        if waiting and self._own():
            yield f"the quotes of {waiting:,} articles are not found yet: the next `python -m ingest` finds them"
        if self.stale():
            yield f"quotes were found by another attributor than {self._attributor.fingerprint}: {REMEDY}"

    def _step(self) -> int | None:
        with self._busy:
            if not self._own():
                return None
            due = self._archive.quotes.due(ARTICLES_AT_ONCE)
            if not due:
                return None
            read = [self._archive.article(change.article_id) for change in due if change.article_id]
            articles = [article for article in read if article]
            found = zip(articles, self._attributed(articles), strict=True)
            quotes = [(article, _sound(article, of_one)) for article, of_one in found]
            self._archive.quotes.store(quotes, due[-1].seq, self._attributor.fingerprint)
            return len(articles)

    def _attributed(self, articles: Sequence[Article]) -> list[list[Quote]]:
        """Return the quotes of each article; none of those that the attributor fails at."""
        if not articles:
            return []
        try:
            return _matched(articles, self._attributor.quotes(articles))
        except OnTheRecordError:
            raise
        except Exception as error:
            # A text may break what reads it in any way; the other articles are no worse for it.
            if len(articles) > 1:
                return [quotes for article in articles for quotes in self._attributed([article])]
            logger.warning("no quotes are found in %s: %s", _named(articles[0]), error or type(error).__name__)
            return [[]]


def with_quotes(report: IngestReport, quoter: Quoter | None, tell: Callable[[Progress], None] | None) -> IngestReport:
    """Find the quotes that are not in after an ingestion, and return its report with the time that took, too.

    `tell` is called after each step. Where quotes cannot be found, a warning says so: the articles are stored.
    """
    if quoter is None:
        return report
    started, quoted = time.monotonic(), 0
    waiting = quoter.waiting()
    try:
        for done in quoter.steps():
            quoted += done
            seconds = report.seconds + time.monotonic() - started
            if tell is not None and done:
                left = max(waiting - quoted, 0)
                tell(Progress(report.seen, report.embedded, seconds, len(report.failed), quoted, left))
    except OnTheRecordError as error:
        logger.warning("%s; the articles are stored, and the next ingestion goes on with their quotes", error)
    return replace(report, seconds=report.seconds + time.monotonic() - started)


def find_anew(quoter: Quoter | None, tell: Callable[[Progress], None] | None) -> None:
    """Forget all quotes and find them again; arguments are those of `with_quotes`.

    Raises SettingError where nothing finds quotes, SearchIndexError when another process does.
    """
    if quoter is None:
        raise SettingError("attribution is off: set ONTHERECORD_ATTRIBUTION to tagger or rules to find quotes")
    quoter.reset()
    with_quotes(IngestReport(), quoter, tell)


def _matched(articles: Sequence[Article], quotes: Sequence[list[Quote]]) -> list[list[Quote]]:
    if len(quotes) != len(articles):
        raise ValueError(f"{len(articles)} articles came back as {len(quotes)} lists of quotes")
    return list(quotes)


def _sound(article: Article, quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes that are exact slices of their article; the others are told of in the log."""
    sound = [quote for quote in quotes if _is_slice(article, quote)]
    if len(sound) < len(quotes):
        logger.warning(
            "%d of %d quotes found in %s are no slices of it: they are left out",
            len(quotes) - len(sound),
            len(quotes),
            _named(article),
        )
    return sound


def _is_slice(article: Article, quote: Quote) -> bool:
    return 0 <= quote.start < quote.end <= len(article.text) and article.text[quote.start : quote.end] == quote.text


def _named(article: Article) -> str:
    return article.url or article.headline
