"""What most tests begin with: a library of its own, and articles to put into it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ontherecord import Article, Library, Settings
from tests.fakes import FakeAttributor, HashEmbedder

# Tests of quotes say what finds them; the others need not wait for it, nor those that run commands.
os.environ.setdefault("ONTHERECORD_ATTRIBUTION", "off")

TOPICS = (
    (
        "Harbour strike ends",
        "Dock workers in Rotterdam went back to work. Their union accepted a rise of four per cent.",
    ),
    (
        "Vaccine trial begins",
        "Doctors in Nairobi gave the first doses of a malaria vaccine. The trial lasts two years.",
    ),
    (
        "Bridge reopens",
        "The old bridge over the Drina is open to traffic again. Engineers replaced all of its cables.",
    ),
    (
        "Bees return",
        "Beekeepers in Wales counted more hives than in any spring since 1998. Mild weather helped them.",
    ),
    (
        "Minister resigns",
        "The minister of finance stepped down after the vote. She had held the office for six years.",
    ),
    ("Comet seen", "A comet crossed the sky above Chile. Astronomers at Paranal photographed its green tail."),
)


def make_article(number: int = 0, **fields: Any) -> Article:
    """Return article number n of an endless series, six topics in turn; `fields` replace its own."""
    title, text = TOPICS[number % len(TOPICS)]
    defaults = {
        "title": f"{title} ({number})",
        "text": f"{text} This was report number {number} of the day.",
        "url": f"https://news.example/{number}",
        "publisher": "Example News",
        "language": "en",
    }
    return Article(**{**defaults, **fields})


@pytest.fixture
def article() -> Callable[..., Article]:
    return make_article


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[..., Library]]:
    """Open the library at tmp_path/library, as often as wanted; all are closed after the test."""
    opened = list[Library]()

    def opening(
        embedder: HashEmbedder | None = None,
        path: Path | None = None,
        attributor: FakeAttributor | None = None,
        **settings: Any,
    ) -> Library:
        library = Library.open(
            path or tmp_path / "library",
            Settings(**{"attribution": "off", **settings}),
            embedder=embedder or HashEmbedder(),
            attributor=attributor,
        )
        opened.append(library)
        return library

    yield opening
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: Callable[..., Library], embedder: HashEmbedder) -> Library:
    return open_library(embedder)
