"""The closing words of an ingestion, for people and for programs."""

import json
from collections.abc import Mapping

from ingest.sources import KINDS_READ
from ingest.sources.found import Found
from ontherecord import Failure, IngestReport


def summary(report: IngestReport, skipped: Mapping[str, int]) -> str:
    """Return what became of the articles as a small table."""
    rate = f" ({report.seen / report.seconds:,.1f}/s)" if report.seen and report.seconds >= 1 else ""
    copies = f"{report.syndicated:,} of them {_copies(report.syndicated)}" if report.syndicated else ""
    speed = f", {report.embedded / report.seconds:,.0f}/s" if report.embedded and report.seconds >= 1 else ""
    rows = [
        ("added", report.added, copies),
        ("updated", report.updated, ""),
        ("unchanged", report.unchanged, ""),
        ("failed", len(report.failed), ""),
        ("passages", report.embedded, f"embedded{speed}"),
    ]
    width = max(len(f"{count:,}") for _, count, _ in rows)
    table = [f"  {name:<9}  {count:>{width},}  {remark}".rstrip() for name, count, remark in rows]
    heading = f"{articles(report.seen)} in {duration(report.seconds)}{rate}"
    return "\n".join([heading, *table, *_doubts(report), *_left_out(report, skipped)])


def as_json(report: IngestReport, skipped: Mapping[str, int]) -> str:
    """Return the report as a JSON object, with the number of skipped files of each kind as `skipped`."""
    return json.dumps({**report.to_dict(), "skipped": dict(skipped)}, indent=2)


def preview(found: Found) -> str:
    """Return an article that is not to be stored as one line: what it is called, what is known of it, and whence."""
    article = found.article
    known = ", ".join(part for part in (article.publisher, article.published) if part) or "undated"
    return printable(f"{article.headline} ({known}; {len(article.text):,} characters) {found.source}")


def preview_as_json(found: Found) -> str:
    """Return an article that is not to be stored as one line of JSON: every field, and its `source`."""
    return json.dumps({"source": found.source, **found.article.to_dict()})


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


def duration(seconds: float) -> str:
    """Return a length of time in words, to two units."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def printable(text: str) -> str:
    """Return text with everything that is not shown as a character written out as an escape."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "surrogatepass").decode("ascii")
        for letter in text
    )


def _copies(count: int) -> str:
    return "a syndicated copy" if count == 1 else "syndicated copies"


def _doubts(report: IngestReport) -> list[str]:
    shown = [f"doubtful: {printable(doubt.source)}: {printable(doubt.reason)}" for doubt in report.doubts]
    more = report.doubtful - len(report.doubts)
    return [*shown, f"doubtful: {more:,} more of the kind"] if more else shown


def _left_out(report: IngestReport, skipped: Mapping[str, int]) -> list[str]:
    total = sum(skipped.values())
    if not total and report.seen:
        return []
    kinds = ", ".join(f"{count:,} {printable(kind)}" for kind, count in sorted(skipped.items()))
    what = f"Skipped: {kinds}." if total else "Nothing to read was found."
    return [f"{what} The kinds read are {KINDS_READ}."]
