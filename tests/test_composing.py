"""From evidence to the text of an answer: how much, in which order, under whose name, and never twice."""

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Article, Citation, Filters, Hit, Passage, Searched
from ontherecord.answering.composing import FLOOR, REPEATED, choose, compose, decline
from ontherecord.answering.extractive import Evidence
from ontherecord.answering.wording import pieces, published_by, refusal, written
from ontherecord.language.sentences import sentences

FERRY = Article(
    title="Ferry strike ends",
    text="Crews in Vigo went back to work. The port expects no delays. Fares stay as they were until autumn.",
    publisher="Coast Post",
    published_at=datetime(2025, 6, 3, tzinfo=UTC),
)
TRAMS = Article(
    title="Trams stop",
    text="Drivers in Lyon walked out at noon. Buses carried twice the usual crowd.",
    publisher="Rhône Daily",
    published_at=datetime(2025, 6, 1, tzinfo=UTC),
)
BEES = Article(title="Bees return", text="Keepers in Wales counted more hives than before.")
SEARCHED = Searched("q", 3, None, None, Filters(), datetime(2025, 7, 1, tzinfo=UTC))


def evidence(article: Article, number: int, score: float, *answers: str) -> Evidence:
    return Evidence(article, sentences(article.text)[number], score, 1.0, dict.fromkeys(answers, 0.0))


def cited(*items: Evidence) -> list[str]:
    return [citation.text for citation in compose("q", items, SEARCHED).citations]


def test_best_sentence_comes_first_then_its_article_then_the_others_by_date() -> None:
    answer = compose(
        "q",
        [
            evidence(FERRY, 1, 1.0),
            evidence(BEES, 0, 0.99),
            evidence(FERRY, 2, 0.98),
            evidence(TRAMS, 0, 0.97),
            evidence(FERRY, 0, 0.96),
        ],
        SEARCHED,
    )

    assert answer.text == (
        "Coast Post, 2025-06-03: The port expects no delays. [1] Crews in Vigo went back to work. [2] "
        "Fares stay as they were until autumn. [3]\n\n"
        "Rhône Daily, 2025-06-01: Drivers in Lyon walked out at noon. [4]\n\n"
        "Bees return: Keepers in Wales counted more hives than before. [5]"
    )
    assert [c.marker for c in answer.citations] == [1, 2, 3, 4, 5]
    assert all(c.article.text[c.start : c.end] == c.text for c in answer.citations)


def test_at_most_five_sentences() -> None:
    distinct = "alpha beta gamma delta kappa lambda sigma".split()
    article = Article(title=None, text=" ".join(f"{w.title()} {w}1 {w}2 {w}3." for w in distinct))

    assert len(cited(*(evidence(article, n, 1.0) for n in range(7)))) == 5


def test_at_most_900_characters_and_what_is_too_long_makes_room_for_what_fits() -> None:
    long = [" ".join(f"{letter}{n:02}" for n in range(95)).title() + "." for letter in "abc"]
    article = Article(title=None, text="\n".join([*long, "This one is short."]), publisher="P")

    answer = compose("q", [evidence(article, n, 3.0 if n < 3 else 1.0) for n in range(4)], SEARCHED)

    assert [c.text for c in answer.citations] == [long[0], long[1], "This one is short."]
    assert len(answer.text) <= 900


def test_much_weaker_sentence_is_left_out() -> None:
    strong, weak, weaker = evidence(FERRY, 0, 1.0), evidence(FERRY, 1, 1 - FLOOR), evidence(FERRY, 2, 0.99 - FLOOR)

    assert len(cited(strong, weak, weaker)) == 2


def test_sentence_that_mentions_something_new_goes_before_a_better_one_that_does_not() -> None:
    words = ["Vigo ends its strike.", "Crews return on Friday morning.", "Lyon waits for a vote."]
    articles = [Article(title=None, text=text) for text in words]
    best, same, new = (
        evidence(article, 0, score, mention)
        for article, score, mention in zip(articles, (1.0, 0.9, 0.8), ("vigo", "vigo", "lyon"), strict=True)
    )
    late = evidence(articles[2], 0, 0.8 - REPEATED, "lyon")

    assert [item.article.text for item in choose([best, same, new])] == [words[0], words[2], words[1]]
    assert [item.article.text for item in choose([best, same, late])] == words


def test_what_two_articles_say_alike_is_said_once() -> None:
    copy = Article(title="Vigo", text="Crews in Vigo went back to work on Tuesday.", publisher="Other")

    assert cited(evidence(FERRY, 0, 1.0), evidence(copy, 0, 0.99)) == ["Crews in Vigo went back to work."]


def test_of_two_alike_the_fuller_quotation_is_kept() -> None:
    report = Article(title=None, text="The crews got what they asked for.")
    quotation = Article(title=None, text="“The crews got what they asked for,” said Moreno.")

    assert cited(evidence(report, 0, 1.0), evidence(quotation, 0, 0.9)) == [quotation.text]
    assert cited(evidence(quotation, 0, 1.0), evidence(report, 0, 0.9)) == [quotation.text]


def test_quotation_that_says_what_two_sentences_say_replaces_neither() -> None:
    first, second, both = (
        Article(title=None, text=text)
        for text in (
            "Fares rise in Vigo.",
            "Crews return on Friday.",
            "“Fares rise in Vigo, crews return on Friday,” said Moreno.",
        )
    )

    texts = cited(evidence(first, 0, 1.0), evidence(second, 0, 0.95), evidence(both, 0, 0.9))

    assert texts == [first.text, second.text]


WORDS = st.lists(st.sampled_from("ferry crews vote “we said” work port".split()), min_size=1, max_size=7)


@given(st.lists(st.tuples(WORDS, st.floats(0.1, 1.0)), min_size=1, max_size=12))
def test_any_answer_keeps_to_its_limits(made: list[tuple[list[str], float]]) -> None:
    articles = [Article(title=f"T{n}", text=" ".join(words) + ".") for n, (words, _) in enumerate(made)]
    items = [evidence(article, 0, score) for article, (_, score) in zip(articles, made, strict=True)]

    texts = cited(*sorted(items, key=lambda item: -item.score))

    assert 1 <= len(texts) <= 5
    for one, other in combinations([set(re.findall(r"\w+", text.lower())) for text in texts], 2):
        assert len(one & other) <= 0.6 * min(len(one), len(other))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publisher": "Coast Post", "published_at": datetime(2025, 6, 3, tzinfo=UTC)}, "Coast Post, 2025-06-03"),
        ({"publisher": "Coast Post"}, "Coast Post"),
        (
            {"published_at": datetime(2025, 6, 1, tzinfo=UTC), "published_precision": "month"},
            "2025-06",
        ),
        ({}, "Ferry strike ends"),
        ({"publisher": "  \n "}, "Ferry strike ends"),
        ({"title": None}, "Crews went back."),
        ({"publisher": "[1]: “All is lost,” [2]\n\n[3] said"}, "(1): “All is lost,” (2) (3) said"),
        ({"title": "[1]\n[2]"}, "(1) (2)"),
        ({"publisher": "P" * 100}, "P" * 59 + "…"),
    ],
)
def test_a_source_is_named_in_one_short_line_without_markers(fields: dict[str, object], expected: str) -> None:
    assert published_by(Article(**{"title": "Ferry strike ends", "text": "Crews went back.", **fields})) == expected


def test_article_that_contains_markers_is_quoted_as_it_is() -> None:
    article = Article(title=None, text="The report [2] names no one [1]. It was late.", publisher="P")

    answer = compose("q", [evidence(article, 0, 1.0), evidence(article, 1, 0.9)], SEARCHED)

    assert answer.text == "P: The report [2] names no one [1]. [1] It was late. [2]"


def test_streamed_pieces_end_at_the_markers() -> None:
    citations = [
        Citation(n, article, s.start, s.end, s.text)
        for n, (article, s) in enumerate([(FERRY, sentences(FERRY.text)[0]), (BEES, sentences(BEES.text)[0])], 1)
    ]

    assert list(pieces(written(citations))) == [
        "Coast Post, 2025-06-03: Crews in Vigo went back to work. [1]\n\n",
        "Bees return: Keepers in Wales counted more hives than before. [2]",
    ]


@given(st.text(alphabet=st.characters() | st.sampled_from("[]12\n "), max_size=200))
def test_pieces_join_to_the_text(text: str) -> None:
    found = list(pieces(text))

    assert "".join(found) == text
    assert all(found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"articles": 0}, "this library holds no article published by 2025-07-01."),
        ({"articles": 0, "filters": Filters(language="en")}, "no article of this library falls within the filters."),
        ({"articles": 1}, "searched 1 article."),
        (
            {
                "articles": 1200,
                "first": datetime(2024, 1, 2, tzinfo=UTC),
                "last": datetime(2025, 6, 3, tzinfo=UTC),
            },
            "searched 1,200 articles, 2024-01-02 to 2025-06-03.",
        ),
    ],
)
def test_refusal_says_in_what_was_searched(changes: dict[str, object], expected: str) -> None:
    known = {
        "query": "q",
        "articles": 3,
        "first": None,
        "last": None,
        "filters": Filters(),
        "as_of": datetime(2025, 7, 1, tzinfo=UTC),
    }

    assert refusal(Searched(**{**known, **changes})) == f"There is no answer on the record: {expected}"


def test_refusal_suggests_the_three_nearest_articles_each_once() -> None:
    extra = Article(title="Comet seen", text="A comet crossed the sky.")
    found = [Hit(Passage(a.id, n, 0, 1, a.text[0]), a, 1.0) for n, a in enumerate([FERRY, FERRY, TRAMS, BEES, extra])]

    answer = decline("q", found, [], SEARCHED)

    assert answer.suggestions == (FERRY, TRAMS, BEES)
    assert (answer.citations, answer.answered) == ((), False)
