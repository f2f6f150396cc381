"""The page on which questions are asked: the conversation, the question's box and limits, and the sources."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.pages.asking import again, converse, go_on, numbered, rated, stopped, widen
from ontherecord.pages.keeping import to_browser
from ontherecord.pages.parts import ASIDE, HIDDEN, IN_TURN, House, message, number, refusal, said, view
from ontherecord.web.conversation import conversation, onward, welcome
from ontherecord.web.escaping import line
from ontherecord.web.narrowing import Narrowing, chips, read_form
from ontherecord.web.sources import no_sources, sources
from ontherecord.web.turns import Turns

EXAMPLES = 4
# As many as a page shows changes of.
UNCHANGED = [gr.skip()] * 5
DAY: dict[str, Any] = {"placeholder": "2025-08-09", "elem_classes": ["day"], "max_lines": 1, "min_width": 130}


@dataclass(frozen=True, slots=True)
class Chat:
    """The components of the page."""

    turns: gr.State
    welcome: gr.HTML
    talk: gr.HTML
    onward: gr.HTML
    panel: gr.HTML
    box: gr.Textbox
    stop: gr.Button
    anew: gr.Button
    limits: tuple[gr.components.Component, ...]
    narrowed: gr.HTML
    clear: gr.Button
    kept: gr.HTML

    @property
    def shown(self) -> list[Any]:
        """What changes while a question is answered."""
        return [self.box, self.turns, self.talk, self.panel, self.stop]


def chat(house: House) -> Chat:
    """Lay out the page and return its components."""
    turns = gr.State((), time_to_live=86_400)
    kept = message("keep", "keeping")
    with gr.Row(elem_id="room"):
        with gr.Column(elem_id="desk"):
            # A part of its own, shown where nothing is asked yet: it may come when something is.
            greeted = view(welcome(()), "welcome", "submit")
            talk = view("", "talk", "submit", "rate", "sources", "read", arrived="talked")
            onward = view("", "onward", "submit", arrived="went_on")
            with gr.Column(elem_id="composer"):
                box = gr.Textbox(
                    label="Your question",
                    placeholder="Ask about the news",
                    elem_id="question",
                    autofocus=True,
                    max_lines=6,
                    submit_btn="Ask",
                )
                with gr.Row(elem_id="tools"):
                    anew = gr.Button("New conversation", size="sm", elem_id="anew")
                    stop = gr.Button("Stop", size="sm", elem_id="stop", interactive=False)
                narrowed = gr.HTML("", elem_id="narrowed")
                with gr.Accordion("Narrow by date, outlet or language", open=False, elem_id="limits"):
                    limits, clear = _limits(house)
        panel = view(no_sources(), "sources", "read", arrived="sourced")
    return Chat(turns, greeted, talk, onward, panel, box, stop, anew, limits, narrowed, clear, kept)


def _limits(house: House) -> tuple[tuple[gr.components.Component, ...], gr.Button]:
    stats = house.library.stats()
    with gr.Row():
        first = gr.Textbox(label="From", **DAY)
        last = gr.Textbox(label="To", **DAY)
        as_of = gr.Textbox(label="As of", info="Knows nothing later", **DAY)
    with gr.Row():
        # An address may name others; Gradio would refuse those in an error that shows all choices as HTML.
        others: dict[str, Any] = {"allow_custom_value": True}
        names = [name for name, _ in stats.publishers]
        outlets = gr.Dropdown(names, multiselect=True, label="Outlets", scale=3, min_width=200, **others)
        codes = [("Any", ""), *((code, code) for code, _ in stats.languages)]
        language = gr.Dropdown(codes, value="", label="Language", scale=1, min_width=110, **others)
    clear = gr.Button("Clear", size="sm", elem_id="clear")
    return (first, last, outlets, language, as_of), clear


def wire(house: House, page: Chat, greeting: Callable[[], str]) -> None:
    """Connect what is pressed on the page with what becomes of it."""

    def ask(event: gr.EventData, question: str, turns: Turns, *form: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - a form's fields
        with house.desk.answering():
            yield from all_drawn(asked(house, said(event), question, turns, form))

    # One event for all, so that what is pressed while a question is answered waits for the answer.
    asking = gr.on(
        [page.box.submit, page.welcome.submit, page.talk.submit, page.onward.submit],
        ask,
        [page.box, page.turns, *page.limits],
        page.shown,
        trigger_mode="always_last",
        **HIDDEN,
        **IN_TURN,
    )
    settled(house, page, asking)
    halted = page.stop.click(
        lambda turns: drawn(stopped(turns)), [page.turns], page.shown, cancels=[asking], **HIDDEN
    )
    halted.then(_kept, [page.turns], [page.kept], **HIDDEN)
    begun = [*page.shown, page.kept, page.onward, page.welcome]
    page.anew.click(lambda: _begin(greeting()), None, begun, cancels=[asking], **HIDDEN)
    _wire_looking(house, page)
    fields = list(page.limits)
    gr.on([field.change for field in page.limits], _shown_limits, fields, [page.narrowed], **HIDDEN)
    page.clear.click(lambda: [None, None, [], "", None], None, fields, **HIDDEN)


def asked(house: House, data: dict[str, str], question: str, turns: Turns, form: Sequence[Any]) -> Iterator[Turns]:
    """Yield the conversation as what was pressed is answered: the box of the question, or a button or form."""
    library, llm, chosen = house.library, house.llm, number(data.get("turn"))
    match data.get("act"):
        case None:
            return converse(library, question, turns, _narrowing(form), llm)
        case "ask":
            return converse(library, data.get("question", ""), turns, _narrowing(form), llm)
        case "again":
            return again(library, turns, chosen, None, llm)
        case "resend":
            return again(library, turns, chosen, data.get("question", ""), llm)
        case "widen":
            return widen(library, turns, chosen, data.get("limit", ""), llm)
    return iter(())


def _wire_looking(house: House, page: Chat) -> None:
    def look(event: gr.EventData, turns: Turns) -> str:
        return _panel(turns, number(said(event).get("turn")))

    def rate(event: gr.EventData, turns: Turns) -> list[Any]:
        data = said(event)
        return _rated(house, turns, number(data.get("turn")), data)

    page.talk.sources(look, [page.turns], [page.panel], **HIDDEN)
    page.talk.rate(rate, [page.turns], [page.turns, page.talk], **HIDDEN)


def settled(house: House, page: Chat, event: Any) -> None:  # noqa: ANN401 - Gradio keeps this type private
    """Follow an event that answers with what the browser keeps of the answer, and with how to go on from it."""
    went_on(house, page, event.then(_kept, [page.turns], [page.kept], **HIDDEN))


def went_on(house: House, page: Chat, event: Any) -> None:  # noqa: ANN401 - Gradio keeps this type private
    """Follow an event that shows a conversation with how to go on from it.

    That is a part of the page of its own: it may be found only when the next question is asked already. To find it
    takes several questions, for which nobody who asks one is to wait: where several do, an answer stays without.
    """

    def further(turns: Turns) -> Any:  # noqa: ANN401 - Gradio keeps the type of what is skipped private
        # A page that opens with no question may end up here when a conversation has been opened in it.
        return onward(go_on(house.library, turns), len(turns)) if turns and not house.desk.busy else gr.skip()

    event.then(further, [page.turns], [page.onward], **HIDDEN, **ASIDE)


def drawn(turns: Turns) -> list[Any]:
    """Return a conversation as the components of the page show it; the box stays as it is."""
    waiting = bool(turns and turns[-1].waiting)
    panel = gr.skip() if waiting else _panel(turns, len(turns))
    return [gr.skip(), turns, conversation(turns), panel, gr.Button(interactive=waiting)]


def greeting(house: House) -> Callable[[], str]:
    """Return what tells what the page shows before anything is asked, found anew only when the library changes."""

    @lru_cache(maxsize=1)
    def found(state: object) -> str:
        return welcome(house.library.examples(limit=EXAMPLES))

    def told() -> str:
        stats = house.library.stats()
        return found((stats.articles, stats.versions))

    return told


def all_drawn(states: Iterator[Turns]) -> Iterator[list[Any]]:
    """Yield what the page shows of each state; where there is none, that it stays as it is."""
    last = next(states, None)
    if last is None:
        # Gradio would take it for empty values.
        yield UNCHANGED
        return
    # At once, since the next question may be typed while this one is answered.
    yield ["", *drawn(last)[1:]]
    for state in states:
        # What is there already is not drawn anew: it may be shown as stopped by now.
        yield UNCHANGED if state is last else drawn(state)
        last = state


def _panel(turns: Turns, chosen: int) -> str:
    turn = numbered(turns, chosen)
    return sources(turn, chosen) if turn else no_sources()


def _rated(house: House, turns: Turns, chosen: int, data: dict[str, str]) -> list[Any]:
    try:
        now = rated(house.library, turns, chosen, data.get("verdict", ""), data.get("reason"))
    except OnTheRecordError as error:
        raise refusal(error) from None
    # What is being answered meanwhile is not to be drawn over.
    return [gr.skip(), gr.skip()] if now[-1].waiting else [now, conversation(now)]


def _kept(turns: Turns) -> Any:  # noqa: ANN401 - Gradio keeps the type of what is skipped private
    """Return what the browser keeps: of a page that opens nothing, also where something is being asked by now."""
    return to_browser(turns) if turns and not turns[-1].waiting else gr.skip()


def _begin(greeting: str) -> list[Any]:
    return ["", (), "", no_sources(), gr.Button(interactive=False), to_browser(()), "", greeting]


def _narrowing(form: Sequence[Any]) -> Narrowing:
    try:
        return read_form(*form)
    except OnTheRecordError as error:
        raise refusal(error) from None


def _shown_limits(*form: Any) -> str:  # noqa: ANN401 - a form's fields
    try:
        return chips(read_form(*form))
    except OnTheRecordError as error:
        return f'<p class="hint" role="alert">{line(str(error))}</p>'
