"""Processes killed while they add, update, remove and rebuild: nothing is lost, doubled or half there."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ontherecord import Library
from tests.endurance.corpus import PASSAGES, Number, first_editions, mark, stories, story
from tests.endurance.faults import ALL, need_strace, places, spread, struck
from tests.endurance.harness import (
    Findings,
    Say,
    add,
    completed,
    differences,
    examined,
    in_process,
    killed_after,
    open_library,
    seconds_of,
    started,
    whole,
)

pytestmark = pytest.mark.endurance


@dataclass(frozen=True)
class Series:
    """How many stories there are, and which of them are changed and removed."""

    articles: int

    @property
    def first(self) -> list[Number]:
        return first_editions(self.articles)

    @property
    def changed(self) -> list[Number]:
        return [(number, 1) for number in range(0, self.articles, 3)]

    @property
    def removed(self) -> range:
        return range(0, self.articles, 10)


@pytest.fixture(scope="module")
def series(scaled: Callable[..., int]) -> Series:
    return Series(scaled(60, 300))


@pytest.fixture(scope="module")
def clean(shelf: Path, series: Series) -> Findings:
    """What a library holds whose ingest was never interrupted."""
    found: Findings = in_process(completed, shelf / "library", series.first)
    assert (found.articles, found.passages, found.sound) == (series.articles, PASSAGES * series.articles, True)
    return found


@pytest.fixture
def copied(shelf: Path, clean: Findings, place: Path) -> Callable[[], Path]:
    """Copy that library, as often as wanted, each time in place of the copy before."""

    def copy() -> Path:
        shutil.rmtree(place / "library", ignore_errors=True)
        shutil.copytree(shelf / "library", place / "library")
        return place / "library"

    return copy


# -- adding ------------------------------------------------------------------------------------------------------


def test_ingest_killed_at_any_moment_and_repeated_is_as_if_nothing_had_happened(
    place: Path,
    series: Series,
    clean: Findings,
    scaled: Callable[..., int],
    chance: random.Random,
    figures: Callable[..., None],
):
    lasting, wrong, killed = seconds_of(add, place / "timed", series.first), dict[float, list[str]](), 0
    trials = scaled(10, 200)
    for trial in range(trials):
        library, moment = place / f"library {trial}", chance.uniform(0, lasting)
        killed += killed_after(moment, add, library, series.first)
        if unlike := differences(in_process(completed, library, series.first), clean):
            wrong[moment] = unlike
        shutil.rmtree(library)

    figures("R1", f"{trials - len(wrong)} of {trials} equal the clean run, {killed} killed at work")
    assert wrong == {}


# -- updating ----------------------------------------------------------------------------------------------------


def updated(path: Path, changed: Sequence[Number]) -> Findings:
    """Update to the end, after a look at what an interrupted update left."""
    with open_library(path) as library:
        wrong = [*_neither_old_nor_new(library, changed), *_problems_of_the_archive(library)]
        assert wrong == [], wrong
        assert library.add(stories(changed)).ok
        return examined(library)


def _neither_old_nor_new(library: Library, changed: Sequence[Number]) -> Iterator[str]:
    for number, _ in changed:
        article = library.article(story(number).url or "")
        if not whole(article, story(number), story(number, 1)):
            yield f"story {number} is {article}"
            continue
        for asked in (0, 1):
            in_force = whole(article, story(number, asked))
            for own in (mark(number, asked, ordinal) for ordinal in range(PASSAGES)):
                if any(own in hit.passage.text for hit in library.search(own, limit=3)) != in_force:
                    yield f"{own} is {'not ' * in_force}found"


def _problems_of_the_archive(library: Library) -> list[str]:
    """Return what is wrong beside indexes that are behind and a purge that says it is not finished."""
    expected = (" index ", "is not finished: run the same command again")
    return [problem for problem in library.verify().problems if not any(words in problem for words in expected)]


def test_update_killed_at_any_moment_leaves_every_article_in_its_old_or_its_new_version(
    copied: Callable[[], Path],
    series: Series,
    scaled: Callable[..., int],
    chance: random.Random,
    figures: Callable[..., None],
):
    expected = in_process(updated, copied(), series.changed)
    assert (expected.versions, expected.sound) == (series.articles + len(series.changed), True)
    lasting, wrong, killed = seconds_of(add, copied(), series.changed), dict[float, list[str]](), 0
    trials = scaled(5, 50)
    for _ in range(trials):
        library, moment = copied(), chance.uniform(0, lasting)
        killed += killed_after(moment, add, library, series.changed)
        if unlike := differences(in_process(updated, library, series.changed), expected):
            wrong[moment] = unlike

    figures("R3", f"{trials - len(wrong)} of {trials} old or new and then equal, {killed} killed at work")
    assert wrong == {}


# -- removing and rebuilding -------------------------------------------------------------------------------------


def remove_and_rebuild(say: Say, path: Path, numbers: Sequence[int]) -> None:
    """Remove stories one by one, purging every third, telling each when it is gone, then rebuild the indexes."""
    with open_library(path) as library:
        for turn, number in enumerate(numbers):
            library.remove(story(number).url or "", purge=turn % 3 == 0)
            say(number)
        library.rebuild()


def removed(path: Path, series: Series, gone: Sequence[int]) -> Findings:
    """Remove to the end, after a look at what an interrupted removal left."""
    with open_library(path) as library:
        wrong = [*_came_back(library, gone), *_missing(library, series), *_problems_of_the_archive(library)]
        assert wrong == [], wrong
        for turn, number in enumerate(series.removed):
            library.remove(story(number).url or "", purge=turn % 3 == 0)
        library.rebuild()
        return examined(library)


def _came_back(library: Library, gone: Sequence[int]) -> Iterator[str]:
    for number in gone:
        hits = library.search(mark(number, 0, 0), limit=3)
        if library.article(story(number).url or "") or story(number).id in [hit.article.id for hit in hits]:
            yield f"story {number} came back"


def _missing(library: Library, series: Series) -> Iterator[str]:
    for number in set(range(series.articles)) - set(series.removed):
        if not whole(library.article(story(number).url or ""), story(number)):
            yield f"story {number} was not removed and is gone"


def interrupted_removal(path: Path, series: Series, seconds: float) -> tuple[list[int], bool]:
    """Kill a removal after some seconds and return what it had said was gone, and whether it was still at it."""
    with started(remove_and_rebuild, path, series.removed, tells=True) as running:
        killed = running.killed_after(seconds)
        return running.told, killed


def test_removal_and_rebuild_killed_at_any_moment_bring_nothing_back_and_lose_nothing_else(
    copied: Callable[[], Path],
    series: Series,
    scaled: Callable[..., int],
    chance: random.Random,
    figures: Callable[..., None],
):
    expected = in_process(removed, copied(), series, [])
    assert (expected.articles, expected.sound) == (series.articles - len(series.removed), True)
    lasting, wrong, killed = _seconds_of_removal(copied(), series), dict[float, list[str]](), 0
    trials = scaled(5, 50)
    for _ in range(trials):
        library, moment = copied(), chance.uniform(0, lasting)
        gone, at_work = interrupted_removal(library, series, moment)
        killed += at_work
        if unlike := differences(in_process(removed, library, series, gone), expected):
            wrong[moment] = unlike

    figures("R4", f"{trials - len(wrong)} of {trials} stay removed and lose nothing, {killed} killed at work")
    assert wrong == {}


def _seconds_of_removal(path: Path, series: Series) -> float:
    begun = time.monotonic()
    with started(remove_and_rebuild, path, series.removed, tells=True) as running:
        running.result()
    return time.monotonic() - begun


# -- one exact moment --------------------------------------------------------------------------------------------


def test_ingest_killed_at_one_write_sync_or_rename_and_repeated_is_as_if_nothing_had_happened(
    place: Path,
    series: Series,
    clean: Findings,
    scaled: Callable[..., int],
    chance: random.Random,
    figures: Callable[..., None],
):
    need_strace()
    found = places(place / "traced", ALL, add, place / "traced", series.first)
    chosen, wrong, killed = spread(found, scaled(6, 150), chance), dict[str, list[str]](), 0
    for trial, moment in enumerate(chosen):
        library = place / f"library {trial}"
        killed += struck(moment, f"signal=KILL:when={moment.nth}", add, library, series.first) is None
        if unlike := differences(in_process(completed, library, series.first), clean):
            wrong[str(moment)] = unlike
        shutil.rmtree(library)

    figures("R2", f"{len(chosen) - len(wrong)} of {len(chosen)} equal the clean run, {killed} killed in a call")
    assert wrong == {}
