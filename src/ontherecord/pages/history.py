"""The page of earlier conversations, which the browser keeps, and their way out as files."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.library import Library
from ontherecord.pages.chat import Chat, drawn, went_on
from ontherecord.pages.keeping import as_data, from_browser
from ontherecord.pages.parts import HIDDEN, IN_TURN, House, message, refusal, said
from ontherecord.web.exporting import as_html, as_markdown
from ontherecord.web.turns import Conversation

# The browser fills the list in: what is kept there never lies on the server.
SHELL = """<h2>Conversations</h2>
<p class="hint">Kept in this browser alone. Opened again, each citation is cut anew from the record.</p>
<label for="sought">Search your conversations</label>
<input id="sought" type="search" autocomplete="off">
<ul id="kept" class="conversations"></ul><p id="none" class="hint" role="status"></p>"""


@dataclass(frozen=True, slots=True)
class History:
    """The components of the page."""

    view: gr.HTML
    handed: gr.HTML


def history() -> History:
    """Lay out the page and return its components."""
    script = "otr.attach(element, trigger, ['open', 'export']); otr.shelve(element);"
    return History(gr.HTML(SHELL, elem_id="history", js_on_load=script), message("hand", "handing"))


def wire(house: House, page: History, chat: Chat, tabs: gr.Tabs) -> None:
    """Connect the list with the conversation that is open, and with files."""

    def reopen(event: gr.EventData) -> list[Any]:
        turns = _conversation(house.library, event).turns
        return [gr.Tabs(selected="ask"), *drawn(turns)]

    def export(event: gr.EventData) -> str:
        conversation, markdown = _conversation(house.library, event), said(event).get("format") == "md"
        text = as_markdown(conversation) if markdown else as_html(conversation)
        kind = ("md", "text/markdown") if markdown else ("html", "text/html")
        return as_data({"name": f"on-the-record.{kind[0]}", "type": kind[1], "text": text})

    went_on(house, chat, page.view.open(reopen, None, [tabs, *chat.shown], **HIDDEN, **IN_TURN))
    page.view.export(export, None, [page.handed], **HIDDEN, **IN_TURN)


def _conversation(library: Library, event: gr.EventData) -> Conversation:
    try:
        return from_browser(library, said(event).get("conversation", ""))
    except OnTheRecordError as error:
        raise refusal(error) from None
