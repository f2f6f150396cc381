"""The dense index in a directory: Chroma's files are never trusted after a crash or a change from outside."""

import itertools
import logging
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ontherecord import Library, SearchIndexError
from ontherecord.archive import Row
from ontherecord.indexes import vectors as module
from ontherecord.indexes.vectors import VectorIndex
from tests.conftest import make_article
from tests.fakes import PROCESSES

TRILLION = 10**12


def unit(number: int) -> np.ndarray:
    vector = np.random.default_rng(number).normal(size=16).astype(np.float32)
    return vector / np.linalg.norm(vector)


def row(key: int) -> Row:
    return Row(key, f"a{key}", None, "text", unit(key).astype(np.float16).tobytes(), None, None, None, None, None)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "vectors"


@pytest.fixture
def index(directory: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex(directory, "ours")
    yield opened
    opened.close()


def nearest(index: VectorIndex, key: int) -> int | None:
    hits, _ = index.search(unit(key), 3)
    return hits[0][0] if hits else None


def test_nearest_passages_come_first_with_their_cosines(index: VectorIndex):
    index.apply([], [row(key) for key in range(1, 101)], 1)

    hits, last_key = index.search(unit(7), 100)

    exact = {key: float(unit(7) @ unit(key)) for key in range(1, 101)}
    assert hits[0][0] == 7
    assert last_key == 100
    assert [cosine for _, cosine in hits] == pytest.approx([exact[key] for key, _ in hits], abs=1e-2)
    assert [cosine for _, cosine in hits] == sorted((cosine for _, cosine in hits), reverse=True)


def test_empty_index_finds_nothing_and_makes_no_files(index: VectorIndex, directory: Path):
    assert index.search(unit(1), 5) == ([], 0)
    assert index.applied() == 0
    assert not directory.exists()


def test_more_passages_than_chroma_takes_at_once_go_in(index: VectorIndex):
    index.apply([], [row(key) for key in range(1, 6001)], 1)
    index.apply(list(range(1, 5701)), [], 2)

    assert index.count() == 300
    assert nearest(index, 5999) == 5999


def test_sealed_index_is_opened_without_a_check(index: VectorIndex, directory: Path, monkeypatch: pytest.MonkeyPatch):
    index.apply([], [row(1), row(2)], 1)
    index.close()
    monkeypatch.setattr(VectorIndex, "_survived", lambda self: pytest.fail("checked"))

    again = VectorIndex(directory, "ours")

    assert nearest(again, 2) == 2
    assert not (directory / "seal.json").exists()
    again.close()
    assert (directory / "seal.json").exists()


def write_without_end(directory: Path, written: Any) -> None:
    index = VectorIndex(directory, "ours")
    # More passages than Chroma keeps outside of its vector files.
    index.apply([], [row(key) for key in range(1, 1201)], 5)
    written.set()
    for first in itertools.count(1201, 20):
        index.apply([], [row(key) for key in range(first, first + 20)], first)


@pytest.fixture(scope="module")
def remains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose writer was killed while it wrote."""
    directory, written = tmp_path_factory.mktemp("killed") / "vectors", PROCESSES.Event()
    writer = PROCESSES.Process(target=write_without_end, args=(directory, written))
    writer.start()
    assert written.wait(60)
    writer.kill()
    writer.join()
    assert not (directory / "seal.json").exists()
    return directory


@pytest.fixture
def killed(remains: Path, directory: Path) -> Path:
    """A copy of it."""
    shutil.copytree(remains, directory)
    return directory


def test_index_whose_writer_was_killed_is_checked_in_another_process_and_kept(
    killed: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    checks, run = list[list[str]](), subprocess.run
    monkeypatch.setattr(
        module.subprocess, "run", lambda command, **how: checks.append(command) or run(command, **how)
    )
    index = VectorIndex(killed, "ours")

    assert nearest(index, 250) == 250
    assert nearest(index, 7) == 7
    assert index.applied() >= 5
    assert [command[1:3] for command in checks] == [["-m", "ontherecord.indexes.vectors"]]
    assert caplog.records == []
    index.close()


@pytest.mark.parametrize("damage", ["sparse links", "no vectors", "no database", "rows lost", "garbage"])
def test_damaged_index_whose_writer_was_killed_is_begun_anew(
    killed: Path, damage: str, caplog: pytest.LogCaptureFixture
):
    if damage == "sparse links":
        os.truncate(next(killed.glob("*/link_lists.bin")), 2 * TRILLION)
    elif damage == "no vectors":
        next(killed.glob("*/data_level0.bin")).unlink()
    elif damage == "no database":
        (killed / "chroma.sqlite3").unlink()
    elif damage == "rows lost":
        note = killed / "followed.json"
        note.write_text(note.read_text().replace('"count": ', '"count": 9'))
    else:
        for file in killed.rglob("*.bin"):
            file.write_bytes(random.Random(3).randbytes(file.stat().st_size))
    index = VectorIndex(killed, "ours")

    index.open()

    assert (index.applied(), index.count()) == (0, 0)
    assert "is damaged: rebuilding it" in caplog.text
    index.apply([], [row(1)], 1)
    assert nearest(index, 1) == 1
    index.close()


def garbage(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(max(file.stat().st_size, 100)))


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes() or b"\0")
    content[len(content) // 2] ^= 255
    file.write_bytes(content)


def sparse(file: Path) -> None:
    os.truncate(file, 2 * TRILLION)


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("chroma.sqlite3", garbage),
        ("chroma.sqlite3", flip),
        ("chroma.sqlite3", Path.unlink),
        ("*/header.bin", garbage),
        ("*/data_level0.bin", garbage),
        ("*/data_level0.bin", Path.unlink),
        ("*/length.bin", flip),
        ("*/link_lists.bin", sparse),
    ],
)
def test_files_altered_while_closed_lead_to_right_answers_and_a_rebuild(
    open_library: Callable[..., Library],
    tmp_path: Path,
    kind: str,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
):
    library = open_library()
    library.add(make_article(n) for n in range(12))
    expected = [(hit.passage.id, round(hit.dense or 0, 2)) for hit in library.search("vaccine in Nairobi", limit=3)]
    library.close()
    altered = list((tmp_path / "library" / "vectors").glob(kind))
    assert altered
    for file in altered:
        damage(file)

    again = open_library()
    # A small library is scanned until the index is opened, which verifying does.
    for opened in (False, True):
        if opened:
            again.verify()
        found = [(hit.passage.id, round(hit.dense or 0, 2)) for hit in again.search("vaccine in Nairobi", limit=3)]
        assert found == expected
        assert ("is damaged: rebuilding it" in caplog.text) == opened
    assert again.verify().problems == ("the vectors index has 0 of 12 changes: run `python -m ontherecord rebuild`",)
    again.add([make_article(0)])
    assert again.verify().problems == ()
    found = [(hit.passage.id, round(hit.dense or 0, 2)) for hit in again.search("vaccine in Nairobi", limit=3)]
    assert found == expected


def test_index_that_fails_in_use_is_named_and_opened_again(index: VectorIndex, directory: Path):
    index.apply([], [row(1), row(2)], 1)
    (directory / "chroma.sqlite3").unlink()

    with pytest.raises(SearchIndexError, match=f"{directory} failed .*run `python -m ontherecord rebuild`"):
        index.apply([], [row(3)], 2)
        index.apply([], [row(4)], 3)
    index.reset()
    index.apply([], [row(3)], 2)
    assert nearest(index, 3) == 3


def test_index_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    index = VectorIndex(tmp_path / "file", "ours")

    with pytest.raises(SearchIndexError, match=f"{tmp_path}/file failed"):
        index.apply([], [row(1)], 1)


def test_reset_begins_an_empty_index(index: VectorIndex, directory: Path, caplog: pytest.LogCaptureFixture):
    for _ in range(3):
        index.apply([], [row(1), row(2)], 1)
        index.reset()
        assert (index.applied(), index.search(unit(1), 3)) == (0, ([], 0))
        assert not directory.exists()
    assert caplog.records == []


def test_check_that_takes_too_long_counts_as_damage(killed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "CHECK_SECONDS", 0.01)
    started = time.monotonic()
    index = VectorIndex(killed, "ours")

    index.open()

    assert index.count() == 0
    assert time.monotonic() - started < 10
    index.close()


def test_closing_twice_and_searching_again_is_allowed(index: VectorIndex, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    index.apply([], [row(1)], 1)
    index.close()
    index.close()

    assert nearest(index, 1) == 1
    assert caplog.records == []
