"""The closing words of an ingestion, for people and for programs."""

import json
from collections.abc import Mapping

from ingest.sources import KINDS_READ
from ontherecord import Failure, IngestReport


def summary(report: IngestReport, skipped: Mapping[str, int]) -> str:
    """Return what became of the articles, in one line or two."""
    copies = f" ({report.syndicated:,} of them {_copies(report.syndicated)})" if report.syndicated else ""
    rate = f" ({report.embedded / report.seconds:,.0f}/s)" if report.embedded and report.seconds else ""
    counts = (
        f"{articles(report.seen)} in {report.seconds:,.0f} s: {report.added:,} added{copies}, "
        f"{report.updated:,} updated, {report.unchanged:,} unchanged, {len(report.failed):,} failed; "
        f"{passages(report.embedded)} embedded{rate}."
    )
    return "\n".join([counts, *_left_out(report, skipped)])


def as_json(report: IngestReport, skipped: Mapping[str, int]) -> str:
    """Return the report as a JSON object, with the number of skipped files of each kind as `skipped`."""
    return json.dumps({**report.to_dict(), "skipped": dict(skipped)}, indent=2)


def failure_line(failure: Failure) -> str:
    """Return a failure as one line that does nothing to a terminal but show."""
    return f"failed: {printable(failure.source)}: {printable(failure.reason)}"


def interruption(stored: int, library: str) -> str:
    """Return what there is to know after Ctrl-C."""
    return (
        f"interrupted: {articles(stored)} dealt with and safely stored in {printable(library)}; "
        "run the same command again to go on from there"
    )


def articles(count: int) -> str:
    """Return a number of articles in words."""
    return f"{count:,} {'article' if count == 1 else 'articles'}"


def passages(count: int) -> str:
    """Return a number of passages in words."""
    return f"{count:,} {'passage' if count == 1 else 'passages'}"


def printable(text: str) -> str:
    """Return text with everything that is not shown as a character written out as an escape."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "surrogatepass").decode("ascii")
        for letter in text
    )


def _copies(count: int) -> str:
    return "a syndicated copy" if count == 1 else "syndicated copies"


def _left_out(report: IngestReport, skipped: Mapping[str, int]) -> list[str]:
    total = sum(skipped.values())
    if not total and report.seen:
        return []
    kinds = ", ".join(f"{count:,} {printable(kind)}" for kind, count in sorted(skipped.items()))
    what = f"Skipped: {kinds}." if total else "Nothing to read was found."
    return [f"{what} The kinds read are {KINDS_READ}."]
