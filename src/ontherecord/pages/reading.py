"""The page on which one article is read whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from ontherecord.library import Library
from ontherecord.pages.asking import numbered
from ontherecord.pages.parts import HIDDEN, number, said, view
from ontherecord.schema import Article, Citation
from ontherecord.web.escaping import escape
from ontherecord.web.reader import reader
from ontherecord.web.turns import Turns

RELATED = 5
NOTHING = (
    '<h2>Reader</h2><p class="hint">An article that you open from an answer, a quote or the library is read here, '
    "whole.</p>"
)
BACK = '<p><button type="button" class="quiet" data-act="return">← Back</button></p>'


@dataclass(frozen=True, slots=True)
class Reading:
    """The components of the page."""

    view: gr.HTML


def reading() -> Reading:
    """Lay out the page and return its components."""
    return Reading(view(NOTHING, "reader", "read", "speaker", arrived="opened"))


def wire(library: Library, page: Reading, tabs: gr.Tabs, turns: gr.State, opening: Sequence[gr.HTML]) -> None:
    """Let the buttons of some views open an article here."""

    def read(event: gr.EventData, so_far: Turns) -> list[Any]:
        data = said(event)
        return opened(library, data.get("article", ""), number(data.get("version")), data, so_far)

    for source in (*opening, page.view):
        source.read(read, [turns], [tabs, page.view], **HIDDEN)


def opened(library: Library, name: str, version: int, data: dict[str, str], turns: Turns) -> list[Any]:
    """Return the tabs turned to the reader, and in it an article with what an answer cites of it."""
    article = library.article(name, version or None)
    if article is None:
        gone = '<h2>Reader</h2><p class="hint">This article is not in the library any more.</p>'
        return [gr.Tabs(selected="reader"), BACK + gone]
    whole = reader(
        article,
        _cited(article, data, turns),
        library.quotes_in(article.id, article.version),
        library.related(article.id, RELATED),
        library.versions(article.id),
    )
    return [gr.Tabs(selected="reader"), f'<div data-address="{_address(article, version)}">{BACK}{whole}</div>']


def _cited(article: Article, data: dict[str, str], turns: Turns) -> list[Citation]:
    """Return what is marked in an article: what an answer cites of it, or the words that led here."""
    start, end = number(data.get("start")), number(data.get("end"))
    if start < end <= len(article.text):
        return [Citation(1, article, start, end, article.text[start:end])]
    turn = numbered(turns, number(data.get("turn")))
    cited = turn.answer.citations if turn and turn.answer else ()
    return [one for one in cited if (one.article.id, one.article.version) == (article.id, article.version)]


def _address(article: Article, version: int) -> str:
    chosen = [("version", str(version))] if version else []
    return escape("?" + urlencode([("article", article.id), *chosen]))
