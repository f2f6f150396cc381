"""The page on who said what: a speaker, a subject, the quotes over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, cast
from urllib.parse import urlencode

import gradio as gr

from ontherecord.errors import OnTheRecordError
from ontherecord.library import Library
from ontherecord.pages.parts import HIDDEN, IN_TURN, House, said, view
from ontherecord.schema import QuoteKind
from ontherecord.web.escaping import escape, line
from ontherecord.web.figures import quotes_by_month, quotes_by_month_table
from ontherecord.web.speakers import quotes_view, speaker_summary

Months: TypeAlias = tuple[tuple[date, int], ...]

SPEAKERS, QUOTES = 300, 60
LONGEST = 200
KINDS = {"All": None, "Said, word for word": "direct", "Partly quoted": "mixed", "Reported": "indirect"}
HINT = (
    '<h2>Who said what</h2><p class="hint">Choose a speaker, a subject, or both. Words in quotation marks and '
    "reports of them are told apart.</p>"
)


@dataclass(frozen=True, slots=True)
class Voices:
    """The components of the page."""

    tab: gr.Tab
    speaker: gr.Dropdown
    about: gr.Textbox
    kind: gr.Radio
    find: gr.Button
    plot: gr.Plot
    view: gr.HTML


def voices(tab: gr.Tab) -> Voices:
    """Lay out the page and return its components."""
    with gr.Row(elem_id="voices"):
        speaker = gr.Dropdown(
            [], label="Speaker", allow_custom_value=True, value=None, scale=2, min_width=200, elem_id="speaker"
        )
        about = gr.Textbox(
            label="About", placeholder="any subject", max_lines=1, scale=2, min_width=200, elem_id="about"
        )
        kind = gr.Radio(list(KINDS), value="All", label="Kind", scale=3, min_width=280)
        find = gr.Button("Show", scale=0, min_width=90, elem_id="find")
    plot = gr.Plot(label="Quotes by month", show_label=False, visible=False, elem_id="voices-plot")
    return Voices(tab, speaker, about, kind, find, plot, view(HINT, "quotes", "read", "speaker", arrived="opened"))


def wire(house: House, page: Voices, tabs: gr.Tabs, reader: gr.HTML) -> None:
    """Connect the page's fields with the quotes."""
    library = house.library

    def show(speaker: str | None, about: str | None, kind: str) -> list[Any]:
        return shown(library, speaker, about, KINDS.get(kind))

    def meet(event: gr.EventData) -> list[Any]:
        name = said(event).get("speaker", "")[:LONGEST]
        return [gr.Tabs(selected="speakers"), name, "", *show(name, "", "All")]

    def names() -> gr.Dropdown:
        return gr.Dropdown(
            choices=[(f"{one.name} ({one.quotes:,})", one.name) for one in library.speakers(limit=SPEAKERS)]
        )

    fields, answer = [page.speaker, page.about, page.kind], [page.plot, page.view]
    page.tab.select(names, None, page.speaker, **HIDDEN)
    gr.on(
        [page.find.click, page.about.submit, page.speaker.input, page.kind.input],
        show,
        fields,
        answer,
        **HIDDEN,
        **IN_TURN,
    )
    for source in (reader, page.view):
        source.speaker(meet, None, [tabs, page.speaker, page.about, *answer], **HIDDEN, **IN_TURN)


def shown(library: Library, speaker: str | None, about: str | None, kind: str | None) -> list[Any]:
    """Return what `found` does, or in its place why nothing can be found."""
    try:
        return found(library, speaker, about, kind)
    except OnTheRecordError as error:
        return [gr.Plot(visible=False), f'<h2>Who said what</h2><p class="hint" role="alert">{line(str(error))}</p>']


def found(library: Library, speaker: str | None, about: str | None, kind: str | None) -> list[Any]:
    """Return the plot and the quotes of a speaker, about a subject, or both; or why there are none."""
    try:
        return _found(library, speaker, about, kind)
    except OnTheRecordError as error:
        told = f'<h2>Who said what</h2><p class="hint" role="alert">{line(str(error))}</p>'
        return [gr.Plot(visible=False), told]


def _found(library: Library, speaker: str | None, about: str | None, kind: str | None) -> list[Any]:
    name, subject = (" ".join((text or "").split())[:LONGEST] or None for text in (speaker, about))
    asked = cast("QuoteKind | None", kind)
    quotes = library.quotes(speaker=name, about=subject, kind=asked, limit=QUOTES)
    by_kind = {one: library.quote_timeline(name, subject, kind=one) for one in _kinds(asked)}
    direct = by_kind.get("direct", ())
    reported = _sum(by_kind.get("mixed", ()), by_kind.get("indirect", ()))
    person = next((one for one in library.speakers(name, 1)), None) if name else None
    told = (speaker_summary(person) if person else "") + quotes_by_month_table(direct, reported)
    given = [(key, value) for key, value in (("speaker", name), ("about", subject)) if value]
    where = escape("?" + urlencode(given, errors="replace"))
    plot = gr.Plot(quotes_by_month(direct, reported), visible=True) if direct or reported else gr.Plot(visible=False)
    return [plot, f'<div data-address="{where}">{told}{quotes_view(quotes, name, subject)}</div>']


def _kinds(asked: QuoteKind | None) -> tuple[QuoteKind, ...]:
    return (asked,) if asked else ("direct", "mixed", "indirect")


def _sum(one: Months, other: Months) -> Months:
    """Return the counts of two timelines, month by month."""
    months = Counter(dict(one))
    months.update(dict(other))
    return tuple(sorted(months.items()))
