"""Nothing but the public internet is connected to, however an address is spelt and wherever it comes from."""

from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from ingest.crawling import Crawler
from ingest.fetching import Fetcher
from ingest.fetching.guard import is_public, resolve
from ontherecord import Failure, SourceError
from tests.site import QUICK, Canary, Names, Page, Site, Streets, fetcher_in, redirect

PUBLIC = "93.184.216.34"
GUARDED = replace(QUICK, allow_private=False, retries=0)
NAMES = {
    "public.example": [[PUBLIC]],
    "loop.example": [["127.0.0.1"]],
    "six.example": [["::1"]],
    "private.example": [["10.1.2.3"]],
    "mixed.example": [[PUBLIC, "127.0.0.1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "nat.example": [["64:ff9b::7f00:1"]],
    "metadata.example": [["169.254.169.254"]],
    "zero.example": [["0.0.0.0"]],
    "scoped.example": [["fe80::1%lo"]],
}

# Where {p} stands, the port of a server on this machine is put.
HOSTS = """
127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0x0.0x0.0x1 0x7f.1 0177.0.0.1 017700000001
127.000.000.001 0177.0x0.0.01 00000127.0.0.1 0 0.0.0.0 127.0.0.1. localhost LOCALHOST localhost. 4294967295
[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1]
[64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::1] [::1%lo] [::1%25lo] [fe80::1%25lo] [fe80::1] [fc00::1]
[fd00:ec2::254] [fec0::1] [ff02::1] [2001:db8::1] [100::1] [::1
169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 100.64.0.1
100.127.255.255 198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255
１２７.０.０.１ 127。0。0。1 ⑫⑦.⓪.⓪.① ⓛⓞⓒⓐⓛⓗⓞⓢⓣ %31%32%37.0.0.1 127.0.0.1%00.public.example
127.0.0.1%2f@public.example loop.example six.example private.example mixed.example mapped.example nat.example
metadata.example zero.example scoped.example LOOP.EXAMPLE loop.example.
""".split()
WHOLE = [
    "http://public.example@127.0.0.1:{p}/",
    "http://public.example:80@127.0.0.1:{p}/",
    "http://public.example\\@127.0.0.1:{p}/",
    "http://127.0.0.1:{p}\\@public.example/",
    "http://127.0.0.1:{p}\\.public.example/",
    "http://127.0.0.1:{p}#@public.example/",
    "http://127.0.0.1:{p}?@public.example/",
    "http://127.0.0.1:{p};@public.example/",
    "http://public.example&@127.0.0.1:{p}#@public.example/",
    "http://public.example &@127.0.0.1:{p}# @public.example/",
    "http://127.0.0.1\t:{p}/",
    "http://127.0.\n0.1:{p}/",
    "ht\ttp://127.0.0.1:{p}/",
    "http:\\\\127.0.0.1:{p}\\",
    "http:/\\127.0.0.1:{p}/",
    "\x01http://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}:80/",
    "http://127.0.0.1:80:{p}/",
    "http://127.0.0.1 :{p}/",
    "http:///127.0.0.1:{p}/",
    "http:////127.0.0.1:{p}/",
    "http:127.0.0.1:{p}/",
    "http:/127.0.0.1:{p}/",
    "//127.0.0.1:{p}/",
    "///127.0.0.1:{p}/",
    "\\\\127.0.0.1:{p}\\",
    "HTTP://127.0.0.1:{p}/",
    "https://127.0.0.1:{p}/",
    "file:///etc/hostname",
    "file://127.0.0.1/etc/hostname",
    "ftp://127.0.0.1:{p}/",
    "gopher://127.0.0.1:{p}/_GET",
    "dict://127.0.0.1:{p}/x",
    "ldap://127.0.0.1:{p}/",
    "ws://127.0.0.1:{p}/",
    "http+unix://%2Ftmp%2Fsocket/",
    "jar:http://127.0.0.1:{p}/!/x",
    "view-source:http://127.0.0.1:{p}/",
    "data:text/html,hello",
    "javascript:alert(1)",
]
SPELLINGS = [f"http://{host}:{{p}}/" for host in HOSTS] + WHOLE


def spelt(port):
    return [spelling.replace("{p}", str(port)) for spelling in SPELLINGS]


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def canary():
    with Canary() as canary:
        yield canary


@pytest.fixture
def streets(site):
    return Streets({PUBLIC: site.port})


def crawled(streets, *urls):
    with fetcher_in(streets, Names(NAMES), GUARDED) as fetcher:
        crawler = Crawler(fetcher)
        return [item for url in urls for item in crawler.crawl(url)]


def assert_nobody_knocked(canary, streets, found):
    assert canary.connects == 0
    assert {host for host, _ in streets.connected} <= {PUBLIC}
    assert found
    assert all(isinstance(item, Failure) and item.reason for item in found)


def test_the_canary_would_notice(canary):
    with Fetcher(QUICK) as fetcher, pytest.raises(SourceError):
        fetcher.fetch(f"http://127.0.0.1:{canary.port}/")
    assert canary.connects > 0


def test_there_are_enough_spellings():
    assert len(set(SPELLINGS)) == len(SPELLINGS) >= 60


def test_no_spelling_of_a_page_gets_through(canary, streets):
    found = crawled(streets, *spelt(canary.port))
    assert_nobody_knocked(canary, streets, found)


def test_no_spelling_in_a_feed_gets_through(site, canary, streets):
    items = "".join(f"<item><title>T</title><link>{escape(url)}</link></item>" for url in spelt(canary.port))
    site.pages["/feed"] = Page(f'<rss version="2.0"><channel>{items}</channel></rss>', kind="application/rss+xml")
    found = crawled(streets, "http://public.example/feed")
    assert_nobody_knocked(canary, streets, found)
    assert len(found) > 60


def test_no_spelling_in_a_sitemap_gets_through(site, canary, streets):
    urls = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in spelt(canary.port) if "\x01" not in url)
    site.pages["/sitemap.xml"] = Page(f"<urlset>{urls}</urlset>", kind="application/xml")
    assert_nobody_knocked(canary, streets, crawled(streets, "http://public.example/sitemap.xml"))


def test_no_spelling_in_an_index_of_sitemaps_gets_through(site, canary, streets):
    urls = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in spelt(canary.port) if "\x01" not in url)
    site.pages["/index.xml"] = Page(f"<sitemapindex>{urls}</sitemapindex>", kind="application/xml")
    assert_nobody_knocked(canary, streets, crawled(streets, "http://public.example/index.xml"))


def in_a_header(url):
    return url.encode("utf-8").decode("latin-1").replace("\n", "").replace("\x01", "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_spelling_in_a_redirect_gets_through(site, canary, streets, status):
    urls = spelt(canary.port)
    for number, url in enumerate(urls):
        site.pages[f"/{number}"] = redirect(in_a_header(url), status)
    found = crawled(streets, *(f"http://public.example/{number}" for number in range(len(urls))))
    assert_nobody_knocked(canary, streets, found)
    assert len(found) == len(urls)


def test_no_spelling_in_a_redirect_of_robots_txt_gets_through(site, canary, streets):
    urls = {f"n{number}.example": url for number, url in enumerate(spelt(canary.port))}
    site.pages["/robots.txt"] = lambda asked: redirect(in_a_header(urls[asked.headers["host"]]))
    names = Names({host: [[PUBLIC]] for host in urls} | NAMES)
    with fetcher_in(streets, names, GUARDED) as fetcher:
        crawler = Crawler(fetcher)
        found = [item for host in urls for item in crawler.crawl(f"http://{host}/page")]
    assert_nobody_knocked(canary, streets, found)
    assert len(found) == len(urls)


def test_a_name_that_changes_its_address_after_the_check_is_checked_again(site, canary):
    names = Names({"public.example": [[PUBLIC], ["127.0.0.1"]]})
    streets = Streets({PUBLIC: site.port})
    site.pages["/robots.txt"] = Page(headers={"Connection": "close"})
    with (
        fetcher_in(streets, names, GUARDED) as fetcher,
        pytest.raises(SourceError, match="not on the public internet"),
    ):
        fetcher.fetch(f"http://public.example:{canary.port}/page")
    assert canary.connects == 0
    assert streets.connected == [(PUBLIC, canary.port)]


def test_what_is_connected_to_is_what_was_checked(site):
    """A name is resolved once a connection: a second answer cannot slip in between."""
    names = Names({"public.example": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]})
    streets = Streets({PUBLIC: site.port})
    for path in ("/robots.txt", "/page"):
        site.pages[path] = Page("x", headers={"Connection": "close"})
    with fetcher_in(streets, names, GUARDED) as fetcher:
        assert fetcher.fetch("http://public.example/page").body == b"x"
    assert names.asked == ["public.example"] * len(streets.connected) == ["public.example"] * 2


def test_all_addresses_of_a_host_are_tried():
    with Site({"/page": Page("x")}) as site:
        streets = Streets({PUBLIC: site.port, "93.184.216.35": 1})
        names = Names({"public.example": [["93.184.216.35", PUBLIC]]})
        with fetcher_in(streets, names, GUARDED) as fetcher:
            assert fetcher.fetch("http://public.example/page").body == b"x"


def test_private_addresses_are_read_where_allowed(site):
    site.pages["/page"] = Page("x")
    with Fetcher(QUICK) as fetcher:
        assert fetcher.fetch(site.url("/page")).body == b"x"


def test_proxies_of_the_environment_are_ignored_unless_asked_for(site, canary, monkeypatch):
    site.pages["/page"] = Page("x")
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    with fetcher_in(Streets({PUBLIC: site.port}), Names(NAMES), GUARDED) as fetcher:
        assert fetcher.fetch("http://public.example/page").body == b"x"
    assert canary.connects == 0


def test_a_proxy_is_used_where_asked_for_and_still_not_for_private_addresses(site, canary, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://user:word@127.0.0.1:{site.port}")
    site.pages["http://public.example:80/page"] = Page("by proxy")
    settings = replace(GUARDED, trust_environment=True)
    with fetcher_in(Streets({}), Names(NAMES), settings) as fetcher:
        assert fetcher.fetch("http://public.example/page").body == b"by proxy"
        with pytest.raises(SourceError, match="not on the public internet"):
            fetcher.fetch(f"http://loop.example:{canary.port}/")
    assert "proxy-authorization" in site.asked[-1].headers
    assert canary.connects == 0


CERTIFICATE = Path(__file__).with_name("certificate.pem")


def test_a_certificate_that_nobody_vouches_for_is_refused_and_not_tried_again(site):
    site.secure(CERTIFICATE)
    streets = Streets({PUBLIC: site.port})
    settings = replace(GUARDED, retries=2)
    with fetcher_in(streets, Names(NAMES), settings) as fetcher, pytest.raises(SourceError, match="certificate"):
        fetcher.fetch("https://public.example/page")
    assert len(streets.connected) == 1
    assert site.asked == []


def test_a_certificate_is_checked_against_the_name_not_the_address(site, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    site.secure(CERTIFICATE)
    site.pages["/page"] = Page("x")
    names = Names({**NAMES, "other.example": [[PUBLIC]]})
    with fetcher_in(Streets({PUBLIC: site.port}), names, GUARDED) as fetcher:
        assert fetcher.fetch("https://public.example/page").body == b"x"
        with pytest.raises(SourceError, match=r"certificate of other\.example"):
            fetcher.fetch("https://other.example/page")


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "2a00:1450::1"]
)
def test_public_addresses_are_public(address):
    import ipaddress

    assert is_public(ipaddress.ip_address(address))


def test_numbers_are_what_the_system_makes_of_them():
    """The reason to refuse them: they do lead somewhere."""
    assert resolve("2130706433", 80) == resolve("0x7f.1", 80) == ["127.0.0.1"]
