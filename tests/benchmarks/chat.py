"""The served chat under load: `python tests/benchmarks/chat.py QUESTIONS --library DIR [--parts abc]`.

QUESTIONS is a file of JSON lines with a question each, packed as .gz or not; the library holds articles on them. The
chat is served by `app.py` in a process of its own. Printed are:

(a) how long the first text of an answer and the whole answer take, as a tab of a browser sees them, for one tab that
    asks alone and for 20 at once that ask the same, each one question after another; and how many answers differ;
(b) the memory of the server and its children over 2,000 questions, in conversations of ten, four at a time;
(c) how long the page takes to load in a new browser, up to a question box that can be typed in and up to the examples
    of the welcome, and what is transferred.

A tab asks its next question at once, while what follows an answer is still being made. Needs `pip install playwright`
and a Chromium.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import numpy as np
from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.packed import records
from tests.benchmarks.tabs import Asked, Page, Tab
from tests.running import free_port

ROOT = Path(__file__).resolve().parents[2]
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET += " --disable-component-update --disable-sync"
LONGEST_CONVERSATION, AT_A_TIME, WARMING_UP, LOADS, PAUSE_S = 10, 4, 20, 5, 60


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--parts", default="abc", help="which parts to run (default: abc)")
    parser.add_argument("--tabs", type=int, default=20)
    parser.add_argument("--each", type=int, default=5, help="questions of a tab (default: 5)")
    parser.add_argument("--many", type=int, default=2000, help="questions over which memory is watched")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    questions = [one["question"] for one in records(options.questions)]
    for part in options.parts:
        # Each part has a server of its own, so that none finds what another has left.
        with served(options.library) as (address, process):
            if part == "a":
                asyncio.run(in_parallel(address, process, conversations(questions, options.tabs, options.each)))
            elif part == "b":
                asyncio.run(over_many(address, process, questions, options.many))
            else:
                page_loads(address, options.chromium)


@contextmanager
def served(library: Path) -> Iterator[tuple[str, int]]:
    """Serve a library by `app.py` and yield the address and the id of the process."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, str(ROOT / "app.py"), "--library", str(library), "--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            yield re.findall(r"http://\S+", said)[0], process.pid
        finally:
            process.terminate()


def conversations(questions: Sequence[str], tabs: int, each: int) -> list[list[str]]:
    """Return what each tab asks: as far as the questions reach, no two the same."""
    return [[questions[(tab * each + n) % len(questions)] for n in range(each)] for tab in range(tabs)]


# -- (a) many at once --------------------------------------------------------------------------------------------


async def in_parallel(address: str, process: int, asked: list[list[str]]) -> None:
    """Print how long answers take when conversations are held one after another, and when all are held at once."""
    async with opened(address) as client:
        page = await Page.load(client)
        await converse(client, page, asked[0])
        began = processor_seconds(process)
        alone = [await converse(client, page, questions) for questions in asked]
        between = processor_seconds(process)
        together = await asyncio.gather(*(converse(client, page, questions) for questions in asked))
        spent = (between - began, processor_seconds(process) - between)
    print(f"\n{len(asked)} tabs, {sum(map(len, asked))} answers{'':14} p50 s   p95 s   max s")
    for name, found, seconds in (("alone", alone, spent[0]), ("at once", together, spent[1])):
        answers = [one for conversation in found for one in conversation]
        print_seconds(f"{name}, first text", [one.first for one in answers])
        print_seconds(f"{name}, whole answer", [one.whole for one in answers])
        print(f"  {name}, processor {seconds / len(answers):19.2f} an answer, with all that follows it")
    pairs = [pair for both in zip(alone, together, strict=True) for pair in zip(*both, strict=True)]
    other = sum(one.shown != same.shown for one, same in pairs)
    print(f"  answers other than those got alone: {other}")


async def converse(client: httpx.AsyncClient, page: Page, questions: Sequence[str]) -> list[Asked]:
    """Hold a conversation in a tab of its own."""
    async with Tab(client, page) as tab:
        answers = [await tab.ask(question) for question in questions]
        await tab.settled()
    return answers


def opened(address: str) -> httpx.AsyncClient:
    """Return a client that has room for the connections of many tabs."""
    return httpx.AsyncClient(base_url=address, timeout=300, limits=httpx.Limits(max_connections=200))


def processor_seconds(process: int) -> float:
    """Return how long a process has had a processor, which says more than the clock where others want it too."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def print_seconds(name: str, seconds: Sequence[float]) -> None:
    """Print the median, the 95th percentile and the longest."""
    middle, late = np.percentile(seconds, [50, 95])
    print(f"  {name:30} {middle:7.2f} {late:7.2f} {max(seconds):7.2f}")


# -- (b) many over time ------------------------------------------------------------------------------------------


async def over_many(address: str, process: int, questions: Sequence[str], many: int) -> None:
    """Print the memory of the server as it answers many questions, each conversation in a new tab."""
    todo = iter(conversations(questions, many // LONGEST_CONVERSATION, LONGEST_CONVERSATION))
    answered, step = 0, min(250, many)

    async with opened(address) as client:
        page = await Page.load(client)
        for questions_ in conversations(questions, WARMING_UP // LONGEST_CONVERSATION, LONGEST_CONVERSATION):
            await converse(client, page, questions_)
        before, began = megabytes(process), time.perf_counter()
        print(f"\n{many} questions, {AT_A_TIME} at a time\n  before {before:12.0f} MB", flush=True)

        async def hold() -> None:
            nonlocal answered
            for asked in todo:
                await converse(client, page, asked)
                answered += len(asked)
                if answered % step < len(asked):
                    print(f"  after {answered:6} {megabytes(process):6.0f} MB", flush=True)

        await asyncio.gather(*(hold() for _ in range(AT_A_TIME)))
        rate = answered / (time.perf_counter() - began)
    time.sleep(PAUSE_S)
    after = megabytes(process)
    print(f"  {PAUSE_S} s later {after:6.0f} MB, {after - before:+.0f} MB; {rate:.1f} questions a second")


def megabytes(process: int) -> float:
    """Return the resident memory of a process and all that it began."""
    own = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    begun = " ".join(each.read_text() for each in Path(f"/proc/{process}/task").glob("*/children"))
    return own + sum(map(megabytes, map(int, begun.split())))


# -- (c) the page ------------------------------------------------------------------------------------------------


def page_loads(address: str, chromium: str) -> None:
    """Print how long the page takes to load, each time without anything kept, and what is transferred."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=QUIET.split()) as browser,
    ):
        loads = [page_load(browser, address) for _ in range(LOADS)]
    box, examples, requests, transferred = (median(values) for values in zip(*loads, strict=True))
    print(f"\nPage load, the median of {LOADS}: question box {box:.2f} s, examples {examples:.2f} s,")
    print(f"  {requests:.0f} requests, {transferred / 1e6:.2f} MB")


def page_load(browser: Browser, address: str) -> tuple[float, float, int, int]:
    """Return the seconds to the question box and to the examples, the requests, and the bytes transferred."""
    context = browser.new_context()
    try:
        page, sizes = context.new_page(), list[int]()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator("#question textarea, #question input").first.fill("x", timeout=60_000)
        box = time.perf_counter() - began
        page.locator('#welcome .welcome [data-act="ask"]').first.wait_for(timeout=60_000)
        examples = time.perf_counter() - began
        page.wait_for_timeout(1000)
        return box, examples, len(sizes), sum(sizes)
    finally:
        context.close()


if __name__ == "__main__":
    main()
