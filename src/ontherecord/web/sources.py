"""The sources of an answer: each cited article with its passages in their surroundings."""

import re
from collections.abc import Sequence

from ontherecord.phrases import carried_by, cut
from ontherecord.schema import Answer, Article, Citation
from ontherecord.web.acting import button
from ontherecord.web.escaping import escape, line
from ontherecord.web.linking import original
from ontherecord.web.origins import headline, source_line
from ontherecord.web.turns import Turn

# Characters of an article shown on each side of a cited sentence.
AROUND = 240
LONGEST_NOTICE, LONGEST_NAMES = 500, 2000
SPACE = re.compile(r"\s")
# Where the panel lies over the conversation, on a narrow screen.
CLOSE = '<button type="button" class="quiet close" data-act="close">Close</button>'


def no_sources() -> str:
    """Return the panel before anything is answered."""
    return f'{CLOSE}<h2>Sources</h2><p class="hint">What an answer cites appears here, within its article.</p>'


def sources(turn: Turn, number: int) -> str:
    """Return the panel for one answer: its sources, or, where there is no answer, the nearest articles."""
    answer = turn.answer
    if answer is None:
        return no_sources()
    asked = f'<p class="hint" dir="auto">{line(cut(turn.question, 120))}</p>'
    if answer.answered:
        return f"{CLOSE}<h2>Sources</h2>{asked}{cards(answer, number)}"
    if not answer.suggestions:
        return f'{CLOSE}<h2>Sources</h2><p class="hint">No article comes near this question.</p>'
    near = "".join(card(article, (), number) for article in answer.suggestions)
    hint = '<p class="hint">Close to the question, without an answer to it.</p>'
    return f"{CLOSE}<h2>Nearest articles</h2>{hint}{near}"


def cards(answer: Answer, number: int) -> str:
    """Return a card for each article that an answer cites."""
    return "".join(
        card(article, [one for one in answer.citations if one.article.id == article.id], number)
        for article in answer.sources
    )


def card(article: Article, citations: Sequence[Citation], number: int) -> str:
    """Return an article with what is cited of it in its surroundings; else with its opening."""
    excerpts = "".join(
        f'<blockquote dir="auto">{highlighted(article.text, citations, window, number)}</blockquote>'
        for window in windows(article.text, citations) or [_surroundings(article.text, 0, 0)]
    )
    return (
        f'<article class="source"><h3 dir="auto">{line(headline(article))}</h3>'
        f'<div class="from">{" · ".join(_known(article, citations))}</div>{corrections(article)}{excerpts}'
        f'<p class="actions">{_read(article, citations, number)}{_originals(article, citations)}</p></article>'
    )


def corrections(article: Article) -> str:
    """Return what an article says of its own mistakes."""
    notices = (line(cut(notice.text, LONGEST_NOTICE)) for notice in article.corrections)
    return "".join(f'<p class="notice" dir="auto">{notice}</p>' for notice in notices)


def elsewhere(outlets: Sequence[str]) -> list[str]:
    """Return in how many other outlets a story is, their names behind it; nothing where there are none."""
    names = line(cut(", ".join(outlets), LONGEST_NAMES))
    told = escape(carried_by(outlets))
    return [f'<details class="elsewhere"><summary>{told}</summary>{names}</details>'] if outlets else []


def windows(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the stretches of an article to show around its citations; those that touch become one."""
    found = list[tuple[int, int]]()
    for citation in sorted(citations, key=lambda citation: citation.start):
        start, end = _surroundings(text, citation.start, citation.end)
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(found.pop()[1], end)
        found.append((start, end))
    return found


def highlighted(text: str, citations: Sequence[Citation], window: tuple[int, int], number: int) -> str:
    """Return a stretch of an article with the citations in it marked, each led to by its marker, and leading back."""
    (position, end), parts = window, list[str]()
    if position and text[position - 1] != "\n":
        parts.append("… ")
    for citation in sorted(citations, key=lambda citation: citation.start):
        if not window[0] <= citation.start <= citation.end <= end:
            continue
        start = max(citation.start, position)
        parts += [escape(text[position:start]), _back(citation.marker, number)]
        parts.append(f"<mark>{escape(text[start : citation.end])}</mark>")
        position = max(position, citation.end)
    parts.append(escape(text[position:end]))
    if end < len(text) and text[end] != "\n":
        parts.append(" …")
    return "".join(parts)


def _known(article: Article, citations: Sequence[Citation]) -> list[str]:
    known = [source_line(article)]
    if citations and citations[0].version_cited:
        known.append(button(citations[0].version_cited, "read", article=article.id, version=article.version))
    return known + elsewhere(citations[0].also_in if citations else ())


def _read(article: Article, citations: Sequence[Citation], number: int) -> str:
    name = f"Read the article “{headline(article)}”"
    marker = {"turn": number, "marker": citations[0].marker} if citations else {}
    return button("Read the article", "read", name, article=article.id, version=article.version, **marker)


def _originals(article: Article, citations: Sequence[Citation]) -> str:
    """Return a link to the original at the first sentence cited, or to the original as a whole."""
    return original(article.url, citations[0].text if citations else None)


def _back(marker: int, number: int) -> str:
    return (
        f'<a class="marker" id="source-{number}-{marker}" href="#turn-{number}" data-act="back" data-turn="{number}" '
        f'data-marker="{marker}" aria-label="Source {marker}, back to the answer">{marker}</a>'
    )


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
