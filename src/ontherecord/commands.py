"""What the commands of `python -m ontherecord` do."""

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ontherecord import printing
from ontherecord.errors import LibraryMissingError, OnTheRecordError, QuestionError
from ontherecord.library import Library
from ontherecord.schema import Filters

# They steer a terminal; an article that did not come through `ingest` may hold them.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Command = Callable[[Library, argparse.Namespace], int]


def run(options: argparse.Namespace) -> int:
    """Run the command that options name and return its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s", stream=sys.stderr)
    try:
        if not Library.exists(options.library):
            raise LibraryMissingError(
                f"there is no library at {options.library}: make one with `python -m ingest SOURCE... "
                f"--library {options.library}`"
            )
        with Library.open(options.library) as library:
            code = int(_COMMANDS[options.command](library, options))
            sys.stdout.flush()
            return code
    except OnTheRecordError as error:
        print(f"ontherecord: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _ask(library: Library, options: argparse.Namespace) -> int:
    answer = library.ask(options.question, filters=_filters(options), as_of=options.as_of, llm=options.llm)
    _print(options, answer.to_dict(), lambda: printing.answer_lines(answer))
    return 0


def _search(library: Library, options: argparse.Namespace) -> int:
    hits = library.search(options.query, limit=options.limit, filters=_filters(options), as_of=options.as_of)
    _print(options, [hit.to_dict() for hit in hits], lambda: printing.hit_lines(hits))
    return 0


def _quotes(library: Library, options: argparse.Namespace) -> int:
    quotes = library.quotes(
        speaker=options.by,
        about=options.about,
        kind=options.kind,
        filters=_filters(options),
        as_of=options.as_of,
        limit=options.limit,
    )
    _print(options, [quote.to_dict() for quote in quotes], lambda: printing.quote_lines(quotes))
    return 0


def _article(library: Library, options: argparse.Namespace) -> int:
    if options.versions:
        return _versions(library, options)
    article = library.article(options.article, options.version)
    if article is None:
        return _unknown(options.article)
    data = {**article.to_dict(), "notices": [notice.to_dict() for notice in article.notices]}
    _print(options, data, lambda: printing.article_lines(article))
    return 0


def _versions(library: Library, options: argparse.Namespace) -> int:
    versions = library.versions(options.article)
    if not versions:
        return _unknown(options.article)
    _print(options, [version.to_dict() for version in versions], lambda: printing.version_lines(versions))
    return 0


def _unknown(article: str) -> int:
    print(f"ontherecord: no article {article}: give an id or URL that `search` shows", file=sys.stderr)
    return 1


def _ratings(library: Library, options: argparse.Namespace) -> int:
    ratings = library.ratings()
    if options.json:
        # A line each, as programs read sets of questions.
        for rating in ratings:
            print(json.dumps(rating.to_dict(), ensure_ascii=False))
    else:
        _print(options, None, lambda: printing.rating_lines(ratings))
    return 0


def _stats(library: Library, options: argparse.Namespace) -> int:
    stats = library.stats()
    _print(options, stats.to_dict(), lambda: printing.stats_lines(stats))
    return 0


def _verify(library: Library, options: argparse.Namespace) -> int:
    report = library.verify()
    summary = (
        f"{report.articles:,} articles, {report.passages:,} passages and {report.quotes:,} quotes checked, "
        f"{len(report.problems)} problems"
    )
    _print(options, report.to_dict(), lambda: [*report.problems, summary, f"digest {report.digest}"])
    return 0 if report.ok else 1


def _rebuild(library: Library, options: argparse.Namespace) -> int:
    if options.quotes:
        return _rebuild_quotes(library, options)
    library.rebuild()
    stats = library.stats()
    _print(options, stats.to_dict(), lambda: [f"both indexes rebuilt: {stats.passages:,} passages"])
    return 0


def _rebuild_quotes(library: Library, options: argparse.Namespace) -> int:
    library.rebuild_quotes()
    stats = library.stats()
    _print(options, stats.to_dict(), lambda: [f"quotes found anew: {stats.quotes:,} by {stats.speakers:,} speakers"])
    return 0


def _remove(library: Library, options: argparse.Namespace) -> int:
    filters = _filters(options)
    if bool(options.article) == bool(filters):
        raise QuestionError("name one article, or say by --publisher, --before, --after or --language which ones go")
    if options.dry_run:
        counted = library.count(filters) if filters else int(library.article(options.article) is not None)
        _print(options, {"would_remove": counted}, lambda: [f"would remove {_articles(counted)}"])
        return 0
    if filters:
        removed = library.remove_all(filters, purge=options.purge)
    else:
        removed = int(library.remove(options.article, purge=options.purge))
    if not removed:
        what = f"no article {options.article}" if options.article else "no article within these filters"
        print(f"ontherecord: {what}: nothing was removed", file=sys.stderr)
    done = "purged" if options.purge else "removed"
    _print(options, {"removed": removed}, lambda: [f"{done} {_articles(removed)}"] if removed else [])
    return 0 if removed else 1


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(options.after, options.before, tuple(options.publisher), options.language)


def _print(options: argparse.Namespace, data: Any, lines: Callable[[], list[str]]) -> None:  # noqa: ANN401 - any JSON
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines():
            print(CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line))


_COMMANDS: Mapping[str, Command] = {
    "ask": _ask,
    "search": _search,
    "quotes": _quotes,
    "article": _article,
    "ratings": _ratings,
    "stats": _stats,
    "verify": _verify,
    "rebuild": _rebuild,
    "remove": _remove,
}
