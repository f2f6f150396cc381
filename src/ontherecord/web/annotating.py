"""The text of an article, paragraph by paragraph, with what is cited of it marked and who speaks beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeAlias, TypeVar

from ontherecord.phrases import cut
from ontherecord.schema import Article, Citation, Quote
from ontherecord.web.escaping import escape, line
from ontherecord.web.voices import voice

PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
LONGEST_WORDS = 60

Cited = TypeVar("Cited", bound=Citation | Quote)
Stretch: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Cited]):
    """Where in a text the words of a citation or quote stand, without the white space around them."""

    start: int
    end: int
    what: Cited


def annotated(article: Article, cited: Sequence[Citation], quotes: Sequence[Quote]) -> str:
    """Return the text of an article word for word, its cited sentences marked, its quotes with their speakers.

    Citations and quotes of another text, that of another version, say, are left out.
    """
    text = article.text
    stretches = [found.span() for found in PARAGRAPH.finditer(text)]
    citations = _overlapping(stretches, _placed(text, cited))
    voices = _overlapping(stretches, _placed(text, quotes))
    paragraphs = zip(stretches, citations, voices, strict=True)
    return "".join(_paragraph(text, *paragraph) for paragraph in paragraphs)


def _placed(text: str, cited: Iterable[Cited]) -> list[Placed[Cited]]:
    found = list[Placed[Cited]]()
    for one in cited:
        words = text[one.start : one.end]
        if words == one.text and words.strip():
            end = one.start + len(words.rstrip())
            found.append(Placed(one.start + len(words) - len(words.lstrip()), end, one))
    return sorted(found, key=lambda placed: placed.start)


def _overlapping(stretches: Iterable[Stretch], placed: Sequence[Placed[Cited]]) -> Iterator[list[Placed[Cited]]]:
    """Yield for each of the stretches, which follow one another, what reaches into it."""
    position = 0
    reaching: list[Placed[Cited]] = []
    for start, end in stretches:
        begun = position
        while position < len(placed) and placed[position].start < end:
            position += 1
        reaching = [one for one in [*reaching, *placed[begun:position]] if one.end > start]
        yield reaching


def _pieces(stretch: Stretch, placed: Sequence[Placed[Cited]]) -> list[tuple[Stretch, list[Placed[Cited]]]]:
    """Return a stretch cut wherever something begins or ends in it, each piece with what covers it."""
    first, last = stretch
    inside = {place for one in placed for place in (one.start, one.end) if first < place < last}
    pieces = list(pairwise(sorted({first, last} | inside)))
    return list(zip(pieces, _overlapping(pieces, placed), strict=True))


def _paragraph(
    text: str, stretch: Stretch, citations: Sequence[Placed[Citation]], voices: Sequence[Placed[Quote]]
) -> str:
    if not citations and not voices:
        return f'<div class="para"><p dir="auto">{escape(text[slice(*stretch)])}</p></div>'
    marked = "".join(_marked(text, *piece, voices) for piece in _pieces(stretch, citations))
    return f'<div class="para"><p dir="auto">{marked}</p>{_margin(voices)}</div>'


def _marked(
    text: str, stretch: Stretch, citations: Sequence[Placed[Citation]], voices: Sequence[Placed[Quote]]
) -> str:
    reaching = next(_overlapping([stretch], voices))
    words = "".join(_spoken(text, *piece) for piece in _pieces(stretch, reaching))
    if not citations:
        return words
    begun = [one.what.marker for one in citations if one.start == stretch[0]]
    name = f' id="cited-{begun[0]}"' if begun else ""
    # What begins where another citation does needs a place of its own to be led to.
    markers = [f'<sup class="marker">{begun[0]}</sup>'] if begun else []
    markers += [f'<sup class="marker" id="cited-{marker}">{marker}</sup>' for marker in begun[1:]]
    return f"<mark{name}>{''.join(markers)}{words}</mark>"


def _spoken(text: str, stretch: Stretch, voices: Sequence[Placed[Quote]]) -> str:
    words = escape(text[slice(*stretch)])
    if not voices:
        return words
    name = f' id="said-{stretch[0]}"' if any(one.start == stretch[0] for one in voices) else ""
    return f'<span class="said {voices[-1].what.kind}"{name}>{words}</span>'


def _margin(voices: Sequence[Placed[Quote]]) -> str:
    """Return who speaks in a paragraph, each once; where several do, with the first words of each."""
    told = dict[tuple[str | None, str, bool], Placed[Quote]]()
    for one in voices:
        told.setdefault((one.what.speaker or one.what.mention, one.what.kind, one.what.sure), one)
    if not told:
        return ""
    lines = (
        f'<p class="voice {one.what.kind}">{voice(one.what)}{_first_words(one) if len(told) > 1 else ""}</p>'
        for one in told.values()
    )
    return f'<aside class="margin">{"".join(lines)}</aside>'


def _first_words(placed: Placed[Quote]) -> str:
    words = line(cut(placed.what.text, LONGEST_WORDS))
    return f' <a class="words" href="#said-{placed.start}"><bdi>{words}</bdi></a>'
