"""The whole of an article, to be read: what it is, its text with its citations and voices, and what became of it."""

import re
from collections.abc import Sequence
from datetime import UTC

from ontherecord.history import Version
from ontherecord.phrases import cut
from ontherecord.schema import Article, Citation, Quote
from ontherecord.web.acting import reading
from ontherecord.web.annotating import annotated
from ontherecord.web.changes import standing, what_changed
from ontherecord.web.escaping import line
from ontherecord.web.linking import original
from ontherecord.web.origins import headline, source_line
from ontherecord.web.sources import corrections

LONGEST_AUTHORS = 300
# A screen reader speaks a text by this; a tag that there is not would make it stumble.
LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


def reader(
    article: Article,
    cited: Sequence[Citation] = (),
    quotes: Sequence[Quote] = (),
    related: Sequence[Article] = (),
    versions: Sequence[Version] = (),
) -> str:
    """Return an article as a whole; `cited` and `quotes` are marked in it where they are of this version."""
    tongue = article.language or ""
    lang = f' lang="{tongue}"' if LANGUAGE.fullmatch(tongue) else ""
    text = annotated(article, cited, quotes) or '<p class="hint">This article has no text.</p>'
    return (
        f'<article class="reader"><header><h2 dir="auto"{lang}>{line(headline(article))}</h2>'
        f'<div class="from">{_facts(article)}</div></header>'
        f"{standing(article, versions)}{corrections(article)}"
        f'<div class="text"{lang}>{text}</div>{what_changed(versions)}{_related(related)}</article>'
    )


def _facts(article: Article) -> str:
    """Return what is known of an article, and where the original is."""
    authors = line(cut(", ".join(article.authors), LONGEST_AUTHORS))
    facts = [source_line(article)]
    facts += [f"by <bdi>{authors}</bdi>"] if authors else []
    facts += [f"updated {article.updated_at.astimezone(UTC):%Y-%m-%d}"] if article.updated_at else []
    facts += [f"language: {line(cut(article.language, 40))}"] if article.language else []
    facts += [link] if (link := original(article.url)) else []
    return " · ".join(facts)


def _related(related: Sequence[Article]) -> str:
    if not related:
        return ""
    told = "".join(
        f'<li>{reading(one.id, headline(one))} <span class="from">{source_line(one)}</span></li>' for one in related
    )
    return f'<section class="related"><h3>Related articles</h3><ul class="articles">{told}</ul></section>'
