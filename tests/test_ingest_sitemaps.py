"""Sitemaps: addresses and what the news extension says about them; damage and traps."""

import gzip
from datetime import UTC, datetime

import pytest

from ingest.sources import read_file, sitemaps
from ingest.sources.sitemaps import Sitemap, SitemapEntry
from ontherecord import Failure, SourceError

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = """<news:news><news:publication><news:name>Lindholm Post</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2025-06-09T10:00:00+02:00</news:publication_date>
<news:title>Ferry sails &amp; sings</news:title></news:news>"""


def urlset(*urls, spaces=SPACES):
    return f"<?xml version='1.0'?><urlset {spaces}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>".encode()


def loc(path="1"):
    return f"<loc>https://post.example/{path}</loc>"


def test_a_news_sitemap_says_what_the_page_may_not():
    picture = (
        "<image:image><image:loc>https://post.example/i.jpg</image:loc><image:title>No</image:title></image:image>"
    )
    read = sitemaps.parse(urlset(f"{picture}{loc()}<lastmod>2025-06-10</lastmod>{NEWS}{picture}"))
    assert read == Sitemap(
        entries=(
            SitemapEntry(
                url="https://post.example/1",
                title="Ferry sails & sings",
                published=(datetime(2025, 6, 9, 8, tzinfo=UTC), "second"),
                updated=datetime(2025, 6, 10, tzinfo=UTC),
                publisher="Lindholm Post",
                language="en",
            ),
        )
    )


def test_pages_without_the_news_extension_are_left_out_beside_pages_with_it():
    assert [entry.url[-1] for entry in sitemaps.parse(urlset(loc("a"), loc("b") + NEWS)).entries] == ["b"]
    assert [entry.url[-1] for entry in sitemaps.parse(urlset(loc("a"), loc("b"))).entries] == ["a", "b"]


@pytest.mark.parametrize(
    "spaces", ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', SPACES.replace("http:", "https:")]
)
def test_the_name_of_the_namespace_may_vary(spaces):
    assert [entry.url for entry in sitemaps.parse(urlset(loc(), spaces=spaces)).entries] == ["https://post.example/1"]


def test_an_index_names_further_sitemaps():
    data = f"<sitemapindex {SPACES}><sitemap>{loc('a.xml')}<lastmod>2025</lastmod></sitemap></sitemapindex>"
    assert sitemaps.parse(data.encode()) == Sitemap(sitemaps=("https://post.example/a.xml",))


def test_packed_sitemaps_are_read():
    assert len(sitemaps.parse(gzip.compress(urlset(loc()))).entries) == 1


@pytest.mark.parametrize(
    "bad", ["", "<loc></loc>", "<loc>file:///etc/passwd</loc>", "<loc>javascript:x</loc>", "<loc>/a</loc>"]
)
def test_an_entry_without_a_web_address_is_passed_over(bad):
    assert [entry.url for entry in sitemaps.parse(urlset(bad, loc())).entries] == ["https://post.example/1"]


def test_of_a_sitemap_that_breaks_off_the_beginning_is_read_and_the_damage_told():
    read = sitemaps.parse(urlset(loc("1"), loc("2"))[:-30])
    assert [entry.url[-1] for entry in read.entries] == ["1"]
    assert "not well-formed" in read.damage


def test_more_addresses_than_the_protocol_allows_are_told():
    read = sitemaps.parse(urlset(*[loc()] * (sitemaps.MOST_ADDRESSES + 2_000)))
    assert "more than 50,000" in read.damage
    assert len(read.entries) > sitemaps.MOST_ADDRESSES


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a sitemap"),
        (b"<html></html>", "not a sitemap"),
        (b"\x1f\x8bdamaged", "gzip"),
        (gzip.compress(b"<urlset>" + b" " * (sitemaps.LARGEST_SITEMAP + 1)), "larger than"),
        (b'<!DOCTYPE urlset [<!ENTITY a "b">]>' + urlset(), "entities"),
        (('<!DOCTYPE urlset [<!ENTITY a "b">]>' + urlset().decode()).encode("utf-16"), "entities"),
        (b'<!DOCTYPE urlset [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>' + urlset(), "entities"),
    ],
)
def test_what_is_no_sitemap_and_what_is_a_trap_is_refused(data, said):
    with pytest.raises(SourceError, match=said):
        sitemaps.parse(data)


@pytest.mark.parametrize("data", [b"<urlset>" + b"<url>" * 100_000, urlset("<loc>" + "x" * 5_000_000 + "</loc>")])
def test_depth_and_length_do_no_harm(data):
    assert sitemaps.parse(data).entries == ()


def test_a_saved_sitemap_names_the_addresses_to_ingest(tmp_path):
    (tmp_path / "sitemap.xml").write_bytes(urlset(loc("1"), loc("2"))[:-30])
    named, damage = read_file(tmp_path / "sitemap.xml", lambda size: None)
    assert named == Failure("https://post.example/1", "the sitemap holds only its address: ingest this address")
    assert damage.source == str(tmp_path / "sitemap.xml")
