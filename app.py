"""The web chat: `python app.py [--library DIR] [--llm NAME] [--host HOST] [--port PORT]`; `--help` tells the rest.

Options and start alone; the pages are in `ontherecord.pages`, what they show is made in `ontherecord.web`.
"""

import argparse
import os
import re
import sys
import tempfile
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ontherecord import IngestReport, Library, Progress
    from ontherecord.pages.access import Access

    Sources = Sequence[str | Path]

CORPUS = Path(__file__).resolve().parent / "corpus"


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run the chat until it is stopped and return the exit code: 0 all well, 1 something failed, 2 usage."""
    options = _parser().parse_args(arguments)
    # Read when gradio is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        # Loaded here because it takes seconds, and Ctrl-C may come meanwhile.
        from ontherecord import Library, OnTheRecordError
        from ontherecord.pages.access import access_for

        try:
            access = access_for(options.auth, options.reader, options.host, options.root_path)
            with Library.open(options.library) as library:
                _fill(library)
                library.follow()
                _serve(library, options, access)
        except (OnTheRecordError, OSError) as error:
            print(f"app: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Chat with a library of news in the browser.")
    parser.add_argument("--library", default="library", metavar="DIR", help="the library (default: library)")
    parser.add_argument(
        "--llm",
        metavar="NAME",
        help="the language model that writes the answers: openai:MODEL, ollama:MODEL, gguf:PATH or off "
        "(default: ONTHERECORD_LLM, else off)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=7860, help="the port to listen on (default: 7860)")
    login: dict[str, Any] = {"action": "append", "default": [], "type": _login, "metavar": "USER:PASS"}
    parser.add_argument("--auth", **login, help="let in this editor, who may add and remove articles; repeatable")
    parser.add_argument("--reader", **login, help="let in this reader, who may only ask and read; repeatable")
    parser.add_argument(
        "--root-path",
        type=_root_path,
        metavar="PATH",
        help="behind a proxy: the path under which it passes requests on, such as /news, or / for all",
    )
    parser.add_argument(
        "--queue",
        type=_count,
        default=64,
        metavar="N",
        help="how many questions may wait; further ones are refused (default: 64)",
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 65535")
    return int(text)


def _login(text: str) -> tuple[str, str]:
    user, _, password = text.partition(":")
    if not user.strip() or not password:
        raise argparse.ArgumentTypeError("give a name and a password with a colon between them")
    return user.strip(), password


def _root_path(text: str) -> str:
    if not re.fullmatch(r"/|(/[\w.~-]+)+/?", text):
        raise argparse.ArgumentTypeError(f"{text} is no path: it begins with a slash, as /news does")
    return text


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return int(text)


def _fill(library: "Library") -> None:
    """Ingest the starter corpus into a library that is empty."""
    if library.stats().articles or not CORPUS.is_dir():
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    from ingest import ingest

    with Bar(console=Console(stderr=True)) as bar:
        files = sum(path.is_file() for path in CORPUS.rglob("*"))
        task = bar.add_task("Reading the starter corpus", total=files)
        report = ingest([CORPUS], library, progress=lambda progress: bar.update(task, completed=progress.articles))
        bar.update(task, completed=files)
    for failure in report.failed:
        print(f"app: {failure.source}: {failure.reason}", file=sys.stderr)


def _serve(library: "Library", options: argparse.Namespace, access: "Access") -> None:
    # Loads the embedding model: a fault shows before the page does, and the first question does not wait.
    library.search("news", limit=1)
    _check(library, options.llm)
    from ingest import ingest

    def add(sources: "Sources", library: "Library", progress: "Callable[[Progress], None]") -> "IngestReport":
        return ingest(sources, library, progress=progress)

    # By itself, Gradio puts what is uploaded into one folder for all programs and users of a machine.
    with tempfile.TemporaryDirectory(prefix="ontherecord-", ignore_cleanup_errors=True) as uploads:
        # Read when gradio is imported.
        os.environ["GRADIO_TEMP_DIR"] = uploads
        from ontherecord.pages.look import look
        from ontherecord.pages.mounting import Place
        from ontherecord.pages.page import page
        from ontherecord.pages.serving import serve

        place = Place(options.host, options.port, options.root_path)
        pages = page(library, add, access, options.llm)
        # Looking for an article that there is not takes no time, and fails where the archive cannot be read.
        serve(pages, access, place, look(), partial(library.article, "health"), options.queue)


def _check(library: "Library", llm: str | None) -> None:
    """Raise SettingError where no language model has this name, or where the settings name none that there is."""
    from ontherecord import QuestionError

    # The model is looked up before the question is refused, and asked nothing.
    with suppress(QuestionError):
        library.ask("", llm=llm)


def _leave(code: int) -> NoReturn:
    """End the process, also where a thread still makes an answer that nobody waits for any more."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave(main())
