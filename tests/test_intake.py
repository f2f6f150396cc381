"""What becomes of articles that arrive: stored, known already, or failed with a reason."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Timer

import pytest

from ontherecord import Article, Doubt, Failure, Filters, Library, Progress
from tests.conftest import make_article
from tests.fakes import HashEmbedder


def test_report_counts_what_became_of_each_article(library: Library):
    library.add([make_article(1), make_article(2)])
    copy = replace(make_article(1), url="https://other.example/1", id="")
    broken = Failure("feed.xml", "it is no XML")

    report = library.add([make_article(1), make_article(2, text="It changed."), make_article(3), copy, broken])

    assert (report.added, report.updated, report.unchanged, report.syndicated) == (2, 1, 1, 1)
    assert report.failed == (broken,)
    assert report.seen == 5
    assert not report.ok
    assert report.embedded == 2


def test_unchanged_articles_are_not_embedded_again(library: Library, embedder: HashEmbedder):
    library.add(make_article(n) for n in range(40))
    before = len(embedder.embedded)

    report = library.add(make_article(n) for n in range(40))

    assert before == 40
    assert len(embedder.embedded) == before
    assert (report.unchanged, report.embedded) == (40, 0)
    assert library.stats().versions == 40


def test_article_changed_in_its_date_alone_is_not_embedded_again(library: Library, embedder: HashEmbedder):
    library.add([make_article(1)])

    report = library.add([make_article(1, publisher="Another Name")])

    assert (report.updated, report.embedded) == (1, 0)
    assert len(embedder.embedded) == 1
    assert [hit.article.publisher for hit in library.search("Nairobi vaccine")] == ["Another Name"]


def test_article_seen_changed_becomes_a_second_version(library: Library):
    library.add([make_article(1, text="Doctors gave the first doses of a vaccine.")])

    report = library.add([make_article(1, text="Doctors gave the last doses of a vaccine.")])

    identity = make_article(1).id
    assert (report.added, report.updated) == (0, 1)
    assert library.article(identity) == make_article(1, text="Doctors gave the last doses of a vaccine.", version=2)
    assert library.article(identity, 1) == make_article(
        1, text="Doctors gave the first doses of a vaccine.", version=1
    )
    assert [hit.passage.text for hit in library.search("first doses vaccine")] == [
        "Doctors gave the last doses of a vaccine."
    ]


def test_same_article_twice_in_a_batch_with_another_text_is_two_versions(library: Library):
    report = library.add([make_article(1, text="Early words."), make_article(1, text="Late words.")])

    assert (report.added, report.updated, report.unchanged) == (1, 1, 0)
    assert library.article(make_article(1).id) == make_article(1, text="Late words.", version=2)
    assert library.article(make_article(1).id, 1) == make_article(1, text="Early words.", version=1)
    assert [hit.passage.text for hit in library.search("words")] == ["Late words."]
    assert library.verify().problems == ()


def test_same_article_twice_in_a_batch_with_the_same_text_is_one(library: Library, embedder: HashEmbedder):
    report = library.add([make_article(1), make_article(1)])

    assert (report.added, report.unchanged) == (1, 1)
    assert len(embedder.embedded) == 1


def test_copy_in_the_same_batch_is_embedded_once(library: Library, embedder: HashEmbedder):
    copy = replace(make_article(1), url="https://other.example/1", id="")

    report = library.add([make_article(1), copy])

    assert (report.added, report.syndicated, report.embedded) == (2, 1, 1)
    assert len(embedder.embedded) == 1
    assert library.stats().passages == 2
    assert len(library.search("vaccine Nairobi")) == 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"text": ""}, "no text"),
        ({"text": " \n\u3000"}, "no text"),
        ({"text": "Half a pair: \ud83d."}, "surrogate"),
        ({"title": "\udc00"}, "surrogate"),
        ({"authors": ("A", "\udfff")}, "surrogate"),
        ({"url": "https://x.example/?q=\udfff"}, "surrogate"),
        ({"text": "x" * 20_000_001}, "20,000,001 characters"),
    ],
)
def test_article_that_cannot_be_stored_fails_alone(library: Library, broken: dict[str, object], reason: str):
    report = library.add([make_article(1), make_article(2, **broken), make_article(3)])

    assert report.added == 2
    assert [reason in failure.reason for failure in report.failed] == [True]
    assert report.failed[0].source.startswith("https://")
    assert library.article(make_article(3).id) is not None
    assert library.verify().problems == ()


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff", "\0", "...", "🌧️", "\u00ad\u00ad", "\0word\0 and more\0", "x" * 10_000, "雨" * 3000]
)
def test_odd_text_is_stored_and_found_by_its_own_words(library: Library, text: str):
    report = library.add([make_article(0), make_article(1, text=text, title="Oddity")])

    assert (report.added, report.failed) == (2, ())
    assert "Oddity" in [hit.article.title for hit in library.search("oddity")]
    assert library.verify().problems == ()


def test_failure_of_an_article_without_url_and_title_is_still_named(library: Library):
    report = library.add([Article(title=None, text=" ")])

    assert report.failed[0].source == "an article"


def test_articles_are_taken_as_they_arrive_and_progress_is_told(open_library: Callable[..., Library]):
    library, told, taken = open_library(batch_articles=10), list[Progress](), 0

    def arriving() -> Iterator[Article]:
        nonlocal taken
        for number in range(25):
            taken += 1
            yield make_article(number)

    def tell(progress: Progress) -> None:
        told.append(progress)
        # Two batches are embedded while one is stored.
        assert taken <= progress.articles + 30

    library.add(arriving(), progress=tell)

    assert [progress.articles for progress in told] == [10, 20, 25]
    assert [progress.embedded for progress in told] == [10, 20, 25]


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt])
def test_interrupted_run_keeps_its_complete_batches_and_the_repeat_goes_on(
    open_library: Callable[..., Library], tmp_path: Path, interruption: type[BaseException]
):
    embedder = HashEmbedder()
    library = open_library(embedder, batch_articles=10)

    def breaking_off() -> Iterator[Article]:
        for number in range(25):
            yield make_article(number)
            while number == 20 and len(embedder.embedded) < 20:
                time.sleep(0.01)
        raise interruption

    with pytest.raises(interruption):
        library.add(breaking_off())
    assert library.stats().articles == 20
    assert library.search("report number 7")

    report = library.add(make_article(n) for n in range(30))

    assert (report.added, report.unchanged) == (10, 20)
    # The search above is the one text beside the articles; numbers 20 to 24 were not embedded before.
    assert len(embedder.embedded) == 31
    clean = open_library(path=tmp_path / "clean", batch_articles=10)
    clean.add(make_article(n) for n in range(30))
    assert library.verify().problems == ()
    assert library.verify().digest == clean.verify().digest


def test_interruption_does_not_wait_for_the_model(open_library: Callable[..., Library]):
    class Slow(HashEmbedder):
        def embed(self, texts):
            released.wait(10)
            return super().embed(texts)

    released, library = Event(), open_library(Slow(), batch_articles=10)

    def interrupted() -> Iterator[Article]:
        yield from (make_article(number) for number in range(25))
        Timer(0.5, released.set).start()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(interrupted())

    assert library.stats().articles <= 10
    assert library.verify().problems == ()


def test_error_of_the_source_waits_for_what_is_complete(open_library: Callable[..., Library]):
    library = open_library(HashEmbedder(seconds_a_text=0.02), batch_articles=10)

    def failing() -> Iterator[Article]:
        yield from (make_article(number) for number in range(25))
        raise OSError("the cable was pulled")

    with pytest.raises(OSError, match="cable"):
        library.add(failing())

    assert library.stats().articles == 20


def test_words_that_an_earlier_batch_embeds_are_not_embedded_again(
    open_library: Callable[..., Library], embedder: HashEmbedder
):
    library = open_library(embedder, batch_articles=2)
    first = [make_article(number) for number in range(4)]
    copies = [replace(article, id="", url=f"{article.url}/copy") for article in first]

    report = library.add([*first, *copies])

    assert (report.added, report.embedded, len(embedder.embedded)) == (8, 4, 4)
    assert library.verify().problems == ()


def test_interruption_while_embedding_leaves_nothing_of_the_batch(open_library: Callable[..., Library]):
    class Breaking(HashEmbedder):
        def embed(self, texts):
            if any("number 15" in text for text in texts):
                raise KeyboardInterrupt
            return super().embed(texts)

    library = open_library(Breaking(), batch_articles=10)

    with pytest.raises(KeyboardInterrupt):
        library.add(make_article(n) for n in range(30))

    assert library.stats().articles == 10
    assert library.verify().problems == ()


def test_exception_in_progress_leaves_the_library_whole(library: Library):
    def complain(_: Progress) -> None:
        raise RuntimeError("no terminal")

    with pytest.raises(RuntimeError, match="no terminal"):
        library.add([make_article(1)], progress=complain)

    assert library.stats().articles == 1
    assert library.verify().problems == ()


def test_nothing_to_add_is_an_empty_report(library: Library):
    report = library.add([])

    assert (report.seen, report.failed, report.ok) == (0, (), True)
    assert library.verify().problems == ()


def test_removed_article_is_in_no_search_until_it_comes_again(library: Library):
    library.add([make_article(1), make_article(2)])

    assert library.remove("http://news.example/1/?utm_source=x") is True
    assert library.remove(make_article(1).id) is False
    assert library.article(make_article(1).id) is None
    assert [hit.article.id for hit in library.search("vaccine Nairobi doctors")] == [make_article(2).id]
    assert library.verify().problems == ()

    assert library.add([make_article(1)]).seen == 1
    assert {
        hit.article.id for hit in library.search("vaccine Nairobi", filters=Filters(publishers=("example news",)))
    }


def test_article_removed_and_added_again_is_its_next_version(library: Library):
    library.add([make_article(1)])
    library.remove(make_article(1).id)

    report = library.add([make_article(1)])

    assert (report.added, report.updated, report.unchanged) == (1, 0, 0)
    assert library.article(make_article(1).id) == make_article(1, version=2)


def test_passages_that_cannot_be_split_fail_with_every_article_that_has_them(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    from llama_index.core.node_parser import SentenceSplitter

    monkeypatch.setattr(SentenceSplitter, "split_text", lambda self, text: ["not in the text"])
    copy = replace(make_article(1), url="https://other.example/1", id="")

    report = library.add([make_article(1), copy])

    assert [failure.source for failure in report.failed] == ["https://news.example/1", "https://other.example/1"]
    assert report.seen == 2


def test_time_without_zone_is_refused_with_a_reason(library: Library) -> None:
    report = library.add([make_article(0, published_at=datetime(2025, 1, 1))])  # noqa: DTZ001 - that is the case

    assert [failure.reason for failure in report.failed] == [
        "a time has no time zone, so it names no moment: add one, such as UTC"
    ]


def test_article_dated_in_the_future_is_kept_and_flagged(library: Library) -> None:
    now = datetime.now(UTC)
    dates = {0: now + timedelta(days=2), 1: now + timedelta(hours=20), 2: None, 3: datetime(2031, 1, 1, tzinfo=UTC)}
    articles = [make_article(n, published_at=moment) for n, moment in dates.items()]

    report = library.add(articles)

    assert (report.added, report.doubtful, report.ok) == (4, 2, True)
    assert report.doubts[1] == Doubt(
        "https://news.example/3", "published 2031-01-01, which is in the future: kept; check its source"
    )
    assert library.stats().dated_ahead == 2
    assert library.add(articles).doubtful == 0


def test_only_the_first_hundred_doubts_are_listed(library: Library) -> None:
    report = library.add(make_article(n, published_at=datetime(2099, 1, 1, tzinfo=UTC)) for n in range(120))

    assert (report.doubtful, len(report.doubts)) == (120, 100)
    assert report.to_dict()["doubts"][0]["source"] == "https://news.example/0"
