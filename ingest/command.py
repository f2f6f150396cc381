"""What `python -m ingest` does: one pass over the sources, or one after the other."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext

from ingest.failures import read_failures, write_failures
from ingest.progress import shown_on
from ingest.reading import Reading
from ingest.report import as_json, failure_line, interruption, preview, preview_as_json, printable, summary
from ontherecord import Failure, IngestReport, Library, OnTheRecordError, Progress


def run(wanted: argparse.Namespace, sleep: Callable[[float], None]) -> int:
    """Do what is wanted and return the exit code."""
    command = Command(wanted)
    try:
        code = command.once()
        while wanted.watch:
            sleep(wanted.watch)
            code = command.once()
    except OnTheRecordError as error:
        print(f"ingest: {printable(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(interruption(command.stored, wanted.library), file=sys.stderr)
        return 130
    return code


class Command:
    """The command as given; `stored` articles are safe whatever happens next."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self._wanted = wanted
        self.stored = 0

    def once(self) -> int:
        """Ingest once, report, and return the exit code; raises LibraryError where the library takes no articles."""
        reading = Reading(self._sources())
        if self._wanted.dry_run:
            failed: Sequence[Failure] = self._preview(reading)
        else:
            report = self._ingest(reading)
            print((as_json if self._wanted.json else summary)(report, reading.skipped), flush=True)
            failed = report.failed
        for failure in failed:
            print(failure_line(failure), file=sys.stderr)
        if self._wanted.failures:
            write_failures(self._wanted.failures, failed)
        return 1 if failed else 0

    def _sources(self) -> list[str]:
        return [*self._wanted.sources, *(read_failures(self._wanted.retry) if self._wanted.retry else [])]

    def _ingest(self, reading: Reading) -> IngestReport:
        if not Library.exists(self._wanted.library) and not reading.anything_there():
            # A mistyped name should not leave an empty library behind.
            return IngestReport(failed=tuple(item for item in reading if isinstance(item, Failure)))
        showing = nullcontext(_show_nothing) if self._wanted.quiet else shown_on(sys.stderr, reading)
        with Library.open(self._wanted.library) as library, showing as show:

            def note(progress: Progress) -> None:
                self.stored = progress.articles
                show(progress)

            return library.add(reading, progress=note)

    def _preview(self, reading: Reading) -> list[Failure]:
        failed = list[Failure]()
        line = preview_as_json if self._wanted.json else preview
        for item in reading.found():
            if isinstance(item, Failure):
                failed.append(item)
            else:
                print(line(item), flush=True)
        return failed


def _show_nothing(progress: Progress) -> None:
    pass
