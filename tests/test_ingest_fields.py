"""Records: which names are understood, and what hostile values become."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources.fields import MOST_AUTHORS, NAMES, article_from
from ingest.sources.found import Found
from ingest.sources.hygiene import LONGEST_LINE, clean_language, clean_line, clean_text, clean_url
from ontherecord import Failure


def article(**record):
    made = article_from({"text": "Something happened.", **record}, "here")
    assert isinstance(made, Found), made
    return made.article


def test_every_field_of_a_record_reaches_the_article():
    made = article(
        title="A title",
        url="https://news.example/a",
        publisher="The Example",
        authors=["Ann Example"],
        published="2025-06-09",
        updated="2025-06-10T08:00:00Z",
        language="en-GB",
    )
    assert (made.title, made.url, made.publisher, made.authors) == (
        "A title",
        "https://news.example/a",
        "The Example",
        ("Ann Example",),
    )
    assert (made.published_at, made.published_precision) == (datetime(2025, 6, 9, tzinfo=UTC), "day")
    assert made.updated_at == datetime(2025, 6, 10, 8, tzinfo=UTC)
    assert made.language == "en"


@pytest.mark.parametrize("name", [*NAMES["text"], "Full-Text", "fullText", " MainText "])
def test_text_is_found_under_every_name(name):
    made = article_from({name: "Words."}, "here")
    assert isinstance(made, Found)
    assert made.article.text == "Words."


@pytest.mark.parametrize("name", [*NAMES["published"], "pubDate", "datePublished", "publishedAt", "DATE"])
def test_the_publication_time_is_found_under_every_name(name):
    assert article(**{name: "2025-06-09"}).published == "2025-06-09"


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("title", "A title", "A title"),
        ("url", "https://news.example/a", "https://news.example/a"),
        ("publisher", "The Example", "The Example"),
        ("language", "en", "en"),
        ("authors", "Ann Example", ("Ann Example",)),
    ],
)
def test_other_fields_are_found_under_every_name(field, value, found):
    for name in NAMES[field]:
        assert getattr(article(**{name.upper(): value}), field) == found


def test_the_first_name_with_a_usable_value_counts():
    made = article(
        title=None, headline="Used", url="javascript:alert(1)", link="https://x.example/", date="?", pubDate=20250609
    )
    assert (made.title, made.url, made.published) == ("Used", "https://x.example/", "2025-06-09")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ann Example", ("Ann Example",)),
        ("BY: ANN EXAMPLE", ("ANN EXAMPLE",)),
        ("Ann Example, Bo Sample and Cy Model", ("Ann Example", "Bo Sample", "Cy Model")),
        ("Ann Example, and Bo Sample", ("Ann Example", "Bo Sample")),
        ("Ann Example & Bo Sample; Cy Model", ("Ann Example", "Bo Sample", "Cy Model")),
        ("Sandy Anderson and Derby Smith", ("Sandy Anderson", "Derby Smith")),
        ("Bo Sample, Jr., Ann Example", ("Bo Sample, Jr.", "Ann Example")),
        ("Ann Example, Ann Example", ("Ann Example",)),
        (["Ann Example", {"name": "By Bo Sample"}, {"id": 1}, None, 7, ["x"]], ("Ann Example", "Bo Sample", "7")),
        ({"@type": "Person", "Name": "Ann Example"}, ("Ann Example",)),
        (["Sample, Bo"], ("Sample, Bo",)),
        ("", ()),
        ([], ()),
        (None, ()),
    ],
)
def test_bylines_become_names(byline, authors):
    assert article(author=byline).authors == authors


def test_a_list_of_authors_without_end_is_cut():
    assert len(article(authors=[f"Author {n}" for n in range(10_000)]).authors) == MOST_AUTHORS


def test_a_publisher_may_be_an_object_with_a_name():
    assert article(source={"id": None, "name": "The Example"}).publisher == "The Example"


def test_an_unreadable_date_leaves_the_article_undated():
    made = article(published="recently", updated="lately")
    assert (made.published_at, made.published_precision, made.updated_at) == (None, None, None)


@pytest.mark.parametrize(
    "record", [{}, {"title": "Only"}, {"text": ""}, {"text": " \n\x00\ufeff"}, {"text": 5}, {"body": None}]
)
def test_a_record_without_text_fails_and_says_where_text_was_sought(record):
    failed = article_from(record, "file.jsonl:12")
    assert isinstance(failed, Failure)
    assert failed.source == "file.jsonl:12"
    assert failed.reason.startswith("no text: looked for text, body, content")


@pytest.mark.parametrize("record", [None, 1, "text", ["text"], True])
def test_what_is_no_object_fails(record):
    failed = article_from(record, "here")
    assert isinstance(failed, Failure)
    assert "not an object" in failed.reason


def test_a_text_beyond_the_limit_fails(monkeypatch):
    monkeypatch.setattr("ingest.sources.fields.LARGEST_RECORD", 10)
    failed = article_from({"text": "x" * 11}, "here")
    assert isinstance(failed, Failure)
    assert "split it" in failed.reason


def test_text_keeps_its_words_and_loses_what_cannot_be_stored():
    assert clean_text("\ufeff one\r\ntwo\rthree\x00\x1b[31m \ud800four\ufeff\n ") == "one\ntwo\nthree[31m \ufffdfour"
    assert clean_text("tab\tand “quotes” — 日本語 😀") == "tab\tand “quotes” — 日本語 😀"


def test_a_title_is_one_line_of_bounded_length():
    assert clean_line(" a\n\tlong\u2028title\x00 ") == "a long title"
    assert len(clean_line("x" * 10_000)) == LONGEST_LINE
    assert clean_line("\x00 ") is None
    assert clean_line(1984) == "1984"
    assert clean_line(True) is None
    assert clean_line(10**5000) is None


@pytest.mark.parametrize(
    "url",
    [
        *[None, 5, "", "news.example/a", "//news.example/a", "http://", "https:///a", "ftp://news.example/a"],
        *["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://news.example/a b"],
        *["https://news.example/\x1b[31m", "https://news.example/\ud800", "https://news.example/a\u2028b"],
        *[
            "http://[::1",
            "https://news.example:port/",
            "https://news.example:99999/",
            "https://bbc.example@evil.example/",
        ],
        "https://news.example/" + "a" * 5_000,
    ],
)
def test_an_address_that_cannot_be_shown_as_a_link_is_left_out(url):
    assert clean_url(url) is None
    assert article(url=url).url is None


@pytest.mark.parametrize(
    "url", ["https://news.example", "HTTP://News.Example:8080/a?b=c#d", "https://日本.example/記事"]
)
def test_an_address_is_kept_as_it_is_written(url):
    assert clean_url(f" {url}\n") == url


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("EN_us", "en"), ("zh-Hant-TW", "zh"), ("English", None), (1, None)]
)
def test_a_language_tag_is_brought_to_its_language(tag, language):
    assert clean_language(tag) == language


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(exclude_categories=()))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from([name for names in NAMES.values() for name in names]), VALUES, max_size=8)


@settings(deadline=None)
@given(RECORDS)
def test_any_record_becomes_an_article_that_can_be_stored_or_a_failure(record):
    found = article_from(record, "here")
    if isinstance(found, Found):
        made = found.article
        json.dumps(made.to_dict(), ensure_ascii=False).encode()
        assert made.text == made.text.strip() != ""
        assert "\r" not in made.text
        assert not any("\x00" in value for value in (made.text, made.title or "", made.url or "", *made.authors))
        assert "\n" not in (made.title or "")
