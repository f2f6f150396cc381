"""A news site from its feed and sitemap into a library, visited three times: what is new, what failed."""

from dataclasses import replace

import pytest

import ingest
from tests.newsroom import wire_copy
from tests.site import QUICK, Page, Site, redirect

ROBOTS = "User-agent: *\nDisallow: /private/\n"
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="{charset}"><title>{title}</title>
<meta property="og:site_name" content="{publisher}">
<meta property="article:published_time" content="{published}">
</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"""
ITEM = "<item><title>{title}</title><link>{url}</link><pubDate>Mon, 09 Jun 2025 08:00:00 GMT</pubDate></item>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>{items}</channel></rss>'
ENTRY = (
    "<url><loc>{url}</loc><news:news><news:publication><news:name>Harbour Wire</news:name>"
    "<news:language>en</news:language></news:publication><news:publication_date>2025-06-09</news:publication_date>"
    "<news:title>{url}</news:title></news:news></url>"
)
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
)


def page(title, text, charset="utf-8", etag='"1"', **known):
    fields = {"language": "en", "publisher": "Harbour Wire", "published": "2025-06-09T08:00:00Z", **known}
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    html = PAGE.format(title=title, charset=charset, paragraphs=paragraphs, **fields)
    return Page(html.encode(charset), kind=f"text/html; charset={charset}", etag=etag)


class Busy:
    """Asks for patience once, then answers."""

    def __init__(self, answer):
        self.answer, self.refusals = answer, 0

    def __call__(self, asked):
        if not self.refusals:
            self.refusals += 1
            return Page("later", 429, headers={"Retry-After": "0"})
        return self.answer


FIRST, SECOND = wire_copy(1), wire_copy(2)


@pytest.fixture
def site():
    with Site() as site:
        inside = ("/first", "/second", "/third", "/moved", "/busy", "/broken", "/private/notes")
        items = "".join(ITEM.format(title=f"Feed says {path}", url=site.url(path)) for path in inside)
        entries = "".join(ENTRY.format(url=site.url(path)) for path in ("/first", "/copy"))
        site.pages = {
            "/robots.txt": Page(ROBOTS, kind="text/plain"),
            "/feed": Page(FEED.format(items=items), kind="application/rss+xml", etag='"feed"'),
            "/sitemap.xml": Page(SITEMAP.format(entries=entries), kind="application/xml", etag='"map"'),
            "/first": page("Naïve plans", f"The café stays open, “for now”.\n\n{FIRST}"),
            "/second": page("Överenskommelse", f"Ministern sade nej på måndagen.\n\n{SECOND}", "windows-1252"),
            "/third": page("Žádná dohoda", f"Předseda řekl, že dohoda není.\n\n{wire_copy(3)}", "iso-8859-2"),
            "/moved": redirect("/moved/again", 301),
            "/moved/again": redirect("/moved/at-last", 302),
            "/moved/at-last": page("It moved", wire_copy(4)),
            "/busy": Busy(page("Busy day", wire_copy(5))),
            "/broken": Page("oh no", 500),
            "/private/notes": page("Secret", wire_copy(6)),
            "/copy": page("Another headline", f"{FIRST}\n\nMore on this later.", publisher="Plainfield Courier"),
        }
        yield site


@pytest.fixture
def visit(site, library):
    """Ingest the feed and the sitemap; return the report and how often each path was asked for."""

    def visiting():
        site.asked.clear()
        report = ingest.ingest([site.url("/feed"), site.url("/sitemap.xml")], library, settings=QUICK)
        return report, site.counts()

    return visiting


def failures(report):
    return {failure.source.rpartition("/")[2]: failure.reason for failure in report.failed}


def test_the_first_visit_takes_everything_that_may_be_had(site, visit, library):
    report, asked = visit()
    assert (report.added, report.updated, report.unchanged, report.syndicated) == (6, 0, 0, 1)
    assert set(failures(report)) == {"broken", "notes"}
    assert "500" in failures(report)["broken"]
    assert "robots.txt" in failures(report)["notes"]
    assert asked == {
        **dict.fromkeys(["/robots.txt", "/feed", "/sitemap.xml", "/first", "/second", "/third", "/copy"], 1),
        **dict.fromkeys(["/moved", "/moved/again", "/moved/at-last"], 1),
        "/busy": 2,
        "/broken": 1 + QUICK.retries,
    }
    assert library.article(site.url("/first")).text.startswith("The café stays open, “for now”.")
    assert library.article(site.url("/second")).text.startswith("Ministern sade nej på måndagen.")
    assert library.article(site.url("/third")).title == "Žádná dohoda"
    assert library.article(site.url("/moved/at-last")).publisher == "Harbour Wire"
    assert library.article(site.url("/private/notes")) is None


def test_the_second_visit_costs_little_and_sees_the_correction_and_what_has_healed(site, visit, library):
    visit()
    corrected = f"{SECOND}\n\nRättelse: summan har ändrats."
    site.pages["/second"] = page("Överenskommelse", corrected, "windows-1252", etag='"2"')
    site.pages["/broken"] = page("Mended", wire_copy(7))
    report, asked = visit()
    assert (report.added, report.updated, report.unchanged, report.syndicated) == (1, 1, 0, 0)
    assert set(failures(report)) == {"notes"}
    assert set(asked.values()) == {1}
    # The sitemap has not changed since all it led to was stored, so the one page that only it names is left alone.
    assert "/copy" not in asked
    conditional = {one.path for one in site.asked if "if-none-match" in one.headers}
    assert conditional == {"/first", "/second", "/third", "/moved/at-last", "/busy", "/sitemap.xml"}
    second = library.article(site.url("/second"))
    assert (second.version, second.text.endswith("Rättelse: summan har ändrats.")) == (2, True)


def test_the_third_visit_embeds_nothing_and_changes_nothing(site, visit, library):
    visit()
    site.pages["/broken"] = page("Mended", wire_copy(7))
    visit()
    before = library.verify().digest
    report, _ = visit()
    assert (report.added, report.updated, report.unchanged, report.embedded) == (0, 0, 0, 0)
    assert library.verify().digest == before


def test_an_article_that_was_removed_is_fetched_again(site, visit, library):
    visit()
    library.remove(site.url("/first"))
    report, asked = visit()
    assert asked["/first"] == 1
    assert (report.added, library.article(site.url("/first")).title) == (1, "Naïve plans")


def test_what_could_not_be_stored_is_not_taken_for_known(site, visit, library):
    class Full(Exception):
        pass

    def stop(progress):
        raise Full

    with pytest.raises(Full):
        ingest.ingest(site.url("/first"), library, settings=QUICK, progress=stop)
    library.remove(site.url("/first"))
    assert visit()[0].added == 6


def test_without_leave_nothing_private_is_connected_to(site, library):
    report = ingest.ingest(site.url("/feed"), library, settings=replace(QUICK, allow_private=False))
    assert "private" in report.failed[0].reason
    assert site.asked == []
