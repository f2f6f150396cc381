"""What the command line takes: the commands, their options, and the values these may have."""

import argparse
from datetime import date, datetime
from typing import Any, get_args

from ontherecord.schema import QuoteKind

LARGEST = 2**31


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `command` in what it parses is the name of the one given."""
    whole = argparse.ArgumentParser(
        prog="ontherecord",
        description="Ask a library of news, and look after it. Articles come in by `python -m ingest`.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    ask = _command(commands, "ask", "answer a question in cited sentences of the articles")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument(
        "--llm",
        metavar="NAME",
        help="the language model that writes the answer: openai:MODEL, ollama:MODEL, gguf:PATH or off "
        "(default: ONTHERECORD_LLM, else off)",
    )
    search = _command(commands, "search", "show the passages that match best")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help="how many passages (default: 10)")
    quotes = _command(commands, "quotes", "show who said what: the newest, or about a subject")
    quotes.add_argument("--by", metavar="NAME", help="only the words of this speaker, such as Rubio or Marco Rubio")
    quotes.add_argument("--about", metavar="SUBJECT", help="only what is said about this, what fits best first")
    quotes.add_argument("--kind", choices=get_args(QuoteKind), help="only words in quotation marks, reports, or both")
    quotes.add_argument("--limit", type=_positive, default=20, metavar="N", help="how many quotes (default: 20)")
    for narrowed in (ask, search, quotes):
        _add_filters(narrowed)
    article = _command(commands, "article", "show a stored article")
    article.add_argument("article", metavar="ID_OR_URL")
    shown = article.add_mutually_exclusive_group()
    shown.add_argument("--version", type=_positive, metavar="N", help="an earlier version, counted from 1")
    shown.add_argument("--versions", action="store_true", help="all versions: when they were recorded, what changed")
    _command(commands, "ratings", "show the ratings of answers; as JSON, a line each")
    _command(commands, "stats", "show what the library holds")
    _command(commands, "verify", "check every article, passage, vector, quote and index")
    rebuild = _command(commands, "rebuild", "build both search indexes anew from the archive")
    rebuild.add_argument("--quotes", action="store_true", help="find all quotes anew instead, and leave the indexes")
    remove = _command(commands, "remove", "take articles out of every search and answer")
    remove.add_argument("article", nargs="?", metavar="ID_OR_URL")
    _add_narrowing(remove)
    remove.add_argument("--purge", action="store_true", help="all versions of them too, and out of every file")
    remove.add_argument("--dry-run", action="store_true", help="only say how many it would remove")
    return whole


def _command(commands: Any, name: str, help_text: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse keeps this type private
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--library", default="library", metavar="DIR", help="the library (default: library)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=name)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=_moment, metavar="DATE", help='the "today" of the question; hides what is later'
    )
    _add_narrowing(parser)


def _add_narrowing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--after", type=_moment, metavar="DATE", help="only articles published on or after this day")
    parser.add_argument("--before", type=_moment, metavar="DATE", help="only articles published before this day")
    parser.add_argument("--publisher", action="append", default=[], metavar="NAME", help="only this one; repeatable")
    parser.add_argument("--language", metavar="CODE", help="only articles in this language, such as en")


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
