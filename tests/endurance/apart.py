"""Reading files in a process of its own, so that a crash, the time and the memory it takes can be told.

    python -m tests.endurance.apart < LIST      LIST names files, one JSON string a line

For each file it prints what became of it as a JSON object: the number of articles found, the failures, what was
skipped, the seconds of the processor, and by how many bytes the peak of the memory has risen.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from ingest.sources import read_file
from ingest.sources.found import Found, Skipped


def read(path: Path) -> dict[str, Any]:
    begun, peak = time.process_time(), peak_memory()
    found, longest, failures, skipped = 0, 0, list[tuple[str, str]](), list[str]()
    for item in read_file(path, lambda size: None):
        if isinstance(item, Found):
            found += 1
            longest = max(longest, len(item.article.text))
        elif isinstance(item, Skipped):
            skipped.append(item.kind)
        else:
            failures.append((item.source, item.reason))
    return {
        "found": found,
        "longest": longest,
        "failures": failures,
        "skipped": skipped,
        "seconds": time.process_time() - begun,
        "grown": peak_memory() - peak,
        "peak": peak_memory(),
    }


def peak_memory() -> int:
    """Return the most bytes that this process has held so far.

    `getrusage` would count what the process that started this one held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(read(Path(json.loads(line)))), flush=True)
