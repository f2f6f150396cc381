"""The search indexes follow the archive: whatever happens to them, they come to hold what it holds."""

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord import Library, Passage
from ontherecord.archive import Archive, Entry, Scope
from ontherecord.indexes.follower import catch_up
from ontherecord.indexes.lexical import LexicalIndex
from ontherecord.indexes.vectors import VectorIndex
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.test_archive import entry

INDEXES = {
    "lexical": lambda path, archive: LexicalIndex(path / "lexical", archive.library_id),
    "vectors": lambda path, archive: VectorIndex(path / "vectors", archive.library_id),
}


def held(index: LexicalIndex | VectorIndex) -> list[int]:
    """Return the keys in an index, by searching for everything."""
    if isinstance(index, LexicalIndex):
        return sorted(key for key, _ in index.search("report story", 1000, Scope()))
    return sorted(key for key, _ in index.search(np.array([1, 0, 0, 0], dtype=np.float32), 1000)[0])


def story(number: int, text: str = "first") -> Entry:
    return entry(make_article(number, text=f"A {text} report, story, report, story {number}."))


@pytest.fixture
def archive(tmp_path: Path):
    opened = Archive(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(params=INDEXES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path, archive: Archive):
    """Open the index anew, the one opened before having been closed."""
    opened: list[LexicalIndex | VectorIndex] = []

    def opening() -> LexicalIndex | VectorIndex:
        for index in opened:
            index.close()
        opened.append(INDEXES[request.param](tmp_path, archive))
        return opened[-1]

    yield opening
    for index in opened:
        index.close()


@pytest.fixture
def no_warnings(caplog: pytest.LogCaptureFixture):
    yield
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.usefixtures("no_warnings")
def test_index_catches_up_with_additions_updates_and_removals(archive: Archive, reopen: Callable):
    index = reopen()
    archive.write([story(n) for n in range(5)])
    assert catch_up(archive, index) == 10
    assert held(index) == list(range(1, 11))

    archive.write([story(1, "new"), story(5)])
    archive.remove(make_article(0).id)
    assert catch_up(archive, index) == 4
    assert held(index) == [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]

    archive.remove(make_article(5).id)
    assert catch_up(archive, index) == 0
    assert held(index) == [5, 6, 7, 8, 9, 10, 11, 12]
    assert (index.applied(), index.count()) == (archive.head(), 8)


@pytest.mark.usefixtures("no_warnings")
def test_index_that_is_current_is_left_alone(archive: Archive, reopen: Callable):
    archive.write([story(n) for n in range(3)])
    catch_up(archive, reopen())

    assert catch_up(archive, reopen()) == 0
    assert held(reopen()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("no_warnings")
def test_index_may_stop_and_go_on_anywhere(archive: Archive, reopen: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ontherecord.indexes.follower.CHANGES_AT_ONCE", 2)
    for n in range(7):
        archive.write([story(n)])
        archive.write([story(n, "late")])
        catch_up(archive, reopen())

    assert held(reopen()) == [3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 23, 24, 27, 28]


def test_steps_repeated_after_a_lost_note_change_nothing(archive: Archive, reopen: Callable, tmp_path: Path):
    archive.write([story(n) for n in range(3)])
    index = reopen()
    catch_up(archive, index)
    note = tmp_path / "vectors" / "followed.json"
    before = note.read_text() if note.exists() else ""
    archive.write([story(3), story(0, "new")])
    catch_up(archive, index)
    if before:
        note.write_text(before)  # As if the process had died before it noted the last step.
    else:
        index.apply([1, 2], list(archive.rows(7, 10)), 5)

    archive.remove(make_article(3).id)
    catch_up(archive, index)

    assert held(index) == [3, 4, 5, 6, 9, 10]
    assert index.count() == 6


def test_deleted_index_comes_back(archive: Archive, reopen: Callable, tmp_path: Path):
    archive.write([story(n) for n in range(3)])
    catch_up(archive, reopen())
    reopen()
    for name in INDEXES:
        shutil.rmtree(tmp_path / name, ignore_errors=True)

    index = reopen()
    assert index.applied() == 0
    assert catch_up(archive, index) == 6
    assert held(index) == [1, 2, 3, 4, 5, 6]


def test_index_ahead_of_an_archive_that_was_set_back_is_begun_anew(
    tmp_path: Path, reopen: Callable, archive: Archive
):
    archive.write([story(0)])
    backup = tmp_path / "backup"
    backup.mkdir()
    archive._database.connection().execute("VACUUM INTO ?", (str(backup / "archive.sqlite3"),))
    archive.write([story(1), story(2)])
    catch_up(archive, reopen())

    restored = Archive(backup)
    restored.write([story(7)])
    index = reopen()
    assert catch_up(restored, index) == 4
    assert held(index) == [1, 2, 3, 4]
    assert (index.applied(), index.count()) == (2, 4)
    restored.close()


def test_index_of_another_library_is_replaced(tmp_path: Path, reopen: Callable, archive: Archive):
    archive.write([story(n) for n in range(5)])
    catch_up(archive, reopen())
    reopen()
    (tmp_path / "other").mkdir()
    other = Archive(tmp_path / "other")
    other.write([story(9)])
    name = "lexical" if (tmp_path / "lexical").exists() else "vectors"

    index = INDEXES[name](tmp_path, other)
    assert index.applied() == 0
    catch_up(other, index)
    assert held(index) == [1, 2]
    assert index.count() == 2
    index.close()
    other.close()


def test_index_that_holds_too_much_is_rebuilt_at_the_next_change(
    archive: Archive, reopen: Callable, caplog: pytest.LogCaptureFixture
):
    archive.write([story(n) for n in range(3)])
    index = reopen()
    catch_up(archive, index)
    stray = next(iter(archive.rows(1, 1)))
    index.apply([], [replace(stray, key=99)], archive.head())
    assert index.count() == 7

    archive.remove(make_article(2).id)
    catch_up(archive, index)

    assert held(index) == [1, 2, 3, 4]
    assert "does not hold what the archive holds: rebuilding it" in caplog.text


def test_index_that_lost_passages_is_rebuilt_at_the_next_change(archive: Archive, reopen: Callable):
    archive.write([story(n) for n in range(3)])
    index = reopen()
    catch_up(archive, index)
    index.apply([1, 2, 3], [], archive.head())

    archive.write([story(3)])
    catch_up(archive, index)

    assert held(index) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.usefixtures("no_warnings")
def test_articles_arriving_during_the_check_are_no_reason_to_rebuild(
    archive: Archive, reopen: Callable, monkeypatch: pytest.MonkeyPatch
):
    index, totals, coming = reopen(), archive.census.totals, [story(1), story(2)]

    def arriving() -> dict[str, int]:
        before = totals()
        if coming:
            archive.write([coming.pop()])
        return before

    monkeypatch.setattr(archive.census, "totals", arriving)
    archive.write([story(0)])
    for _ in range(3):
        catch_up(archive, index)

    assert held(index) == [1, 2, 3, 4, 5, 6]


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 4), st.sampled_from(["old", "new", "late"])),
        st.tuples(st.just("remove"), st.integers(0, 4), st.just("")),
        st.tuples(st.just("follow"), st.just(0), st.just("")),
        st.tuples(st.just("forget"), st.just(0), st.just("")),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(OPERATIONS)
def test_after_any_history_the_lexical_index_holds_the_passages_in_force(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[str, int, str]]
):
    archive = Archive(tmp_path_factory.mktemp("history"))
    index = LexicalIndex(None, archive.library_id)
    for operation, number, text in operations:
        if operation == "write":
            archive.write([story(number, text)])
        elif operation == "remove":
            archive.remove(make_article(number).id)
        elif operation == "follow":
            catch_up(archive, index)
        else:
            index.reset()
    catch_up(archive, index)

    assert held(index) == archive.keys(Scope()).tolist()
    assert index.count() == archive.census.totals()["passages"]
    index.close()
    archive.close()


# -- through the library -----------------------------------------------------------------------------------------


def test_deleted_indexes_come_back_by_themselves_without_embedding(
    open_library: Callable[..., Library], tmp_path: Path
):
    first = open_library()
    first.add(make_article(n) for n in range(30))
    before = first.verify()
    first.close()
    shutil.rmtree(tmp_path / "library" / "vectors")
    shutil.rmtree(tmp_path / "library" / "lexical")

    embedder = HashEmbedder()
    again = open_library(embedder)
    assert len(again.search("vaccine Nairobi doctors", limit=30)) > 5
    assert embedder.embedded == ["vaccine Nairobi doctors"]
    again.add([])
    assert again.add([make_article(0)]).unchanged == 1

    assert again.verify() == before
    assert [state.current for state in again.stats().indexes] == [True, True]
    assert embedder.embedded == ["vaccine Nairobi doctors"]


def test_questions_to_an_archive_that_was_set_back_are_answered_from_it(
    open_library: Callable[..., Library], tmp_path: Path
):
    archive_file, backup = tmp_path / "library" / "archive.sqlite3", tmp_path / "backup"
    first = open_library()
    first.add([make_article(0), make_article(1)])
    first.close()
    shutil.copy(archive_file, backup)
    later = open_library()
    later.add(make_article(n) for n in range(2, 30))
    later.close()
    shutil.copy(backup, archive_file)

    library = open_library()
    article = make_article(50, title=None, text="A zeppelin landed in Friedrichshafen.")
    vector = HashEmbedder().embed([article.text])
    passage = Passage(article.id, 0, 0, len(article.text), article.text)
    library._archive.write([Entry(article, (passage,), vector.astype(np.float16))])

    hits = library.search(article.text, limit=10)

    assert {hit.article.url for hit in hits} == {f"https://news.example/{n}" for n in (0, 1, 50)}
    assert hits[0].article.url == article.url
    assert hits[0].dense == pytest.approx(1.0, abs=1e-2)


@pytest.mark.parametrize("name", ["vectors", "lexical"])
def test_verify_reports_a_deleted_index_and_rebuild_mends_it(
    open_library: Callable[..., Library], tmp_path: Path, name: str
):
    first = open_library()
    first.add(make_article(n) for n in range(10))
    first.close()
    shutil.rmtree(tmp_path / "library" / name)

    library = open_library()
    report = library.verify()
    assert report.problems == (f"the {name} index has 0 of 10 changes: run `python -m ontherecord rebuild`",)
    library.rebuild()
    assert library.verify().problems == ()


@pytest.mark.parametrize("name", ["vectors", "lexical"])
def test_verify_reports_an_index_that_lacks_passages_and_rebuild_mends_it(library: Library, name: str):
    library.add(make_article(n) for n in range(10))
    index = {"vectors": library._indexes._vectors, "lexical": library._indexes._lexical}[name]
    index.apply([3], [], 10)

    assert library.verify().problems == (
        f"the {name} index holds 9 passages, the archive 10: run `python -m ontherecord rebuild`",
    )
    library.rebuild()
    assert library.verify().problems == ()
    assert len(library.search("vaccine", limit=20)) == 10


def test_watermark_that_is_no_json_counts_as_none(open_library: Callable[..., Library], tmp_path: Path):
    first = open_library()
    first.add(make_article(n) for n in range(10))
    first.close()
    note = tmp_path / "library" / "vectors" / "followed.json"
    for broken in ("", "[]", "null", "{}", json.dumps({"collection": 1})):
        note.write_text(broken)
        library = open_library()
        assert library.search("vaccine Nairobi")
        library.add([make_article(0)])
        assert library.verify().problems == ()
        library.close()
