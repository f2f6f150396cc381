"""Whatever fails while articles are added, nothing is called done that is not, and repeating the command ends it."""

import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from ontherecord import Article, Progress
from tests.endurance.corpus import PASSAGES, first_editions, story
from tests.endurance.harness import (
    Findings,
    completed,
    differences,
    in_process,
    open_library,
    started,
    whole,
)
from tests.fakes import HashEmbedder

pytestmark = pytest.mark.endurance

ARTICLES = 40
# How often a command is repeated before the failure counts as lasting.
REPEATS = 5


class Sprung(Exception):
    """What a failpoint raises."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A failpoint: it springs at one passing of its place, and then at once in further runs, `times` in all."""

    file: Path
    place: str
    passing: int
    deadly: bool
    times: int

    def passed(self, place: str, passing: int) -> None:
        """Spring, if it is time."""
        left = int(self.file.read_text())
        if place == self.place and left and (passing >= self.passing or left < self.times):
            self.file.write_text(str(left - 1))
            if place == "disk":
                _allow_no_further_byte(self.deadly)
            elif self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            else:
                raise Sprung(place)


def _allow_no_further_byte(deadly: bool) -> None:
    if deadly:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


class TrappedEmbedder(HashEmbedder):
    """The stand-in embedder with failpoints before counting, before embedding and after it."""

    def __init__(self, trap: Trap) -> None:
        super().__init__()
        self._trap = trap
        self._counted = self._asked = 0

    def count_tokens(self, text: str) -> int:
        self._counted += 1
        self._trap.passed("counting", self._counted)
        return super().count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._asked += 1
        self._trap.passed("before embedding", self._asked)
        vectors = super().embed(texts)
        self._trap.passed("after embedding", self._asked)
        return vectors


def trapped_source(trap: Trap) -> Iterator[Article]:
    """Yield the stories with a failpoint before each and one after the last."""
    for number in range(ARTICLES):
        trap.passed("source", number)
        yield story(number)
    trap.passed("source", ARTICLES)


def run(path: Path, trap: Trap) -> bool:
    """Be one run of the command, and return whether it says that it is done."""
    batches = 0

    def told(_: Progress) -> None:
        nonlocal batches
        batches += 1
        trap.passed("progress", batches)
        trap.passed("disk", batches)

    with open_library(path, TrappedEmbedder(trap)) as library:
        return library.add(trapped_source(trap), progress=told).ok


def torn(path: Path) -> list[int]:
    """Return the stories that a library holds in part."""
    with open_library(path) as library:
        held = {article.url: (article, len(passages)) for article, passages in library._archive.everything()}
        stored = [(number, held[url]) for number in range(ARTICLES) if (url := story(number).url) in held]
        return [number for number, (article, n) in stored if n != PASSAGES or not whole(article, story(number))]


PLACES = (
    ("source", 0),
    ("source", ARTICLES // 2),
    ("source", ARTICLES),
    ("counting", 300),
    ("before embedding", 1),
    ("before embedding", 2),
    ("after embedding", 3),
    ("progress", 1),
    ("progress", 2),
    ("disk", 1),
)
MODES = {"exception": (False, 1), "kill": (True, 1), "three failures": (False, 3)}


@pytest.fixture(scope="module")
def clean(shelf: Path) -> Findings:
    found: Findings = in_process(completed, shelf / "clean", first_editions(ARTICLES))
    assert (found.articles, found.sound) == (ARTICLES, True)
    return found


def outcome_of(path: Path, trap: Trap) -> tuple[str, int]:
    """Run the command until it says that it is done, and return what was wrong on the way and how often it ran."""
    for runs in range(1, REPEATS + 1):
        waiting = int(trap.file.read_text())
        with started(run, path, trap) as running:
            running.begin()
            answer = running.end()
        sprung = int(trap.file.read_text()) < waiting
        if answer == ("done", True):
            return "falsely done" if sprung else "never failed" if waiting else "", runs
        broken = in_process(torn, path)
        if not sprung or broken:
            return f"{answer}, {broken} in part", runs
    return "never done", REPEATS


def test_failure_anywhere_in_an_ingest_is_told_and_repeating_the_command_ends_it(
    place: Path, clean: Findings, scaled: Callable[..., int], chance: Random, figures: Callable[..., None]
):
    modes = list(MODES)
    every = [
        (where, mode) for turn in range(3) for at, where in enumerate(PLACES) for mode in [modes[(at + turn) % 3]]
    ]
    wrong, most = dict[str, str](), 0
    chosen = every[: scaled(len(PLACES), len(every))]
    for trial, ((where, passing), mode) in enumerate(chosen):
        deadly, times = MODES[mode]
        trap = Trap(place / f"trap {trial}", where, passing, deadly, times)
        trap.file.write_text(str(times))
        reason, runs = outcome_of(place / f"library {trial}", trap)
        unlike = differences(in_process(completed, place / f"library {trial}", first_editions(ARTICLES)), clean)
        most = max(most, runs)
        if reason or unlike:
            wrong[f"{where} {passing}, {mode}"] = reason or str(unlike)

    figures("R5", f"{len(chosen) - len(wrong)} of {len(chosen)} failpoints: none falsely done, at most {most} runs")
    assert wrong == {}
