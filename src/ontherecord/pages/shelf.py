"""The page of the library: what it holds by day and outlet, searching it, adding to it, removing, and its health."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.pages.intake import steps
from ontherecord.pages.keeping import as_data
from ontherecord.pages.parts import HIDDEN, IN_TURN, House, message, number, refusal, said, view
from ontherecord.reports import IngestReport
from ontherecord.web.escaping import line
from ontherecord.web.figures import articles_by_day, articles_by_day_table
from ontherecord.web.shelf import (
    added,
    adding,
    editable_listing,
    found,
    health,
    holdings_view,
    listing,
    removal_question,
)

PAGE, FOUND = 20, 20
ADD_HINT = "Files as ingest reads them: pages, feeds, JSON, CSV, WARC, PDF, mail and text, packed as .gz or not."


@dataclass(frozen=True, slots=True)
class Shelf:
    """The components of the page."""

    tab: gr.Tab
    holdings: gr.HTML
    plot: gr.Plot
    table: gr.HTML
    query: gr.Textbox
    articles: gr.HTML
    removal: gr.HTML
    editing: gr.Column
    files: gr.File
    url: gr.Textbox
    add: gr.Button
    halt: gr.Button
    progress: gr.HTML
    check: gr.Button
    checked: gr.HTML
    ratings: gr.Button
    handed: gr.HTML


def shelf(tab: gr.Tab) -> Shelf:
    """Lay out the page and return its components."""
    holdings = gr.HTML("<h2>The library</h2>", elem_id="holdings")
    plot = gr.Plot(label="Articles by day and outlet", show_label=False, visible=False, elem_id="shelf-plot")
    table = gr.HTML("", elem_id="shelf-table")
    with gr.Column(visible=False, elem_id="editing") as editing:
        gr.HTML("<h2>Add articles</h2>")
        with gr.Row():
            files = gr.File(label="Files", file_count="multiple", type="filepath", height=140, elem_id="files")
            with gr.Column():
                url = gr.Textbox(
                    label="Or an address",
                    placeholder="https://… a page, feed or news sitemap",
                    max_lines=1,
                    elem_id="url",
                )
                with gr.Row():
                    add = gr.Button("Add", elem_id="add", variant="primary")
                    halt = gr.Button("Stop", elem_id="halt", interactive=False)
        progress = gr.HTML(f'<p class="hint">{ADD_HINT}</p>', elem_id="progress")
        with gr.Row():
            check = gr.Button("Check the library's health", size="sm", elem_id="check")
            ratings = gr.Button("Download the ratings", size="sm", elem_id="ratings")
        checked = gr.HTML("", elem_id="checked")
    gr.HTML("<h2>Articles</h2>")
    query = gr.Textbox(label="Search the articles", placeholder="the newest", max_lines=1, elem_id="query")
    removal = view("", "removal", "decide")
    articles = view("", "articles", "read", "remove", "more")
    handed = message("hand", "ratings-handed")
    return Shelf(
        tab,
        holdings,
        plot,
        table,
        query,
        articles,
        removal,
        editing,
        files,
        url,
        add,
        halt,
        progress,
        check,
        checked,
        ratings,
        handed,
    )


def wire(house: House, page: Shelf) -> None:
    """Connect what is pressed on the page with what becomes of it."""
    overview = [page.holdings, page.plot, page.table]
    page.tab.select(lambda: _overview(house), None, overview, **HIDDEN)

    def arrive(request: gr.Request) -> list[Any]:
        return [gr.Column(visible=house.may_edit(request)), _listed(house, request, "")]

    def look(query: str, request: gr.Request) -> str:
        return _listed(house, request, query)

    def more(event: gr.EventData, request: gr.Request) -> str:
        return _listed(house, request, "", number(said(event).get("shown")) + PAGE)

    page.tab.select(arrive, None, [page.editing, page.articles], **HIDDEN)
    page.query.submit(look, page.query, page.articles, **HIDDEN, **IN_TURN)
    page.articles.more(more, None, page.articles, **HIDDEN)
    _wire_adding(house, page, overview)
    _wire_removal(house, page, overview)

    def check(request: gr.Request) -> str:
        # It reads the whole library, which is not for everybody to ask for.
        _must_edit(house, request)
        return _health(house)

    page.check.click(check, None, page.checked, api_visibility="private", **IN_TURN)

    def export(request: gr.Request) -> str:
        _must_edit(house, request)
        lines = "".join(json.dumps(one.to_dict(), ensure_ascii=False) + "\n" for one in house.library.ratings())
        return as_data({"name": "ratings.jsonl", "type": "application/x-ndjson", "text": lines})

    page.ratings.click(export, None, page.handed, **HIDDEN)


def _wire_adding(house: House, page: Shelf, overview: Sequence[Any]) -> None:
    def add(files: Sequence[str] | None, url: str, request: gr.Request) -> Iterator[list[Any]]:
        _must_edit(house, request)
        for step in steps(house.library, house.add, files or (), url):
            told = added(step) if isinstance(step, IngestReport) else adding(step)
            done = isinstance(step, IngestReport)
            yield [told, None if done else gr.skip(), "" if done else gr.skip(), gr.Button(interactive=not done)]

    shown = [page.progress, page.files, page.url, page.halt]
    running = gr.on(
        [page.add.click, page.url.submit],
        add,
        [page.files, page.url],
        shown,
        concurrency_limit=1,
        concurrency_id="adding",
        **HIDDEN,
    )
    running.then(lambda: _overview(house), None, list(overview), **HIDDEN)

    def listed(request: gr.Request) -> str:
        return _listed(house, request, "")

    running.then(listed, None, page.articles, **HIDDEN)
    stopped = "<p>Stopped. What was stored stays; adding the same again goes on from there.</p>"
    page.halt.click(
        lambda: [stopped, gr.skip(), gr.skip(), gr.Button(interactive=False)],
        None,
        shown,
        cancels=[running],
        **HIDDEN,
    )


def _wire_removal(house: House, page: Shelf, overview: Sequence[Any]) -> None:
    def ask(event: gr.EventData, request: gr.Request) -> str:
        _must_edit(house, request)
        article = house.library.article(said(event).get("article", ""))
        return removal_question(article) if article else '<p class="hint">This article is gone already.</p>'

    def decide(event: gr.EventData, query: str, request: gr.Request) -> list[Any]:
        _must_edit(house, request)
        data = said(event)
        if data.get("act") != "confirm-removal":
            return ["", gr.skip(), *(gr.skip() for _ in overview)]
        try:
            removed = house.library.remove(data.get("article", ""))
        except OnTheRecordError as error:
            raise refusal(error) from None
        told = "It is removed." if removed else "This article is gone already."
        return [f'<p role="status">{told}</p>', _listed(house, request, query), *_overview(house)]

    page.articles.remove(ask, None, page.removal, **HIDDEN)
    page.removal.decide(decide, page.query, [page.removal, page.articles, *overview], **HIDDEN)


def _overview(house: House) -> list[Any]:
    counts = house.library.calendar()
    figure = gr.Plot(articles_by_day(counts), visible=True) if counts else gr.Plot(visible=False)
    return [
        "<h2>The library</h2>" + holdings_view(house.library.stats()),
        figure,
        articles_by_day_table(counts) if counts else "",
    ]


def _listed(house: House, request: gr.Request, query: str, shown: int = PAGE) -> str:
    asked = " ".join((query or "").split())
    try:
        if asked:
            return found(house.library.search(asked, limit=FOUND))
        articles = house.library.newest(shown + 1)
    except OnTheRecordError as error:
        return f'<p class="hint" role="alert">{line(str(error))}</p>'
    listed = (editable_listing if house.may_edit(request) else listing)(articles[:shown])
    more = f'<p><button type="button" class="quiet" data-act="more" data-shown="{shown}">Show more</button></p>'
    return listed + (more if len(articles) > shown else "")


def _health(house: House) -> str:
    try:
        return health(house.library.verify())
    except OnTheRecordError as error:
        return f'<p role="alert">{line(str(error))}</p>'


def _must_edit(house: House, request: gr.Request) -> None:
    if not house.may_edit(request):
        raise refusal("only editors may add and remove: log in as one")
