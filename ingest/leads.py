"""What feeds and sitemaps lead to, and what they say about it before it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ingest.sources import feeds
from ingest.sources.dates import Published
from ingest.sources.feeds import Feed, FeedEntry
from ingest.sources.found import Found
from ingest.sources.sitemaps import SitemapEntry
from ontherecord import Article, Failure


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed or sitemap says about a page; it counts where the page itself says nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: Published | None = None
    updated: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a feed or sitemap leads to; `own` is the article as the feed itself holds it.

    Without an address there is nothing but `own`, which can be a failure.
    """

    url: str | None
    hints: Hints = field(default_factory=Hints)
    own: Found | Failure | None = None


def leads_of_feed(feed: Feed, source: str) -> Iterator[Lead]:
    """Yield where the entries of a feed lead to."""
    for number, entry in enumerate(feed.entries, start=1):
        yield _lead_of_entry(entry, f"{source}#{number}")


def lead_of_address(entry: SitemapEntry) -> Lead:
    """Return where an address of a sitemap leads to."""
    hints = Hints(
        title=entry.title,
        publisher=entry.publisher,
        published=entry.published,
        updated=entry.updated,
        language=entry.language,
    )
    return Lead(entry.url, hints)


def completed(found: Found, hints: Hints) -> Found:
    """Return an article with what its page leaves unknown taken from what led there, but for the date."""
    article = found.article
    # A change before the publication is one of something else.
    later = hints.updated if hints.updated and _follows(hints.updated, article) else None
    return replace(
        found,
        article=replace(
            article,
            title=article.title or hints.title,
            authors=article.authors or hints.authors,
            publisher=article.publisher or hints.publisher,
            updated_at=article.updated_at or later,
            language=article.language or hints.language,
            # Derived anew where the page's address does not settle it.
            id=article.id if article.url else "",
        ),
    )


def _lead_of_entry(entry: FeedEntry, source: str) -> Lead:
    own = feeds.article_of(entry, entry.url or source)
    hints = Hints(
        title=entry.title,
        authors=entry.authors,
        publisher=entry.publisher,
        published=entry.published,
        updated=entry.updated,
        language=entry.language,
    )
    return Lead(entry.url, hints, own if isinstance(own, Found) or entry.url is None else None)


def _follows(moment: datetime, article: Article) -> bool:
    return article.published_at is not None and moment > article.published_at
