"""RSS and Atom: what entries say, full articles told from summaries, and hostile feeds refused in bounded time."""

import codecs
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import feeds, read_file
from ingest.sources.found import Found
from ontherecord import Failure, SourceError

SENTENCE = "The ferry to Lindholm sails again, the harbour master said on Monday."
FULL = "".join(f"<p>{SENTENCE} Day {number}.</p>" for number in range(12))
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*items, about="<title>Lindholm Post</title><language>en-gb</language>", head=""):
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0" {SPACES}><channel>{about}{inner}</channel></rss>'.encode()


def atom(*entries, about="<title>Lindholm Post</title>"):
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">{about}{inner}</feed>'.encode()


def entry(data, base="https://post.example/feed"):
    (only,) = feeds.parse(data, base).entries
    return only


def content(html=FULL):
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


def test_an_rss_item_says_what_the_page_may_not():
    read = entry(
        rss(
            "<title>Ferry sails &amp;amp; sings</title><link>https://post.example/ferry?a=1&amp;b=2</link>"
            "<pubDate>Mon, 09 Jun 2025 10:00:00 +0200</pubDate><dc:creator>Ada Moreno</dc:creator>"
            "<dc:creator>Bo Lee</dc:creator><description>A summary.</description>"
        )
    )
    assert read == feeds.FeedEntry(
        url="https://post.example/ferry?a=1&b=2",
        title="Ferry sails & sings",
        published=(datetime(2025, 6, 9, 8, tzinfo=UTC), "second"),
        authors=("Ada Moreno", "Bo Lee"),
        publisher="Lindholm Post",
        language="en",
    )


def test_an_atom_entry_says_what_the_page_may_not():
    read = entry(
        atom(
            '<title type="html">&lt;b&gt;Ferry&lt;/b&gt; sails</title><link rel="self" href="/self"/>'
            '<link rel="alternate" href="/ferry"/><published>2025-06-09</published>'
            "<updated>2025-06-10T09:00:00Z</updated><author><name>Ada Moreno</name></author>"
            f'<author><name>Bo Lee</name></author><content type="html">{FULL.replace("<", "&lt;")}</content>'
        )
    )
    assert (read.url, read.title, read.language) == ("https://post.example/ferry", "Ferry sails", "de")
    assert read.published == (datetime(2025, 6, 9, tzinfo=UTC), "day")
    assert read.updated == datetime(2025, 6, 10, 9, tzinfo=UTC)
    assert read.authors == ("Ada Moreno", "Bo Lee")
    assert read.text.startswith(f"{SENTENCE} Day 0.\n\n{SENTENCE} Day 1.")


def test_rdf_is_read_and_its_one_date_is_the_publication():
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://post.example/1"><title>T</title>'
        "<link>https://post.example/1</link><dc:date>2025-06-09T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    read = entry(data.encode())
    assert read.published == (datetime(2025, 6, 9, 10, tzinfo=UTC), "second")
    assert read.updated is None


def test_an_update_in_atom_is_no_publication():
    assert entry(atom("<updated>2025-06-09T10:00:00Z</updated>")).published is None


@pytest.mark.parametrize("written", ["yesterday", "03/04/2025", "", "2025-13-41", "9" * 10_000])
def test_a_date_that_is_not_clear_stays_unknown(written):
    assert entry(rss(f"<title>T</title><pubDate>{written}</pubDate>")).published is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<author>desk@post.example (Jo Roe)</author>", ("Jo Roe",)),
        ("<author>Jo Roe</author>", ("Jo Roe",)),
        ("<dc:creator><![CDATA[<b>Jo</b> Roe]]></dc:creator>", ("Jo Roe",)),
        ("", ()),
    ],
)
def test_authors_are_names(written, name):
    assert entry(rss(f"<title>T</title>{written}")).authors == name


def test_an_entry_of_another_outlet_is_that_outlets():
    assert (
        entry(rss('<title>T</title><source url="https://o.example/f">Other Post</source>')).publisher == "Other Post"
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "", "http://a@b/"])
def test_a_link_that_is_no_web_address_is_none(link):
    assert entry(rss(f"<title>T</title><link>{link}</link>"), base="").url is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>Short.</p>",
        FULL + "<p>And then [&#8230;]</p>",
        FULL + "<p>And then...</p>",
        FULL + '<p><a href="/x">Continue reading Ferry sails</a></p>',
    ],
)
def test_a_teaser_is_no_article(html):
    assert entry(rss(f"<title>T</title>{content(html)}")).text is None


def test_a_long_summary_is_no_article():
    assert entry(rss(f"<title>T</title><description><![CDATA[{FULL}]]></description>")).text is None


def test_scripts_pictures_and_markup_are_not_text():
    noise = "<script>alert(1)</script><style>p{}</style><figure><img src=x><figcaption>Photo</figcaption></figure>"
    text = entry(rss(f"<title>T</title>{content(noise + FULL + '<!-- hidden --><iframe src=//e></iframe>')}")).text
    assert text.startswith(SENTENCE)
    assert not any(word in text for word in ("alert", "Photo", "hidden", "<"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251", "shift_jis"])
def test_feeds_are_read_in_the_charset_that_they_declare(encoding):
    title = {"windows-1251": "Паром", "shift_jis": "新聞"}.get(encoding, "Fähre")
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    data = rss(f"<title>{title}</title>", head=head).decode()
    assert entry(data.encode(encoding)).title == title
    assert entry(codecs.BOM_UTF8 + data.replace(encoding, "utf-8").encode()).title == title


def test_what_the_server_says_about_the_charset_comes_first():
    data = rss("<title>Fähre</title>", head='<?xml version="1.0" encoding="utf-8"?>').decode().encode("latin-1")
    assert feeds.parse(data, charset="iso-8859-1").entries[0].title == "Fähre"


def test_a_feed_that_is_not_well_formed_is_read_all_the_same():
    data = rss("<title>Fish & chips</title><link>https://post.example/1</link>", "<title>Two</title>")
    assert [read.title for read in feeds.parse(data[:-20]).entries] == ["Fish & chips", "Two"]


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither RSS nor Atom"),
        (b"<html><body>Hello</body></html>", "neither RSS nor Atom"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "neither RSS nor Atom"),
        (b"\x00\xff" * 1_000, "neither RSS nor Atom"),
        (rss("<title>&b;</title>", head=BOMB), "entities"),
        (rss("<title>&b;</title>", head=BOMB).decode().encode("utf-16"), "entities"),
        (rss(head='<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>'), "entities"),
        (rss("<title>T</title>" + "<a>" * 600_000), "marks"),
        (rss("<a " + " ".join(f"a{n}='x'" for n in range(300)) + "/>"), "attributes"),
        (rss("".join(f'<n{n}:a xmlns:n{n}="u{n}"/>' for n in range(300))), "namespaces"),
        (rss("<title>T</title>" + "x" * feeds.LARGEST_FEED), "larger than"),
    ],
)
def test_what_is_no_feed_and_what_is_a_trap_is_refused(data, said):
    with pytest.raises(SourceError, match=said):
        feeds.parse(data)


@pytest.mark.parametrize(
    "item",
    [
        f"<author>{'a.' * 200_000}</author>",
        "".join(f"<category>{number}</category>" for number in range(20_000)),
        "<description>" + "<![CDATA[<p>]]>" * 20_000 + "</description>",
        "<b>" * 50_000,
        "& " * 20_000,
    ],
)
def test_what_would_take_minutes_elsewhere_is_read(item):
    assert len(feeds.parse(rss(item)).entries) == 1


def test_of_too_many_entries_the_first_are_read():
    feed = feeds.parse(rss(*["<title>T</title>"] * (feeds.MOST_ENTRIES + 3)))
    assert (len(feed.entries), feed.left_out) == (feeds.MOST_ENTRIES, 3)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: rss(f"<title>{text}</title>{content(text)}")))
def test_no_bytes_make_it_stumble(data):
    try:
        feed = feeds.parse(data)
    except SourceError:
        return
    assert all(isinstance(read, feeds.FeedEntry) for read in feed.entries)


def read(path, data):
    path.write_bytes(data)
    return list(read_file(path, lambda size: None))


@pytest.mark.parametrize("suffix", [".xml", ".rss", ".atom"])
def test_a_saved_feed_gives_its_full_articles_and_names_the_pages_of_the_others(tmp_path, suffix):
    full = f"<title>Full</title><link>https://post.example/full</link><pubDate>2025-06-09</pubDate>{content()}"
    bare = "<title>Bare</title><link>https://post.example/bare</link><description>A summary.</description>"
    path = tmp_path / f"feed{suffix}"
    found, failed, lost = read(path, rss(full, bare, "<title>Nothing</title>"))
    assert isinstance(found, Found)
    assert (found.source, found.article.url) == (f"{path}#1", "https://post.example/full")
    assert (found.article.title, found.article.publisher, found.article.published) == (
        "Full",
        "Lindholm Post",
        "2025-06-09",
    )
    assert failed == Failure("https://post.example/bare", "the feed holds only a summary: ingest this address")
    assert (lost.source, "leave it out" in lost.reason) == (f"{path}#3", True)


def test_other_xml_is_a_failure_with_a_reason(tmp_path):
    ((failure),) = read(tmp_path / "a.xml", b"<note><to>Ada</to></note>")
    assert isinstance(failure, Failure)
    assert "neither RSS nor Atom" in failure.reason
