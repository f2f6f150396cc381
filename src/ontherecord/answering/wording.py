"""How answers are worded: the lead-in and the marker of each sentence, and the refusal."""

import re
from collections.abc import Iterator, Sequence

from ontherecord.language.cues import of_mind
from ontherecord.schema import Article, Citation, Heard, Searched, Statement

LEAD_LENGTH = 60
PIECE = re.compile(r".+?(?:\[\d+\]\s*|\Z)", re.DOTALL)


def written(citations: Sequence[Citation]) -> str:
    """Return the text that citations make: a line an article, each sentence before its marker."""
    lines, previous = list[str](), None
    for citation in citations:
        sentence = f"{citation.text} [{citation.marker}]"
        opening = lead_in(citation)
        if opening == previous:
            lines[-1] += f" {sentence}"
        else:
            lines.append(f"{opening}: {sentence}")
        previous = opening
    return "\n\n".join(lines)


def told(statements: Sequence[Statement], citations: Sequence[Citation]) -> str:
    """Return the text that written sentences make, each before its markers."""
    return "".join(spoken(one, citations, first=place == 0) for place, one in enumerate(statements))


def spoken(statement: Statement, citations: Sequence[Citation], *, first: bool) -> str:
    """Return a sentence with its markers as it follows those before it; an article's own is led in by its source."""
    space = "" if first else "\n\n" if statement.opens else " "
    lead = f"{lead_in(citations[statement.markers[0] - 1])}: " if statement.verbatim else ""
    markers = " ".join(f"[{marker}]" for marker in statement.markers)
    return f"{space}{lead}{statement.text} {markers}"


def refusal(searched: Searched, heard: Heard | None = None) -> str:
    """Return what says that nothing was found, and in what; of somebody's words also how often these are quoted."""
    if searched.articles == 0:
        where = f"this library holds no article published by {searched.as_of:%Y-%m-%d}"
        where = "no article of this library falls within the filters" if searched.filters else where
        return f"There is no answer on the record: {where}."
    nothing = f"There is no answer on the record: searched {searched.holdings}."
    if heard is None:
        return nothing
    if heard.articles == 0:
        return f"{nothing} Nobody called {one_line(heard.speaker)} is quoted in them."
    times = "one" if heard.articles == 1 else f"{heard.articles:,}"
    return f"{nothing} {one_line(heard.speaker)} is quoted in {times} of them, but not about that."


def lead_in(citation: Citation) -> str:
    """Return what stands before a citation: its source, and of somebody's words, whose they are."""
    source, quote = published_by(citation.article), citation.quote
    if quote is None or quote.speaker is None:
        return source
    speaker = one_line(quote.speaker)
    if not quote.sure:
        return f"{speaker}, it seems ({source})"
    if quote.kind == "direct":
        return f"{speaker} ({source})"
    if of_mind(quote.cue):
        return f"{source}, on the mind of {speaker}"
    return f"{source}, paraphrasing {speaker}" if quote.kind == "indirect" else f"{source}, on what {speaker} said"


def published_by(article: Article) -> str:
    """Return who published an article and when; its headline where neither is known."""
    known = [article.publisher and one_line(article.publisher), article.published]
    return ", ".join(part for part in known if part) or one_line(article.headline)


def pieces(text: str) -> Iterator[str]:
    """Yield a text in the pieces in which it may reach a reader: up to each marker."""
    yield from (match[0] for match in PIECE.finditer(text))


def one_line(text: str) -> str:
    """Return a title or name as it may stand beside markers: short, on one line, without square brackets."""
    line = " ".join(text.replace("[", "(").replace("]", ")").split())
    return line if len(line) <= LEAD_LENGTH else line[: LEAD_LENGTH - 1].rstrip() + "…"
