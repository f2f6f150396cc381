"""Reading a large web archive: pages a second, megabytes a second, and the memory at several points of the way.

    python tests/benchmarks/large_warc.py FILE.warc.gz [MEGABYTES]

Writes a web archive of 1,000 packed megabytes (or as many as are named) to a file that is not there yet, and reads it
as `python -m ingest` does, without storing it. Its pages are made up, the same in each run: an article of 600 words,
with as much around it as makes 100 packed kilobytes. Delete the file afterwards.
"""

import base64
import random
import resource
import sys
import time
from pathlib import Path

from ingest.sources import read_file
from ingest.sources.found import Found, Skipped
from tests.endurance.corpus import VERBS, WORDS
from tests.warc_files import packed, record, response

MEGABYTE = 1_000_000
STATE = 75_000
POINTS = 10


def page(number: int) -> bytes:
    """Return one page: its article, and a script with the state of the page, as large as they are."""
    chance = random.Random(number)
    title = f"{chance.choice(WORDS).capitalize()} and {chance.choice(WORDS)}, day {number}"
    paragraphs = "".join(f"<p>{' '.join(_sentence(chance) for _ in range(3))}</p>" for _ in range(10))
    state = base64.b64encode(chance.randbytes(STATE)).decode()
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2025-06-{1 + number % 28:02}T08:30:00Z">'
        f'<script>window.state = "{state}"</script></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def write(path: Path, megabytes: int) -> int:
    """Write the archive record by record and return the number of its pages."""
    number = 0
    with path.open("xb") as file:
        while file.tell() < megabytes * MEGABYTE:
            url = f"https://news.example/{number}"
            request = record("request", b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", url)
            file.write(packed([request, response(url, page(number))]))
            number += 1
    return number


def memory() -> float:
    """Return the megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MEGABYTE


def read(path: Path) -> None:
    """Read the archive and print how far it is at each tenth."""
    size, advanced = path.stat().st_size, [0]
    articles, skipped, failed, begun, point = 0, 0, 0, time.perf_counter(), 1
    print("packed MB  articles   skipped  failed  seconds  pages/s    MB/s  RSS MB")
    for item in read_file(path, lambda at: advanced.__setitem__(0, at)):
        articles += isinstance(item, Found)
        skipped += isinstance(item, Skipped)
        failed += not isinstance(item, Found | Skipped)
        if advanced[0] * POINTS >= size * point:
            point += 1
            seconds, done = time.perf_counter() - begun, advanced[0] / MEGABYTE
            print(
                f"{done:9,.0f} {articles:9,} {skipped:9,} {failed:7,} {seconds:8,.1f} {articles / seconds:8,.0f} "
                f"{done / seconds:7,.1f} {memory():7,.0f}",
                flush=True,
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    cpu = time.process_time()
    print(
        f"{articles:,} articles, {skipped:,} skipped, {failed:,} failed; {cpu:,.0f} s of CPU; peak RSS {peak:,.0f} MB"
    )


def main(arguments: list[str]) -> int:
    """Write, read and print."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    path, megabytes = Path(arguments[0]), int(arguments[1]) if len(arguments) == 2 else 1_000
    begun = time.perf_counter()
    pages = write(path, megabytes)
    print(
        f"{pages:,} pages written in {time.perf_counter() - begun:,.0f} s, {path.stat().st_size / MEGABYTE:,.0f} MB"
    )
    read(path)
    return 0


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(20)]
    words[3] = chance.choice(VERBS)
    return f"{' '.join(words).capitalize()}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
