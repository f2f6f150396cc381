"""Faults at one exact system call, by strace: the process is killed as it enters the call, or the call fails."""

import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.endurance.harness import SECONDS, Running, started

DATA = ("pwrite64", "fdatasync", "fsync", "ftruncate")
NAMES = ("rename", "renameat", "renameat2", "unlink")
ALL = (*DATA, *NAMES, "write", "writev")
CALL = re.compile(r"^(\d+) +(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Place:
    """The nth call of a kind that some thread makes; strace counts each thread's calls for itself."""

    call: str
    nth: int
    area: str

    def __str__(self) -> str:
        return f"{self.call} {self.nth} in {self.area}"


@cache
def _refused() -> str | None:
    if shutil.which("strace") is None:
        return "strace is not installed"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            ["strace", "-f", "-o", f"{folder}/log", "-e", "inject=write:error=ENOSPC:when=1", "echo"],
            capture_output=True,
            check=False,
        )
    return None if tried.returncode == 1 else f"strace may not trace here: {tried.stderr.decode()}"


def need_strace() -> None:
    """Skip the test where strace is missing or may not trace."""
    if reason := _refused():
        pytest.skip(reason)


def places(library: Path, calls: Sequence[str], work: Callable[..., Any], *arguments: object) -> list[Place]:
    """Return where work that fills a library writes, syncs, renames and removes files of it, in order."""
    with tempfile.TemporaryDirectory() as folder, started(work, *arguments) as running:
        log = Path(folder) / "log"
        with _traced(running, ["-y", "-o", str(log), "-e", f"trace={','.join(calls)}"]):
            running.result()
        return list(_read(log.read_text(errors="replace"), str(library)))


def _read(log: str, library: str) -> Iterator[Place]:
    made = Counter[tuple[str, str]]()
    for line in log.splitlines():
        if match := CALL.match(line):
            thread, call, arguments = match.groups()
            made[thread, call] += 1
            if f"{library}/" in arguments:
                area = re.split(r"[/>\".-]", arguments.split(f"{library}/", 1)[1], maxsplit=1)[0]
                yield Place(call, made[thread, call], area)


def spread(found: Sequence[Place], count: int, chance: random.Random) -> list[Place]:
    """Choose places so that every kind of call in every part of a library has its turn."""
    kinds = defaultdict[tuple[str, str], list[Place]](list)
    for place in found:
        kinds[place.call, place.area].append(place)
    turns = sorted(kinds)
    chance.shuffle(turns)
    return [chance.choice(kinds[turns[turn % len(turns)]]) for turn in range(count)]


def struck(place: Place, fault: str, work: Callable[..., Any], *arguments: object) -> tuple[str, Any] | None:
    """Do work with a fault such as `signal=KILL` or `error=EIO` in one place and return how it ended.

    Returns "done" or "failed" and the outcome, or None where the process was killed.
    """
    with started(work, *arguments) as running:
        injected = f"inject={place.call}:{fault}"
        with _traced(running, ["-o", os.devnull, "-e", f"trace={place.call}", "-e", injected]):
            running.begin()
            return running.end()


@contextmanager
def _traced(running: Running, options: Sequence[str]) -> Iterator[None]:
    command = ["strace", "-f", "-q", "-e", "signal=none", *options, "-p", str(running.pid)]
    tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_traced(running.pid)
        yield
    finally:
        running.kill()
        tracer.wait(SECONDS)


def _wait_until_traced(pid: int) -> None:
    deadline = time.monotonic() + SECONDS
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        assert time.monotonic() < deadline, "strace did not attach"
        time.sleep(0.005)
