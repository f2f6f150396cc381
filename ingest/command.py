"""What `python -m ingest` does: one pass over the sources, or one after the other."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from ingest.failures import read_failures, write_failures
from ingest.fetching import FetchSettings
from ingest.network import reading_of
from ingest.progress import Show, shown_on
from ingest.reading import Reading
from ingest.report import as_json, failure_line, interruption, preview, preview_as_json, printable, summary
from ontherecord import Failure, Library, OnTheRecordError, Progress


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
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
        failed = self._preview() if self._wanted.dry_run else self._ingest()
        for failure in failed:
            print(failure_line(failure), file=sys.stderr)
        if self._wanted.failures:
            write_failures(self._wanted.failures, failed)
        return 1 if failed else 0

    def _ingest(self) -> Sequence[Failure]:
        sources = self._sources()
        if not Library.exists(self._wanted.library) and not Reading(sources).anything_there():
            # A mistyped name should not leave an empty library behind.
            return [item for item in Reading(sources) if isinstance(item, Failure)]
        with (
            Library.open(self._wanted.library) as library,
            reading_of(sources, self._network(), library) as reading,
            self._shown(reading) as show,
        ):

            def note(progress: Progress) -> None:
                self.stored = progress.articles
                show(progress)

            report = reading.into(library, note)
        print((as_json if self._wanted.json else summary)(report, reading.skipped), flush=True)
        return report.failed

    def _sources(self) -> list[str]:
        return [*self._wanted.sources, *(read_failures(self._wanted.retry) if self._wanted.retry else [])]

    def _network(self) -> FetchSettings:
        return FetchSettings(
            interval_s=self._wanted.pause,
            allow_private=self._wanted.allow_private,
            trust_environment=self._wanted.use_proxy,
        )

    def _shown(self, reading: Reading) -> AbstractContextManager[Show]:
        return nullcontext(_show_nothing) if self._wanted.quiet else shown_on(sys.stderr, reading)

    def _preview(self) -> Sequence[Failure]:
        failed = list[Failure]()
        line = preview_as_json if self._wanted.json else preview
        with reading_of(self._sources(), self._network(), None) as reading:
            for item in reading.found():
                if isinstance(item, Failure):
                    failed.append(item)
                else:
                    print(line(item), flush=True)
        return failed


def _show_nothing(progress: Progress) -> None:
    pass
