"""Web archives: the pages that were collected, and never a silent end."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import http_messages, read_file, warc
from ingest.sources.found import Found, Skipped
from ingest.sources.warc import read_warc
from ontherecord import Failure, SourceError
from tests.warc_files import article, crawl, packed, page, record, response


def read(*records):
    return list(read_warc(io.BytesIO(b"".join(records)), "news.warc"))


def only(*records):
    (item,) = read(*records)
    return item


def words(items):
    return [item.article.title.rpartition(" ")[2] for item in items if isinstance(item, Found)]


def failures(items):
    return [item for item in items if isinstance(item, Failure)]


def until_it_breaks(content):
    found = []
    with pytest.raises(SourceError) as caught:
        for item in read_warc(io.BytesIO(content), "news.warc"):
            found.append(item)
    return found, str(caught.value)


def test_the_pages_of_a_crawl_are_its_articles():
    items = read(*crawl("north", "south"))
    assert words(items) == ["north", "south"]
    assert [item.source for item in items if isinstance(item, Found)] == [
        "news.warc#3 https://news.example/north",
        "news.warc#6 https://news.example/south",
    ]
    found = next(item for item in items if isinstance(item, Found))
    assert found.article.url == "https://news.example/north"
    assert found.article.published_at.isoformat() == "2025-06-09T08:30:00+00:00"
    assert "old tickets for north stay valid" in found.article.text


def test_what_is_no_page_is_counted_by_its_kind():
    other = response("https://news.example/x.jpg", b"\xff\xd8", "Content-Type: image/jpeg")
    gone = response("https://news.example/gone", page("gone"), status="404 Not Found")
    again = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "https://news.example/a")
    name = record("response", b"news.example A 192.0.2.1", "dns:news.example", "Content-Type: text/dns")
    assert [item.kind for item in read(*crawl("x")[:2], other, gone, again, name)] == [
        "WARC warcinfo",
        "WARC request",
        "response that is no page",
        "page with status 404",
        "WARC revisit",
        "WARC response without HTTP",
    ]


def chunked(body, size=100):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(body):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (page("x"), "X: y"),
        (chunked(page("x")), "Transfer-Encoding: chunked"),
        (gzip.compress(page("x")), "Content-Encoding: gzip"),
        (chunked(gzip.compress(page("x"))), "Transfer-Encoding: chunked\r\nContent-Encoding: x-gzip"),
        (zlib.compress(page("x")), "Content-Encoding: deflate"),
        (deflated(page("x")), "content-encoding: DEFLATE"),
    ],
)
def test_bodies_are_unpacked_as_their_heads_say(body, field):
    found = only(response("https://news.example/x", body, "Content-Type: text/html; charset=utf-8", field))
    assert words([found]) == ["x"]


@pytest.mark.parametrize(
    "field",
    ["Transfer-Encoding: chunked", "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: br"],
)
def test_a_body_that_was_stored_unpacked_is_read_whatever_its_head_says(field):
    assert words([only(response("https://news.example/x", page("x"), "Content-Type: text/html", field))]) == ["x"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (chunked(page("x"))[:-40], "Transfer-Encoding: chunked"),
        (chunked(page("x"))[:-5], "Transfer-Encoding: chunked"),
        (gzip.compress(page("x"))[:-9], "Content-Encoding: gzip"),
        (gzip.compress(page("x"))[:40] + b"\0" * 40, "Content-Encoding: gzip"),
        (zlib.compress(page("x"))[:-1], "Content-Encoding: deflate"),
        (b"\x0b\x02\x80", "Content-Encoding: br"),
    ],
)
def test_a_body_that_is_damaged_fails_alone(body, field):
    bad = response("https://news.example/bad", body, "Content-Type: text/html", field)
    items = read(bad, article("good"))
    assert [failed.source for failed in failures(items)] == ["news.warc#1 https://news.example/bad"]
    assert words(items) == ["good"]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/octet-stream"])
def test_a_page_that_is_called_something_else_is_seen_for_what_it_is(kind):
    fields = (f"Content-Type: {kind}",) if kind else ("X: y",)
    assert words([only(response("https://news.example/x", b"\n<!-- a -->\n" + page("x"), *fields))]) == ["x"]
    assert only(response("https://news.example/x", b"User-agent: *", *fields)) == Skipped("response that is no page")


def test_the_charset_of_the_head_counts():
    body = page("Łódź", charset="iso-8859-2").replace(b'<meta charset="iso-8859-2">', b"")
    assert words([only(response("https://news.example/x", body, "Content-Type: text/html; charset=ISO-8859-2"))]) == [
        "Łódź"
    ]


def test_a_page_that_the_crawler_cut_off_is_no_article():
    failed = only(response("https://news.example/long", page("x"), cut="length"))
    assert failed == Failure(
        "news.warc#1 https://news.example/long", "the crawler cut the page off (length): get it from its address"
    )


@pytest.mark.parametrize("url", ["ftp://news.example/x", "https://user@news.example/x", "javascript:alert(1)", "x y"])
def test_only_an_address_of_the_web_is_taken_from_a_record(url):
    found = only(response(url, page("x")))
    assert (found.source, found.article.url) == ("news.warc#1", None)


def test_a_page_that_is_too_large_fails_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(warc, "LARGEST_RECORD", 10_000)
    monkeypatch.setattr(warc, "LARGEST_HEAD", 1_000)
    items = read(response("https://news.example/large", page("x") + b" " * 20_000), article("small"))
    assert ["larger than 10,000 bytes" in failed.reason for failed in failures(items)] == [True]
    assert words(items) == ["small"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_page_that_unpacks_to_too_much_fails_and_the_next_is_read(monkeypatch, coding):
    monkeypatch.setattr(http_messages, "LARGEST_RECORD", 1_000_000)
    bomb = {"gzip": gzip.compress, "deflate": zlib.compress}[coding](b"<html>" + bytes(30_000_000))
    items = read(
        response("https://news.example/bomb", bomb, "Content-Type: text/html", f"Content-Encoding: {coding}"),
        article("small"),
    )
    assert ["unpacks to more than 1,000,000 bytes" in failed.reason for failed in failures(items)] == [True]
    assert words(items) == ["small"]


def test_a_file_cut_between_two_records_is_a_shorter_file():
    records = crawl("north", "south")
    assert words(read(*records[:4])) == ["north"]


def test_a_file_cut_anywhere_else_says_so_after_what_is_whole():
    records = crawl("north", "south")
    whole = b"".join(records)
    ends = [sum(map(len, records[:n])) for n in range(1, len(records) + 1)]
    near = {end + step for end in ends for step in range(-30, 31)}
    for cut in sorted(near | set(range(1, len(whole), 7))):
        if 0 < cut < len(whole) and cut not in ends:
            found, reason = until_it_breaks(whole[:cut])
            # Without the blank line after it a page is whole, but the file is not.
            assert words(found) == [word for word, end in (("north", ends[2]), ("south", ends[5])) if end - 4 <= cut]
            assert "breaks off" in reason


def test_a_packed_file_cut_at_any_byte_but_an_end_says_so(tmp_path):
    records = crawl("north", "south")
    whole, path = packed(records), tmp_path / "news.warc.gz"
    ends = [len(packed(records[:n])) for n in range(1, len(records) + 1)]
    near = {end + step for end in ends for step in (-8, -7, -4, -1, 1, 2, 5, 10, 11, 40)}
    for cut in sorted(near | set(range(5, len(whole), 97))):
        if cut < len(whole) and cut not in ends:
            path.write_bytes(whole[:cut])
            items = list(read_file(path, lambda size: None))
            (failed,) = failures(items)
            assert failed.source == str(path)
            assert "ends early" in failed.reason
            # Within its last bytes a part holds no more of the page, but a sum to check it by.
            certain = [word for word, end in (("north", ends[2]), ("south", ends[5])) if end <= cut]
            assert words(items)[: len(certain)] == certain
            assert all("stay valid until May" in item.article.text for item in items if isinstance(item, Found))


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:700] + raw[900:],
        lambda raw: raw.replace(b"Content-Length: ", b"Content-Length: -", 1),
        lambda raw: raw.replace(b"Content-Length: ", b"Content-Length: 9999999999", 1),
        lambda raw: raw.replace(b"WARC/1.0", b"WARC/1.0\r\n" + b"X" * 100_000, 1),
        lambda raw: b"no archive at all",
        lambda raw: raw + b"garbage",
        lambda raw: bytes(10_000),
        lambda raw: raw.replace(b"\r\n\r\n", b"\n\n"),
    ],
)
def test_a_damaged_file_ends_in_an_error(damage):
    _, reason = until_it_breaks(damage(b"".join(crawl("north", "south"))))
    assert "breaks off" in reason


def test_a_record_that_does_not_say_what_it_is_fails_alone():
    items = read(article("north").replace(b"WARC-Type: response\r\n", b""), article("south"))
    assert [failed.source for failed in failures(items)] == ["news.warc#1"]
    assert words(items) == ["south"]


def test_an_empty_file_fails():
    with pytest.raises(SourceError, match="empty"):
        read(b"")


@given(st.data())
def test_no_damage_crashes_the_reading(data):
    whole = bytearray(b"".join(crawl("north")))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        items = read(bytes(whole))
    except SourceError:
        return
    assert all(isinstance(item, Found | Failure | Skipped) for item in items)


def test_how_far_a_packed_file_has_been_read_is_told_in_bytes_on_disk(tmp_path):
    path = tmp_path / "news.warc.gz"
    path.write_bytes(packed(crawl(*(f"word{n}" for n in range(30)))))
    told = []
    assert len(words(read_file(path, told.append))) == 30
    assert told == sorted(told)
    assert told[-1] == path.stat().st_size


@pytest.mark.parametrize("size", [1, 7, 100, 4_096])
def test_a_stream_that_gives_a_few_bytes_at_a_time_is_read_like_any_other(size):
    class Trickle(io.BytesIO):
        def read(self, asked=-1):
            return super().read(min(asked, size) if asked >= 0 else size)

    assert words(read_warc(Trickle(b"".join(crawl("north", "south"))), "-")) == ["north", "south"]
