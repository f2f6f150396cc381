"""Articles to passages: exact slices, in order, and nothing lost."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ontherecord import Article, Passage
from ontherecord.embedding import BuiltInEmbedder
from ontherecord.passages import PassageSplitter
from tests.fakes import HashEmbedder

WORDS = st.sampled_from(
    [
        "Rain",
        "fell.",
        "“No,”",
        "he said…",
        "...",
        "?!",
        ";;",
        "e.g.",
        "Mr.",
        "3.5%",
        "雨が降った。",
        "北京",
        "🌧️",
        "👩‍👩‍👧",
    ]
    + ["\u00ad", "\u200b", "\u0301", "\0", "x" * 90, "a-b", "née", "\ufeff"]
)
GAPS = st.sampled_from(
    [" ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\u2028", "\u2029", "\u00a0", "\u3000", "\r\n", "", "\x1c"]
)
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.tuples(WORDS, GAPS), max_size=80).map(lambda pairs: "".join(word + gap for word, gap in pairs)),
    st.tuples(st.lists(st.tuples(WORDS, GAPS), max_size=6), st.integers(1, 20)).map(
        lambda repeated: "".join(word + gap for word, gap in repeated[0]) * repeated[1]
    ),
)


def characters(text: str) -> int:
    """Count as a model without words does."""
    return len(text.replace(" ", "").replace("\u200b", "").replace("\u00ad", ""))


def split(text: str, title: str | None = None, embedder: HashEmbedder | None = None) -> tuple[Passage, ...]:
    return PassageSplitter(embedder or HashEmbedder()).split(Article(title=title, text=text))


def check(text: str, passages: tuple[Passage, ...]) -> None:
    """Assert that the passages are exact slices, in order, apart, and that only white space lies between them."""
    end = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert passage.start >= end
        assert text[passage.start : passage.end] == passage.text
        assert text[end : passage.start].strip() == ""
        assert passage.text.strip() == passage.text != ""
        end = passage.end
    assert text[end:].strip() == ""


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("One. " * 200)
@example("Rain\u2028fell.\u2028" * 50)
@example("雨が降った。" * 100)
@example("x" * 5000)
@example("🌧️" * 300)
@example(",,,;;;...???" * 40)
@example("\u200b" * 50 + "a" * 30 + "\u200b" * 30 + "a" * 30)
def test_passages_are_exact_slices_in_order_and_lose_nothing(text: str):
    for embedder in (HashEmbedder(10), HashEmbedder(20, counts=characters), HashEmbedder(20, counts=len)):
        passages = split(text, embedder=embedder)

        check(text, passages)
        assert all(embedder.count_tokens(passage.text) <= embedder.max_tokens for passage in passages)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.one_of(st.none(), st.text(max_size=300)))
def test_passages_of_the_real_model_lose_nothing_and_are_read_whole_with_the_title(text: str, title: str | None):
    article = Article(title=title, text=text * 8)
    splitter = PassageSplitter(REAL)

    passages = splitter.split(article)

    check(article.text, passages)
    assert all(REAL.count_tokens(embedded) <= 254 for embedded in splitter.embedded(article, passages))


REAL = BuiltInEmbedder()


def test_long_article_is_split_within_what_the_real_model_reads():
    text = "The committee met on Tuesday, and it heard that uncharacteristically heavy rain had fallen. " * 300
    article = Article(title="Rain and its consequences for the harvest", text=text)
    splitter = PassageSplitter(REAL)

    passages = splitter.split(article)
    lengths = [REAL.count_tokens(embedded) for embedded in splitter.embedded(article, passages)]

    check(text, passages)
    assert max(lengths) <= REAL.max_tokens == 254
    assert min(lengths[:-1]) > 200


def test_short_article_is_one_passage():
    assert split("  Rain fell.\n") == (Passage(Article(title=None, text="Rain fell.").id, 0, 2, 12, "Rain fell."),)


def test_sentences_stay_whole_where_they_fit():
    passages = split(
        "The first has five words. The second has five words. The third has five words.", None, HashEmbedder(11)
    )

    assert [passage.text for passage in passages] == [
        "The first has five words. The second has five words.",
        "The third has five words.",
    ]


def test_repeated_sentences_are_found_each_at_its_own_place():
    passages = split("Rain fell again. " * 10, None, HashEmbedder(6))

    assert [passage.start for passage in passages] == [0, 34, 68, 102, 136]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u3000\u2028"])
def test_white_space_has_no_passages(text: str):
    assert split(text) == ()


def test_title_is_embedded_with_every_passage():
    article = Article(title=" Heavy \n rain ", text="One two three. Four five six.")
    splitter = PassageSplitter(HashEmbedder(8))

    passages = splitter.split(article)

    assert splitter.embedded(article, passages) == ["Heavy rain\nOne two three. Four five six."]


def test_passage_without_a_title_is_embedded_alone():
    article = Article(title=None, text="One two three.")
    splitter = PassageSplitter(HashEmbedder())

    assert splitter.embedded(article, splitter.split(article)) == ["One two three."]


@pytest.mark.parametrize("title", ["word " * 2000, "w" * 10_000, "雨" * 10_000])
def test_title_of_ten_thousand_characters_leaves_room_for_the_passage(title: str):
    article = Article(title=title, text="Rain fell on the hills. " * 60)
    splitter = PassageSplitter(REAL)

    passages = splitter.split(article)

    check(article.text, passages)
    assert REAL.count_tokens(splitter.title(article)) <= 63
    assert all(REAL.count_tokens(embedded) <= 254 for embedded in splitter.embedded(article, passages))
    assert len(passages) < 4
