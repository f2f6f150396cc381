"""The quotes of one article, in their order, each an exact slice of it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ontherecord import Article, Library
from tests.conftest import make_article
from tests.fakes import FakeAttributor

URL = "https://news.example/ferry"
WORDS = "“We got all that we asked for,” said Ada Moreno. "
FERRY = Article(
    title="Ferry strike ends",
    text=f"Crews met. {WORDS}Leo Berg said that fares will rise. “We go back on Monday,” said Moreno.",
    url=URL,
    publisher="Example Post",
    published_at=datetime(2025, 8, 2, tzinfo=UTC),
)


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    opened = open_library(attributor=FakeAttributor())
    opened.add([make_article(1), FERRY])
    return opened


def test_quotes_of_an_article_come_in_the_order_of_their_places_and_slice_exactly(library: Library):
    for name in (URL, FERRY.id):
        quotes = library.quotes_in(name)

        assert [(quote.speaker, quote.kind) for quote in quotes] == [
            *(("Ada Moreno", "direct"), ("Leo Berg", "indirect"), ("Ada Moreno", "direct"))
        ]
        assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)
        for quote in quotes:
            assert quote.article == library.article(name)
            assert quote.article.text[quote.start : quote.end] == quote.text


def test_only_the_version_in_force_has_quotes(library: Library):
    library.add([make_article(1), Article(**{**FERRY_FIELDS, "text": f"It rained. {WORDS}"})])

    assert library.quotes_in(URL, 1) == []
    assert [quote.text for quote in library.quotes_in(URL, 2)] == ["“We got all that we asked for,”"]
    assert library.quotes_in(URL) == library.quotes_in(URL, 2)


def test_quote_names_the_other_articles_that_have_its_words_also_the_earlier_one(library: Library):
    earlier = Article(
        **{
            **FERRY_FIELDS,
            "url": "https://early.example/1",
            "text": f"Early. {WORDS}",
            "published_at": datetime(2025, 8, 1, tzinfo=UTC),
        }
    )
    library.add([earlier])

    assert [article.url for article in library.quotes_in(URL)[0].also_in] == ["https://early.example/1"]
    assert [article.url for article in library.quotes_in("https://early.example/1")[0].also_in] == [URL]


def test_articles_without_quotes_removed_ones_and_unknown_ones_have_none(library: Library):
    assert library.quotes_in(make_article(1).id) == []
    assert (
        library.quotes_in("https://news.example/none") == library.quotes_in("") == library.quotes_in("\ud800") == []
    )
    assert library.quotes_in(URL, 0) == library.quotes_in(URL, 2**70) == []
    library.remove(URL)
    assert library.quotes_in(URL) == library.quotes_in(URL, 1) == []


FERRY_FIELDS = {
    "title": FERRY.title,
    "text": FERRY.text,
    "url": FERRY.url,
    "publisher": FERRY.publisher,
    "published_at": FERRY.published_at,
}
