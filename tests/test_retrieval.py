"""From a question to hits: both legs count, nearer in time is better, one source a story."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ontherecord import Article, Filters, Hit, Library, Passage, QuestionError
from ontherecord.retrieval import one_source_a_story


def hits_in(*articles: Article, scores: tuple[float, ...] = ()) -> list[Hit]:
    """Return one hit in the whole of each article, in order, equally good unless scores are given."""
    return [
        Hit(Passage(a.id, 0, 0, len(a.text), a.text), a, score)
        for a, score in zip(articles, scores or (1.0,) * len(articles), strict=True)
    ]


def carried(number: int, text: str = "The ferry sank.", day: int | None = None) -> Article:
    published = None if day is None else datetime(2025, 8, day, tzinfo=UTC)
    return Article(title="T", text=text, url=f"https://n.example/{number}", published_at=published)


def test_of_copies_every_passage_of_the_earliest_stays() -> None:
    late, first, other = carried(0, day=2), carried(1, day=1), carried(2, "Else.")
    hits = hits_in(late, first, other, first, late)

    shown = one_source_a_story(hits, {late.id: first.id, first.id: first.id, other.id: other.id})

    assert [hit.article.url for hit in shown] == [first.url, other.url, first.url]


@pytest.mark.parametrize(
    ("first", "score"),
    [
        (carried(1, "Something shorter.", day=1), 1.0),
        (carried(1, day=1), 0.3),
        (carried(1, day=None), 1.0),
    ],
    ids=["it lacks the passage", "it is far from the time asked about", "it has no date"],
)
def test_copy_that_is_found_best_stands_for_an_original_that_will_not_do(first: Article, score: float) -> None:
    copy = carried(0, day=2)
    hits = hits_in(copy, first, scores=(1.0, score))

    assert one_source_a_story(hits, {copy.id: first.id, first.id: first.id}) == hits[:1]


def test_original_has_a_passage_whatever_its_quotes_and_case() -> None:
    copy, first = carried(0, "“It’s over,” she said.", day=2), carried(1, '"IT\'S OVER" -- she said', day=1)
    hits = hits_in(copy, first)

    assert one_source_a_story(hits, {copy.id: first.id, first.id: first.id}) == hits[1:]


@pytest.fixture
def stocked(library: Library, article: Callable[..., Article]) -> Library:
    library.add(article(number) for number in range(12))
    return library


def test_hits_come_best_first_with_the_parts_of_their_score(stocked: Library) -> None:
    hits = stocked.search("comet above Chile", limit=5)

    assert len(hits) == 5
    assert hits[0].article.title.startswith("Comet seen")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].dense is not None
    assert hits[0].lexical is not None
    assert (hits[0].recency, hits[0].rerank) == (None, None)


def test_same_search_twice_gives_the_same(stocked: Library) -> None:
    assert stocked.search("vaccine") == stocked.search("vaccine")


@pytest.mark.parametrize("limit", [1, 2, 11])
def test_limit_is_kept(stocked: Library, limit: int) -> None:
    assert len(stocked.search("report", limit=limit)) == limit


@pytest.mark.parametrize("limit", [0, -1])
def test_limit_below_one_is_refused(stocked: Library, limit: int) -> None:
    with pytest.raises(QuestionError, match="1 or more"):
        stocked.search("report", limit=limit)


def test_nothing_to_search_is_no_error(library: Library) -> None:
    assert library.search("anything") == []


def test_words_that_no_passage_has_still_find_by_meaning(stocked: Library) -> None:
    hits = stocked.search("zzzz")

    assert len(hits) == 10
    assert {hit.lexical for hit in hits} == {None}


def test_newer_of_two_like_articles_is_better_and_a_window_turns_that_round(library: Library, article) -> None:
    june, july = (
        article(0, url=f"https://n.example/{m}", published_at=datetime(2025, m, 9, tzinfo=UTC)) for m in (6, 7)
    )
    library.add([june, replace(july, text=july.text.replace("four", "five"), content_hash="")])

    newest, past = (
        library.search(query, as_of=date(2025, 8, 9))[0].article.published
        for query in ("strike in Rotterdam", "strike in Rotterdam in June 2025")
    )

    assert (newest, past) == ("2025-07-09", "2025-06-09")


def test_every_passage_found_slices_out_of_its_article(stocked: Library) -> None:
    for hit in stocked.search("bridge cables and bees"):
        stored = stocked.article(hit.article.id, hit.article.version)
        assert stored is not None
        assert stored.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_filters_and_as_of_narrow_what_is_found(library: Library, article) -> None:
    library.add(article(n, published_at=datetime(2025, n + 1, 1, tzinfo=UTC), publisher=f"P{n}") for n in range(6))

    def months(**narrowing) -> list[str]:
        return sorted(hit.article.published[:7] for hit in library.search("report of the day", **narrowing))

    assert months(as_of=date(2025, 2, 15)) == ["2025-01", "2025-02"]
    assert months(filters=Filters(after=date(2025, 5, 1))) == ["2025-05", "2025-06"]
    assert months(filters=Filters(after=date(2025, 5, 1), before=date(2025, 6, 1))) == ["2025-05"]
    assert months(filters=Filters(publishers=("p3", "P4"))) == ["2025-04", "2025-05"]
    assert months(filters=Filters(language="de")) == []
