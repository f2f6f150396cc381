"""What an arriving article is beside those on record: news, a correction, a stale copy, the same page again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontherecord import Article, IngestReport, Library
from ontherecord.archive import Archive, Entry, Stored
from tests.conftest import make_article
from tests.fakes import PROCESSES, HashEmbedder
from tests.test_archive import entry

NOON = datetime(2025, 8, 9, 12, tzinfo=UTC)
DAY = datetime(2025, 8, 9, tzinfo=UTC)
MONTH = datetime(2025, 8, 1, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "authors": ("Ana Pérez",),
    "published_at": NOON,
    "published_precision": "second",
    "updated_at": NOON + timedelta(hours=2),
}


def counts(report: IngestReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


# -- the same page by another road -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"title": None},
        {"title": ""},
        {"authors": ()},
        {"publisher": None, "language": None},
        {"published_at": None, "published_precision": None},
        {"published_at": DAY, "published_precision": "day"},
        {"published_at": MONTH, "published_precision": "month"},
        {"published_at": NOON.astimezone(timezone(timedelta(hours=5)))},
        {"updated_at": None},
        {"updated_at": (NOON + timedelta(hours=2)).astimezone(timezone(timedelta(hours=-5)))},
        {"url": "http://NEWS.example/1/?utm_source=feed"},
        {"text": make_article(1).text.replace(" ", "\n ")},
        {"title": None, "authors": (), "publisher": None, "published_at": None, "updated_at": None},
    ],
)
def test_page_that_says_less_by_another_road_is_no_change(
    library: Library, embedder: HashEmbedder, other: dict[str, Any]
):
    library.add([make_article(1, **WHOLE)])
    arriving = make_article(1, **{**WHOLE, **other})

    report = library.add([arriving, arriving])

    assert counts(report) == (0, 0, 2)
    assert len(embedder.embedded) == 1
    assert library.article(arriving.id) == make_article(1, **WHOLE, version=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Another title"),
        ("authors", ("Bo Li",)),
        ("publisher", "Another Name"),
        ("language", "de"),
        ("published_at", NOON + timedelta(days=1)),
        ("published_at", NOON + timedelta(seconds=1)),
        ("updated_at", NOON + timedelta(days=3)),
        ("text", "Something else happened."),
    ],
)
def test_page_that_says_something_else_is_a_change(library: Library, field: str, value: object):
    library.add([make_article(1, **WHOLE)])
    changed = make_article(1, **{**WHOLE, field: value})

    assert counts(library.add([changed])) == (0, 1, 0)
    assert library.article(changed.id) == replace(changed, version=2)


def test_day_in_the_time_zone_of_the_page_is_the_day_of_its_moment(library: Library):
    late = datetime(2025, 8, 9, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    library.add([make_article(1, published_at=late)])

    assert counts(library.add([make_article(1, published_at=DAY, published_precision="day")])) == (0, 0, 1)
    tomorrow = datetime(2025, 8, 11, tzinfo=UTC)
    assert counts(library.add([make_article(1, published_at=tomorrow, published_precision="day")])) == (0, 1, 0)


def test_more_exact_date_is_a_change_of_the_record_that_embeds_nothing(library: Library, embedder: HashEmbedder):
    library.add([make_article(1, published_at=MONTH, published_precision="month")])

    for moment, precision in ((DAY, "day"), (NOON, "second")):
        report = library.add([make_article(1, published_at=moment, published_precision=precision)])
        assert counts(report) == (0, 1, 0)

    assert len(embedder.embedded) == 1
    stored = library.article(make_article(1).id)
    assert stored is not None
    assert (stored.published_at, stored.published_precision, stored.version) == (NOON, "second", 3)


def test_correction_without_a_date_keeps_the_date_and_does_not_take_over_the_time_of_update(library: Library):
    library.add([make_article(1, **WHOLE)])

    library.add([make_article(1, text="It was corrected.", title=None, publisher=None)])

    assert library.article(make_article(1).id) == make_article(
        1, text="It was corrected.", **{**WHOLE, "updated_at": None}, version=2
    )
    assert library.verify().ok


# -- stale copies ------------------------------------------------------------------------------------------------


def test_source_that_holds_two_texts_of_one_article_adds_nothing_when_it_is_read_again(
    open_library: Callable[..., Library],
):
    source = [make_article(1), make_article(1, text="It was corrected."), make_article(2)]
    for batch_articles in (1, 2, 64):
        embedder = HashEmbedder()
        library = open_library(embedder, batch_articles=batch_articles)
        library.add(source)
        before = library.stats().versions, library.verify().digest
        embedded = len(embedder.embedded)

        report = library.add(source)

        assert (counts(report), report.embedded, len(embedder.embedded)) == ((0, 0, 3), 0, embedded)
        assert (library.stats().versions, library.verify().digest) == before
        library.close()


def test_stale_copy_within_a_batch_does_not_come_back(library: Library, embedder: HashEmbedder):
    first, second = make_article(1, text="Early words."), make_article(1, text="Late words.")

    report = library.add([first, second, first, second])

    assert counts(report) == (1, 1, 2)
    assert len(embedder.embedded) == 2
    assert library.article(first.id) == replace(second, version=2)


def test_stale_copy_behind_a_new_version_in_its_batch_is_not_embedded(library: Library, embedder: HashEmbedder):
    library.add([make_article(1, text="Early words.")])
    library.add([make_article(1, text="Late words.")])

    report = library.add([make_article(1, text="Latest words."), make_article(1, text="Early words.")])

    assert counts(report) == (0, 1, 1)
    assert len(embedder.embedded) == 3
    assert library.article(make_article(1).id) == make_article(1, text="Latest words.", version=3)


def test_text_that_returns_with_a_later_time_of_update_is_in_force_again(library: Library):
    library.add([make_article(1, text="Early words.", updated_at=NOON)])
    library.add([make_article(1, text="Late words.", updated_at=NOON + timedelta(hours=1))])

    report = library.add([make_article(1, text="Early words.", updated_at=NOON + timedelta(hours=2))])

    assert counts(report) == (0, 1, 0)
    assert [hit.article.text for hit in library.search("words")] == ["Early words."]
    assert library.stats().versions == 3


# -- versions that arrive out of order ---------------------------------------------------------------------------


def test_version_updated_earlier_is_recorded_and_not_in_force(library: Library, embedder: HashEmbedder):
    late = make_article(1, text="Late words.", updated_at=NOON)
    early = make_article(1, text="Early words.", updated_at=NOON - timedelta(hours=1))
    library.add([late])

    assert counts(library.add([early])) == (0, 1, 0)
    assert counts(library.add([early, late])) == (0, 0, 2)

    assert len(embedder.embedded) == 1
    assert library.article(late.id) == replace(late, version=1)
    assert library.article(late.id, 2) == replace(early, version=2)
    assert [hit.article.text for hit in library.search("words")] == ["Late words."]
    assert library.verify().ok


def test_versions_of_one_batch_may_arrive_out_of_order(library: Library):
    late = make_article(1, text="Late words.", updated_at=NOON)
    early = make_article(1, text="Early words.", updated_at=NOON - timedelta(hours=1))

    assert counts(library.add([late, early])) == (1, 1, 0)
    assert library.article(late.id) == replace(late, version=1)


def test_next_version_after_an_earlier_one_takes_the_next_number(library: Library):
    moments = {"Second.": 2, "First.": 1, "Third.": 3}
    for text, hour in moments.items():
        library.add([make_article(1, text=text, updated_at=NOON + timedelta(hours=hour))])

    stored = library.article(make_article(1).id)
    assert stored is not None
    assert (stored.text, stored.version) == ("Third.", 3)
    assert library.stats().versions == 3


# -- removed articles --------------------------------------------------------------------------------------------


def test_removed_article_that_arrives_again_is_added_in_whatever_version(library: Library):
    library.add([make_article(1, text="Early words.")])
    library.add([make_article(1, text="Late words.")])
    library.remove(make_article(1).id)

    assert counts(library.add([make_article(1, text="Early words.")])) == (1, 0, 0)
    assert library.article(make_article(1).id) == make_article(1, text="Early words.", version=3)
    assert library.verify().ok


# -- several processes -------------------------------------------------------------------------------------------


def test_article_stored_by_another_process_meanwhile_counts_as_what_it_was_then(tmp_path: Path):
    one, other = Archive(tmp_path), Archive(tmp_path)
    prepared = entry(make_article(1)), entry(make_article(1, text="It was corrected since."))

    assert other.write(prepared) == [Stored("added", 1), Stored("updated", 2)]
    assert one.write(prepared) == [Stored("unchanged"), Stored("unchanged")]

    assert one.census.totals()["versions"] == 2
    one.close()
    other.close()


def test_title_stored_by_another_process_meanwhile_does_not_come_over_other_vectors(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.write([entry(make_article(1))])

    archive.write([entry(make_article(1, title=None, text="It was corrected since."))])

    stored = archive.article(make_article(1).id)
    assert stored is not None
    assert stored.title is None
    archive.close()


def test_earlier_version_of_an_article_removed_meanwhile_is_recorded_alone(tmp_path: Path):
    archive = Archive(tmp_path)
    earlier = Entry(make_article(1), (), np.empty((0, 0), dtype=np.float16))

    assert archive.write([earlier]) == [Stored("updated", 1)]
    assert archive.article(make_article(1).id) is None
    archive.close()


def add_many(path: Path, together: Any, counted: Any) -> None:
    with Library.open(path, embedder=HashEmbedder()) as library:
        together.wait(60)
        counted.put(counts(library.add(make_article(n // 2, text=f"Text {n}.") for n in range(60))))


def test_processes_that_add_the_same_versions_at_once_count_each_once(
    tmp_path: Path, open_library: Callable[..., Library]
):
    together, counted = PROCESSES.Barrier(3), PROCESSES.Queue()
    writers = [PROCESSES.Process(target=add_many, args=(tmp_path / "library", together, counted)) for _ in range(3)]
    for writer in writers:
        writer.start()
    found = [counted.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join(60)

    assert [sum(column) for column in zip(*found, strict=True)] == [30, 30, 120]
    library = open_library()
    assert library.stats().versions == 60


# -- whatever arrives --------------------------------------------------------------------------------------------

ARRIVING = st.builds(
    lambda **fields: make_article(1, **fields),
    title=st.sampled_from([None, "Storm", "Storm ends"]),
    text=st.sampled_from(["Rain fell.", "Rain  fell.", "Snow fell.", "Hail fell."]),
    url=st.sampled_from(["https://news.example/1", "http://news.example/1/"]),
    authors=st.sampled_from([(), ("Ana",), ("Ana", "Bo")]),
    published_at=st.sampled_from([None, NOON, NOON + timedelta(days=1)]),
    updated_at=st.sampled_from([None, NOON, NOON + timedelta(hours=1)]),
) | st.just(make_article(1, published_at=DAY, published_precision="day"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(ARRIVING, min_size=1, max_size=6))
def test_whatever_arrived_adds_nothing_when_it_arrives_again(
    tmp_path_factory: pytest.TempPathFactory, arrivals: Sequence[Article]
):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    once = [archive.write([entry(article)])[0] for article in arrivals]
    in_force = archive.article(arrivals[0].id)

    again = [archive.write([entry(article)])[0].outcome for article in arrivals]

    assert once[0] == Stored("added", 1)
    assert again == ["unchanged"] * len(arrivals)
    assert archive.article(arrivals[0].id) == in_force
    assert archive.census.totals()["versions"] == sum(stored.version is not None for stored in once)
    archive.close()


def test_future_day_does_not_hide_an_article_from_a_question_of_today(library: Library):
    library.add([make_article(1, published_at=datetime(2099, 1, 1, tzinfo=UTC))])

    today = datetime.now(UTC).date()

    assert len(library.search("vaccine doses Nairobi", as_of=today)) == 1
    assert library.search("vaccine doses Nairobi", as_of=date(2022, 1, 1)) == []
