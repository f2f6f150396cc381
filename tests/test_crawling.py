"""From an address to articles: what is fetched, what is made of it, and where lists that lead to lists end."""

import gzip
import json
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.press import WORDS, articles, crawled, failures, feed_of, link, loc, page_of, published, sitemap_of
from tests.site import Page, Site, redirect


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def crawl(site):
    return partial(crawled, site)


def test_a_page_is_an_article_under_its_final_address(site, crawl):
    site.pages |= {"/old": redirect("/new"), "/new": page_of()}
    (found,) = crawl("/old")
    assert found.source == site.url("/old")
    assert (found.article.title, found.article.url) == ("Ferry sails again", site.url("/new"))
    assert found.article.text.startswith("The ferry to Lindholm")


def test_a_page_may_say_where_it_belongs(site, crawl):
    site.pages["/page?ref=home"] = page_of(head='<link rel="canonical" href="/page">')
    assert articles(crawl("/page?ref=home"))[0].url == site.url("/page")


def test_the_pages_of_a_feed_are_fetched(site, crawl):
    site.pages |= {"/feed": feed_of(link(site, "/1"), link(site, "/2")), "/1": page_of("One"), "/2": page_of("Two")}
    assert [found.title for found in articles(crawl("/feed"))] == ["One", "Two"]


def test_the_pages_of_a_sitemap_and_of_an_index_are_fetched(site, crawl):
    inner = "".join(f"<sitemap>{loc(site, path)}</sitemap>" for path in ("/a.xml.gz", "/b.xml"))
    index = f"<sitemapindex>{inner}</sitemapindex>"
    packed = gzip.compress(sitemap_of(loc(site, "/1")).body.encode())
    site.pages |= {
        "/index.xml": Page(index, kind="text/xml"),
        "/a.xml.gz": Page(packed, kind="application/octet-stream"),
        "/b.xml": sitemap_of(loc(site, "/2")),
        "/1": page_of("One"),
        "/2": page_of("Two"),
    }
    assert [found.title for found in articles(crawl("/index.xml"))] == ["One", "Two"]


ITEM = "<title>Of the feed</title><dc:creator>Feed Author</dc:creator><pubDate>2025-06-09T10:00:00Z</pubDate>"
NEWS_ENTRY = (
    "<lastmod>2025-06-11T00:00:00Z</lastmod><news:news><news:publication><news:name>Sitemap Post</news:name>"
    "<news:language>de</news:language></news:publication><news:publication_date>2025-06-09T11:00:00Z"
    "</news:publication_date><news:title>Of the sitemap</news:title></news:news>"
)


def test_what_the_page_says_counts_before_what_the_feed_says(site, crawl):
    head = (
        published("2025-06-08T08:00:00Z")
        + '<meta name="author" content="Page Author"><meta property="og:site_name" content="Page Post">'
    )
    path = "/2025/06/07/ferry"
    site.pages |= {"/feed": feed_of(ITEM + link(site, path)), path: page_of(head=head)}
    (found,) = articles(crawl("/feed"))
    assert (found.title, found.authors, found.publisher) == ("Ferry sails again", ("Page Author",), "Page Post")
    assert found.published_at == datetime(2025, 6, 8, 8, tzinfo=UTC)


def test_what_the_feed_says_fills_gaps_and_counts_before_the_address(site, crawl):
    path = "/2025/06/07/ferry"
    site.pages |= {"/feed": feed_of(ITEM + link(site, path)), path: page_of()}
    (found,) = articles(crawl("/feed"))
    assert (found.authors, found.publisher) == (("Feed Author",), "Post")
    assert (found.published_at, found.published_precision) == (datetime(2025, 6, 9, 10, tzinfo=UTC), "second")


def test_what_the_sitemap_says_fills_gaps_and_counts_before_the_address(site, crawl):
    path = "/2025/06/07/ferry"
    bare = Page(page_of().body.replace(" lang=en", ""))
    site.pages |= {"/sitemap.xml": sitemap_of(loc(site, path) + NEWS_ENTRY), path: bare}
    (found,) = articles(crawl("/sitemap.xml"))
    assert (found.publisher, found.language, found.title) == ("Sitemap Post", "de", "Ferry sails again")
    assert found.published_at == datetime(2025, 6, 9, 11, tzinfo=UTC)
    assert found.updated_at == datetime(2025, 6, 11, tzinfo=UTC)


def test_the_date_in_the_address_comes_last(site, crawl):
    path = "/2025/06/07/ferry"
    site.pages |= {"/feed": feed_of(link(site, path)), path: page_of()}
    (found,) = articles(crawl("/feed"))
    assert (found.published_at, found.published_precision) == (datetime(2025, 6, 7, tzinfo=UTC), "day")


FULL = "".join(f"<p>{WORDS} In the feed, {number}.</p>" for number in range(8))
CONTENT = f"<content:encoded><![CDATA[{FULL}]]></content:encoded>"


@pytest.mark.parametrize("page", [Page(status=403), Page("<p>Please sign in.</p>"), Page(status=500)])
def test_where_the_page_cannot_be_had_the_feeds_own_content_is_the_article(site, crawl, page):
    site.pages |= {"/feed": feed_of(ITEM + link(site, "/1") + CONTENT), "/1": page}
    (found,) = articles(crawl("/feed"))
    assert (found.url, found.title, "In the feed" in found.text) == (site.url("/1"), "Of the feed", True)


def test_where_the_page_can_be_had_it_is_the_article(site, crawl):
    site.pages |= {"/feed": feed_of(ITEM + link(site, "/1") + CONTENT), "/1": page_of()}
    assert "In the feed" not in articles(crawl("/feed"))[0].text


def test_a_page_read_before_is_not_replaced_by_the_feeds_version_of_it(site, crawl):
    site.pages |= {"/feed": feed_of(ITEM + link(site, "/1") + CONTENT), "/1": Page(status=500)}
    assert list(failures(crawl("/feed", known=lambda url: True))) == [site.url("/1")]


def test_one_bad_entry_never_stops_the_rest(site, crawl):
    site.pages |= {
        "/feed": feed_of(link(site, "/gone"), link(site, "/1"), "<title>T</title>", link(site, "/index")),
        "/gone": Page(status=410),
        "/1": page_of("One"),
        "/index": Page("<ul>" + "".join(f"<li><a href=/{n}>Story number {n}</a>" for n in range(50)) + "</ul>"),
    }
    items = crawl("/feed")
    assert [found.title for found in articles(items)] == ["One"]
    failed = failures(items)
    assert "410" in failed[site.url("/gone")]
    assert "index page" in failed[site.url("/index")]
    assert f"{site.url('/feed')}#3" in failed


def test_no_address_is_fetched_twice_in_a_run(site, crawl):
    again = site.url("/1").replace("http", "HTTP") + "?utm_source=feed#top"
    site.pages |= {
        "/feed": feed_of(link(site, "/1"), f"<link>{again}</link>", link(site, "/1/")),
        "/sitemap.xml": sitemap_of(loc(site, "/1")),
        "/1": page_of("One"),
    }
    assert len(articles(crawl("/feed", "/sitemap.xml", "/feed", "/1"))) == 1
    assert site.counts() == {"/robots.txt": 1, "/feed": 1, "/sitemap.xml": 1, "/1": 1}


def test_lists_that_lead_to_lists_come_to_an_end(site, crawl):
    def index(*paths):
        return Page(
            f"<sitemapindex>{''.join(f'<sitemap>{loc(site, path)}</sitemap>' for path in paths)}</sitemapindex>"
        )

    site.pages |= {
        "/0.xml": index("/0.xml", "/1.xml"),
        "/1.xml": index("/2.xml", "/0.xml"),
        "/2.xml": index("/3.xml"),
        "/3.xml": index("/4.xml"),
        "/feed": feed_of(link(site, "/feed"), link(site, "/feed2"), link(site, "/2.xml")),
        "/feed2": feed_of(link(site, "/feed")),
    }
    failed = failures(crawl("/0.xml", "/feed"))
    assert failed.keys() == {site.url("/3.xml"), site.url("/feed2")}
    assert site.counts().keys() == {"/robots.txt", "/0.xml", "/1.xml", "/2.xml", "/feed", "/feed2"}


def test_a_sitemap_that_breaks_off_gives_what_it_has_and_says_so(site, crawl):
    whole = sitemap_of(loc(site, "/1"), loc(site, "/2")).body
    site.pages |= {"/sitemap.xml": Page(whole[:-30], kind="text/xml"), "/1": page_of("One")}
    items = crawl("/sitemap.xml")
    assert len(articles(items)) == 1
    assert "not well-formed" in failures(items)[site.url("/sitemap.xml")]


@pytest.mark.parametrize(
    ("path", "kind"), [("/news.json", "application/json"), ("/news.json", "text/plain"), ("/api", "application/json")]
)
def test_other_kinds_are_read_as_files_of_that_kind(site, crawl, path, kind):
    site.pages[path] = Page(json.dumps([{"title": "One", "text": WORDS}, {"title": "Two"}]), kind=kind)
    items = crawl(path)
    assert [found.title for found in articles(items)] == ["One"]
    assert list(failures(items)) == [f"{site.url(path)}#2"]


def test_a_text_is_known_by_its_address(site, crawl):
    site.pages["/story.txt"] = Page(f"Ferry\n{WORDS}", kind="text/plain")
    assert articles(crawl("/story.txt"))[0].url == site.url("/story.txt")


def test_what_the_server_does_not_give_is_a_failure_under_the_address_asked_for(site, crawl):
    assert "404" in failures(crawl("/nothing"))[site.url("/nothing")]
