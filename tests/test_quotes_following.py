"""Quotes follow the archive: whatever changes, or is interrupted, they come to be those of the articles in force."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord import Article, Library, Progress, Quote, SearchIndexError, SettingError, Settings
from ontherecord import quoting as module
from ontherecord.archive import archive_file
from tests.conftest import make_article
from tests.fakes import PROCESSES, FakeAttributor, HashEmbedder
from tests.test_archive import entry
from tests.test_indexes import until
from tests.test_upgrading import set_back_to_second


def report(number: int, **fields: Any) -> Article:
    """Return an article with two quotes, of Ann Lee and of a speaker of its own."""
    text = (
        f"“We will open number {number} next week,” said Ann Lee. Afterwards, Lee said that it was late. "
        f"“It is about time for {number},” said Bo Speaker{number}."
    )
    return make_article(number, **{"text": text, **fields})


def said(library: Library, **asked: Any) -> list[str]:
    return [quote.text for quote in library.quotes(limit=1000, **asked)]


@pytest.fixture
def attributor() -> FakeAttributor:
    return FakeAttributor()


@pytest.fixture
def library(open_library: Callable[..., Library], attributor: FakeAttributor) -> Library:
    return open_library(attributor=attributor)


# -- following ---------------------------------------------------------------------------------------------------


def test_quotes_are_in_when_articles_have_been_added(library: Library):
    library.add(report(n) for n in range(3))

    found = library.quotes(speaker="Ann Lee", limit=10)

    assert sorted(quote.text for quote in found) == [
        *["it was late"] * 3,
        *[f"“We will open number {n} next week,”" for n in range(3)],
    ]
    assert {(quote.mention, quote.speaker, quote.resolution, quote.cue) for quote in found} == {
        ("Ann Lee", "Ann Lee", "as written", "said"),
        ("Lee", "Ann Lee", "surname", "said"),
    }
    assert library.stats().quotes == 9
    assert library.stats().speakers == 4
    assert library.stats().indexes[-1].current
    assert library.verify().ok
    assert library.verify().quotes == 9


def test_articles_are_searchable_before_their_quotes_are_in_and_progress_is_told(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "ARTICLES_AT_ONCE", 2)
    library, told = open_library(attributor=FakeAttributor(), batch_articles=5), list[Progress]()

    def tell(progress: Progress) -> None:
        told.append(progress)
        if progress.quoted == 0:
            assert library.search("open next week")
            assert library.quotes() == []

    library.add((report(n) for n in range(5)), progress=tell)

    assert [(one.articles, one.quoted, one.unquoted) for one in told] == [(5, 0, 0), (5, 2, 3), (5, 4, 1), (5, 5, 0)]


def test_new_version_has_its_own_quotes_and_those_of_the_old_one_are_gone(library: Library):
    library.add([report(1)])
    library.add([report(1, text="“We open today, all of it,” said Ann Lee.")])

    assert said(library) == ["“We open today, all of it,”"]
    assert library.quotes()[0].article.version == 2
    assert library.verify().ok


def test_quotes_of_a_removed_article_are_gone(library: Library):
    library.add([report(1), report(2)])

    library.remove(report(1).id)

    assert {quote.article.id for quote in library.quotes()} == {report(2).id}
    assert library.speakers("Bo")[0].name == "Bo Speaker2"
    assert library.verify().ok
    assert library.stats().indexes[-1].current


def test_article_that_comes_back_is_quoted_again(library: Library):
    library.add([report(1)])
    library.remove(report(1).id)
    library.add([report(1)])

    assert len(library.quotes()) == 3


def test_each_article_is_read_once_however_often_it_changed(
    open_library: Callable[..., Library], attributor: FakeAttributor
):
    library = open_library()
    library.add([report(1)])
    library.add([report(1, text="“Not that many words here,” said Ann Lee.")])
    library.add([report(2)])
    library.close()

    reading = open_library(attributor=attributor)
    reading.add([])
    reading.add([report(2)])

    assert sorted(attributor.read) == sorted([report(1).id, report(2).id])
    assert len(reading.quotes()) == 4


@pytest.mark.parametrize(
    ("language", "quotes"), [(None, 3), ("en", 3), ("en-US", 3), ("EN_gb", 3), ("de", 0), ("eng", 0)]
)
def test_only_english_articles_and_those_of_unknown_language_are_read(
    library: Library, attributor: FakeAttributor, language: str | None, quotes: int
):
    library.add([report(1, language=language)])

    assert len(library.quotes()) == quotes
    assert len(attributor.read) == (1 if quotes else 0)
    assert library.stats().indexes[-1].current


def test_no_quotes_are_sought_where_attribution_is_off(open_library: Callable[..., Library]):
    library = open_library(attribution="off")
    library.add([report(1)])

    assert library.quotes() == []
    assert library.verify().ok
    assert [state.name for state in library.stats().indexes] == ["vectors", "lexical"]
    with pytest.raises(SettingError, match="attribution is off: set ONTHERECORD_ATTRIBUTION"):
        library.rebuild_quotes()


# -- interruptions and failures ----------------------------------------------------------------------------------


class Interrupted(FakeAttributor):
    """Is interrupted at the n-th batch."""

    def __init__(self, batch: int) -> None:
        super().__init__()
        self._left = batch

    def quotes(self, articles: Any) -> list[list[Quote]]:
        self._left -= 1
        if self._left == 0:
            raise KeyboardInterrupt
        return super().quotes(articles)


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_interrupted_run_keeps_whole_batches_and_the_next_one_goes_on(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch, batch: int
):
    monkeypatch.setattr(module, "ARTICLES_AT_ONCE", 3)
    library = open_library(attributor=Interrupted(batch))
    with pytest.raises(KeyboardInterrupt):
        library.add(report(n) for n in range(10))
    assert len({quote.article.id for quote in library.quotes(limit=99)}) == 3 * (batch - 1)
    assert library.stats().articles == 10
    assert library.verify().problems == (
        f"the quotes of {10 - 3 * (batch - 1)} articles are not found yet: the next `python -m ingest` finds them",
    )
    library.close()

    attributor = FakeAttributor()
    again = open_library(attributor=attributor)
    again.add([])

    assert len(attributor.read) == 10 - 3 * (batch - 1)
    assert len(again.quotes(limit=99)) == 30
    assert again.verify().ok


def ingest_slowly(path: Path, articles: int, under_way: Any) -> None:
    """Be an ingestion that finds quotes slowly and is told to die."""
    module.ARTICLES_AT_ONCE = 1
    attributor = FakeAttributor(seconds_an_article=0.02)
    with Library.open(path, Settings(), embedder=HashEmbedder(), attributor=attributor) as library:
        library.add(
            (report(n) for n in range(articles)), progress=lambda told: under_way.set() if told.quoted > 3 else None
        )


def test_killed_process_leaves_whole_articles_and_the_next_one_goes_on(
    tmp_path: Path, open_library: Callable[..., Library]
):
    under_way = PROCESSES.Event()
    process = PROCESSES.Process(target=ingest_slowly, args=(tmp_path / "library", 60, under_way))
    process.start()
    assert under_way.wait(60)
    process.kill()
    process.join()

    reader = open_library()
    before = len(reader.quotes(limit=999))
    assert 0 < before < 180
    assert before % 3 == 0
    reader.close()
    attributor = FakeAttributor()
    library = open_library(attributor=attributor)
    library.add([])
    assert len(library.quotes(limit=999)) == 180
    assert len(attributor.read) == 60 - before // 3
    assert library.verify().ok


def test_article_that_the_attributor_fails_at_is_told_of_and_the_others_are_read(
    open_library: Callable[..., Library], caplog: pytest.LogCaptureFixture
):
    library = open_library(attributor=FakeAttributor(fails=["number 2 "]))
    library.add(report(n) for n in range(5))

    assert len(library.quotes(limit=99)) == 12
    assert "no quotes are found in https://news.example/2: list index out of range" in caplog.text
    assert library.verify().ok


def test_attributor_that_cannot_work_at_all_leaves_the_articles_and_says_so(
    open_library: Callable[..., Library], caplog: pytest.LogCaptureFixture
):
    class Missing(FakeAttributor):
        def quotes(self, articles: Any) -> list[list[Quote]]:
            raise SettingError("the tagger's weights are missing: install them")

    library = open_library(attributor=Missing())
    assert library.add([report(1)]).added == 1

    assert "the tagger's weights are missing: install them; the articles are stored" in caplog.text
    assert library.search("open next week")
    assert not library.stats().indexes[-1].current


def test_quote_that_is_no_slice_of_its_article_is_left_out_and_counted(
    open_library: Callable[..., Library], caplog: pytest.LogCaptureFixture
):
    class Sloppy(FakeAttributor):
        def quotes(self, articles: Any) -> list[list[Quote]]:
            return [
                [quotes[0], replace(quotes[1], start=quotes[1].start + 1), replace(quotes[2], end=9999)]
                for quotes in super().quotes(articles)
            ]

    library = open_library(attributor=Sloppy())
    library.add([report(1)])

    assert said(library) == ["“We will open number 1 next week,”"]
    assert "2 of 3 quotes found in https://news.example/1 are no slices of it: they are left out" in caplog.text


def test_article_that_changes_while_it_is_read_gets_the_quotes_of_its_new_version(
    open_library: Callable[..., Library],
):
    class Slow(FakeAttributor):
        def quotes(self, articles: Any) -> list[list[Quote]]:
            if not self.read:
                library._archive.write([entry(report(1, text="“It is all quite different now,” said Ann Lee."))])
            return super().quotes(articles)

    library = open_library(attributor=Slow())
    library.add([report(1)])

    assert said(library) == ["“It is all quite different now,”"]
    assert library._archive.quotes.stray() == 0


# -- another attributor ------------------------------------------------------------------------------------------


def test_quotes_of_another_attributor_stay_until_they_are_rebuilt(open_library: Callable[..., Library]):
    first = open_library(attributor=FakeAttributor("fake:1"))
    first.add([report(1)])
    first.close()

    newer = FakeAttributor("fake:2")
    library = open_library(attributor=newer)
    library.add([report(2)])
    assert newer.read == [report(2).id]
    assert library.stats().stale_quotes
    assert library.verify().problems == (
        "quotes were found by another attributor than fake:2: run `python -m ontherecord rebuild --quotes`",
    )

    library.rebuild_quotes()

    assert sorted(newer.read[1:]) == sorted([report(1).id, report(2).id])
    assert not library.stats().stale_quotes
    assert len(library.quotes()) == 6
    assert library.verify().ok


def test_interrupted_rebuild_goes_on_with_the_next_addition(open_library: Callable[..., Library]):
    library = open_library(attributor=FakeAttributor())
    library.add(report(n) for n in range(4))
    library._quoter._attributor = Interrupted(1)
    with pytest.raises(KeyboardInterrupt):
        library.rebuild_quotes()
    assert library.quotes() == []

    library._quoter._attributor = FakeAttributor()
    library.add([])

    assert len(library.quotes(limit=99)) == 12


def test_library_of_the_second_format_gets_its_quotes_at_the_next_addition(
    open_library: Callable[..., Library], tmp_path: Path
):
    old = open_library()
    old.add(report(n) for n in range(3))
    old.close()
    set_back_to_second(tmp_path / "library")

    library = open_library(attributor=FakeAttributor())
    assert library.quotes() == []
    assert not library.stats().indexes[-1].current
    library.add([])

    assert len(library.quotes(limit=99)) == 9
    assert library.verify().ok


# -- removal from the files --------------------------------------------------------------------------------------


def test_purge_leaves_nothing_of_quotes_and_speakers_in_any_file(library: Library):
    text = "“The zyxcanary sings for all of us,” said Zyx Canaryman. “Zyxcanaries do,” said Canaryman."
    library.add([report(1), report(2, text=text, title=None, url="https://a.example/2")])
    file = archive_file(library.path)
    assert b"Canaryman" in file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()

    assert library.remove("https://a.example/2", purge=True)

    assert library.speakers("zyx") == []
    for path in library.path.rglob("*"):
        assert not path.is_file() or b"canary" not in path.read_bytes().lower(), path
    assert len(library.quotes()) == 3
    assert library.verify().ok


# -- what verify sees --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE quotes SET start = start + 1 WHERE key = 1", "1 quotes of article"),
        ("UPDATE quotes SET version = 7", "3 quotes of article"),
        ("UPDATE quotes SET article_id = 'none' WHERE key = 2", "1 quotes are of no article"),
    ],
)
def test_verify_names_quotes_that_are_not_as_stored_and_rebuild_mends_them(
    library: Library, damage: str, problem: str
):
    library.add([report(1)])
    database = sqlite3.connect(archive_file(library.path))
    database.execute(damage)
    database.commit()
    database.close()

    problems = library.verify().problems
    assert [problem in one and "rebuild --quotes" in one for one in problems] == [True]
    library.rebuild_quotes()
    assert library.verify().ok


# -- several processes and threads -------------------------------------------------------------------------------


def test_process_that_does_not_own_the_indexes_reads_quotes_and_leaves_finding_them_to_the_owner(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.02)
    owner = open_library(attributor=FakeAttributor())
    owner.add([report(1)])
    reading = FakeAttributor()
    second = open_library(attributor=reading)

    second.add([report(2)])
    assert reading.read == []
    assert {quote.article.id for quote in second.quotes()} == {report(1).id}
    assert second.verify().ok
    with pytest.raises(SearchIndexError, match="another process keeps this library's quotes"):
        second.rebuild_quotes()

    owner.follow()
    until(lambda: len(second.quotes()) == 6)
    assert reading.read == []


def test_background_thread_and_addition_share_the_work(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "ARTICLES_AT_ONCE", 2)
    attributor = FakeAttributor(seconds_an_article=0.002)
    library = open_library(attributor=attributor, batch_articles=4)
    library.follow()

    library.add(report(n) for n in range(30))

    assert len(library.quotes(limit=999)) == 90
    assert len(attributor.read) == 30


def test_closing_waits_for_no_more_than_the_batch_under_way(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "ARTICLES_AT_ONCE", 1)
    filled = open_library()
    filled.add(report(n) for n in range(200))
    filled.close()
    started = threading.Event()

    class Telling(FakeAttributor):
        def quotes(self, articles: Any) -> list[list[Quote]]:
            started.set()
            return super().quotes(articles)

    attributor = Telling(seconds_an_article=0.05)
    library = open_library(attributor=attributor)
    library.follow()
    assert started.wait(10)
    library.close()

    assert len(attributor.read) < 50


def test_failure_in_the_background_is_said_once(
    open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    tried = list[int]()

    class Missing(FakeAttributor):
        def quotes(self, articles: Any) -> list[list[Quote]]:
            tried.append(1)
            raise SettingError("the weights are missing")

    filled = open_library()
    filled.add([report(1)])
    filled.close()
    library = open_library(attributor=Missing())
    with caplog.at_level(logging.WARNING):
        library.follow()
        until(lambda: len(tried) > 5)

    assert caplog.text.count("the weights are missing") == 1


# -- the invariant -----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "“Nobody knows, nobody does,” said Zoë Łuk. ",
        "Li said that 雪 fell. ",
        "“No.” ",
        "\U0001f600 ",
        "“",
        "\r\n",
        " said She",
    ]
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=8).map("".join), min_size=1, max_size=4))
def test_every_quote_is_an_exact_slice_of_the_article_in_force(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
):
    path = tmp_path_factory.mktemp("slices")
    with Library.open(path, Settings(), embedder=HashEmbedder(), attributor=FakeAttributor()) as library:
        for text in texts:
            library.add([make_article(0, text="A. " + text), make_article(1, text="B. " + text)])
        quotes = library.quotes(limit=999)

        assert library.verify().ok
        for quote in quotes:
            assert library.article(quote.article.id) == quote.article
            assert quote.article.text[quote.start : quote.end] == quote.text
