"""R19, files: what is made to fill the memory or to take for ever is refused soon, and the next file is read."""

import gzip
import json
import zlib

import pytest

from tests.endurance.specimens import newsletter, rss, specimens
from tests.endurance.test_malformed import read_apart
from tests.pdf_files import pdf
from tests.warc_files import page, response

pytestmark = pytest.mark.endurance

LONGEST_SECONDS = 10.0
LARGEST_GROWTH = 200 << 20
LARGE = 50_000_000

WORDS = b"Crews of the island ferries voted on Friday to go back to work. "
PROSE = WORDS * (LARGE // len(WORDS))


def zeros(gigabytes):
    """Return zeros packed member by member, as fast as they can be made."""
    return gzip.compress(bytes(100_000_000)) * (10 * gigabytes)


def flat_pdf(unpacked, filters=1):
    """Return a PDF file whose one page unpacks to so many bytes, packed over and over."""
    content = b"(a) Tj " * (unpacked // 7)
    for _ in range(filters):
        content = zlib.compress(content, 9)
    whole = pdf([["x"]])
    start, end = whole.index(b"5 0 obj"), whole.index(b"6 0 obj")
    names = b" ".join([b"/FlateDecode"] * filters)
    head = b"5 0 obj\n<< /Filter [%s] /Length %d >>\nstream\n" % (names, len(content))
    return whole[:start] + head + content + b"\nendstream\nendobj\n" + whole[end:]


def entities(declared, used):
    head = f"<?xml version='1.0'?><!DOCTYPE rss [{declared}]>"
    return f"{head}<rss version='2.0'><channel><title>{used}</title></channel></rss>".encode()


LAUGHS = "<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))

LARGE_ARTICLES = {
    "large.txt": lambda: b"Large\n" + PROSE,
    "large.md": lambda: b"# Large\n" + PROSE,
    "large.json": lambda: json.dumps([{"text": PROSE.decode()}]).encode(),
    "large.jsonl": lambda: json.dumps({"text": PROSE.decode()}).encode() + b"\n",
    "large.csv": lambda: b'title,text\nLarge,"' + PROSE + b'"\n',
    "large.html": lambda: page("north").replace(b"</article>", b"<p>" + PROSE + b"</p></article>"),
    "large.rss": lambda: rss(1).replace(b"<title>Story", b"<description>" + PROSE + b"</description><title>Story"),
    "large.warc": lambda: response("https://news.example/large", b"<html>" + PROSE),
    "large.eml": lambda: newsletter("Large", "x") + PROSE,
    "large.pdf": lambda: pdf([[PROSE.decode()]]),
    "large": lambda: b"Large\n" + PROSE,
}
COMPRESSION_BOMBS = {
    "zeros.jsonl.gz": lambda: zeros(10),
    "zeros.txt.gz": lambda: zeros(10),
    "zeros.warc.gz": lambda: gzip.compress(response("https://news.example/a", b"")) + zeros(10),
    "twice.gz": lambda: gzip.compress(zeros(10)),
    "twice.json.gz.gz": lambda: gzip.compress(zeros(10)),
    "empty-parts.csv.gz": lambda: gzip.compress(b"") * 1_000_000,
    "page.warc": lambda: response(
        "https://news.example/a",
        gzip.compress(bytes(1_000_000_000), 1),
        "Content-Type: text/html",
        "Content-Encoding: gzip",
    ),
    "stream.pdf": lambda: flat_pdf(300_000_000),
    "operators.pdf": lambda: flat_pdf(15_000_000),
    "filters.pdf": lambda: flat_pdf(60_000_000, filters=5),
}
XML_BOMBS = {
    "laughs.xml": lambda: entities(LAUGHS, "&l11;"),
    "quadratic.rss": lambda: entities(f"<!ENTITY a '{'a' * 100_000}'>", "&a;" * 50_000),
    "outside.atom": lambda: entities("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"),
    "parameter.xml": lambda: entities("<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x.dtd'> %a;", "x"),
    "laughs.html": lambda: entities(LAUGHS, "&l11;"),
    "attributes.rss": lambda: b"<rss " + b" ".join(b'a%d="x"' % n for n in range(500_000)) + b"></rss>",
}
DEPTHS = {
    "deep.json": lambda: b"[" * 100_000,
    "deep.jsonl": lambda: b'{"text":' * 100_000,
    "deep-article.json": lambda: b'[{"text": "x", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
    "deep": lambda: b'{"text": ' + b"[" * 100_000,
    "deep.html": lambda: b"<div>" * 100_000,
    "deep.rss": lambda: b"<rss><channel>" + b"<a>" * 100_000,
    "deep.eml": lambda: b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(100_000)
    ),
    "deep.pdf": lambda: pdf([["x"]]).replace(b"/Kids [4 0 R]", b"/Kids " + b"[" * 100_000 + b"]" * 100_000),
}
BOMBS = {**LARGE_ARTICLES, **COMPRESSION_BOMBS, **XML_BOMBS, **DEPTHS}
SOME = [*BOMBS][::3]


@pytest.mark.parametrize("name", BOMBS)
def test_r19_a_bomb_is_refused_soon_and_the_next_file_is_read(tmp_path, name, scaled, figures):
    if name not in scaled(SOME, [*BOMBS]):
        pytest.skip("in the full pass")
    bomb, sound = tmp_path / name, specimens(0)
    bomb.write_bytes(BOMBS[name]())
    # What a reader needs to begin with is not the fault of the bomb.
    kind = name.partition(".")[2]
    before = tmp_path / next((known for known in sound if known.partition(".")[2] == kind), "a.html")
    before.write_bytes(sound[before.name])
    after = tmp_path / "after.txt"
    after.write_text("After\nSome text.")

    _, outcome, following = read_apart(before, bomb, after)

    assert outcome["found"] == 0
    assert all(reason for _, reason in outcome["failures"])
    assert outcome["failures"] or outcome["skipped"]
    assert outcome["seconds"] <= LONGEST_SECONDS
    assert outcome["grown"] <= LARGEST_GROWTH
    assert following["found"] == 1
    figures("R19", f"{name}: refused in {outcome['seconds']:.1f} s, {outcome['grown'] / 2**20:+,.0f} MiB")
