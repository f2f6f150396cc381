"""Work in processes that can be killed, and the comparison of a library with one to which nothing happened.

The processes are forked from a server that has imported what is slow to import; Chroma is opened in them alone.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np

from ontherecord import Article, Library, Settings
from ontherecord.archive import Scope
from tests.endurance.corpus import Number, stories
from tests.fakes import PROCESSES, HashEmbedder

SECONDS = 120.0
BATCH = 16
QUERIES = 400
# How far Chroma may find a vector from itself, for rounding.
APART = 1e-3

Say = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one library holds, as far as two libraries of the same articles must agree.

    `lost` names passages that their own vector or their own words do not find, `behind` the indexes that have not
    seen every change.
    """

    digest: str
    articles: int
    versions: int
    passages: int
    changes: int
    problems: tuple[str, ...]
    behind: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, whatever the library holds."""
        return not (self.problems or self.behind or self.lost)


def open_library(path: Path, embedder: HashEmbedder | None = None, chroma_url: str | None = None) -> Library:
    """Open a library with the stand-in embedder and batches small enough to be interrupted often."""
    settings = Settings(batch_articles=BATCH, chroma_url=chroma_url, attribution="off")
    return Library.open(path, settings, embedder=embedder or HashEmbedder())


def add(path: Path, numbers: Sequence[Number]) -> None:
    """Add stories to a library."""
    with open_library(path) as library:
        report = library.add(stories(numbers))
        assert report.ok, report


def completed(path: Path, numbers: Sequence[Number]) -> Findings:
    """Add stories to a library as `add` does, and return what it then holds."""
    with open_library(path) as library:
        report = library.add(stories(numbers))
        assert report.ok, report
        return examined(library)


def findings(path: Path) -> Findings:
    """Return what a library holds, as it stands."""
    with open_library(path) as library:
        return examined(library)


def examined(library: Library) -> Findings:
    """Return what an open library holds; the dense index is asked itself, so that no scan can stand in for it."""
    report, stats = library.verify(), library.stats()
    return Findings(
        digest=report.digest,
        articles=report.articles,
        versions=stats.versions,
        passages=report.passages,
        changes=library._archive.head(),
        problems=report.problems,
        behind=tuple(state.name for state in stats.indexes if not state.current),
        lost=tuple(_lost(library)),
    )


def _lost(library: Library) -> Iterator[str]:
    rows = list(library._archive.rows(0, library._archive.last_key()))
    with library._indexes._vectors._use() as collection:
        for start in range(0, len(rows), QUERIES):
            block = rows[start : start + QUERIES]
            vectors = [np.frombuffer(row.vector, dtype=np.float16).astype(np.float32) for row in block]
            nearest = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
            for row, distances in zip(block, nearest, strict=True):
                if not distances or distances[0] > APART:
                    yield f"passage {row.key} by its vector"
    for row in rows:
        own = " ".join(dict.fromkeys(word for word in row.text.split() if word.startswith("mark")))
        if own and row.key not in [key for key, _ in library._indexes._lexical.search(own, 1, Scope())]:
            yield f"passage {row.key} by its words"


# -- processes ---------------------------------------------------------------------------------------------------


def in_process(work: Callable[..., Any], *arguments: object) -> Any:
    """Do work in a process of its own and return what it returns; fails where the process does not end well."""
    with started(work, *arguments) as running:
        return running.result()


def killed_after(seconds: float, work: Callable[..., Any], *arguments: object) -> bool:
    """Kill work after some seconds and return whether it was still at it."""
    with started(work, *arguments) as running:
        return running.killed_after(seconds)


def seconds_of(work: Callable[..., Any], *arguments: object) -> float:
    """Return how long work takes in a process of its own."""
    begun = time.monotonic()
    in_process(work, *arguments)
    return time.monotonic() - begun


@contextmanager
def started(work: Callable[..., Any], *arguments: object, tells: bool = False) -> Iterator["Running"]:
    """Start work in a process of its own, wait until it begins, and see that the process is gone in the end.

    Work that `tells` takes a function first, by which it says what it has done.
    """
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_answer, args=(theirs, work, arguments, tells))
    process.start()
    theirs.close()
    try:
        assert ours.poll(SECONDS)
        assert ours.recv() == "ready"
        yield Running(process, ours)
    finally:
        process.kill()
        process.join()
        ours.close()


class Running:
    """Work under way in another process."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self._process = process
        self._pipe = pipe
        self.pid = process.pid or 0
        self.told: list[Any] = []

    def begin(self) -> None:
        """Let the work begin."""
        self._pipe.send("begin")

    def result(self) -> Any:
        """Let the work begin, wait for it, and return what it returns."""
        self.begin()
        answer = self.end()
        assert answer is not None, f"the process ended with {self._process.exitcode}"
        kind, value = answer
        assert kind == "done", value
        return value

    def killed_after(self, seconds: float) -> bool:
        """Let the work begin, kill it after some seconds, and return whether it was still at it."""
        self.begin()
        time.sleep(seconds)
        self._process.kill()
        answer = self.end()
        assert answer is None or answer[0] == "done", answer
        return answer is None

    def end(self) -> tuple[str, Any] | None:
        """Wait for the work to end and return "done" or "failed" and the outcome; None where it was killed."""
        while self._pipe.poll(SECONDS):
            try:
                kind, value = self._pipe.recv()
            except (EOFError, ConnectionResetError):
                self._process.join()
                return None
            if kind != "told":
                return kind, value
            self.told.append(value)
        raise AssertionError(f"nothing was heard of the process for {SECONDS:.0f} seconds")

    def kill(self) -> None:
        """Kill the process where it still runs."""
        self._process.kill()

    def next_told(self) -> Any:
        """Wait for the next thing that the work tells and return it."""
        assert self._pipe.poll(SECONDS), f"nothing was heard of the process for {SECONDS:.0f} seconds"
        kind, value = self._pipe.recv()
        assert kind == "told", value
        return value

    def end_by(self, end: str) -> None:
        """Wait until the work returns, or end its process by the signal TERM or KILL."""
        if end == "return":
            answer = self.end()
            assert answer == ("done", None), answer
            return
        os.kill(self.pid, signal.Signals[f"SIG{end}"])
        assert self.end() is None


def _answer(pipe: Connection, work: Callable[..., Any], arguments: Iterable[Any], tells: bool) -> None:
    pipe.send("ready")
    assert pipe.recv() == "begin"
    told: tuple[Say, ...] = (lambda value: pipe.send(("told", value)),) if tells else ()
    try:
        pipe.send(("done", work(*told, *arguments)))
    except Exception:
        pipe.send(("failed", traceback.format_exc()))


# -- what is compared --------------------------------------------------------------------------------------------


def differences(found: Findings, expected: Findings) -> list[str]:
    """Return in what one library differs from another, and what is wrong with it."""
    unlike = [
        f"{name} {getattr(found, name)!r}, not {getattr(expected, name)!r}"
        for name in ("digest", "articles", "versions", "passages", "changes")
        if getattr(found, name) != getattr(expected, name)
    ]
    return [*unlike, *found.problems, *(f"{name} behind" for name in found.behind), *found.lost]


def whole(article: Article | None, *editions: Article) -> bool:
    """Return whether an article is one of its editions, word for word."""
    return article is not None and (article.title, article.text) in [(e.title, e.text) for e in editions]
