"""The same articles by every road, again and again: stored once, embedded once."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import ingest
from tests.endurance.corpus import story
from tests.endurance.harness import open_library
from tests.site import QUICK, Page, Site
from tests.warc_files import record, response

pytestmark = pytest.mark.endurance

GROWTH = 0.01
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="Example Post">
<meta name="author" content="Ada Writer"><meta property="article:published_time" content="{published}">
<link rel="canonical" href="{url}"></head>
<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"""
ITEM = "<item><title>{title}</title><link>{url}</link></item>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Example Post</title>{items}</channel></rss>'
# Ways to write one address; the last is asked for as another page, so the site answers that too.
VARIANTS = ("{}?utm_source=mail", "{}#top", "{}?fbclid=1&utm_medium=post", "{}/")


@pytest.fixture
def articles(scaled: Callable[..., int]) -> int:
    return scaled(20, 300)


@pytest.fixture
def site(articles: int) -> Iterator[Site]:
    with Site({"/robots.txt": Page("", kind="text/plain")}) as site:
        addresses = [site.url(path_of(number)) for number in range(articles)]
        for number, url in enumerate(addresses):
            page = Page(page_of(number, url))
            paths = (variant.format(path_of(number)) for variant in ("{}", *VARIANTS))
            site.pages.update({path.split("#")[0]: page for path in paths})
        items = "".join(ITEM.format(title=story(number).title, url=url) for number, url in enumerate(addresses))
        site.pages["/feed"] = Page(FEED.format(items=items), kind="application/rss+xml")
        yield site


def path_of(number: int) -> str:
    return f"/2024/05/story-{number}"


def page_of(number: int, url: str) -> bytes:
    article = story(number)
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in article.text.split("\n\n"))
    published = article.published_at.isoformat() if article.published_at else ""
    return PAGE.format(title=article.title, url=url, published=published, paragraphs=paragraphs).encode()


def roads(site: Site, articles: int, folder: Path) -> dict[str, Sequence[str | Path]]:
    """Return the sources of every road to the same articles."""
    saved = folder / "saved"
    saved.mkdir()
    pages = [(site.url(path_of(number)), page_of(number, site.url(path_of(number)))) for number in range(articles)]
    for number, (_, page) in enumerate(pages):
        (saved / f"{number:03}.html").write_bytes(page)
    records = [record("warcinfo", b"software: by hand\r\n"), *(response(url, page) for url, page in pages)]
    (folder / "crawl.warc.gz").write_bytes(b"".join(gzip.compress(one, mtime=0) for one in records))
    return {
        "saved pages": [saved],
        "feed": [site.url("/feed")],
        "variants": [VARIANTS[number % len(VARIANTS)].format(url) for number, (url, _) in enumerate(pages)],
        "web archive": [folder / "crawl.warc.gz"],
    }


def test_articles_that_come_by_other_roads_and_again_are_stored_and_embedded_once(
    place: Path, site: Site, articles: int, scaled: Callable[..., int], figures: Callable[..., None]
):
    ways, surplus, sizes = roads(site, articles, place), list[str](), list[int]()
    rounds = scaled(2, 3)
    for turn in range(rounds):
        for name, sources in ways.items():
            with open_library(place / "library") as library:
                report = ingest.ingest(sources, library, settings=QUICK)
                assert report.failed == ()
                if sizes and (report.added, report.updated, report.embedded) != (0, 0, 0):
                    surplus.append(f"{name}, round {turn + 1}: {report}")
                assert library.stats().articles == articles, name
            sizes.append(sum(file.stat().st_size for file in (place / "library").rglob("*") if file.is_file()))
    growth = sizes[-1] / sizes[0] - 1

    runs = len(ways) * rounds - 1
    figures("R13", f"{articles} articles, {runs} further runs: {len(surplus)} stored anything, growth {growth:.2%}")
    assert surplus == []
    assert growth <= GROWTH
