"""Conversations, answers and articles as the HTML and Markdown of the web chat.

What an article, a question or an error says is hostile here: it passes `escape` on its way into the page, and after
that it can be nothing but text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from ontherecord.bylines import byline
from ontherecord.phrases import carried_by, cut, holdings
from ontherecord.reports import LibraryStats
from ontherecord.schema import Answer, Article, Citation

# Characters of an article shown on each side of a cited sentence.
AROUND = 240
# Answers whose sources stay in the panel: each takes its whole articles to the browser.
SOURCES_KEPT = 10
LONGEST_SHOWN = 2000
LONGEST_NOTICE = 500
# A language model may take a minute.
WAITING = "<small>Answering …</small>"

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
SPACE = re.compile(r"\s")
# They would turn round the text behind them, markers included.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'`\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation and what has been said to it so far; `waiting` where more is to come.

    Without `answer`, it failed or goes on.
    """

    question: str
    text: str = ""
    answer: Answer | None = None
    seconds: float = 0.0
    waiting: bool = False


Turns: TypeAlias = tuple[Turn, ...]
# Words, and the markers that stand behind them.
Marked: TypeAlias = tuple[str, tuple[int, ...]]


def escape(text: str) -> str:
    """Return text for HTML, its attributes and Markdown; neither these nor LaTeX or templates find a sign in it."""
    sound = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", sound)


def messages(turns: Turns) -> list[dict[str, str]]:
    """Return a conversation as the messages of the chat."""
    shown = list[dict[str, str]]()
    for number, turn in enumerate(turns, 1):
        shown.append({"role": "user", "content": chat_text(cut(turn.question, LONGEST_SHOWN))})
        if turn.answer:
            linked = sentences(turn.answer) if number > len(turns) - SOURCES_KEPT else ()
            answer = chat_text(turn.text, linked, number)
            small = f"<small>{chat_text(facts(turn.answer, turn.seconds))}</small>"
            shown.append({"role": "assistant", "content": f"{answer}\n\n{small}"})
        elif turn.text or turn.waiting:
            parts = [chat_text(turn.text), WAITING if turn.waiting else ""]
            shown.append({"role": "assistant", "content": "\n\n".join(part for part in parts if part)})
    return shown


def chat_text(text: str, linked: Sequence[Marked] = (), number: int = 1) -> str:
    """Return text as Markdown that shows it as it is, the markers of `linked` sentences links into the sources panel.

    A number in brackets that belongs to an article stays text.
    """
    return "".join(
        _paragraphs(words) + "".join(f" [&#91;{marker}&#93;](#source-{number}-{marker})" for marker in markers)
        for words, markers in stretches(text, linked)
    ).strip()


def sentences(answer: Answer) -> list[Marked]:
    """Return the sentences of an answer in their order: those written, or else those quoted."""
    if answer.statements:
        return [(statement.text, statement.markers) for statement in answer.statements]
    return [(citation.text, (citation.marker,)) for citation in answer.citations]


def stretches(text: str, marked: Sequence[Marked]) -> Iterator[Marked]:
    """Yield a text in stretches, each but the last up to the end of a sentence that is followed by its markers."""
    position = 0
    for sentence, markers in marked:
        whole = sentence + "".join(f" [{marker}]" for marker in markers)
        found = text.find(whole, position)
        if found >= 0:
            yield text[position : found + len(sentence)], markers
            position = found + len(whole)
    yield text[position:], ()


def _paragraphs(text: str) -> str:
    """Return text escaped, its white space reduced to spaces and blank lines, which Markdown leaves alone."""
    paragraphs = re.split(r"\s*\n\s*\n\s*", BIDI_CONTROLS.sub("", text))
    return "\n\n".join(escape(re.sub(r"\s+", " ", paragraph)) for paragraph in paragraphs)


def facts(answer: Answer, seconds: float) -> str:
    """Return who wrote an answer, in what it was sought, how its question was understood, and how long it took."""
    searched, known = answer.searched, [line] if (line := byline(answer)) else []
    # A refusal says itself what was searched.
    known.append(f"Searched {searched.holdings}" if answer.answered else "Nothing is quoted")
    if searched.query != " ".join(answer.question.split()):
        known.append(f"read as: “{cut(searched.query, 300)}”")
    if searched.window:
        known.append(f"window understood: “{cut(searched.window, 100)}”")
    return " · ".join([*known, f"{seconds:.1f} s"])


def masthead(stats: LibraryStats) -> str:
    """Return the title of the page, what it is, and what the library holds."""
    held = "The library is empty: add articles with python -m ingest."
    if stats.articles:
        stories = stats.articles - stats.syndicated
        held = f"{holdings(stats.articles, stories, stats.first_published, stats.last_published)}."
    claim = "Ask the news. Every sentence of an answer leads to its source, word for word."
    return f"<h1>On the Record</h1><p>{claim} <span>{held}</span></p>"


def sources(turns: Turns) -> str:
    """Return the panel for a conversation: the latest answer's sources, those of earlier answers folded below."""
    kept = [(n, turn.question, turn.answer) for n, turn in enumerate(turns, 1) if turn.answer][-SOURCES_KEPT:]
    if not kept:
        return '<h2>Sources</h2><p class="hint">What an answer cites appears here, within its article.</p>'
    number, _, latest = kept.pop()
    folded = [
        f"<details><summary>{escape(cut(question, 90))}</summary>{sources_panel(answer, n)}</details>"
        for n, question, answer in reversed(kept)
    ]
    earlier = f'<div class="earlier"><h2>Earlier questions</h2>{"".join(folded)}</div>' if folded else ""
    return sources_panel(latest, number) + earlier


def sources_panel(answer: Answer, number: int = 1) -> str:
    """Return the sources of an answer, one card an article; without an answer, the nearest articles."""
    if answer.answered:
        cited = [(article, [c for c in answer.citations if c.article.id == article.id]) for article in answer.sources]
        return "<h2>Sources</h2>" + "".join(card(article, citations, number) for article, citations in cited)
    if not answer.suggestions:
        return '<h2>Sources</h2><p class="hint">No article comes near this question.</p>'
    hint = '<p class="hint">Close to the question, without an answer to it.</p>'
    return f"<h2>Nearest articles</h2>{hint}" + "".join(card(article, (), number) for article in answer.suggestions)


def card(article: Article, citations: Sequence[Citation], number: int) -> str:
    """Return an article with what is cited of it, in its surroundings and in the whole text; else its opening."""
    excerpts = "".join(
        f'<blockquote dir="auto">{highlighted(article.text, citations, window, number)}</blockquote>'
        for window in windows(article.text, citations) or [_surroundings(article.text, 0, 0)]
    )
    known = [f"<bdi>{escape(part)}</bdi>" for part in (article.publisher, article.published) if part]
    known += elsewhere(citations[0].also_in if citations else ())
    known += [escape(citations[0].version_cited)] if citations and citations[0].version_cited else []
    whole = highlighted(article.text, citations, (0, len(article.text)))
    return (
        f'<article><h3 dir="auto">{escape(article.headline)}</h3>'
        f'<p class="from">{" · ".join([*known, *original(article.url)])}</p>{corrections(article)}{excerpts}'
        f'<details><summary>The whole article</summary><div class="text" dir="auto">{whole}</div></details></article>'
    )


def corrections(article: Article) -> str:
    """Return what an article says of its own mistakes."""
    notices = (escape(cut(notice.text, LONGEST_NOTICE)) for notice in article.corrections)
    return "".join(f'<p class="hint" dir="auto">{notice}</p>' for notice in notices)


def elsewhere(outlets: Sequence[str]) -> list[str]:
    """Return in how many other outlets a story is, their names behind it; nothing where there are none."""
    names = escape(cut(", ".join(outlets), LONGEST_SHOWN))
    return [f'<span title="{names}">{escape(carried_by(outlets))}</span>'] if outlets else []


def original(url: str | None) -> list[str]:
    """Return a link to the original of an article if it is on the web, named by its host, else nothing."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return []
    if not url or not host or not ADDRESS.fullmatch(url):
        return []
    return [f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(host)}&nbsp;↗</a>']


def windows(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
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


def highlighted(text: str, citations: Sequence[Citation], window: tuple[int, int], number: int | None = None) -> str:
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
