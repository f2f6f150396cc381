"""Kill an ingest at random moments, run it again, and compare the library with one that was never interrupted.

    python tests/benchmarks/interrupted_ingest.py ARTICLES.jsonl [--kills 20] [--seed 1]

Prints a line a trial and exits with 1 if any library differs or has problems.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    """Run the trials and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    moments = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        _ingest(wanted.articles, Path(folder) / "clean").wait()
        whole = time.monotonic() - started
        expected = _verified(Path(folder) / "clean")
        print(f"clean run: {whole:.1f} s, {expected['articles']} articles, digest {expected['digest'][:12]}")
        differing = 0
        for trial in range(1, wanted.kills + 1):
            library, moment = Path(folder) / f"trial-{trial}", moments.uniform(0, whole)
            stored = _killed(wanted.articles, library, moment)
            code = _ingest(wanted.articles, library).wait()
            found = _verified(library)
            same = code == 0 and found["ok"] and found["digest"] == expected["digest"]
            differing += not same
            print(f"{trial:3} killed at {moment:5.1f} s with {stored} articles stored: {'same' if same else found}")
    print(f"{wanted.kills - differing} of {wanted.kills} equal the clean run")
    return 1 if differing else 0


def _ingest(articles: Path, library: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "ingest", str(articles), "--library", str(library), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _killed(articles: Path, library: Path, moment: float) -> int:
    process = _ingest(articles, library)
    time.sleep(moment)
    process.kill()
    process.wait()
    stats = subprocess.run(
        [sys.executable, "-m", "ontherecord", "stats", "--library", str(library), "--json"],
        capture_output=True,
        check=False,
    )
    return int(json.loads(stats.stdout)["articles"]) if stats.returncode == 0 else 0


def _verified(library: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "ontherecord", "verify", "--library", str(library), "--json"]
    found: dict[str, object] = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
