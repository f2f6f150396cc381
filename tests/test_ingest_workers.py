"""Worker processes: what they find comes back in order, and what kills or hangs one costs its task alone."""

import json
import os
import signal
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.ahead import ahead
from ingest.sources.found import Found, Skipped
from ingest.workers import Pool
from ingest.workers.messages import line, packed, unpacked
from ingest.workers.pool import FileTask
from ontherecord import Article, Failure


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / f"{number:02}.txt" for number in range(12)]
    for path in paths:
        path.write_text(f"{path.stem}\nText.")
    return paths


def items(pool, listed):
    return [
        what if not isinstance(what, FileTask) else [step.item for step in steps if step.item is not None]
        for what, steps in pool.run(listed)
    ]


def title(found):
    (item,) = found
    return item.article.title


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_found_comes_in_the_order_of_the_tasks(files, size):
    with Pool(size) as pool:
        assert [title(found) for found in items(pool, map(FileTask, files))] == [path.stem for path in files]


def test_what_is_no_task_keeps_its_place(files):
    with Pool(2) as pool:
        found = items(pool, [FileTask(files[0]), "between", FileTask(files[1]), "after"])
    assert [title(one) if isinstance(one, list) else one for one in found] == ["00", "between", "01", "after"]


def test_no_process_is_started_where_there_is_nothing_to_read():
    with Pool(1) as pool:
        assert items(pool, ["nothing", "here"]) == ["nothing", "here"]
        assert children() == []


def test_a_worker_that_dies_costs_one_file_and_the_rest_is_read(files):
    with Pool(1) as pool:
        outcomes = []
        for number, (_task, steps) in enumerate(pool.run(map(FileTask, files))):
            if number == 3:
                hold_and_kill()
            outcomes.append([step.item for step in steps if step.item is not None])
    failed = [item for (item,) in outcomes if isinstance(item, Failure)]
    # What it had said before it died still counts.
    assert len(failed) <= 1
    assert all("crashed" in failure.reason for failure in failed)
    assert [one[0].article.title for one in outcomes if isinstance(one[0], Found)][-1] == "11"


def test_a_worker_that_hangs_is_ended_and_the_rest_is_read(files, tmp_path):
    with Pool(1, silent_seconds=2.0) as pool:
        outcomes = []
        for number, (_task, steps) in enumerate(pool.run(map(FileTask, files))):
            if number == 0:
                # Before it has read anything.
                os.kill(children()[0], signal.SIGSTOP)
            outcomes.append([step.item for step in steps if step.item is not None])
    assert isinstance(outcomes[0][0], Failure)
    assert "did not get on" in outcomes[0][0].reason
    assert outcomes[0][0].source == str(files[0])
    assert [title(one) for one in outcomes[1:]] == [path.stem for path in files[1:]]


PAGE = """<html lang="en"><head><title>Ferry strike ends</title><link rel="canonical" href="{url}"></head>
<body><article><h1>Ferry strike ends</h1>{paragraphs}</article></body></html>"""


def test_a_worker_that_is_suspended_while_it_writes_loses_nothing(tmp_path, monkeypatch):
    # Without a buffer, a write to a pipe that a signal interrupts is left half done.
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    big = tmp_path / "big.jsonl"
    texts = [f"{number} " + "Rain fell on Leipzig. " * 4000 for number in range(60)]
    big.write_text(
        "".join(json.dumps({"url": f"https://x.example/{n}", "text": t}) + "\n" for n, t in enumerate(texts))
    )

    with Pool(size=1) as pool:
        ((_, steps),) = pool.run([FileTask(big)])
        found = []
        for step in steps:
            if isinstance(step.item, Found):
                found.append(step.item.article.text)
            # The pipe is full by now: the worker waits for room in the middle of a message.
            time.sleep(0.01)
            worker = pool._workers[0]._process
            if worker is not None:
                worker.send_signal(signal.SIGSTOP)
                worker.send_signal(signal.SIGCONT)

    assert [text.strip() for text in found] == [text.strip() for text in texts]


def test_a_fetched_page_is_read_by_a_worker_with_what_is_known_of_it():
    url = "https://news.example/ferry"
    paragraphs = "".join(
        f"<p>Crews at pier {number} voted on Friday to return to work after {number} weeks of talks.</p>"
        for number in range(12)
    )
    listed = datetime(2025, 6, 9, tzinfo=UTC), "day"
    html = PAGE.format(url=url, paragraphs=paragraphs).encode("utf-16-le")
    with Pool(1) as pool:
        found = pool.read_page(html, "a feed's page", url=url, charset="utf-16-le", listed=listed)
        empty = pool.read_page(b"", "nothing")
        assert len(children()) == 1
    assert isinstance(found, Found), found
    assert (found.source, found.article.url, found.article.title) == ("a feed's page", url, "Ferry strike ends")
    assert (found.article.published, found.article.published_precision) == ("2025-06-09", "day")
    assert isinstance(empty, Failure)


def test_no_worker_is_left_behind(files):
    with Pool(2) as pool:
        next(iter(pool.run(map(FileTask, files))))
        assert len(children()) == 2
    assert children() == []


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
    st.none() | st.datetimes(min_value=datetime(1600, 1, 1)),  # noqa: DTZ001 - made aware below
)
def test_an_article_survives_the_way_from_worker_to_library(text, authors, moment):
    moment = moment and moment.replace(tzinfo=UTC)
    article = Article(title=text, text=text, authors=tuple(authors), published_at=moment, updated_at=moment)
    for item in (Found("a.jsonl:1", article), Failure("a", text), Skipped(text)):
        assert unpacked(json.loads(line(packed(item)))) == item


# Reading ahead


def test_reading_ahead_keeps_the_order_and_every_item():
    assert list(ahead(range(1_000), 3)) == list(range(1_000))


def test_an_error_of_what_is_read_ahead_reaches_the_reader_after_what_came_before():
    def failing():
        yield 1
        raise ValueError("no more")

    taken = []
    with pytest.raises(ValueError, match="no more"):
        taken.extend(ahead(failing()))
    assert taken in ([], [1])


def test_no_more_is_read_ahead_than_was_allowed():
    read = []

    def counted():
        for number in range(100):
            read.append(number)
            yield number

    reader = ahead(counted(), 5)
    next(reader)
    time.sleep(0.3)
    assert len(read) <= 8
    reader.close()


def test_closing_ends_the_thread_and_what_it_reads():
    closed = threading.Event()

    def endless():
        try:
            while True:
                yield 1
        finally:
            closed.set()

    reader = ahead(endless(), 2)
    next(reader)
    reader.close()
    assert closed.is_set()
    assert not any(thread.name == "ingest-ahead" for thread in threading.enumerate())


def children():
    """Return the process ids of this process's workers."""
    here = os.getpid()
    found = []
    for entry in os.listdir("/proc"):  # noqa: PTH208
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:  # noqa: PTH123
                    parts = file.read().rsplit(")", 1)[1].split()
                with open(f"/proc/{entry}/cmdline", "rb") as file:  # noqa: PTH123
                    command = file.read()
            except OSError:
                continue
            if int(parts[1]) == here and b"ingest.workers" in command and parts[0] != "Z":
                found.append(int(entry))
    return found


def hold_and_kill():
    for child in children():
        os.kill(child, signal.SIGKILL)
