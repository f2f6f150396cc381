"""The command line: ask and look after a library."""

import argparse
import io
import json
import logging
import os
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from ontherecord.errors import LibraryMissingError, OnTheRecordError
from ontherecord.library import Library
from ontherecord.reports import LibraryStats
from ontherecord.schema import Answer, Article, Filters, Hit, carried_by

WIDTH = 100
OUTLETS_NAMED = 5
LARGEST = 2**31
# They steer a terminal; an article that did not come through `ingest` may hold them.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Command = Callable[[Library, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 all well, 1 something failed, 2 usage."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a letter shows a question mark.
        sys.stdout.reconfigure(errors="replace")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s", stream=sys.stderr)
    try:
        if not Library.exists(options.library):
            raise LibraryMissingError(
                f"there is no library at {options.library}: make one with `python -m ingest SOURCE... "
                f"--library {options.library}`"
            )
        with Library.open(options.library) as library:
            code = int(options.command(library, options))
            sys.stdout.flush()
            return code
    except OnTheRecordError as error:
        print(f"ontherecord: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _ask(library: Library, options: argparse.Namespace) -> int:
    answer = library.ask(options.question, filters=_filters(options), as_of=options.as_of)
    _print(options, answer.to_dict(), lambda: _answer_lines(answer))
    return 0


def _search(library: Library, options: argparse.Namespace) -> int:
    hits = library.search(options.query, limit=options.limit, filters=_filters(options), as_of=options.as_of)
    _print(options, [hit.to_dict() for hit in hits], lambda: _hit_lines(hits))
    return 0


def _article(library: Library, options: argparse.Namespace) -> int:
    article = library.article(options.article, options.version)
    if article is None:
        print(f"ontherecord: no article {options.article}: give an id or URL that `search` shows", file=sys.stderr)
        return 1
    _print(options, article.to_dict(), lambda: [*_source_lines(article), "", article.text])
    return 0


def _stats(library: Library, options: argparse.Namespace) -> int:
    stats = library.stats()
    _print(options, stats.to_dict(), lambda: _stats_lines(stats))
    return 0


def _verify(library: Library, options: argparse.Namespace) -> int:
    report = library.verify()
    summary = (
        f"{report.articles:,} articles and {report.passages:,} passages checked, {len(report.problems)} problems"
    )
    _print(options, report.to_dict(), lambda: [*report.problems, summary, f"digest {report.digest}"])
    return 0 if report.ok else 1


def _rebuild(library: Library, options: argparse.Namespace) -> int:
    library.rebuild()
    stats = library.stats()
    _print(options, stats.to_dict(), lambda: [f"both indexes rebuilt: {stats.passages:,} passages"])
    return 0


def _remove(library: Library, options: argparse.Namespace) -> int:
    removed = library.remove(options.article)
    if not removed:
        print(f"ontherecord: no article {options.article}: nothing was removed", file=sys.stderr)
    _print(options, {"removed": removed}, lambda: ["removed"] if removed else [])
    return 0 if removed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ontherecord",
        description="Ask a library of news, and look after it. Articles come in by `python -m ingest`.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    ask = _command(commands, "ask", _ask, "answer a question in cited sentences of the articles")
    ask.add_argument("question", metavar="QUESTION")
    search = _command(commands, "search", _search, "show the passages that match best")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help="how many passages (default: 10)")
    for narrowed in (ask, search):
        _add_filters(narrowed)
    article = _command(commands, "article", _article, "show a stored article")
    article.add_argument("article", metavar="ID_OR_URL")
    article.add_argument("--version", type=_positive, metavar="N", help="an earlier version, counted from 1")
    _command(commands, "stats", _stats, "show what the library holds")
    _command(commands, "verify", _verify, "check every article, passage, vector and index")
    _command(commands, "rebuild", _rebuild, "build both search indexes anew from the archive")
    remove = _command(commands, "remove", _remove, "take an article out of every search and answer")
    remove.add_argument("article", metavar="ID_OR_URL")
    return parser


def _command(commands: Any, name: str, run: Command, help_text: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse keeps this type private
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--library", default="library", metavar="DIR", help="the library (default: library)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=run)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=_moment, metavar="DATE", help='the "today" of the question; hides what is later'
    )
    parser.add_argument("--after", type=_moment, metavar="DATE", help="only articles published on or after this day")
    parser.add_argument("--before", type=_moment, metavar="DATE", help="only articles published before this day")
    parser.add_argument("--publisher", action="append", default=[], metavar="NAME", help="only this one; repeatable")
    parser.add_argument("--language", metavar="CODE", help="only articles in this language, such as en")


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(options.after, options.before, tuple(options.publisher), options.language)


def _moment(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise argparse.ArgumentTypeError(f"{text} has no time zone: add one, such as Z") from None
        return moment


_moment.__name__ = "date such as 2025-08-09"


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number < LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {LARGEST - 1:,}")
    return number


_positive.__name__ = "number"


def _print(options: argparse.Namespace, data: Any, lines: Callable[[], list[str]]) -> None:  # noqa: ANN401 - any JSON
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines():
            print(CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line))


def _answer_lines(answer: Answer) -> list[str]:
    lines = [textwrap.fill(paragraph, WIDTH) for paragraph in answer.text.split("\n\n")]
    lines = [part for line in lines for part in (line, "")]
    for article in answer.sources:
        markers = " ".join(f"[{c.marker}]" for c in answer.citations if c.article.id == article.id)
        also_in = next(c.also_in for c in answer.citations if c.article.id == article.id)
        first, *rest = _source_lines(article, also_in)
        lines += [f"{markers} {first}", *(f"    {line}" for line in rest)]
    if answer.suggestions:
        lines.append("Nearest articles:")
        for article in answer.suggestions:
            first, *rest = _source_lines(article)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return lines


def _hit_lines(hits: Sequence[Hit]) -> list[str]:
    lines = list[str]()
    for number, hit in enumerate(hits, 1):
        first, *rest = _source_lines(hit.article, hit.also_in)
        passage = textwrap.fill(
            " ".join(hit.passage.text.split()), WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        lines += [f"{number}. {first}  ({hit.score:.2f})", *(f"    {line}" for line in rest), passage, ""]
    return lines or ["no passage matches"]


def _source_lines(article: Article, also_in: Sequence[str] = ()) -> list[str]:
    known = ", ".join(part for part in (article.publisher, article.published) if part)
    lines = [f"{article.headline}" + (f" ({known})" if known else ""), article.url or f"article {article.id}"]
    if also_in:
        more = ", …" if len(also_in) > OUTLETS_NAMED else ""
        lines.append(f"{carried_by(also_in)}: {', '.join(also_in[:OUTLETS_NAMED])}{more}")
    return lines


def _stats_lines(stats: LibraryStats) -> list[str]:
    dates = "no dates"
    if stats.first_published and stats.last_published:
        dates = f"{stats.first_published:%Y-%m-%d} to {stats.last_published:%Y-%m-%d}"
    return [
        f"{stats.path}: {stats.articles:,} articles ({dates}; {stats.undated:,} undated), "
        f"{stats.syndicated:,} copies, {stats.versions:,} versions, {stats.passages:,} passages, "
        f"{stats.size_bytes / 1e6:,.1f} MB",
        "publishers: " + (", ".join(f"{name} {count:,}" for name, count in stats.publishers[:10]) or "unknown"),
        f"embedding model: {stats.embedding_model or 'none yet'}",
        *(f"{state.name} index: {state.applied:,} of {state.recorded:,} changes" for state in stats.indexes),
    ]


if __name__ == "__main__":
    sys.exit(main())
