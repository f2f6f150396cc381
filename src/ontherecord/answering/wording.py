"""How answers are worded: the lead-in and the marker of each sentence, and the refusal."""

import re
from collections.abc import Iterator, Sequence

from ontherecord.schema import Article, Citation, Searched

LEAD_LENGTH = 60
PIECE = re.compile(r".+?(?:\[\d+\]\s*|\Z)", re.DOTALL)


def written(citations: Sequence[Citation]) -> str:
    """Return the text that citations make: a line an article, each sentence before its marker."""
    lines, previous = list[str](), None
    for citation in citations:
        sentence = f"{citation.text} [{citation.marker}]"
        if previous is not None and citation.article.id == previous.id:
            lines[-1] += f" {sentence}"
        else:
            lines.append(f"{lead_in(citation.article)}: {sentence}")
        previous = citation.article
    return "\n\n".join(lines)


def refusal(searched: Searched) -> str:
    """Return the sentence that says that nothing was found, and in what."""
    if searched.articles == 0:
        where = f"this library holds no article published by {searched.as_of:%Y-%m-%d}"
        where = "no article of this library falls within the filters" if searched.filters else where
        return f"There is no answer on the record: {where}."
    return f"There is no answer on the record: searched {searched.holdings}."


def lead_in(article: Article) -> str:
    """Return who published an article and when; its headline where neither is known."""
    known = [article.publisher and _one_line(article.publisher), article.published]
    return ", ".join(part for part in known if part) or _one_line(article.headline)


def pieces(text: str) -> Iterator[str]:
    """Yield a text in the pieces in which it may reach a reader: up to each marker."""
    yield from (match[0] for match in PIECE.finditer(text))


def _one_line(text: str) -> str:
    line = " ".join(text.replace("[", "(").replace("]", ")").split())
    return line if len(line) <= LEAD_LENGTH else line[: LEAD_LENGTH - 1].rstrip() + "…"
