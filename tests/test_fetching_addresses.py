"""One reading of every address: what is checked is what is connected to, and nobody else reads it differently."""

from urllib.parse import urlsplit

import httpcore
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.fetching.addresses import WebAddress, joined, parse_address
from ontherecord import SourceError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://example.org", "http://example.org/"),
        (" HTTPS://Example.ORG:443/News?b=1&a=2#top\n", "https://example.org/News?b=1&a=2"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://example.org./", "http://example.org/"),
        ("http://[2606:4700::1111]:80/x", "http://[2606:4700::1111]/x"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("https://bücher.example/ä b?q=ü|", "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC%7C"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://a.example/x/../../y/./z/..", "http://a.example/y/"),
        ("http://a.example/%2e%2e/100%", "http://a.example/%2e%2e/100%"),
        ("http://a.example/x\\y", "http://a.example/x%5Cy"),
        ("http://a.example?x=http://b.example/@c", "http://a.example/?x=http://b.example/@c"),
        ("http://a.example/@b;c=(d)'!$&*+,", "http://a.example/@b;c=(d)'!$&*+,"),
    ],
)
def test_addresses_are_read_and_written_one_way(written, read):
    assert str(parse_address(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "example.org",
            "/page",
            "mailto:a@b.example",
            "http:/example.org",
            "http://",
            "http:///x",
            "http://:80/",
        ),
        *(
            "http://a..example/",
            "http://.example/",
            "http://-a.example/",
            "http://a b.example/",
            "http://a%2eb.example/",
        ),
        *("http://example.org:0/", "http://example.org:65536/", "http://example.org:1x/", "http://example.org:+80/"),
        *(
            "http://example.org:８０/",
            "http://[::1/",
            "http://::1/",
            "http://[v1.x]/",
            "http://[::1]x/",
            "http://[1.1.1.1]/",
        ),
        *(
            "http://1.1.1.1.1/",
            "http://1.1.1.256/",
            "http://example.0x1/",
            "http://example.1/",
            "http://1.1.1.1..:80/",
        ),
        *(
            "http://a／b.example/",
            "http://a＠b.example/",
            "http://a？b.example/",
            "http://a＃b.example/",
            "http://℀.example/",
        ),
        *("http://exam\u00adple.\u200b/", "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/"),
        *(
            "http://example.org/\x00",
            "http://example.org/a\tb",
            "http://example.org/a\nb",
            "http://example.org/?\r\nX: y",
        ),
        "http://example.org/" + "x" * 5_000,
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(written):
    with pytest.raises(SourceError, match=":"):
        parse_address(written)


@pytest.mark.parametrize(
    ("reference", "read"),
    [
        ("/page", "http://a.example/page"),
        ("page", "http://a.example/dir/page"),
        ("../page?x", "http://a.example/page?x"),
        ("?x", "http://a.example/dir/here?x"),
        ("//b.example/", "http://b.example/"),
        ("https://b.example", "https://b.example/"),
        ("/pa ge", "http://a.example/pa%20ge"),
    ],
)
def test_references_are_read_as_on_a_page(reference, read):
    assert str(joined(parse_address("http://a.example/dir/here"), reference)) == read


@pytest.mark.parametrize(
    "reference", ["//b@c.example/", "/a\tb", "http://[", "//b\\@c.example", "file:///x", "//1.1/"]
)
def test_references_that_could_be_read_in_two_ways_are_refused(reference):
    with pytest.raises(SourceError):
        joined(parse_address("http://a.example/dir/here"), reference)


PIECES = st.sampled_from(
    [*"/\\?#@:[]%.&= \t\n;1a-_", "http://", "https:", "//", "127.0.0.1", "a.example", "。", "／", "%2f", "0x7f"]
)


@given(
    st.lists(PIECES, max_size=12).map("".join) | st.lists(PIECES, max_size=12).map(lambda p: "http://" + "".join(p))
)
@example("http://a.example:80\\@b.example/")
@example("http://a.example#@b.example/")
@example("http://a.example;@b.example/?#")
@example("http://http://;")
def test_others_find_the_same_host_in_what_is_sent(written):
    try:
        address = parse_address(written)
    except SourceError:
        return
    assert parse_address(str(address)) == address
    others = urlsplit(str(address))
    assert (others.hostname, others.port or address.port, others.username) == (address.host, address.port, None)
    # The target is not compared: read from a string, httpcore's loses ";", which is why it is given it apart.
    assert httpcore.URL(str(address)).host.decode().strip("[]") == address.host
    assert str(address).isascii()
    assert str(address).isprintable()


def test_an_address_names_its_site():
    address = WebAddress("https", "2606:4700::1111", 8443, "/x")
    assert (address.origin, address.authority) == ("https://[2606:4700::1111]:8443", "[2606:4700::1111]:8443")
