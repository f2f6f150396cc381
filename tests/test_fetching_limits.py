"""Servers that are slow, endless or malicious: each is cut off within its limits, and told as a failure."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from ingest.fetching import Fetcher
from ontherecord import SourceError
from tests.site import QUICK, Page, Site


@pytest.fixture
def site():
    with Site() as site:
        yield site


def fetch(url, settings=QUICK):
    with Fetcher(settings) as fetcher:
        return fetcher.fetch(url)


def reason(url, settings=QUICK):
    with pytest.raises(SourceError) as caught:
        fetch(url, settings)
    return str(caught.value)


def slowly(piece, pause=0.05):
    def send(stream):
        while True:
            stream.write(piece)
            stream.flush()
            time.sleep(pause)

    return send


def test_a_server_that_sends_a_byte_at_a_time_is_cut_off(site):
    site.pages["/page"] = Page(send=slowly(b"x"))
    began = time.monotonic()
    assert "within 0.4 s" in reason(site.url("/page"), replace(QUICK, total_s=0.4))
    assert time.monotonic() - began < 5
    assert site.counts()["/page"] == 1


def drip(server, piece):
    connection, _ = server.accept()
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    try:
        while True:
            connection.sendall(piece)
            time.sleep(0.02)
    except OSError:  # the client has left
        connection.close()


@pytest.mark.parametrize("piece", [b"", b"X: y\r\n", b"X"])
def test_a_server_whose_headers_do_not_end_is_cut_off(piece):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server, piece), daemon=True).start()
        began = time.monotonic()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert "within 0.3 s" in reason(url, replace(QUICK, total_s=0.3))
    assert time.monotonic() - began < 5


def answering(server, reply):
    while True:
        try:
            connection, _ = server.accept()
        except OSError:  # the test is over
            return
        connection.recv(65_536)
        connection.sendall(reply)
        connection.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0" * 1_000,
        b"SSH-2.0-server\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000,
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500_000 + b"\r\n\r\n",
    ],
)
def test_whatever_a_server_says_is_a_page_or_a_failure(reply):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answering, args=(server, reply), daemon=True).start()
        assert reason(f"http://127.0.0.1:{server.getsockname()[1]}/", replace(QUICK, retries=0))
        server.shutdown(socket.SHUT_RDWR)


def packed(body, coding="gzip"):
    return Page(body, headers={"Content-Encoding": coding})


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


BODY = b"<p>The ferry sails again.</p>" * 10_000


@pytest.mark.parametrize(
    "page",
    [
        packed(gzip.compress(BODY)),
        packed(gzip.compress(BODY), "X-GZIP"),
        packed(gzip.compress(BODY[:1000]) + gzip.compress(BODY[1000:])),
        packed(gzip.compress(BODY) + b"\0" * 100),
        packed(zlib.compress(BODY), "deflate"),
        packed(raw_deflate(BODY), "deflate"),
        packed(BODY, "identity"),
        packed(BODY, ""),
    ],
)
def test_packed_pages_are_unpacked(site, page):
    site.pages["/page"] = page
    assert fetch(site.url("/page")).body == BODY


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (packed(gzip.compress(BODY)[:-20]), "not whole"),
        (packed(zlib.compress(BODY)[:-20], "deflate"), "not whole"),
        (packed(b"not packed at all"), "damaged"),
        (packed(gzip.compress(BODY)[:-8] + b"\0" * 8), "damaged"),
        (packed(BODY, "br"), "packed"),
        (packed(BODY, "zstd"), "packed"),
        (packed(gzip.compress(gzip.compress(BODY)), "gzip, gzip"), "packed"),
    ],
)
def test_pages_packed_badly_fail(site, page, said):
    site.pages["/page"] = page
    assert said in reason(site.url("/page"))


def bomb(coding, size=100_000_000):
    packer = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15}[coding])
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_refused_on_the_way(site, coding):
    site.pages["/page"] = packed(bomb(coding), coding)
    tracemalloc.start()
    assert "larger than 1,000,000 bytes" in reason(site.url("/page"), replace(QUICK, largest_body=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_body_without_end_is_cut_at_the_limit(site):
    site.pages["/page"] = Page(send=slowly(b"x" * 100_000, 0))
    assert "larger than 1,000,000 bytes" in reason(site.url("/page"), replace(QUICK, largest_body=1_000_000))
