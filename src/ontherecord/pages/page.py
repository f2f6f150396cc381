"""The whole page: its tabs, what it shows when it is opened, and from which address."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.library import Library
from ontherecord.pages import chat, history, machines, reading, shelf, voices
from ontherecord.pages.access import Access
from ontherecord.pages.asking import converse
from ontherecord.pages.parts import HIDDEN, IN_TURN, Add, House, number, view
from ontherecord.web.masthead import masthead
from ontherecord.web.narrowing import Narrowing, read_parameters

LONGEST = 2000
# Files that are uploaded and not added are deleted after a day, looked for every hour, and when the server stops.
HOUR = 3600


def page(library: Library, add: Add, access: Access, llm: str | None = None) -> gr.Blocks:
    """Return the page over a library, its answers written by a language model where one is named."""
    house = House(library, add, access, llm)
    with gr.Blocks(
        title="On the Record", analytics_enabled=False, fill_width=True, delete_cache=(HOUR, HOUR * 24)
    ) as blocks:
        header = view(masthead(library.stats()), "masthead", "none")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asking = chat.chat(house)
            with gr.Tab("Reader", id="reader"):
                reader = reading.reading()
            with gr.Tab("Speakers", id="speakers") as who:
                speakers = voices.voices(who)
            with gr.Tab("Library", id="library") as stock:
                shelves = shelf.shelf(stock)
            with gr.Tab("History", id="history"):
                past = history.history()
        greeting = chat.greeting(house)
        chat.wire(house, asking, greeting)
        reading.wire(
            library, reader, tabs, asking.turns, [asking.talk, asking.panel, speakers.view, shelves.articles]
        )
        voices.wire(house, speakers, tabs, reader.view)
        shelf.wire(house, shelves)
        history.wire(house, past, asking, tabs)
        _open(house, greeting, blocks, header, tabs, asking, reader, speakers)
        machines.offer(house)
    return blocks


def _open(
    house: House,
    greeting: Callable[[], str],
    blocks: gr.Blocks,
    header: gr.HTML,
    tabs: gr.Tabs,
    asking: chat.Chat,
    reader: reading.Reading,
    speakers: voices.Voices,
) -> None:
    library = house.library

    def arrive() -> list[Any]:
        return [masthead(library.stats()), greeting()]

    def ask(request: gr.Request) -> Iterator[list[Any]]:
        question, narrowing = _asked(request)
        if not question and not narrowing:
            # Whoever was quick may have filled the form in meanwhile.
            yield [gr.skip() for _ in shown]
            return
        first, last = narrowing.days
        as_of = f"{narrowing.as_of:%Y-%m-%d}" if narrowing.as_of else None
        form = [first, last, list(narrowing.filters.publishers), narrowing.filters.language or "", as_of]
        with house.desk.answering():
            for state in chat.all_drawn(converse(library, question, (), narrowing, house.llm)):
                yield [*state, *form]

    def elsewhere(request: gr.Request) -> list[Any]:
        given = request.query_params
        nothing = [gr.skip() for _ in range(4)]
        if given.get("article"):
            version = given.get("version", "")
            data = {"article": given["article"][:LONGEST], "version": version}
            at = reading.opened(library, data["article"], number(version), data, ())
            return [*at, *nothing]
        if given.get("speaker") or given.get("about"):
            name, about = given.get("speaker", ""), given.get("about", "")
            return [gr.Tabs(selected="speakers"), gr.skip(), name, about, *voices.shown(library, name, about, None)]
        return [gr.skip(), gr.skip(), *nothing]

    shown = [*asking.shown, *asking.limits]
    arrived = blocks.load(arrive, None, [header, asking.welcome], **HIDDEN)
    chat.settled(house, asking, arrived.then(ask, None, shown, **HIDDEN, **IN_TURN))
    others = [tabs, reader.view, speakers.speaker, speakers.about, speakers.plot, speakers.view]
    blocks.load(elsewhere, None, others, **HIDDEN)


def _asked(request: gr.Request) -> tuple[str, Narrowing]:
    given = [(name, value) for name, value in request.query_params.items() if len(value) <= LONGEST]
    try:
        return dict(given).get("q", ""), read_parameters(request.query_params.multi_items())
    except OnTheRecordError:
        return "", Narrowing()
