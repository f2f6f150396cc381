"""From a web address to articles: a page, a feed with its entries' pages, a sitemap with its pages.

What a page says about itself counts; where it says nothing, what the feed or sitemap said that led to it; the date in
its address comes last.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ingest.fetching import Fetched, Fetcher, MemoryValidators, Validator, Validators
from ingest.fetching.pending import Pending
from ingest.kinds import FEED, FILES, SITEMAP, kind_of, read_body
from ingest.leads import Hints, Lead, completed, lead_of_address, leads_of_feed
from ingest.sources import feeds, sitemaps
from ingest.sources.found import Found
from ingest.sources.sitemaps import Sitemap
from ontherecord import Article, Failure, SourceError

# Ten thousand pages are three hours at one a second.
MOST_PAGES = 10_000
MOST_SITEMAPS = 1_000
# An index of indexes of sitemaps: more the protocol does not know.
DEEPEST = 2
PageReader: TypeAlias = Callable[..., Found | Failure]


@dataclass(slots=True)
class _Outcome:
    """What came of following the leads of one list."""

    clean: bool = True
    articles: list[str] = field(default_factory=list)

    def note(self, item: Found | Failure) -> None:
        if isinstance(item, Failure):
            self.clean = False
        elif item.article.url:
            self.articles.append(item.article.url)


class Crawler:
    """One run over web addresses, in which no address is fetched twice.

    `unchanged` counts the pages, feeds and sitemaps of which the server said that nothing has changed.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        validators: Validators | None = None,
        known: Callable[[str], bool] = lambda url: False,
        read_page: PageReader | None = None,
    ) -> None:
        """Make requests conditional by `validators` where the article is `known`, by its URL, to the library.

        `read_page` takes what `ingest.extraction.read_page` takes, which is the default.
        """
        self._fetcher = fetcher
        self._validators = validators if validators is not None else MemoryValidators()
        self._known = known
        self._read_page = read_page or _read_here
        self._pending = Pending(self._validators, known)
        self._items = 0
        self._seen: set[str] = set()
        self._failed: set[str] = set()
        self.unchanged = 0

    def crawl(self, url: str, before: int = 0) -> Iterator[Found | Failure]:
        """Yield the articles that an address leads to, with a failure in place of each that cannot be had.

        `before` counts the items that the run yielded before, from whatever source: see `confirm`.
        """
        self._items = before
        if self._is_new(url):
            for item in self._start(url):
                self._items += 1
                yield item

    def confirm(self, items: int) -> None:
        """Let the next run make do with "nothing has changed" for what the first `items` items came from.

        To be called once these are stored, as often as wanted, and at the end with the number of all.
        """
        self._pending.confirm(items)

    def _start(self, url: str) -> Iterator[Found | Failure]:
        fetched = self._fetch(url)
        if isinstance(fetched, Failure):
            yield fetched
        elif fetched is not None:
            kind = kind_of(fetched)
            if kind == SITEMAP:
                yield from self._sitemap(url, fetched)
            elif kind == FEED:
                yield from self._feed(url, fetched)
            else:
                yield from self._articles(url, fetched, Hints())

    def _fetch(self, url: str) -> Fetched | Failure | None:
        """Return what an address leads to, or why it leads to nothing; None where nothing has changed."""
        try:
            fetched = self._fetcher.fetch(url, self._usable)
        except SourceError as error:
            return Failure(url, str(error))
        if fetched.not_modified:
            self.unchanged += 1
            return None
        return fetched

    def _usable(self, url: str) -> Validator | None:
        kept = self._validators.get(url)
        # Without the article the page is needed again, changed or not.
        return kept if kept and (kept.article is None or self._known(kept.article)) else None

    def _feed(self, url: str, fetched: Fetched) -> Iterator[Found | Failure]:
        outcome = _Outcome()
        try:
            feed = feeds.parse(fetched.body, fetched.url, fetched.charset)
        except SourceError as error:
            yield Failure(url, str(error))
            return
        yield from self._follow(leads_of_feed(feed, url), outcome)
        if feed.left_out:
            outcome.clean = False
            yield Failure(url, f"{feed.left_out:,} entries over the limit of {feeds.MOST_ENTRIES:,} were left out")
        self._learn_list(fetched, outcome)

    def _sitemap(self, url: str, fetched: Fetched, depth: int = DEEPEST) -> Iterator[Found | Failure]:
        outcome = _Outcome()
        try:
            sitemap = sitemaps.parse(fetched.body, fetched.charset)
        except SourceError as error:
            yield Failure(url, str(error))
            return
        yield from self._follow(map(lead_of_address, sitemap.entries[:MOST_PAGES]), outcome)
        for reason in _shortcomings(sitemap):
            outcome.clean = False
            yield Failure(url, reason)
        yield from self._further(sitemap.sitemaps[:MOST_SITEMAPS], depth)
        # An index may stay as it is while what it names changes, so it is always read again.
        if not sitemap.sitemaps:
            self._learn_list(fetched, outcome)

    def _further(self, addresses: Iterable[str], depth: int) -> Iterator[Found | Failure]:
        for url in addresses:
            if not self._is_new(url):
                continue
            if depth == 0:
                yield Failure(url, "a sitemap three levels below the first is not followed: give its address itself")
                continue
            fetched = self._fetch(url)
            if isinstance(fetched, Failure):
                yield fetched
            elif fetched is not None:
                yield from self._sitemap(url, fetched, depth - 1)

    def _follow(self, leads: Iterable[Lead], outcome: _Outcome) -> Iterator[Found | Failure]:
        for lead in leads:
            if lead.url is not None and not self._is_new(lead.url):
                # Its failure was told before, and counts here too.
                outcome.clean &= _identity(lead.url) not in self._failed
                continue
            for item in self._lead(lead):
                outcome.note(item)
                yield item

    def _lead(self, lead: Lead) -> Iterator[Found | Failure]:
        if lead.url is None:
            yield from [lead.own] if lead.own else []
            return
        for item in self._page(lead.url, lead.hints):
            if isinstance(item, Failure):
                # The page, once read, is not replaced by the feed's version of it: the two would take turns.
                if lead.own and not self._known(lead.url):
                    yield lead.own
                    return
                self._failed.add(_identity(lead.url))
            yield item

    def _page(self, url: str, hints: Hints) -> Iterator[Found | Failure]:
        fetched = self._fetch(url)
        if isinstance(fetched, Failure):
            yield fetched
        elif fetched is not None:
            if kind_of(fetched) in {FEED, SITEMAP}:
                yield Failure(url, "a feed or sitemap that another one leads to: give its address itself")
            else:
                yield from self._articles(url, fetched, hints)

    def _articles(self, url: str, fetched: Fetched, hints: Hints) -> Iterator[Found | Failure]:
        """Yield the article of a page, or the articles of a file."""
        kind = kind_of(fetched)
        if kind in FILES:
            yield from self._file(url, fetched, kind)
        else:
            yield self._page_article(url, fetched, hints)

    def _file(self, url: str, fetched: Fetched, kind: str) -> Iterator[Found | Failure]:
        outcome = _Outcome()
        for item in read_body(fetched, kind, url):
            outcome.note(item)
            yield item
        self._learn_list(fetched, outcome)

    def _page_article(self, url: str, fetched: Fetched, hints: Hints) -> Found | Failure:
        item = self._read_page(fetched.body, url, url=fetched.url, charset=fetched.charset, listed=hints.published)
        if isinstance(item, Failure):
            return item
        if fetched.validator:
            article = item.article.url or fetched.url
            # It will be the next item.
            self._pending.learn(self._items + 1, fetched.url, fetched.validator.of(article), [article])
        return completed(item, hints)

    def _learn_list(self, fetched: Fetched, outcome: _Outcome) -> None:
        if fetched.validator and outcome.clean:
            self._pending.learn(self._items, fetched.url, fetched.validator, outcome.articles)

    def _is_new(self, url: str) -> bool:
        identity = _identity(url)
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True


def _read_here(html: bytes, source: str, **known: Any) -> Found | Failure:  # noqa: ANN401 - as it is passed on
    from ingest.extraction import read_page

    try:
        return read_page(html, source, **known)
    except Exception as error:  # a page that makes the reader stumble costs itself alone
        return Failure(source, f"reading it failed ({type(error).__name__}: {error}): save the page and report it")


def _shortcomings(sitemap: Sitemap) -> Iterator[str]:
    if sitemap.damage:
        yield sitemap.damage
    for what, count, most in (
        ("pages", len(sitemap.entries), MOST_PAGES),
        ("sitemaps", len(sitemap.sitemaps), MOST_SITEMAPS),
    ):
        if count > most:
            yield f"of its {count:,} {what} only {most:,} were followed: give its parts one by one"


def _identity(url: str) -> str:
    """Return what is equal for two addresses of one article."""
    return Article(title=None, text="", url=url).id
