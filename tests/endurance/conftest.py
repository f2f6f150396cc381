"""How long the endurance tests run, the seed of their chances, and the table of what they did."""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
SEED = 3
MEMORY = Path("/dev/shm")
ROOM = 500_000_000
FIGURES = pytest.StashKey[list[tuple[str, str, float]]]()


def is_full(config: pytest.Config) -> bool:
    """Return whether the full pass was asked for, by `pytest -m endurance`."""
    return str(config.getoption("markexpr")).strip() == "endurance"


@pytest.fixture(scope="session")
def scaled(pytestconfig: pytest.Config) -> Callable[[T, T], T]:
    """Choose between the number of a short pass and that of the full one."""
    return lambda short, full: full if is_full(pytestconfig) else short


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the libraries of a module lie: in memory where there is room, which halves the time of every trial.

    A killed process leaves the same files there as on a disk; only a loss of power would not.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        with tempfile.TemporaryDirectory(dir=MEMORY, prefix="endurance-") as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("shelf")


@pytest.fixture
def place(shelf: Path) -> Iterator[Path]:
    """A folder of one test, on the shelf."""
    with tempfile.TemporaryDirectory(dir=shelf) as folder:
        yield Path(folder)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Chances that are the same in every run of one test."""
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], None]]:
    """Note what a scenario came to; the closing table shows it with the seconds that the test took."""
    noted, begun = list[tuple[str, str]](), time.monotonic()
    yield lambda scenario, outcome: noted.append((scenario, outcome))
    seconds = time.monotonic() - begun
    kept = request.config.stash.setdefault(FIGURES, [])
    kept += [(scenario, outcome, seconds) for scenario, outcome in noted]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(FIGURES, [])
    if rows:
        extent = "full" if is_full(config) else "short"
        terminalreporter.section(f"endurance, {extent} pass, seed {SEED}")
        for scenario, outcome, seconds in sorted(rows):
            terminalreporter.line(f"{scenario:5} {seconds:6.1f} s  {outcome}")
