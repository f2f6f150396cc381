"""The article that the project started from: three people's words, by Python, the command line and the page.

It is not part of this project. Where the folder ONTHERECORD_NEWS holds `seed-article.txt`, the tests run.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import ingest
from ontherecord import Library, Settings
from ontherecord.web.conversation import conversation
from ontherecord.web.turns import Turn
from tests.hostile import Seen

SEED = Path(os.environ.get("ONTHERECORD_NEWS", "")) / "seed-article.txt"
SAID = (
    ("What did Rubio say about cartels?", "Marco Rubio", "armed terrorist organizations"),
    ("What did Sheinbaum say about an agreement?", "Claudia Sheinbaum", "far from it"),
    ("What did Johnson say about cartels?", "Ronald Johnson", "going bankrupt"),
)

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the article is not at hand: set ONTHERECORD_NEWS")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("seed") / "library", Settings()) as opened:
        assert ingest([SEED], opened).ok
        yield opened


@pytest.mark.parametrize(("question", "speaker", "words"), SAID)
def test_python_gives_each_ones_words(library: Library, question: str, speaker: str, words: str) -> None:
    answer = library.ask(question)

    assert answer.mode == "quotes"
    assert any(words in citation.text and citation.speaker == speaker for citation in answer.citations)
    assert {citation.speaker for citation in answer.citations} == {speaker}


@pytest.mark.parametrize(("speaker", "words"), [(speaker, words) for _, speaker, words in SAID])
def test_quotes_are_listed_by_their_speaker(library: Library, speaker: str, words: str) -> None:
    assert any(words in quote.text for quote in library.quotes(speaker=speaker))


@pytest.mark.parametrize(("question", "speaker", "words"), SAID)
def test_the_command_line_prints_them(library: Library, question: str, speaker: str, words: str) -> None:
    command = [sys.executable, "-m", "ontherecord", "ask", question, "--library", str(library.path)]
    printed = " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    assert speaker in printed
    assert words in printed


@pytest.mark.parametrize(("question", "speaker", "words"), SAID)
def test_the_page_shows_them(library: Library, question: str, speaker: str, words: str) -> None:
    answer = library.ask(question)
    shown = Seen(conversation((Turn(question, answer.text, answer),))).text

    assert speaker in shown
    assert words in shown
