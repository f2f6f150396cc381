"""`python -m ingest SOURCE... [--library DIR] [--json] [--quiet]`.

Exit codes: 0 all well, 1 something failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.reading import Reading
    from ontherecord import IngestReport, Progress

DESCRIPTION = "Add news articles to a library, so that questions about them can be answered."
SOURCES = (
    "a file (.txt, .md, .json, .jsonl, .ndjson, each also packed as .gz) or a folder; what the library already has "
    "is skipped quickly, so that a command can be repeated at any time"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    wanted = _parser().parse_args(arguments)
    command = Command(wanted)
    try:
        # Loaded here because it takes seconds, and Ctrl-C may come meanwhile.
        from ontherecord import OnTheRecordError

        try:
            return command.run()
        except OnTheRecordError as error:
            from ingest.report import printable

            print(f"ingest: {printable(str(error))}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        from ingest.report import interruption

        print(interruption(command.stored, wanted.library), file=sys.stderr)
        return 130


class Command:
    """One run of the command; `stored` articles are safe whatever happens next."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self._wanted = wanted
        self.stored = 0

    def run(self) -> int:
        """Ingest, report, and return the exit code; raises LibraryError where the library cannot take articles."""
        from ingest.reading import Reading

        reading = Reading(self._wanted.sources)
        report = self._ingest(reading)
        self._tell(report, reading)
        return 0 if report.ok else 1

    def _ingest(self, reading: Reading) -> IngestReport:
        from contextlib import nullcontext

        from ingest.progress import shown_on
        from ontherecord import Library

        showing = nullcontext(_show_nothing) if self._wanted.quiet else shown_on(sys.stderr, reading)
        with Library.open(self._wanted.library) as library, showing as show:

            def note(progress: Progress) -> None:
                self.stored = progress.articles
                show(progress)

            return library.add(reading, progress=note)

    def _tell(self, report: IngestReport, reading: Reading) -> None:
        from ingest.report import as_json, failure_line, summary

        print((as_json if self._wanted.json else summary)(report, reading.skipped))
        for failure in report.failed:
            print(failure_line(failure), file=sys.stderr)


def _show_nothing(progress: Progress) -> None:
    pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description=DESCRIPTION)
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help=SOURCES)
    parser.add_argument("--library", default="library", metavar="DIR", help='the library (default: "library")')
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


if __name__ == "__main__":
    sys.exit(main())
