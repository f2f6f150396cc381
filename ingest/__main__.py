"""`python -m ingest SOURCE... [--library DIR]`: news from files, folders and the web into a library.

Exit codes: 0 all well, 1 something failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DESCRIPTION = "Add news to a library, so that questions about it can be answered."
SOURCES = (
    "a file, a folder, a pattern such as 'news/*.jsonl', the address of a page, feed or news sitemap, or - for "
    "standard input; what the library already has is skipped quickly, so that a command can be repeated at any time"
)
EPILOG = (
    "Files read: .html, .warc, .json, .jsonl, .csv, .tsv, .txt, .md, .pdf, .eml, .rss, .atom, .xml (feeds and "
    "sitemaps), each also packed as .gz. From the web, robots.txt is obeyed, a host is asked once a second, and "
    "private addresses are refused."
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def main(arguments: Sequence[str] | None = None, *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Run the command and return its exit code; `sleep` passes the time between two readings of watched sources."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    if not wanted.sources and not wanted.retry:
        parser.error("give a SOURCE, or --retry FILE")
    try:
        # Loaded here because it takes a moment that --help need not wait for, and Ctrl-C may come meanwhile.
        from ingest.command import run
    except KeyboardInterrupt:
        return 130
    return run(wanted, sleep)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=SOURCES)
    parser.add_argument("--library", default="library", metavar="DIR", help='the library (default: "library")')
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.add_argument("--dry-run", action="store_true", help="store nothing: print the articles, a line each")
    parser.add_argument("--failures", type=Path, metavar="FILE", help="write what failed into FILE, a line each")
    parser.add_argument("--retry", type=Path, metavar="FILE", help="read again what a file of failures names")
    parser.add_argument("--watch", type=_interval, metavar="TIME", help="again every TIME, such as 15m, until Ctrl-C")
    network = parser.add_argument_group("from the web")
    network.add_argument("--allow-private", action="store_true", help="also fetch from private and local addresses")
    network.add_argument("--use-proxy", action="store_true", help="use the proxies that HTTPS_PROXY and its kin name")
    network.add_argument(
        "--pause", type=_seconds, default=1.0, metavar="SECONDS", help="between requests to a host (default: 1)"
    )
    return parser


def _interval(text: str) -> float:
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not match or not int(match[1]):
        raise argparse.ArgumentTypeError(f"{text} is no time: write 90s, 15m, 6h or 1d")
    return float(int(match[1]) * _UNITS[match[2]])


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3_600:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 3600 seconds")
    return seconds


_seconds.__name__ = "number of seconds"

if __name__ == "__main__":
    sys.exit(main())
