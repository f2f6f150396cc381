"""Asking a library: what is answered, what is refused, and that every word of it is on the record."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontherecord import Answer, Article, Filters, Library, QuestionError
from tests.fakes import HashEmbedder

FERRY = Article(
    title="Ferry strike ends in Vigo",
    text="Ferry crews in Vigo voted to return to work. “We got what we asked for,” said union leader Ada Moreno.",
    url="https://one.example/ferry",
    publisher="One",
    published_at=datetime(2025, 6, 3, 9, tzinfo=UTC),
    language="en",
)
FERRY_COPY = Article(
    title=FERRY.title,
    text=FERRY.text,
    url="https://two.example/ferry",
    publisher="Two",
    published_at=datetime(2025, 6, 3, 12, tzinfo=UTC),
    language="en",
)
BEES = Article(
    title="Bees return to Wales",
    text="Beekeepers in Wales counted more hives than in any spring since 1998. Mild weather helped the bees.",
    url="https://one.example/bees",
    publisher="One",
    published_at=datetime(2025, 7, 20, tzinfo=UTC),
    published_precision="day",
)
# The stand-in for the model knows nearness only as shared words.
QUESTION = "What did union leader Ada Moreno say: we got what we asked for?"


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    library = open_library()
    library.add([FERRY, FERRY_COPY, BEES])
    return library


def test_question_is_answered_with_the_words_of_the_article(library: Library) -> None:
    answer = library.ask(QUESTION)

    assert answer.status == "answered"
    assert answer.citations[0].text == "“We got what we asked for,” said union leader Ada Moreno."
    assert answer.text.endswith(" [1]")


def test_what_a_correction_repeats_of_the_error_is_no_answer(library: Library) -> None:
    corrected = (
        "Crews searched 79,000 buildings in the district of Arden.\n\n"
        "Correction: An earlier version of this article said that crews searched 97,000 buildings in Arden."
    )
    library.add([Article(title="Crews search Arden", text=corrected, url="https://one.example/arden")])

    answer = library.ask("How many buildings did crews search in the district of Arden?")

    assert [citation.text for citation in answer.citations] == [
        "Crews searched 79,000 buildings in the district of Arden."
    ]


def test_copies_of_one_text_are_one_source(library: Library) -> None:
    assert len(library.ask(QUESTION).sources) == 1
    assert len({hit.article.url for hit in library.search("ferry crews vote") if "ferry" in hit.article.url}) == 1


def test_nothing_on_the_subject_is_refused_with_the_nearest_articles(library: Library) -> None:
    answer = library.ask("Which glacier did volcanologists photograph near Reykjavik?")

    assert answer.status == "insufficient_evidence"
    assert answer.citations == ()
    assert answer.suggestions
    assert "searched 3 articles (2 stories), 2025-06-03 to 2025-07-20" in answer.text


def test_somebody_who_says_nothing_here_is_refused(library: Library) -> None:
    assert library.ask("What did Zapatero say about the ferry strike in Vigo?").status == "insufficient_evidence"


def test_empty_library_refuses(open_library: Callable[..., Library]) -> None:
    answer = open_library().ask("Is anybody there?")

    assert (answer.status, answer.suggestions, answer.searched.articles) == ("insufficient_evidence", (), 0)


@pytest.mark.parametrize("question", ["", "  \n ", "x" * 10_000])
def test_question_without_sense_is_an_error_that_says_why(library: Library, question: str) -> None:
    with pytest.raises(QuestionError, match=r"empty|10,000 characters"):
        library.ask(question)


@pytest.mark.parametrize("question", ["a", "?", "“", "0", "💥", "AND OR NOT (", "title:ferry^9 +vigo -x"])
def test_odd_question_gets_an_answer_or_a_refusal(library: Library, question: str) -> None:
    assert library.ask(question).status in {"answered", "insufficient_evidence"}


def test_as_of_hides_what_came_later(library: Library) -> None:
    answer = library.ask("Where did beekeepers in Wales count more hives?", as_of=date(2025, 7, 1))

    assert answer.status == "insufficient_evidence"
    assert answer.searched.articles == 2


def test_undated_article_is_found_whatever_the_as_of(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.add([Article(title=FERRY.title, text=FERRY.text)])

    assert library.ask(QUESTION, as_of=date(2020, 1, 1)).answered


def test_article_of_the_future_is_kept_and_found(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.add([Article(title=FERRY.title, text=FERRY.text, published_at=datetime(2099, 1, 1, tzinfo=UTC))])

    assert library.ask(QUESTION).sources[0].published == "2099-01-01"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(publishers=("two",)), {"https://two.example/ferry"}),
        (Filters(after=date(2025, 7, 1)), {"https://one.example/bees"}),
        (Filters(before=date(2025, 6, 4)), {"https://one.example/ferry"}),
        (Filters(language="en"), {"https://one.example/ferry"}),
        (Filters(publishers=("Nobody",)), set()),
    ],
)
def test_filters_narrow_both_legs(library: Library, filters: Filters, found: set[str]) -> None:
    urls = {hit.article.url for hit in library.search("ferry crews and bees in spring", filters=filters)}

    assert {url.replace("two.example", "one.example") if len(found) != 1 else url for url in urls} in (
        found,
        {url.replace("one", "two") for url in found} if filters.language or filters.before else found,
    )


def test_time_words_are_understood_and_reported(library: Library) -> None:
    searched = library.ask("What happened to ferry crews last month?", as_of=date(2025, 7, 1)).searched

    assert searched.window == "last month"


def test_follow_up_is_completed_from_the_conversation(library: Library) -> None:
    answer = library.ask("What did she say?", history=["Who is Ada Moreno?"])

    assert "Ada Moreno" in answer.searched.query


def test_stream_yields_the_text_and_then_the_answer(library: Library) -> None:
    *texts, answer = library.stream(QUESTION)

    assert isinstance(answer, Answer)
    assert "".join(text for text in texts if isinstance(text, str)) == answer.text


def test_updated_article_is_cited_in_its_new_version(library: Library) -> None:
    library.add(
        [Article(title=FERRY.title, text=FERRY.text.replace("what we asked", "half of what we asked"), url=FERRY.url)]
    )

    answer = library.ask(QUESTION, filters=Filters(publishers=()))

    cited = {(c.article.url, c.article.version) for c in answer.citations}
    assert ("https://one.example/ferry", 1) not in cited


def test_removed_article_is_gone(library: Library) -> None:
    assert library.remove("https://one.example/ferry")
    assert library.remove("https://two.example/ferry")

    assert not library.ask(QUESTION).answered
    assert not library.remove("https://one.example/ferry")
    assert library.article("https://one.example/ferry") is None


SENTENCE = st.lists(
    st.sampled_from("ferry crews Vigo “we said.” Moreno bees [1] U.S. Wales".split()), min_size=4, max_size=12
)
TEXT = st.lists(SENTENCE.map(lambda words: " ".join(words) + "."), min_size=1, max_size=6).map("\n".join)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT, min_size=1, max_size=5), question=SENTENCE.map(" ".join))
def test_every_citation_of_every_answer_slices_exactly(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], question: str
) -> None:
    with Library.open(tmp_path_factory.mktemp("any"), embedder=HashEmbedder()) as library:
        library.add(Article(title=f"Report {n}", text=text, publisher="[9]: x") for n, text in enumerate(texts))
        answer = library.ask(question)

        for citation in answer.citations:
            stored = library.article(citation.article.id, citation.article.version)
            assert stored is not None
            assert stored.text[citation.start : citation.end] == citation.text
        assert len(answer.citations) <= 5
        assert len(answer.text) <= 900
