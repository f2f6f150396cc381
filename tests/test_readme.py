"""The README is true: its Python runs, its commands print what it shows, its map names what is there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import ingest
from ontherecord import Library, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [body for found, body in FENCE.findall(README) if found == language]


def shown_commands() -> list[tuple[str, str]]:
    """Return each `$ command` of the console blocks with the output shown below it.

    Those with a language model are left out: each model writes something else.
    """
    pairs = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if "--llm" not in command:
                pairs.append((command, output))
    return pairs


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that looks to a reader like the project, with the corpus in `library`."""
    home = tmp_path_factory.mktemp("home")
    (home / "corpus").symlink_to(ROOT / "corpus")
    # As a reader has it, where the tests' own setting is not.
    with Library.open(home / "library", Settings()) as library:
        assert ingest([ROOT / "corpus"], library).ok
    return home


def test_python_blocks_run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home / "library", tmp_path / "library")
    monkeypatch.chdir(tmp_path)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})


@pytest.mark.parametrize(("command", "shown"), shown_commands(), ids=lambda value: value[:40])
def test_shown_output_is_what_the_command_prints(home: Path, command: str, shown: str) -> None:
    words = shlex.split(command)
    assert words[0] == "python"
    environment = {**os.environ, "COLUMNS": "80"}
    printed = subprocess.run([sys.executable, *words[1:]], cwd=home, env=environment, capture_output=True, text=True)

    assert without_times(printed.stdout) == without_times(shown)


def without_times(output: str) -> str:
    """Leave out what differs from run to run: seconds and rates."""
    return re.sub(r"\d[\d.,]* s\b| ?\(\d[\d.,]*/s\)", "", output).strip()


def test_file_map_names_every_module_and_folder() -> None:
    mapped = set(" ".join(blocks("text")).split())
    folders = [ROOT / "src/ontherecord", ROOT / "ingest"]
    there = {
        path.name + "/" * path.is_dir()
        for folder in folders
        for path in folder.iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").exists()
    }

    assert there - mapped == set()
    assert {name for name in mapped if name.endswith(".py")} <= there | {"app.py"}
