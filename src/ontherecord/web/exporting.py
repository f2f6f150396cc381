"""A conversation as a document to keep: every answer with its sources as footnotes, in Markdown and in HTML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import TypeAlias

from ontherecord.bylines import byline
from ontherecord.phrases import cut
from ontherecord.schema import Citation
from ontherecord.web.escaping import escape, line
from ontherecord.web.linking import original
from ontherecord.web.marking import sentences, stretches
from ontherecord.web.narrowing import in_words
from ontherecord.web.origins import headline, origin
from ontherecord.web.plain_markdown import BLANK_LINE, markdown, markdown_address, markdown_line
from ontherecord.web.turns import Conversation, Turn

LONGEST_QUESTION, LONGEST_TITLE = 2000, 200
CLAIM = "Every sentence of an answer leads to its source, word for word."
UNANSWERED = "No answer was given."
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.6 Charter, "Bitstream Charter", Georgia, serif; margin: 0 auto; max-width: 40rem;
  padding: 2rem 1.25rem; overflow-wrap: anywhere }
h1, h2 { line-height: 1.25 }
h2 { margin-top: 2.5rem }
.from, .notes { font: .875rem/1.5 system-ui, sans-serif }
.notes li { margin-bottom: .5rem }
sup { line-height: 0 }
"""

Refer: TypeAlias = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A turn of a conversation, its question in one line, and the number of its first footnote in the document."""

    turn: Turn
    first: int

    @property
    def question(self) -> str:
        """What was asked, in one line."""
        return cut(self.turn.question, LONGEST_QUESTION)

    @property
    def notes(self) -> list[tuple[int, Citation]]:
        """The footnotes, each with its number."""
        return list(enumerate(self.turn.answer.citations if self.turn.answer else (), self.first))

    @property
    def facts(self) -> list[str]:
        """What the question was narrowed to, who wrote the answer, and what was searched."""
        answer, limits = self.turn.answer, in_words(self.turn.narrowing)
        facts = [f"Narrowed to: {', '.join(limits)}"] if limits else []
        if answer:
            facts += [told] if (told := byline(answer)) else []
            facts.append(f"Searched {answer.searched.holdings}")
        return [f"{fact}." for fact in facts]


def as_markdown(conversation: Conversation) -> str:
    """Return a conversation as Markdown with footnotes, in which every text of an article stays text."""
    parts = list(_parts(conversation))
    blocks = [f"# {markdown_line(_title(conversation))}", markdown_line(f"{_began(conversation)} {CLAIM}")]
    for part in parts:
        blocks += [f"## {markdown_line(part.question)}", _answer(part, markdown, lambda number: f"[^{number}]")]
        blocks += [markdown_line(fact) for fact in part.facts]
    blocks += [f"[^{number}]: {_markdown_note(citation)}" for part in parts for number, citation in part.notes]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_html(conversation: Conversation) -> str:
    """Return a conversation as one HTML document that needs nothing beside it and runs nothing."""
    parts, title = list(_parts(conversation)), line(_title(conversation))
    told = "".join(map(_section, parts))
    notes = "".join(_html_note(number, citation) for part in parts for number, citation in part.notes)
    sources = f'<section class="notes"><h2>Sources</h2><ol>{notes}</ol></section>' if notes else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f'<body><main><h1 dir="auto">{title}</h1><p class="from">{escape(_began(conversation))} {escape(CLAIM)}</p>'
        f"{told}{sources}</main></body></html>\n"
    )


def _parts(conversation: Conversation) -> Iterator[Part]:
    first = 1
    for turn in conversation.turns:
        yield Part(turn, first)
        first += len(turn.answer.citations) if turn.answer else 0


def _title(conversation: Conversation) -> str:
    return cut(conversation.title, LONGEST_TITLE) or "A conversation"


def _began(conversation: Conversation) -> str:
    return f"On the Record, {conversation.began.astimezone(UTC):%Y-%m-%d %H:%M} UTC."


def _answer(part: Part, told: Callable[[str], str], refer: Refer) -> str:
    """Return the text of an answer through `told`, each of its sentences followed by references to its footnotes."""
    answer = part.turn.answer
    text = (part.turn.text or (answer.text if answer else "")).strip() or UNANSWERED
    if answer is None:
        return told(text)
    numbers = {citation.marker: number for number, citation in part.notes}
    pieces, referred = list[str](), set[int]()
    for words, markers in stretches(text, sentences(answer)):
        cited = [numbers[marker] for marker in markers if marker in numbers]
        pieces += [told(words), *map(refer, cited)]
        referred.update(cited)
    # A source that no sentence leads to is told at the end, rather than kept back.
    return "".join([*pieces, *(refer(number) for number in numbers.values() if number not in referred)])


def _markdown_note(citation: Citation) -> str:
    known = [markdown_line(fact) for fact in _source(citation)]
    return ", ".join(fact for fact in [*known, markdown_address(citation.article.url)] if fact)


def _source(citation: Citation) -> list[str]:
    """Return what article is cited, and which of its versions."""
    version = [citation.version_cited] if citation.version_cited else []
    return [headline(citation.article), origin(citation.article), *version]


def _section(part: Part) -> str:
    referred = set[int]()

    def refer(number: int) -> str:
        name = "" if number in referred else f' id="ref-{number}"'
        referred.add(number)
        return f'<sup><a{name} href="#note-{number}" aria-label="Source {number}">{number}</a></sup>'

    paragraphs = BLANK_LINE.split(_answer(part, escape, refer))
    told = "".join(f'<p dir="auto">{paragraph}</p>' for paragraph in paragraphs if paragraph.strip())
    facts = " ".join(map(line, part.facts))
    small = f'<p class="from">{facts}</p>' if facts else ""
    return f'<section><h2 dir="auto">{line(part.question)}</h2>{told}{small}</section>'


def _html_note(number: int, citation: Citation) -> str:
    known = [f"<bdi>{line(fact)}</bdi>" for fact in _source(citation)]
    link = original(citation.article.url, citation.text)
    back = f'<a href="#ref-{number}" aria-label="Back to the answer from source {number}">↩</a>'
    return f'<li id="note-{number}">{", ".join([*known, *([link] if link else [])])} {back}</li>'
