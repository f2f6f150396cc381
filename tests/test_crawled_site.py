"""A site of a newspaper, served and crawled twice: the exact counts of requests and of items."""

from dataclasses import replace

import pytest

from ingest.crawling import Crawler
from ingest.fetching import Fetcher, FileValidators
from ingest.sources.found import Found
from ontherecord import Failure, Library
from tests.fakes import HashEmbedder
from tests.site import QUICK, Page, Site, redirect

SETTINGS = replace(QUICK, longest_wait_s=3.0)
LATIN, CYRILLIC, JAPANESE = "iso-8859-1", "windows-1251", "shift_jis"
SENTENCES = {
    LATIN: "Die Fähre nach Lindholm fährt wieder, sagte der Hafenmeister am Montag vor zahlreichen Zuhörern. ",
    CYRILLIC: "Паром снова ходит, сказал в понедельник начальник порта собравшимся на берегу жителям. ",
    JAPANESE: "月曜日、港長は、フェリーが再び運航すると、集まった住民に述べた。船は三月から修理を受けていた。",
}


def html(title, sentence, charset="utf-8", extra=""):
    paragraphs = "".join(f"<p>{sentence * 3}</p>" for _ in range(4))
    head = f'<meta charset="{charset}"><title>{title}</title><meta property="og:type" content="article">'
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{extra}{paragraphs}</article></body></html>"


def page(title, sentence, charset="utf-8", extra="", **fields):
    return Page(html(title, sentence, charset, extra).encode(charset), kind="text/html", **fields)


WIRE = "The harbour board elected Ada Moreno, a former pilot, as its new chair on Tuesday evening, it said. "
FERRY = "The council of Lindholm voted on Monday for a second ferry, which is to cost nine million. "
BRIDGE = "Painters gave the old bridge a coat of green last week, the first in forty years, and drivers cheered. "
MARKET = "Stalls sold out of strawberries before noon while rain kept most visitors under the arcades downtown. "
PIPE = "Engineers mended a burst main beneath Mill Lane overnight, restoring water to six hundred homes by dawn. "
LIGHT = "Keepers lit the northern lighthouse again after its lens returned from a workshop abroad this spring. "


class Healing:
    """Answers with trouble a number of times, then with a page."""

    def __init__(self, trouble, page, times=1):
        self.trouble, self.page, self.times = trouble, page, times

    def __call__(self, asked):
        self.times -= 1
        return self.trouble if self.times >= 0 else self.page


@pytest.fixture
def site():
    with Site() as site:
        site.pages |= {
            "/robots.txt": Page("User-agent: *\nDisallow: /private/\nCrawl-delay: 0.002\n", kind="text/plain"),
            "/feed.xml": feed(
                site, "/latin", "/cyrillic", "/japanese", "/council", "/moved", "/private/memo", "/wire"
            ),
            "/news.xml": sitemap(site, "/council", "/copy", "/busy", "/broken", "/gone"),
            "/latin": page("Fähre fährt", SENTENCES[LATIN], LATIN, etag='"l1"'),
            "/cyrillic": page("Паром снова ходит", SENTENCES[CYRILLIC], CYRILLIC, etag='"c1"'),
            "/japanese": page("フェリー再開", SENTENCES[JAPANESE], JAPANESE, etag='"j1"'),
            "/council": page("Council votes for ferry", FERRY, etag='"v1"'),
            "/moved": redirect("/moved/again", 301),
            "/moved/again": redirect("/moved/here", 308),
            "/moved/here": page("Bridge painted", BRIDGE, etag='"m1"'),
            "/wire": page("Moreno elected", WIRE, etag='"w1"'),
            "/copy": page("New chair for harbour board", WIRE, etag='"w2"'),
            "/busy": Healing(
                Page(status=429, headers={"Retry-After": "1"}), page("Market busy", MARKET, etag='"b1"')
            ),
            "/broken": Healing(Page(status=500), page("Pipe mended", PIPE, etag='"p1"')),
        }
        yield site


def feed(site, *paths, etag='"f1"'):
    items = "".join(f"<item><title>T</title><link>{site.url(path)}</link></item>" for path in paths)
    return Page(f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>", kind="text/xml", etag=etag)


def sitemap(site, *paths, etag='"s1"'):
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    urls = "".join(f"<url><loc>{site.url(path)}</loc><news:news/></url>" for path in paths)
    return Page(f"<urlset {news}>{urls}</urlset>", kind="text/xml", etag=etag)


def ingest(site, library):
    """Crawl feed and news sitemap into a library; returns the report, and how often each path was asked for."""
    site.asked.clear()
    with Fetcher(SETTINGS) as fetcher:
        known = lambda url: library.article(url) is not None  # noqa: E731
        crawler = Crawler(fetcher, FileValidators(library.path), known)

        def items():
            count = 0
            for path in ("/feed.xml", "/news.xml"):
                for item in crawler.crawl(site.url(path), count):
                    count += 1
                    yield item.article if isinstance(item, Found) else item

        report = library.add(items(), progress=lambda progress: crawler.confirm(progress.articles))
        crawler.confirm(report.seen)
    return report, site.counts()


FIRST = {
    "/robots.txt": 1,
    "/feed.xml": 1,
    "/news.xml": 1,
    "/latin": 1,
    "/cyrillic": 1,
    "/japanese": 1,
    "/council": 1,
    "/moved": 1,
    "/moved/again": 1,
    "/moved/here": 1,
    "/wire": 1,
    "/copy": 1,
    "/busy": 2,
    "/broken": 2,
    "/gone": 1,
}


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=HashEmbedder()) as library:
        yield library


def test_a_site_crawled_twice(site, library):
    report, asked = ingest(site, library)
    assert asked == FIRST
    assert (report.added, report.updated, report.unchanged, report.syndicated) == (9, 0, 0, 1)
    assert {failure.source for failure in report.failed} == {site.url("/private/memo"), site.url("/gone")}
    for path, charset in (("/latin", LATIN), ("/cyrillic", CYRILLIC), ("/japanese", JAPANESE)):
        assert SENTENCES[charset].strip() in library.article(site.url(path)).text
    assert library.article(site.url("/moved/here")).title == "Bridge painted"

    # Nothing has changed: both lists led to failures and are looked at again, each page costs a 304.
    report, asked = ingest(site, library)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 0)
    assert {failure.source for failure in report.failed} == {site.url("/private/memo"), site.url("/gone")}
    assert asked == FIRST | {"/busy": 1, "/broken": 1}
    pages = [asked for asked in site.asked if asked.path in {"/latin", "/council", "/moved/here", "/copy", "/busy"}]
    assert all("if-none-match" in asked.headers for asked in pages)


def test_a_correction_between_two_runs_is_an_update(site, library):
    ingest(site, library)
    corrected = '<p class="correction">Correction: an earlier version of this article gave a wrong sum.</p>'
    site.pages["/council"] = page(
        "Council votes for ferry", FERRY.replace("nine", "seven"), extra=corrected, etag='"v2"'
    )
    site.pages["/feed.xml"] = feed(site, "/council", "/new", etag='"f2"')
    site.pages["/news.xml"] = sitemap(site, "/council", "/new", etag='"s2"')
    site.pages["/new"] = page("Lighthouse lit", LIGHT)
    report, asked = ingest(site, library)
    assert (report.added, report.updated, report.unchanged, report.failed) == (1, 1, 0, ())
    assert asked == {"/robots.txt": 1, "/feed.xml": 1, "/news.xml": 1, "/council": 1, "/new": 1}
    assert "seven million" in library.article(site.url("/council")).text

    # Both lists were dealt with without a failure: now they cost a 304 each, and nothing else is asked for.
    report, asked = ingest(site, library)
    assert report.seen == 0
    assert asked == {"/robots.txt": 1, "/feed.xml": 1, "/news.xml": 1}


def test_a_removed_article_comes_back_only_when_a_list_leads_there_again(site, library):
    ingest(site, library)
    library.remove(site.url("/latin"))
    report, _ = ingest(site, library)
    assert (report.added, report.updated) == (1, 0)
    assert isinstance(report.failed[0], Failure)


def test_an_interrupted_run_loses_nothing(site, library):
    """What was fetched but not stored is fetched again."""
    with Fetcher(SETTINGS) as fetcher:
        crawler = Crawler(fetcher, FileValidators(library.path), lambda url: library.article(url) is not None)
        found = [item for item in crawler.crawl(site.url("/feed.xml")) if isinstance(item, Found)]
        library.add(item.article for item in found[:2])
        crawler.confirm(2)
    report, asked = ingest(site, library)
    assert (report.added, report.unchanged) == (7, 0)
    assert asked["/latin"] == asked["/japanese"] == 1
    assert library.stats().articles == 9
