"""When two articles are the same article, and when two texts are the same text."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Article
from ontherecord.identity import article_id, canonical_url, content_hash

PLAIN = "https://news.example/2025/storm?id=7&lang=en"


def identity(**fields: object) -> str:
    return article_id(**{"url": None, "publisher": None, "title": None, "published_at": None, "text": "", **fields})


@pytest.mark.parametrize(
    "variant",
    [
        "http://news.example/2025/storm?id=7&lang=en",
        "HTTPS://News.Example/2025/storm?id=7&lang=en",
        "https://news.example:443/2025/storm?id=7&lang=en",
        "http://news.example:80/2025/storm?id=7&lang=en",
        "https://news.example./2025/storm?id=7&lang=en",
        "https://news.example/2025/storm/?id=7&lang=en",
        "https://news.example/2025/storm?lang=en&id=7",
        "https://news.example/2025/storm?id=7&lang=en#comments",
        "https://news.example/2025/storm?utm_source=x&id=7&UTM_medium=y&lang=en&fbclid=z&gclid=q",
        "https://reader@news.example/2025/storm?id=7&lang=en",
        "  https://news.example/2025/storm?id=7&lang=en\n",
        "news.example/2025/storm?id=7&lang=en",
    ],
)
def test_variants_of_a_url_are_one_article(variant: str):
    assert identity(url=variant) == identity(url=PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/2025/Storm?id=7&lang=en",
        "https://news.example/2025/storm?id=8&lang=en",
        "https://news.example/2025/storm?id=7",
        "https://news.example:8080/2025/storm?id=7&lang=en",
        "https://old.news.example/2025/storm?id=7&lang=en",
        "file:///2025/storm?id=7&lang=en",
    ],
)
def test_urls_of_different_pages_are_different_articles(other: str):
    assert identity(url=other) != identity(url=PLAIN)


@pytest.mark.parametrize("broken", ["http://[oops", "http://x:port/", "http://x:99999/a", "http://x/?q=\ud800", "::"])
def test_broken_url_is_known_as_it_stands(broken: str):
    assert canonical_url(f" {broken}") == broken
    assert Article(title="A", text="B", url=broken).id != Article(title="A", text="B", url=broken + "2").id


@given(st.text())
def test_any_text_as_a_url_has_an_identity(url: str):
    assert re.fullmatch("[0-9a-f]{20}", identity(url=url, title="Storm"))


@given(st.text(alphabet="aB0/?&=%2.-_~:#+"))
def test_canonical_form_is_its_own_canonical_form_for_https_urls(path: str):
    canonical = canonical_url(f"https://news.example/{path}")

    assert canonical_url(f"https://{canonical}") == canonical


def test_without_a_url_publisher_title_and_day_name_an_article():
    morning, evening = datetime(2025, 8, 9, 6, tzinfo=UTC), datetime(2025, 8, 9, 18, tzinfo=UTC)
    one = identity(publisher="The Post", title="Storm  hits coast", published_at=morning, text="Now.")

    assert one == identity(publisher="The Post", title="Storm hits coast ", published_at=evening, text="Later.")
    assert one != identity(publisher="The Times", title="Storm hits coast", published_at=morning)
    assert one != identity(
        publisher="The Post", title="Storm hits coast", published_at=datetime(2025, 8, 10, tzinfo=UTC)
    )
    assert one != identity(publisher="The Post", title="Storm hits coast")


def test_without_url_and_title_the_text_names_an_article():
    assert identity(text="Rain fell. ", publisher="A") == identity(text="Rain  fell.", publisher="B")
    assert identity(text="Rain fell.") != identity(text="Snow fell.")


def test_title_equal_to_a_url_is_another_article():
    assert identity(title="news.example/a") != identity(url="news.example/a")


def test_content_hash_ignores_white_space_and_composition():
    assert content_hash("Café  au\nlait ") == content_hash("Cafe\u0301 au lait")
    assert content_hash("Café") != content_hash("Cafe")
    assert re.fullmatch("[0-9a-f]{32}", content_hash(""))


def test_article_keeps_a_given_id_and_derives_an_absent_one():
    assert Article(title=None, text="x", id="given").id == "given"
    assert Article(title=None, text="x", url=PLAIN).id == "cf08080877ff5499d96c"
