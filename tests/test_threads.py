"""Several threads ask one library at once: each gets what it would get alone."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest import ingest
from ontherecord import Answer, Library, Settings
from ontherecord.indexes import indexes
from ontherecord.llms import Models
from tests.conftest import TOPICS, make_article
from tests.fakes import FakeAttributor, HashEmbedder
from tests.writing_model import QUESTION, VOTED, Scripted, library_at, named

THREADS = 8
NOW = datetime(2025, 9, 1, tzinfo=UTC)
SAID = "“The harbour stays open,” said Ada Moreno. "
ASKED = (
    "Who gave the first doses of a vaccine in Nairobi?",
    "Which comet was seen above Chile?",
    "What did Moreno say about the harbour?",
    "How do outlets differ on the vaccine trial?",
    "Why did the glacier of Svalbard melt?",
    "What was the news in August 2025?",
)
CORPUS = Path(__file__).parent.parent / "corpus"


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do everything in eight threads that begin together, and return what each came to, in order."""
    start = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS, initializer=start.wait) as pool:
        return [done.result(timeout=120) for done in [pool.submit(work) for work in works]]


def everything(library: Library, questions: Sequence[str]) -> list[Any]:
    """Return what a library says to some questions, in every way that a page asks it."""
    answers = [library.ask(question, as_of=NOW) for question in questions]
    found: list[Any] = [*answers, *(library.search(question, as_of=NOW) for question in questions)]
    found += [[piece for piece in library.stream(question, as_of=NOW)][-1] for question in questions]
    found += [
        library.quotes(about="harbour"),
        library.quotes(speaker="Moreno"),
        library.speakers(),
        library.newest(5),
    ]
    return [
        *found,
        library.related(library.newest(1)[0].id),
        [library.recall(answer.to_dict()) for answer in answers],
    ]


def turned(questions: Sequence[str], by: int) -> list[str]:
    return [*questions[by % len(questions) :], *questions[: by % len(questions)]]


@pytest.fixture
def filled(open_library: Callable[..., Library]) -> Library:
    opened = open_library(attributor=FakeAttributor())
    opened.add(
        make_article(
            n,
            text=f"{SAID if n % 7 == 0 else ''}{TOPICS[n % 6][1]} It was report {n} of the day.",
            publisher=f"Outlet {n % 4}",
            published_at=datetime(2025, 8, 1 + n % 28, tzinfo=UTC),
        )
        for n in range(60)
    )
    return opened


def test_eight_threads_get_what_one_gets_while_the_library_follows(
    filled: Library, open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexes, "POLL_SECONDS", 0.01)
    alone = [everything(filled, turned(ASKED, n)) for n in range(len(ASKED))]
    filled.close()
    # Nothing is loaded or opened yet.
    library = open_library(attributor=FakeAttributor())
    library.follow()

    together = at_once([lambda n=n: everything(library, turned(ASKED, n)) for n in range(2 * THREADS)])

    assert together == [alone[n % len(ASKED)] for n in range(2 * THREADS)]


def test_eight_threads_get_what_one_gets_with_the_real_models(tmp_path: Path):
    questions = [
        *("who won the World Cup?", "who bought Twitter and for how much?", "what did Messi say about the weather"),
        "what changed at Twitter since November 2022",
    ]
    settings = Settings(attribution="off")
    with Library.open(tmp_path / "library", settings) as library:
        assert ingest(sorted(CORPUS.glob("2022-1[012]*.md")), library).ok
        alone = [library.ask(question, as_of=NOW) for question in questions]

    with Library.open(tmp_path / "library", settings) as library:
        # Embeds by torch from the beginning, as the process does that has ingested: by numpy, decimals differ.
        library.follow()
        together = at_once(
            [lambda n=n: [library.ask(one, as_of=NOW) for one in turned(questions, n)] for n in range(THREADS)]
        )

    assert together == [turned(alone, n) for n in range(THREADS)]


def test_questions_are_answered_while_articles_are_added(filled: Library):
    ends = threading.Event()

    def add() -> None:
        for n in range(100, 120):
            filled.add([make_article(n)])
        ends.set()

    def ask() -> int:
        asked = 0
        while not ends.is_set():
            answer = filled.ask(ASKED[0], as_of=NOW)
            assert answer.answered
            asked += 1
        return asked

    *_, asked = at_once([add, *[ask] * (THREADS - 1)])

    assert asked > 0
    assert filled.count() == 80
    assert filled.verify().ok


def test_slow_language_model_of_one_asker_keeps_nobody_else_from_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ontherecord.llms.Models.named", named)
    writing, done = threading.Event(), threading.Event()

    class Slow(Scripted):
        def stream(self, prompt: Any, most: int) -> Any:
            writing.set()
            assert done.wait(60)
            yield from super().stream(prompt, most)

    with library_at(tmp_path / "library") as library, ThreadPoolExecutor(THREADS) as pool:
        slow = pool.submit(library.ask, QUESTION, llm=Slow(f"{VOTED} [{{0}}]"))
        assert writing.wait(60)

        answers: list[Answer] = [
            one.result(timeout=60) for one in [pool.submit(library.ask, QUESTION) for _ in range(20)]
        ]

        assert not slow.done()
        done.set()
        assert slow.result(timeout=60).mode == "generated"
    assert {answer.mode for answer in answers} == {"extractive"}


def test_language_model_of_a_name_is_made_once(monkeypatch: pytest.MonkeyPatch):
    made = list[str]()

    def making(name: str, _: Settings) -> object:
        time.sleep(0.05)
        made.append(name)
        return object()

    monkeypatch.setattr("ontherecord.llms.choosing.language_model", making)
    models = Models(Settings())

    found = at_once([lambda: models.named("gguf:model.gguf")] * THREADS)

    assert made == ["gguf:model.gguf"]
    assert len(set(map(id, found))) == 1


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_thread_that_ends_leaves_no_file_open(filled: Library):
    def ask() -> None:
        thread = threading.Thread(target=filled.count)
        thread.start()
        thread.join()

    ask()
    before = open_files()
    for _ in range(20):
        ask()

    assert open_files() <= before


def test_library_that_cannot_be_written_is_asked_by_eight_threads_at_once(
    filled: Library, monkeypatch: pytest.MonkeyPatch
):
    path = filled.path
    filled.close()
    monkeypatch.setattr("ontherecord.archive.database._writable", lambda _: False)
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        alone = library.ask(ASKED[0], as_of=NOW)
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder()) as library:
        together = at_once([lambda: library.ask(ASKED[0], as_of=NOW)] * THREADS)

    assert together == [alone] * THREADS
