"""Disks that are full or fail: the message says so, what is stored answers, and repeating the command ends it."""

import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from ontherecord import LibraryError
from tests.endurance.corpus import Number, first_editions, mark, story
from tests.endurance.faults import DATA, need_strace, places, spread, struck
from tests.endurance.harness import add, completed, differences, in_process, open_library

pytestmark = pytest.mark.endurance

OLD = first_editions(20)
MEGABYTE = 1_000_000
DISK_MEGABYTES = 8
NAMED = ("full", "disk", "space", "I/O")


def attempt(path: Path, numbers: Sequence[Number]) -> str:
    """Add stories and return the error this ended with; empty where all were stored."""
    try:
        add(path, numbers)
    except LibraryError as error:
        return str(error)
    return ""


def attempt_with_short_files(path: Path, numbers: Sequence[Number], limit: int) -> str:
    """Add stories where no file may grow beyond a limit."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    return attempt(path, numbers)


def unanswered(path: Path, numbers: Sequence[Number]) -> list[int]:
    """Return which of the stories a library does not find by their own words, or does not show."""
    with open_library(path) as library:
        return [
            number
            for number, _ in numbers
            if library.article(story(number).url or "") is None
            or story(number).id not in [hit.article.id for hit in library.search(mark(number, 0, 1), limit=3)]
        ]


def names_the_disk(message: str, path: Path) -> bool:
    return str(path) in message and any(word in message for word in NAMED)


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Make a folder a small disk of its own, and say whether that was possible."""
    folder.mkdir()
    options = f"size={DISK_MEGABYTES}m"
    mounted = not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    ).returncode
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)


def test_full_disk_is_named_and_what_is_stored_answers_until_there_is_room_again(
    place: Path, scaled: Callable[..., int], figures: Callable[..., None]
):
    with small_disk(place / "disk") as mounted:
        library = place / "disk" / "library"
        in_process(add, library, OLD)
        if mounted:
            # The short pass begins with a disk that something else has half filled.
            (place / "disk" / "filler").write_bytes(bytes(scaled(5 * MEGABYTE, 0)))
            message = in_process(attempt, library, first_editions(3000))
        else:
            limit = (library / "archive.sqlite3").stat().st_size + MEGABYTE // 2
            message = in_process(attempt_with_short_files, library, first_editions(3000), limit)

        assert names_the_disk(message, library), message
        assert in_process(unanswered, library, OLD) == []
        stored = in_process(stored_stories, library)
        assert len(OLD) < stored < 3000
        if mounted:
            grow(place / "disk")
        expected = in_process(completed, place / "clean", first_editions(stored + 20))
        assert differences(in_process(completed, library, first_editions(stored + 20)), expected) == []

    kind = f"{DISK_MEGABYTES} MB disk" if mounted else "file size limit"
    figures("R6a", f"{kind}: named, {len(OLD)} of {len(OLD)} old articles answer, then equal the clean run")


def stored_stories(path: Path) -> int:
    with open_library(path) as library:
        return library.stats().articles


@pytest.mark.parametrize(("error", "when"), [("ENOSPC", "{}+"), ("EIO", "{}")])
def test_disk_that_fails_at_one_write_or_sync_is_named_and_loses_nothing(
    place: Path,
    scaled: Callable[..., int],
    chance: random.Random,
    figures: Callable[..., None],
    error: str,
    when: str,
):
    need_strace()
    numbers = first_editions(60)
    in_process(add, place / "old", OLD)
    expected = in_process(completed, place / "clean", numbers)
    shutil.copytree(place / "old", place / "traced")
    found = places(place / "traced", DATA, attempt, place / "traced", numbers)
    chosen, wrong, told = spread(found, scaled(3, 30), chance), dict[str, object](), 0
    for trial, where in enumerate(chosen):
        library = place / f"library {trial}"
        shutil.copytree(place / "old", library)
        ended = struck(where, f"error={error}:when={when.format(where.nth)}", attempt, library, numbers)
        if ended is None or ended[0] != "done" or (ended[1] and not names_the_disk(ended[1], library)):
            wrong[str(where)] = ended
        elif unfound := in_process(unanswered, library, OLD):
            wrong[str(where)] = unfound
        elif unlike := differences(in_process(completed, library, numbers), expected):
            wrong[str(where)] = unlike
        else:
            told += bool(ended[1])
        shutil.rmtree(library)

    outcome = f"{len(chosen) - len(wrong)} of {len(chosen)} right, {told} told by the command"
    figures("R6b", f"{error} at one call: {outcome}, old articles answer")
    assert wrong == {}
