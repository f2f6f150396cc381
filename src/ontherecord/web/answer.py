"""An answer as the page shows it: its sentences led to their sources, and the facts on how it came about."""

import re
from collections.abc import Sequence

from ontherecord.bylines import byline
from ontherecord.phrases import counted, cut
from ontherecord.schema import Answer, Article
from ontherecord.web.acting import reading
from ontherecord.web.escaping import line
from ontherecord.web.marking import sentences, stretches
from ontherecord.web.origins import headline, origin, source_line

# A marker does not begin a line without its sentence.
JOINED = "\N{WORD JOINER}"
PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")


def answer_view(answer: Answer, number: int) -> str:
    """Return the text of an answer, its cited sentences and their markers links into the sources."""
    paragraphs = [list[str]()]
    marked = sentences(answer)
    for (words, markers), (sentence, _) in zip(stretches(answer.text, marked), [*marked, ("", ())], strict=False):
        lead = words[: len(words) - len(sentence)] if markers else words
        first, *others = PARAGRAPH.split(lead)
        for place, part in enumerate([first, *others]):
            if place:
                paragraphs.append([])
            if part.strip():
                paragraphs[-1].append(f'<span class="lead">{line(part)} </span>' if markers else line(part))
        if markers:
            paragraphs[-1].append(_cited(sentence, markers, number))
    told = "".join(f'<p dir="auto">{"".join(parts)}</p>' for parts in paragraphs if parts)
    return told if answer.answered else told + nearest(answer.suggestions)


def facts(answer: Answer, seconds: float) -> list[str]:
    """Return who wrote an answer, in what it was sought, how its question was understood, and how long it took."""
    searched = answer.searched
    known = [byline(answer) or ("In the articles’ own words" if answer.answered else "Nothing is quoted")]
    if answer.answered:
        outlets = len({article.publisher for article in answer.sources if article.publisher})
        known.append(f"{counted(len(answer.sources), 'article')}{_outlets(outlets)} cited")
    known.append(f"searched {searched.holdings}{_outlets(searched.outlets)}")
    if searched.window:
        known.append(f"time understood: “{cut(searched.window, 100)}”")
    if searched.query != " ".join(answer.question.split()):
        known.append(f"read as: “{cut(searched.query, 300)}”")
    return [*known, f"{seconds:.1f} s"]


def copyable(answer: Answer) -> str:
    """Return an answer as plain text with its citations below it."""
    cited = [
        " ".join(
            [f"[{one.marker}]", headline(one.article), f"({origin(one.article)})", one.article.url or ""]
        ).strip()
        for one in answer.citations
    ]
    return "\n".join([answer.text, *([""] if cited else []), *cited])


def nearest(articles: Sequence[Article]) -> str:
    """Return the articles that come nearest to a question without an answer."""
    if not articles:
        return '<p class="hint">No article comes near this question. Name who or what it is about in full.</p>'
    listed = "".join(
        f'<li>{reading(one.id, headline(one))} <span class="from">{source_line(one)}</span></li>' for one in articles
    )
    return (
        '<p class="hint">Nearest articles, none of which answers it. Other words, or the full name of who or what '
        f'it is about, may find more.</p><ul class="nearest">{listed}</ul>'
    )


def _cited(sentence: str, markers: Sequence[int], number: int) -> str:
    links = "".join(
        f'<a class="marker" href="#source-{number}-{marker}" data-act="cite" data-turn="{number}" '
        f'data-marker="{marker}" aria-label="Source {marker}">{marker}</a>'
        for marker in markers
    )
    return (
        f'<a class="sentence" href="#source-{number}-{markers[0]}" data-act="cite" data-turn="{number}" '
        f'data-marker="{markers[0]}" tabindex="-1">{line(sentence)}</a>{JOINED}{links} '
    )


def _outlets(outlets: int | None) -> str:
    return f" of {counted(outlets, 'outlet')}" if outlets else ""
