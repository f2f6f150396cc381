"""Pages, feeds and sitemaps of a small newspaper, and a run over them."""

from ingest.crawling import Crawler
from ingest.fetching import Fetcher
from ingest.sources.found import Found
from ontherecord import Failure
from tests.site import QUICK, Page

WORDS = "The ferry to Lindholm sails again, the harbour master said on Monday. It had been in the dock since March. "
FEED = "application/rss+xml"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def page_of(title="Ferry sails again", head="", words=WORDS, **fields):
    paragraphs = "".join(f"<p>{words} This is paragraph {number}.</p>" for number in range(6))
    body = f"<body><article><h1>{title}</h1>{paragraphs}</article></body>"
    return Page(f"<html lang=en><head><title>{title}</title>{head}</head>{body}</html>", **fields)


def published(moment):
    return f'<meta property="article:published_time" content="{moment}">'


def feed_of(*items, **fields):
    inner = "".join(f"<item>{item}</item>" for item in items)
    xmlns = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return Page(
        f'<rss version="2.0" {xmlns}><channel><title>Post</title>{inner}</channel></rss>', kind=FEED, **fields
    )


def sitemap_of(*urls, **fields):
    inner = "".join(f"<url>{url}</url>" for url in urls)
    return Page(f"<urlset {NEWS}>{inner}</urlset>", kind="application/xml", **fields)


def link(site, path):
    return f"<link>{site.url(path)}</link>"


def loc(site, path):
    return f"<loc>{site.url(path)}</loc>"


def articles(items):
    return [item.article for item in items if isinstance(item, Found)]


def failures(items):
    return {item.source: item.reason for item in items if isinstance(item, Failure)}


def crawled(site, *paths, validators=None, known=lambda url: False):
    """Crawl paths of the site in one run, confirm everything, and return what was yielded."""
    with Fetcher(QUICK) as fetcher:
        crawler = Crawler(fetcher, validators, known)
        items = []
        for path in paths:
            items.extend(crawler.crawl(site.url(path), len(items)))
        crawler.confirm(len(items))
        return items
