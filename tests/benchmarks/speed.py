"""How fast it is: `python -m tests.benchmarks.speed PART... [--articles FILE] [--library DIR] [--questions FILE]`.

Parts, each printed as a table; times are medians of --runs runs (default: 5), which are interleaved:

ingest   articles a second until searchable, and with quotes, beside LlamaIndex's stock pipeline (see pipelines.py)
start    seconds that commands and the page take from a cold start; --library holds a few articles
warm     milliseconds of a search and an answer, with and without dates, and memory; --questions are put to --library
again    seconds to ingest --articles that --library has already
arrival  seconds until an article that a command ingests is found by a process that follows --library, which is copied
rebuild  passages a second when both indexes of --library, which is copied, are built anew
growth   generated libraries of --sizes passages: search, cost of a passage, disk

A large library without real vectors comes from `growth --keep DIR`.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from ontherecord import Filters, Library, Settings
from tests.benchmarks.generated import Generator, grown
from tests.benchmarks.packed import records
from tests.running import free_port

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "what did Rubio say about cartels"
ARRIVING = (
    "Pilots of Vigo return\n\nThe pilots of Vigo went back to work after nine days, said their union, run {}.\n"
)
WITHOUT_QUOTES = Settings(attribution="off")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=sorted(PARTS), metavar="PART")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--count", type=int, default=60, help="articles of one ingestion, questions asked")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="keep the largest generated library here")
    options = parser.parse_args()
    for part in options.parts:
        print(f"\n{part}")
        PARTS[part](options)


def ingest(options: argparse.Namespace) -> None:
    """Print articles a second of each pipeline, and how they compare with the stock one."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ("stock", "ours", "float32", "quotes")}
    for _ in range(options.runs):
        for name, found in runs.items():
            command = ["-m", "tests.benchmarks.pipelines", name, options.articles, "--count", options.count]
            found.append(json.loads(python(*command)))
    stock = median(one["articles"] / one["seconds"] for one in runs["stock"])
    for name, found in runs.items():
        rate = median(one["articles"] / one["seconds"] for one in found)
        passages = median(one["passages"] for one in found)
        line(
            f"{name}, articles/s",
            rate,
            f"{rate / stock:.2f} x stock, {rate * passages / options.count:.0f} passages/s of {passages:.0f}, "
            f"embedding {median(one.get('embedding', np.nan) for one in found):.0%} of the time, "
            f"{max(one['megabytes'] for one in found):.0f} MB",
        )


def start(options: argparse.Namespace) -> None:
    """Print the seconds from a cold start to an answer, a help text, a page."""
    library = str(options.library)
    commands: dict[str, Callable[[], float]] = {
        "ask, s": lambda: timed(lambda: python("-m", "ontherecord", "ask", QUESTION, "--library", library)),
        "ontherecord --help, s": lambda: timed(lambda: python("-m", "ontherecord", "--help")),
        "ingest --help, s": lambda: timed(lambda: python("-m", "ingest", "--help")),
        "app.py to the page, s": lambda: page(library),
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(options.runs):
        for name, run in commands.items():
            taken[name].append(run())
    for name, seconds in taken.items():
        line(name, median(seconds), f"worst {max(seconds):.2f}")


def warm(options: argparse.Namespace) -> None:
    """Print how long searches and answers take in a process that follows a library."""
    questions = [one["question"] for one in records(options.questions)] if options.questions else None
    questions = questions or Generator(5).questions(options.count)
    questions = questions[:: max(1, len(questions) // options.count)][: options.count]
    months = Filters(after=date(2023, 3, 1), before=date(2023, 6, 1))
    # Without it, quotes of a library that has none yet would be found meanwhile.
    with Library.open(options.library, WITHOUT_QUOTES) as library:
        library.follow()
        library.ask(questions[0])
        kinds: dict[str, Callable[[str], object]] = {
            "search": library.search,
            "ask": library.ask,
            "search, three months": lambda question: library.search(question, filters=months),
            "ask, three months": lambda question: library.ask(question, filters=months),
        }
        taken: dict[str, list[float]] = {name: [] for name in kinds}
        for question in questions:
            for name, run in kinds.items():
                taken[name].append(1000 * timed(lambda run=run, question=question: run(question)))
        for name, found in taken.items():
            line(f"{name}, ms", float(np.median(found)), f"p95 {np.percentile(found, 95):.0f}")
        line("memory, MB", memory(os.getpid()), f"{library.stats().passages:,} passages")


def again(options: argparse.Namespace) -> None:
    """Print how long articles take that are known."""
    command = ["-m", "ingest", options.articles, "--library", options.library, "--quiet", "--json"]
    os.environ["ONTHERECORD_ATTRIBUTION"] = "off"
    for _ in range(options.runs):
        began = time.perf_counter()
        report = json.loads(python(*command))
        line("seconds", time.perf_counter() - began, f"{report['unchanged']:,} unchanged, {report['added']} added")


def arrival(options: argparse.Namespace) -> None:
    """Print how long after its command is given an article is found by another process."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(options.library, Path(folder) / "library")
        with Library.open(copy, WITHOUT_QUOTES) as library:
            library.follow()
            library.search("pilots")
            for run in range(options.runs):
                source = Path(folder) / f"{run}.txt"
                source.write_text(ARRIVING.format(run), encoding="utf-8")
                began = time.perf_counter()
                with subprocess.Popen(
                    [sys.executable, "-m", "ingest", source, "--library", copy, "--quiet"],
                    stdout=subprocess.DEVNULL,
                    cwd=ROOT,
                ):
                    while not any(
                        f"run {run}." in hit.passage.text for hit in library.search(f"pilots Vigo run {run}")
                    ):
                        time.sleep(0.02)
                    line("seconds", time.perf_counter() - began)


def rebuild(options: argparse.Namespace) -> None:
    """Print how many passages a second go from the archive into both indexes."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(options.library, Path(folder) / "library")
        with Library.open(copy, WITHOUT_QUOTES) as library:
            for _ in range(options.runs):
                seconds = timed(library.rebuild)
                line("passages/s", library.stats().passages / seconds, f"{seconds:.1f} s")


def growth(options: argparse.Namespace) -> None:
    """Print what a passage costs in libraries of several sizes, and how long searching them takes."""
    for size in sorted(options.sizes):
        with TemporaryDirectory() as folder:
            path = options.keep if options.keep and size == max(options.sizes) else Path(folder) / "library"
            costs = grown(path, size)
            with Library.open(path, WITHOUT_QUOTES) as library:
                library.follow()
                questions = Generator(5).questions(options.count + 3)
                taken = [1000 * timed(lambda q=q: library.search(q)) for q in questions][3:]
                line(
                    f"{size:,}",
                    float(np.median(taken)),
                    f"ms a search (p95 {np.percentile(taken, 95):.0f}), {costs.storing:.2f} ms to store a passage, "
                    f"{costs.indexing:.2f} to index it (the last tenth: {costs.last:.2f} in all), "
                    f"{library.stats().size_bytes / size:,.0f} bytes on disk, {memory(os.getpid()):.0f} MB of memory",
                )


def python(*arguments: object) -> str:
    """Return what a command prints."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def page(library: str) -> float:
    """Return the seconds from the start of app.py to its page."""
    began, port = time.perf_counter(), free_port()
    command = [sys.executable, "app.py", "--library", library, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        try:
            while process.poll() is None:
                try:
                    if httpx.get(f"http://127.0.0.1:{port}/", timeout=5).status_code == 200:
                        return time.perf_counter() - began
                except httpx.TransportError:
                    time.sleep(0.02)
            sys.exit("app.py has ended")
        finally:
            process.terminate()


def memory(process: int) -> float:
    """Return the megabytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def timed(run: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def line(name: str, value: float, remark: str = "") -> None:
    """Print a row."""
    print(f"  {name:24} {value:10.2f}  {remark}".rstrip(), flush=True)


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "ingest": ingest,
    "start": start,
    "warm": warm,
    "again": again,
    "arrival": arrival,
    "rebuild": rebuild,
    "growth": growth,
}

if __name__ == "__main__":
    main()
