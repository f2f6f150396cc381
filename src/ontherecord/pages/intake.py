"""Adding from the page: uploads and addresses through the same door as the command line, step by step."""

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from ontherecord.errors import OnTheRecordError
from ontherecord.library import Library
from ontherecord.pages.parts import Add
from ontherecord.reports import Failure, IngestReport, Progress

NO_ADDRESS = "this is no address of the web: begin it with https://"


class Halted(Exception):
    """Adding was stopped; what was stored stays."""


def steps(library: Library, add: Add, files: Sequence[str], url: str) -> Iterator[Progress | IngestReport]:
    """Yield how far adding has come, and at last what became of it; to close the iterator stops it after a batch.

    An address is one of the web or a failure: a path typed there is never opened. `files` are copies made for this:
    they are deleted when nothing reads them any more.
    """
    address, uploaded = url.strip(), [Path(file) for file in files]
    refused = () if not address or _of_the_web(address) else (Failure(address, NO_ADDRESS),)
    sources: list[str | Path] = [*uploaded, *([address] if address and not refused else [])]
    if not sources:
        yield IngestReport(failed=refused)
        return
    told, halt = queue.Queue[Progress | IngestReport | Exception](), threading.Event()

    def note(progress: Progress) -> None:
        if halt.is_set():
            raise Halted
        told.put(progress)

    def work() -> None:
        try:
            told.put(add(sources, library, note))
        except Halted:
            pass
        except Exception as error:
            told.put(error)
        finally:
            _discard(uploaded)

    threading.Thread(target=work, name="adding", daemon=True).start()
    try:
        yield from _told(told, uploaded, refused)
    finally:
        halt.set()


def _told(
    told: "queue.Queue[Progress | IngestReport | Exception]", uploaded: Sequence[Path], refused: tuple[Failure, ...]
) -> Iterator[Progress | IngestReport]:
    yield Progress(0, 0, 0.0)
    while True:
        step = told.get()
        if isinstance(step, OnTheRecordError):
            yield IngestReport(failed=(*refused, Failure("the library", str(step))))
            return
        if isinstance(step, Exception):
            raise step
        if isinstance(step, IngestReport):
            yield _by_name(step, uploaded, refused)
            return
        yield step


def _discard(uploaded: Sequence[Path]) -> None:
    for path in uploaded:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            # Each lies in a folder of its own, where no other upload has the same content.
            path.parent.rmdir()


def _by_name(report: IngestReport, uploaded: Sequence[Path], refused: tuple[Failure, ...]) -> IngestReport:
    """Return a report that names uploads as who uploaded them does, not by where they lie on this machine."""

    def named(source: str) -> str:
        for path in uploaded:
            source = source.replace(f"{path.parent}/", "")
        return source

    failed = [Failure(named(one.source), named(one.reason)) for one in report.failed]
    return replace(report, failed=(*refused, *failed))


def _of_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
