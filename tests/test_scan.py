"""The exact scan gives what the dense index gives, and sees every change at once."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ontherecord import Filters, Library, Settings
from ontherecord.archive import Archive, Scope
from ontherecord.indexes.scan import ExactScan, _highest, products
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.test_archive import entry

ALL = Scope()
X, Y = np.array([1, 0, 0, 0], dtype=np.float32), np.array([0, 1, 0, 0], dtype=np.float32)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path)
    yield opened
    opened.close()


def test_nearest_passages_come_first_and_ties_in_order(archive: Archive):
    archive.write([entry(make_article(n)) for n in range(3)])
    scan = ExactScan(archive)

    assert scan.search(X, 4, ALL) == [(1, 1.0), (3, 1.0), (5, 1.0), (2, 0.0)]
    assert scan.search(Y, 3, ALL) == [(2, 1.0), (4, 1.0), (6, 1.0)]
    assert scan.search(X, 2, ALL, after=2) == [(3, 1.0), (5, 1.0)]
    assert scan.search(X, 2, ALL, after=6) == []


def test_empty_archive_has_nothing_to_scan(archive: Archive):
    assert ExactScan(archive).search(X, 5, ALL) == []


def test_scan_sees_additions_updates_and_removals_of_others(archive: Archive, tmp_path: Path):
    other, scan = Archive(tmp_path), ExactScan(archive)

    def keys() -> list[int]:
        return sorted(key for key, _ in scan.search(X, 100, ALL))

    assert keys() == []
    other.write([entry(make_article(n)) for n in range(3)])
    assert keys() == [1, 2, 3, 4, 5, 6]
    other.write([entry(make_article(0, text="Another text entirely."))])
    assert keys() == [3, 4, 5, 6, 7, 8]
    other.remove(make_article(0).id)
    assert keys() == [3, 4, 5, 6]
    for number in (1, 2):
        other.remove(make_article(number).id)
    assert keys() == []
    other.write([entry(make_article(9))])
    assert keys() == [9, 10]
    other.close()


def test_more_vectors_than_are_read_at_once_are_scanned(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ontherecord.indexes.scan.READ_AT_ONCE", 3)
    monkeypatch.setattr("ontherecord.indexes.scan.BLOCK", 2)
    archive.write([entry(make_article(n)) for n in range(5)])

    assert [key for key, _ in ExactScan(archive).search(X, 5, ALL)] == [1, 3, 5, 7, 9]


def test_scope_is_kept(archive: Archive):
    moments: list[dict[str, Any]] = [{"published_at": datetime(2025, 8, day, tzinfo=UTC)} for day in (1, 5, 9)]
    archive.write([entry(make_article(n, **fields)) for n, fields in enumerate(moments)])
    scan = ExactScan(archive)

    assert [key for key, _ in scan.search(X, 9, Scope(Filters(after=date(2025, 8, 5))))] == [3, 5, 4, 6]
    assert [key for key, _ in scan.search(X, 9, Scope(known_by=datetime(2025, 8, 2, tzinfo=UTC)))] == [1, 2]
    assert scan.search(X, 9, Scope(Filters(language="fr"))) == []


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a library with a history: 240 articles, some changed, some removed."""
    path = tmp_path_factory.mktemp("stock") / "library"
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        library.add(make_article(n, publisher=f"Paper {n % 3}") for n in range(240))
        library.add(
            make_article(n, text=f"Report {n} was corrected: rain and hail in Bergen.") for n in range(0, 240, 7)
        )
        for n in range(3, 240, 24):
            library.remove(make_article(n).id)
    return path


@pytest.fixture
def stocked(stock: Path, tmp_path: Path, open_library: Callable[..., Library]) -> Library:
    """A copy of it, opened."""
    shutil.copytree(stock, tmp_path / "library")
    return open_library()


@pytest.mark.parametrize("question", ["vaccine for Nairobi", "report number 17", "rain in Bergen", "comet"])
def test_scan_and_chroma_find_the_same_passages(stocked: Library, question: str):
    indexes, vector = stocked._indexes, HashEmbedder().embed([question])[0]

    by_chroma = dict(indexes.dense(vector, 20, ALL))
    by_scan = dict(indexes._scan.search(vector, 240, ALL))

    assert indexes.states()[0].current
    assert len(by_chroma) == 20
    assert {key: by_scan[key] for key in by_chroma} == pytest.approx(by_chroma, abs=1e-2)
    # The search of Chroma is approximate: at its edge a passage may give way to one that is as near.
    assert sorted(by_chroma.values(), reverse=True) == pytest.approx(
        sorted(by_scan.values(), reverse=True)[:20], abs=1e-2
    )


def test_filtered_search_finds_the_nearest_of_those_that_pass(stocked: Library):
    vector, scope = HashEmbedder().embed(["vaccine for Nairobi"])[0], Scope(Filters(publishers=("paper 1",)))

    filtered = stocked._indexes.dense(vector, 10, scope)

    allowed = set(stocked._archive.keys(scope).tolist())
    everything = stocked._indexes._scan.search(vector, 1000, ALL)
    assert filtered == [hit for hit in everything if hit[0] in allowed][:10]
    assert len(filtered) == 10


@pytest.mark.parametrize("publishers", [("paper 0", "paper 1"), ("paper 0", "paper 1", "paper 2")])
def test_wide_scope_is_searched_by_the_index_and_kept(stocked: Library, publishers: tuple[str, ...]):
    indexes, scope = stocked._indexes, Scope(Filters(publishers=publishers))
    vector = HashEmbedder().embed(["vaccine for Nairobi"])[0]

    found = dict(indexes.dense(vector, 10, scope))

    assert len(found) == 10
    assert set(found) <= set(stocked._archive.keys(scope).tolist())
    by_scan = indexes._scan.search(vector, 10, scope)
    assert sorted(found.values()) == pytest.approx(sorted(cosine for _, cosine in by_scan), abs=1e-2)


def test_scope_that_leaves_out_what_is_nearest_is_scanned(stocked: Library):
    stocked.add(make_article(1000 + n, publisher="Other", text=f"Zeppelin {n} landed in Bergen.") for n in range(80))
    scope = Scope(Filters(publishers=("paper 0", "paper 1", "paper 2")))
    vector = HashEmbedder().embed(["Zeppelin landed in Bergen"])[0]

    assert stocked._indexes.dense(vector, 10, scope) == stocked._indexes._scan.search(vector, 10, scope)


def test_passages_newer_than_the_index_are_found(stocked: Library):
    indexes = stocked._indexes
    late = make_article(999, title="Zeppelin lands", text="A zeppelin landed in Friedrichshafen.")
    vector = HashEmbedder().embed(["zeppelin landed in Friedrichshafen"])[0]
    cosines = HashEmbedder().embed([f"{late.title}\n{late.text}"]).astype(np.float16)
    stocked._archive.write([type(entry(late))(late, entry(late).passages[:1], cosines)])
    assert not indexes.states()[0].current

    found = indexes.dense(vector, 5, ALL)

    assert found[0][0] == stocked._archive.last_key()
    assert len(found) == 5
    assert stocked.search("zeppelin Friedrichshafen")[0].article.id == late.id


MOMENTS = st.none() | st.integers(0, 200).map(lambda hours: datetime(2025, 8, 1, tzinfo=UTC) + timedelta(hours=hours))
NAMES = st.none() | st.sampled_from(["Harbor Wire", "HARBOR  wire", "Plainfield Post", "fr", "en"])


@settings(max_examples=60, deadline=None)
@given(
    articles=st.lists(st.tuples(MOMENTS, NAMES, NAMES), max_size=6),
    scope=st.builds(
        Scope,
        st.builds(
            Filters,
            after=st.none() | st.dates(date(2025, 8, 1), date(2025, 8, 4)),
            before=st.none() | st.dates(date(2025, 8, 5), date(2025, 8, 9)),
            publishers=st.lists(NAMES.filter(bool), max_size=2).map(tuple),
            language=NAMES,
        ),
        MOMENTS,
    ),
)
def test_table_lets_through_what_the_archive_lets_through(
    articles: list[tuple[datetime | None, str | None, str | None]], scope: Scope
):
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        archive.write(
            entry(make_article(n, published_at=at, publisher=publisher, language=language))
            for n, (at, publisher, language) in enumerate(articles)
        )
        table = ExactScan(archive).table()

        assert table.keys[table.within(scope)].tolist() == archive.keys(scope).tolist()
        archive.close()


@given(
    arrays(np.float16, st.tuples(st.integers(1, 40), st.just(7)), elements=st.floats(-2, 2, width=16)),
    arrays(np.float32, 7, elements=st.floats(-2, 2, width=32, allow_subnormal=False)),
    st.data(),
)
def test_products_are_those_of_the_stored_numbers(stored, vector, data):
    rows = np.array(data.draw(st.lists(st.integers(0, len(stored) - 1))), dtype=np.int64)

    assert products(stored, rows, vector) == pytest.approx(stored[rows].astype(np.float32) @ vector, abs=1e-5)


@given(st.lists(st.integers(0, 9), min_size=1), st.integers(1, 12))
def test_highest_are_in_order_and_the_first_of_equals(values, limit):
    cosines = np.array(values, dtype=np.float32)

    assert _highest(cosines, limit).tolist() == np.argsort(-cosines, kind="stable")[:limit].tolist()
