"""A second run: what has not changed costs next to nothing, and nothing is lost for it."""

from functools import partial

import pytest

from ingest.crawling import Crawler
from ingest.fetching import Fetcher, MemoryValidators
from tests.press import WORDS, articles, crawled, failures, feed_of, link, loc, page_of, sitemap_of
from tests.site import QUICK, Page, Site, redirect


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def crawl(site):
    return partial(crawled, site)


class Shelf:
    """What a library knows: the addresses of its articles."""

    def __init__(self, items=()):
        self.urls = {found.url for found in articles(items)}

    def __call__(self, url):
        return url in self.urls


def test_a_second_run_costs_a_304_for_each_page(site, crawl):
    site.pages |= {"/1": page_of("One", etag='"1"'), "/2": page_of("Two", etag='"2"')}
    kept = MemoryValidators()
    shelf = Shelf()
    first = crawl("/1", "/2", validators=kept, known=lambda url: True)
    shelf = Shelf(first)
    assert crawl("/1", "/2", validators=kept, known=shelf) == []
    assert [("if-none-match" in asked.headers) for asked in site.asked if asked.path == "/1"] == [False, True]


def test_a_page_whose_article_is_gone_is_fetched_again(site, crawl):
    site.pages["/1"] = page_of(etag='"1"')
    kept = MemoryValidators()
    crawl("/1", validators=kept, known=lambda url: True)
    assert len(articles(crawl("/1", validators=kept, known=lambda url: False))) == 1


def test_an_article_that_goes_by_another_address_is_still_recognised(site, crawl):
    site.pages |= {"/old": redirect("/new"), "/new": page_of(head='<link rel="canonical" href="/true">', etag='"1"')}
    kept = MemoryValidators()
    first = crawl("/old", validators=kept, known=lambda url: True)
    assert crawl("/old", validators=kept, known=Shelf(first)) == []


def test_a_changed_page_is_read_again(site, crawl):
    site.pages["/1"] = page_of(etag='"1"')
    kept = MemoryValidators()
    crawl("/1", validators=kept, known=lambda url: True)
    site.pages["/1"] = page_of(words="Correction: the ferry does not sail. " + WORDS, etag='"2"')
    assert "Correction" in articles(crawl("/1", validators=kept, known=lambda url: True))[0].text


@pytest.mark.parametrize("make", [feed_of, sitemap_of])
def test_an_unchanged_list_is_not_gone_through_again(site, crawl, make):
    entry = link(site, "/1") if make is feed_of else loc(site, "/1")
    site.pages |= {"/list": make(entry, etag='"f"'), "/1": page_of()}
    kept = MemoryValidators()
    crawl("/list", validators=kept, known=lambda url: True)
    assert crawl("/list", validators=kept, known=lambda url: True) == []
    assert site.counts()["/1"] == 1


def test_a_list_that_led_to_a_failure_is_gone_through_again(site, crawl):
    site.pages |= {
        "/feed": feed_of(link(site, "/1"), link(site, "/2"), etag='"f"'),
        "/1": page_of(),
        "/2": Page(status=500),
    }
    kept = MemoryValidators()
    assert len(failures(crawl("/feed", validators=kept, known=lambda url: True))) == 1
    site.pages["/2"] = page_of("Healed")
    assert "Healed" in [found.title for found in articles(crawl("/feed", validators=kept, known=lambda url: True))]


def test_a_list_that_shares_a_failed_page_is_gone_through_again(site, crawl):
    site.pages |= {
        "/feed": feed_of(link(site, "/1"), etag='"f"'),
        "/other": feed_of(link(site, "/1"), etag='"o"'),
        "/1": Page(status=500),
    }
    kept = MemoryValidators()
    crawl("/feed", "/other", validators=kept, known=lambda url: True)
    site.pages["/1"] = page_of()
    assert len(articles(crawl("/other", validators=kept, known=lambda url: True))) == 1


def test_an_index_is_always_gone_through_again(site, crawl):
    index = f"<sitemapindex><sitemap>{loc(site, '/a.xml')}</sitemap></sitemapindex>"
    site.pages |= {
        "/index.xml": Page(index, etag='"i"'),
        "/a.xml": sitemap_of(loc(site, "/1"), etag='"a"'),
        "/1": page_of("One"),
    }
    kept = MemoryValidators()
    crawl("/index.xml", validators=kept, known=lambda url: True)
    site.pages |= {"/a.xml": sitemap_of(loc(site, "/2"), etag='"b"'), "/2": page_of("Two")}
    assert [found.title for found in articles(crawl("/index.xml", validators=kept, known=lambda url: True))] == [
        "Two"
    ]


def test_what_is_not_confirmed_is_fetched_again(site):
    site.pages |= {
        "/feed": feed_of(link(site, "/1"), link(site, "/2"), etag='"f"'),
        "/1": page_of("One", etag='"1"'),
        "/2": page_of("Two", etag='"2"'),
    }
    kept = MemoryValidators()
    with Fetcher(QUICK) as fetcher:
        # Ten items from elsewhere came before; the run is interrupted when eleven are stored.
        crawler = Crawler(fetcher, kept, lambda url: True)
        assert len(list(crawler.crawl(site.url("/feed"), 10))) == 2
        crawler.confirm(11)
        again = Crawler(fetcher, kept, lambda url: True)
        assert [found.title for found in articles(again.crawl(site.url("/feed")))] == ["Two"]
        assert again.unchanged == 1
