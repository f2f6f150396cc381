"""Web pages for the tests of extraction, written for them."""

import json
from typing import Any

from ingest.extraction import read_page
from ontherecord import Article, Failure

SUBJECTS = ("harbour", "library", "market", "bridge", "school", "theatre", "hospital", "railway")
PARAGRAPHS = tuple(
    f"The town council voted on the future of the {subject} on Monday, after a debate of {number + 2} hours. "
    f"Residents had asked for {number + 20} changes to the plan, and most of them were accepted without a vote."
    for number, subject in enumerate(SUBJECTS)
)


def page(
    body: str | None = None, *, head: str = "", title: str = "Council votes on the harbour", html: str = "<html>"
) -> str:
    """Return a page; without a body of its own it holds an article of eight paragraphs."""
    body = article() if body is None else body
    return f"<!DOCTYPE html>{html}<head><title>{title}</title>{head}</head><body>{body}</body></html>"


def article(
    *paragraphs: str, before: str = "", after: str = "", heading: str = "Council votes on the harbour"
) -> str:
    """Return the element that holds an article, with HTML before and after its paragraphs."""
    texts = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return f"<main><article><h1>{heading}</h1>{before}{texts}{after}</article></main>"


def json_ld(**properties: Any) -> str:
    """Return a block of JSON-LD that describes a news article."""
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **properties}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def meta(name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta property="{name}" content="{content}">'


def read(html: str | bytes, **known: Any) -> Article:
    """Return the article on a page that holds one."""
    found = read_page(html.encode() if isinstance(html, str) else html, "page.html", **known)
    assert not isinstance(found, Failure), found.reason
    assert found.source == "page.html"
    return found.article


def refused(html: str | bytes, **known: Any) -> str:
    """Return why a page is refused."""
    found = read_page(html.encode() if isinstance(html, str) else html, "page.html", **known)
    assert isinstance(found, Failure), found
    assert found.source == "page.html"
    return found.reason
