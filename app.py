"""The web chat: `python app.py [--library DIR] [--host HOST] [--port PORT] [--auth USER:PASS]`.

Wiring and rendering only. What an article, a question or an error says is hostile here: it passes `escape` on its way
into the page, and after that it can be nothing but text.
"""

import argparse
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import gradio as gr

    from ontherecord import Answer, Article, Citation, Library

CORPUS = Path(__file__).resolve().parent / "corpus"
# Characters of an article shown on each side of a cited sentence.
AROUND = 240
# Answers whose sources stay in the panel: each takes its whole articles to the browser.
SOURCES_KEPT = 10
LONGEST_SHOWN = 2000

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
SPACE = re.compile(r"\s")
# They would turn round the text behind them, markers included.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'`\\]+", re.IGNORECASE)

# Whatever should get into the page one day still reaches no other host.
HEAD = """<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data:
blob:; object-src 'none'; base-uri 'self'; form-action 'self'"><meta name="referrer" content="no-referrer">"""
# Gradio labels each message with its Markdown, which a screen reader would spell out escape by escape.
SETTLE = """() => {
  document.getElementById('sources').scrollTop = 0;
  document.querySelectorAll('#chat [data-testid][aria-label]').forEach(m => m.removeAttribute('aria-label'));
}"""
CSS = """
:root { --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; --marked: #fbeeb4 }
.dark { --marked: #5a4a12 }
footer, #chat .icon-button-wrapper { display: none !important }
.gradio-container .app { max-width: 1320px; margin: 0 auto; padding: 1.25rem 1.5rem .75rem !important }
#masthead .html-container, #sources .html-container { padding: 0 }
#masthead { border-bottom: 1px solid var(--border-color-primary) !important; border-radius: 0;
  padding-bottom: .75rem }
#masthead h1 { font: 600 1.75rem/1.2 var(--serif); margin: 0 }
#masthead p { margin: .25rem 0 0; max-width: none }
#masthead span, .from, .hint, #chat small, #sources summary { color: var(--body-text-color-subdued) }
#room { flex-wrap: nowrap; gap: 2.5rem; height: calc(100dvh - 8rem); min-height: 26rem }
#talk { flex: 3 1 0 !important; min-width: 0 !important; height: 100%; flex-wrap: nowrap; gap: .5rem }
#chat { flex: 1 1 0; min-height: 0; border: 0 !important; background: none }
#chat .message-row, #chat .message-row * { background: none; border: 0 }
#chat .message-row, #chat .message { padding: 0; max-width: 44rem }
#chat .prose { font: 1.0625rem/1.6 var(--serif); color: var(--body-text-color); opacity: 1; padding-bottom: .25rem }
#chat .user .prose { font-weight: 600; padding-top: 1rem }
#chat .prose a { color: var(--link-text-color); text-decoration: none; font: 600 .8em var(--font) }
#chat small { display: block; font: .8125rem/1.5 var(--font) }
#question { border-radius: 8px }
#question .input-container, #question textarea { background: var(--background-fill-primary); font-size: 1rem }
#anew { align-self: flex-end; width: auto; background: none; color: var(--body-text-color-subdued) }
#sources { flex: 2 1 0; min-width: 0; height: 100%; overflow: auto !important; overflow-wrap: anywhere }
#sources h2 { font: 600 .75rem/1.5 var(--font); text-transform: uppercase; letter-spacing: .08em; margin: 0 0 .75rem }
#sources article { border: 1px solid var(--border-color-primary); border-radius: 8px; padding: 1rem 1.125rem;
  margin-bottom: 1rem; background: var(--background-fill-primary) }
#sources h3 { font: 600 1.0625rem/1.35 var(--serif); margin: 0 }
#sources .from { font-size: .8125rem; margin: .25rem 0 .75rem }
#sources blockquote, #sources .text { font: .9375rem/1.6 var(--serif); white-space: pre-line; border: 0; padding: 0;
  margin: 0 0 .75rem !important; color: inherit }
#sources .from a { padding: 0 }
#sources mark { background: var(--marked); color: inherit; padding: .1em 0 }
#sources b { font: 600 .6875rem/1 var(--font); color: var(--link-text-color); vertical-align: .35em;
  margin-right: .25em; scroll-margin: 6rem }
#sources b:target + mark { text-decoration: underline 2px var(--link-text-color); text-underline-offset: .25em }
#sources summary { font-size: .8125rem; cursor: pointer }
#sources .text { margin-top: .75rem !important }
.earlier details { margin-bottom: .75rem }
.earlier > details[open] > summary { margin-bottom: .75rem }
.earlier details > h2 { display: none }
@media (max-width: 800px) {
  .gradio-container .app { padding: 1rem !important }
  #room { flex-direction: column; height: auto; gap: 1.25rem }
  #talk { flex: none !important; width: 100%; height: calc(88dvh - 8rem); min-height: 24rem }
  #sources { flex: none; width: 100%; height: auto; overflow: visible !important }
}
"""

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


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation and what has been said to it so far; without `answer`, it failed or goes on."""

    question: str
    text: str = ""
    answer: "Answer | None" = None
    seconds: float = 0.0


Turns: TypeAlias = tuple[Turn, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chat until it is stopped and return the exit code: 0 all well, 1 something failed, 2 usage."""
    options = _parser().parse_args(arguments)
    # Read when gradio is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        # Loaded here because it takes seconds, and Ctrl-C may come meanwhile.
        from ontherecord import Library, OnTheRecordError

        try:
            with Library.open(options.library) as library:
                _fill(library)
                library.follow()
                _serve(library, options)
        except (OnTheRecordError, OSError) as error:
            print(f"app: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Chat with a library of news in the browser.")
    parser.add_argument("--library", default="library", metavar="DIR", help="the library (default: library)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=7860, help="the port to listen on (default: 7860)")
    parser.add_argument("--auth", type=_login, metavar="USER:PASS", help="let in only who knows these")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 65535")
    return int(text)


def _login(text: str) -> tuple[str, str]:
    user, _, password = text.partition(":")
    if not user or not password:
        raise argparse.ArgumentTypeError("give a name and a password with a colon between them")
    return user, password


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


def _serve(library: "Library", options: argparse.Namespace) -> None:
    # Loads the model: a fault shows before the page does, and the first question does not wait.
    library.search("news", limit=1)
    import gradio as gr

    chat = page(library)
    _, address, _ = chat.launch(
        server_name=options.host,
        server_port=options.port,
        auth=options.auth,
        theme=gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=SANS, font_mono=("monospace",)).set(
            body_background_fill="*neutral_50",
            body_text_color_subdued="*neutral_500",
            body_text_color_subdued_dark="*neutral_400",
            link_text_color="*primary_700",
            link_text_color_dark="*primary_400",
        ),
        css=CSS,
        head=HEAD,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size="1kb",
        share=False,
        ssr_mode=False,
        quiet=True,
        prevent_thread_lock=True,
    )
    print(f"On the Record is at {address} (Ctrl-C stops it)", flush=True)
    chat.block_thread()


def page(library: "Library") -> "gr.Blocks":
    """Return the page of the chat over a library."""
    import gradio as gr

    with gr.Blocks(title="On the Record", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State(())
        header = gr.HTML(masthead(library), elem_id="masthead")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                chat = gr.Chatbot(elem_id="chat", **CHAT)
                box = gr.Textbox(elem_id="question", **BOX)
                anew = gr.Button("New conversation", size="sm", elem_id="anew")
            panel = gr.HTML(sources(()), elem_id="sources")
        _wire(library, blocks, header, turns, chat, box, anew, panel)
        gr.api(_endpoint(library), api_name="ask", **IN_TURN)
    return blocks


def _wire(
    library: "Library",
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
        for now in converse(library, question, so_far):
            yield ["", now, messages(now), sources(now) if now[-1].answer else gr.skip()]

    def choose(so_far: Turns, chosen: gr.SelectData) -> Iterator[list[Any]]:
        yield from submit(chosen.value["text"], so_far)

    def welcome() -> list[Any]:
        examples = [{"text": question} for question in library.examples(limit=4)]
        hint = "Ask a question below, or begin with one of these." if examples else CHAT["placeholder"]
        return [masthead(library), gr.Chatbot(examples=examples, placeholder=hint)]

    asked = [
        box.submit(submit, [box, turns], everything, **hidden, **IN_TURN),
        chat.example_select(choose, [turns], everything, **hidden, **IN_TURN),
    ]
    for event in asked:
        event.then(None, js=SETTLE)
    gr.on([anew.click, chat.clear], lambda: ["", (), [], sources(())], None, everything, cancels=asked, **hidden)
    blocks.load(welcome, None, [header, chat], **hidden)


def _endpoint(library: "Library") -> Callable[[str], dict[str, Any]]:
    """Return the one function that other programs may call."""
    import gradio as gr

    from ontherecord import OnTheRecordError

    def ask(question: str) -> dict[str, Any]:
        """Answer a question in sentences of the articles, each of them cited."""
        try:
            return library.ask(question).to_dict()
        except OnTheRecordError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return ask


def converse(library: "Library", question: str, turns: Turns) -> Iterator[Turns]:
    """Yield the conversation as a question is asked and answered; an empty question adds nothing."""
    from ontherecord import OnTheRecordError

    asked, text, started = question.strip(), "", time.perf_counter()
    if not asked:
        return
    yield (*turns, Turn(asked))
    try:
        for piece in library.stream(asked, history=[turn.question for turn in turns if turn.answer]):
            if isinstance(piece, str):
                text += piece
                yield (*turns, Turn(asked, text))
            else:
                yield (*turns, Turn(asked, piece.text, piece, time.perf_counter() - started))
    except OnTheRecordError as error:
        yield (*turns, Turn(asked, f"This cannot be answered: {error}."))
    except Exception:
        # No fault may leave the page waiting or show what is inside.
        logger.exception("a question failed")
        yield (*turns, Turn(asked, "This cannot be answered: the program failed, and its log says how."))


def escape(text: str) -> str:
    """Return text for HTML, its attributes and Markdown; neither these nor LaTeX or templates find a sign in it."""
    sound = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", sound)


def cut(text: str, limit: int) -> str:
    """Return text in one line, shortened to a limit between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[: limit - 1]) + "…"


def messages(turns: Turns) -> list[dict[str, str]]:
    """Return a conversation as the messages of the chat."""
    shown = list[dict[str, str]]()
    for number, turn in enumerate(turns, 1):
        shown.append({"role": "user", "content": chat_text(cut(turn.question, LONGEST_SHOWN))})
        if turn.answer:
            linked = turn.answer.citations if number > len(turns) - SOURCES_KEPT else ()
            answer = chat_text(turn.text, linked, number)
            small = f"<small>{escape(facts(turn.answer, turn.seconds))}</small>"
            shown.append({"role": "assistant", "content": f"{answer}\n\n{small}"})
        elif turn.text:
            shown.append({"role": "assistant", "content": chat_text(turn.text)})
    return shown


def chat_text(text: str, citations: Sequence["Citation"] = (), number: int = 1) -> str:
    """Return text as Markdown that shows it as it is, each citation's marker a link into the sources panel.

    A number in brackets that belongs to an article stays text.
    """
    parts, position = list[str](), 0
    for citation in citations:
        sentence = f"{citation.text} [{citation.marker}]"
        found = text.find(sentence, position)
        if found >= 0:
            before = text[position : found + len(citation.text)]
            marker = f" [&#91;{citation.marker}&#93;](#source-{number}-{citation.marker})"
            parts += [_paragraphs(before), marker]
            position = found + len(sentence)
    return "".join([*parts, _paragraphs(text[position:])]).strip()


def _paragraphs(text: str) -> str:
    """Return text escaped, its white space reduced to spaces and blank lines, which Markdown leaves alone."""
    paragraphs = re.split(r"\s*\n\s*\n\s*", BIDI_CONTROLS.sub("", text))
    return "\n\n".join(escape(re.sub(r"\s+", " ", paragraph)) for paragraph in paragraphs)


def facts(answer: "Answer", seconds: float) -> str:
    """Return in what an answer was sought, how its question was understood, and how long it took."""
    searched, known = answer.searched, list[str]()
    holdings = _holdings(searched.articles, searched.first, searched.last)
    # A refusal says itself what was searched.
    known.append(f"Searched {holdings}" if answer.answered else "Nothing is quoted")
    if searched.query != " ".join(answer.question.split()):
        known.append(f"read as: “{searched.query}”")
    if searched.window:
        known.append(f"window understood: “{searched.window}”")
    return " · ".join([*known, f"{seconds:.1f} s"])


def _holdings(articles: int, first: datetime | None, last: datetime | None) -> str:
    dates = f", {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""
    return f"{articles:,} article{'' if articles == 1 else 's'}{dates}"


def masthead(library: "Library") -> str:
    """Return the title of the page, what it is, and what the library holds."""
    stats = library.stats()
    holdings = "The library is empty: add articles with python -m ingest."
    if stats.articles:
        holdings = f"{_holdings(stats.articles, stats.first_published, stats.last_published)}."
    claim = "Ask the news. Every sentence of an answer is quoted word for word, with its source."
    return f"<h1>On the Record</h1><p>{claim} <span>{holdings}</span></p>"


def sources(turns: Turns) -> str:
    """Return the panel for a conversation: the latest answer's sources, those of earlier answers folded below."""
    kept = [(n, turn.question, turn.answer) for n, turn in enumerate(turns, 1) if turn.answer][-SOURCES_KEPT:]
    if not kept:
        return '<h2>Sources</h2><p class="hint">What an answer quotes appears here, within its article.</p>'
    number, _, latest = kept.pop()
    folded = [
        f"<details><summary>{escape(cut(question, 90))}</summary>{sources_panel(answer, n)}</details>"
        for n, question, answer in reversed(kept)
    ]
    earlier = f'<div class="earlier"><h2>Earlier questions</h2>{"".join(folded)}</div>' if folded else ""
    return sources_panel(latest, number) + earlier


def sources_panel(answer: "Answer", number: int = 1) -> str:
    """Return the sources of an answer, one card an article; without an answer, the nearest articles."""
    if answer.answered:
        cited = [(article, [c for c in answer.citations if c.article.id == article.id]) for article in answer.sources]
        return "<h2>Sources</h2>" + "".join(card(article, citations, number) for article, citations in cited)
    if not answer.suggestions:
        return '<h2>Sources</h2><p class="hint">No article comes near this question.</p>'
    hint = '<p class="hint">Close to the question, without an answer to it.</p>'
    return f"<h2>Nearest articles</h2>{hint}" + "".join(card(article, (), number) for article in answer.suggestions)


def card(article: "Article", citations: Sequence["Citation"], number: int) -> str:
    """Return an article with what is cited of it, in its surroundings and in the whole text; else its opening."""
    excerpts = "".join(
        f'<blockquote dir="auto">{highlighted(article.text, citations, window, number)}</blockquote>'
        for window in windows(article.text, citations) or [_surroundings(article.text, 0, 0)]
    )
    known = [f"<bdi>{escape(part)}</bdi>" for part in (article.publisher, article.published) if part]
    whole = highlighted(article.text, citations, (0, len(article.text)))
    return (
        f'<article><h3 dir="auto">{escape(article.headline)}</h3>'
        f'<p class="from">{" · ".join([*known, *original(article.url)])}</p>{excerpts}'
        f'<details><summary>The whole article</summary><div class="text" dir="auto">{whole}</div></details></article>'
    )


def original(url: str | None) -> list[str]:
    """Return a link to the original of an article if it is on the web, named by its host, else nothing."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return []
    if not url or not host or not ADDRESS.fullmatch(url):
        return []
    return [f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(host)}&nbsp;↗</a>']


def windows(text: str, citations: Sequence["Citation"]) -> list[tuple[int, int]]:
    """Return the stretches of an article to show around its citations; those that touch become one."""
    found = list[tuple[int, int]]()
    for citation in sorted(citations, key=lambda citation: citation.start):
        start, end = _surroundings(text, citation.start, citation.end)
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(found.pop()[1], end)
        found.append((start, end))
    return found


def _surroundings(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the paragraph around a stretch of text, each side cut between words where it is long."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if start - first > AROUND:
        space = SPACE.search(text, start - AROUND, start)
        first = space.end() if space else start - AROUND
    if last - end > AROUND:
        spaces = [space.start() for space in SPACE.finditer(text, end + 1, end + AROUND)]
        last = spaces[-1] if spaces else end + AROUND
    return first, last


def highlighted(
    text: str, citations: Sequence["Citation"], window: tuple[int, int], number: int | None = None
) -> str:
    """Return a stretch of an article with the citations in it marked; with a `number`, markers lead to them."""
    (position, end), parts = window, list[str]()
    if position and text[position - 1] != "\n":
        parts.append("… ")
    for citation in sorted(citations, key=lambda citation: citation.start):
        if not window[0] <= citation.start <= citation.end <= end:
            continue
        anchor = f' id="source-{number}-{citation.marker}"' if number else ""
        start = max(citation.start, position)
        parts += [escape(text[position:start]), f"<b{anchor}>{citation.marker}</b>"]
        parts.append(f"<mark>{escape(text[start : citation.end])}</mark>")
        position = max(position, citation.end)
    parts.append(escape(text[position:end]))
    if end < len(text) and text[end] != "\n":
        parts.append(" …")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
