"""The web chat: `python app.py [--library DIR] [--llm NAME] [--host HOST] [--port PORT]`; `--help` tells the rest.

Wiring only; what the page shows is made in `ontherecord.web`.
"""

import argparse
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ontherecord.web import CSS, HEAD, SETTLE, Turn, Turns, masthead, messages, sources

if TYPE_CHECKING:
    import gradio as gr

    from ontherecord import Library
    from ontherecord.pages.access import Access
    from ontherecord.pages.mounting import Look

CORPUS = Path(__file__).resolve().parent / "corpus"
CHAT: dict[str, Any] = {
    "label": "Conversation",
    "show_label": False,
    "container": False,
    "placeholder": "Ask a question below.",
    "height": "100%",
    "layout": "panel",
    "buttons": [],
    "feedback_options": None,
    "latex_delimiters": [],
    "sanitize_html": True,
    "allow_tags": False,
}
BOX: dict[str, Any] = {
    "label": "Your question",
    "show_label": False,
    "container": False,
    "placeholder": "Ask about the news",
    "autofocus": True,
    "submit_btn": True,
}
# One question at a time: the embedding model is not made for several threads.
IN_TURN: dict[str, Any] = {"concurrency_id": "library", "concurrency_limit": 1}

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
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
    from ontherecord.pages.mounting import Place
    from ontherecord.pages.serving import serve

    place = Place(options.host, options.port, options.root_path)
    # Looking for an article that there is not takes no time, and fails where the archive cannot be read.
    serve(page(library, options.llm), access, place, _look(), partial(library.article, "health"), options.queue)


def _look() -> "Look":
    import gradio as gr

    from ontherecord.pages.mounting import Look

    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=SANS, font_mono=("monospace",)).set(
        body_background_fill="*neutral_50",
        body_text_color_subdued="*neutral_500",
        body_text_color_subdued_dark="*neutral_400",
        link_text_color="*primary_700",
        link_text_color_dark="*primary_400",
    )
    return Look(theme, CSS, HEAD)


def _check(library: "Library", llm: str | None) -> None:
    """Raise SettingError where no language model has this name, or where the settings name none that there is."""
    from ontherecord import QuestionError

    # The model is looked up before the question is refused, and asked nothing.
    with suppress(QuestionError):
        library.ask("", llm=llm)


def page(library: "Library", llm: str | None = None) -> "gr.Blocks":
    """Return the page of the chat over a library, its answers written by a language model where one is named."""
    import gradio as gr

    with gr.Blocks(title="On the Record", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State(())
        header = gr.HTML(masthead(library.stats()), elem_id="masthead")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                chat = gr.Chatbot(elem_id="chat", **CHAT)
                box = gr.Textbox(elem_id="question", **BOX)
                anew = gr.Button("New conversation", size="sm", elem_id="anew")
            panel = gr.HTML(sources(()), elem_id="sources")
        _wire(library, llm, blocks, header, turns, chat, box, anew, panel)
        gr.api(_endpoint(library, llm), api_name="ask", **IN_TURN)
    return blocks


def _wire(
    library: "Library",
    llm: str | None,
    blocks: "gr.Blocks",
    header: "gr.HTML",
    turns: "gr.State",
    chat: "gr.Chatbot",
    box: "gr.Textbox",
    anew: "gr.Button",
    panel: "gr.HTML",
) -> None:
    import gradio as gr

    everything = [box, turns, chat, panel]
    hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

    def submit(question: str, so_far: Turns) -> Iterator[list[Any]]:
        for now in converse(library, question, so_far, llm):
            yield ["", now, messages(now), sources(now) if now[-1].answer else gr.skip()]

    def choose(so_far: Turns, chosen: gr.SelectData) -> Iterator[list[Any]]:
        yield from submit(chosen.value["text"], so_far)

    def welcome() -> list[Any]:
        examples = [{"text": question} for question in library.examples(limit=4)]
        hint = "Ask a question below, or begin with one of these." if examples else CHAT["placeholder"]
        return [masthead(library.stats()), gr.Chatbot(examples=examples, placeholder=hint)]

    asked = [
        box.submit(submit, [box, turns], everything, **hidden, **IN_TURN),
        chat.example_select(choose, [turns], everything, **hidden, **IN_TURN),
    ]
    for event in asked:
        event.then(None, js=SETTLE)
    gr.on([anew.click, chat.clear], lambda: ["", (), [], sources(())], None, everything, cancels=asked, **hidden)
    blocks.load(welcome, None, [header, chat], **hidden)


def _endpoint(library: "Library", llm: str | None) -> Callable[[str], dict[str, Any]]:
    """Return the one function that other programs may call."""
    import gradio as gr

    from ontherecord import OnTheRecordError

    def ask(question: str) -> dict[str, Any]:
        """Answer a question in sentences that are cited, each of them."""
        try:
            return library.ask(question, llm=llm).to_dict()
        except OnTheRecordError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return ask


def converse(library: "Library", question: str, turns: Turns, llm: str | None = None) -> Iterator[Turns]:
    """Yield the conversation as a question is asked and answered; an empty question adds nothing."""
    from ontherecord import OnTheRecordError

    asked, text, started = question.strip(), "", time.perf_counter()
    if not asked:
        return
    yield (*turns, Turn(asked, waiting=True))
    try:
        for piece in library.stream(asked, history=[turn.question for turn in turns if turn.answer], llm=llm):
            if isinstance(piece, str):
                text += piece
                yield (*turns, Turn(asked, text, waiting=True))
            else:
                yield (*turns, Turn(asked, piece.text, piece, time.perf_counter() - started))
    except OnTheRecordError as error:
        yield (*turns, Turn(asked, f"This cannot be answered: {error}."))
    except Exception:
        # No fault may leave the page waiting or show what is inside.
        logger.exception("a question failed")
        yield (*turns, Turn(asked, "This cannot be answered: the program failed, and its log says how."))


def _leave(code: int) -> NoReturn:
    """End the process, also where a thread still makes an answer that nobody waits for any more."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave(main())
