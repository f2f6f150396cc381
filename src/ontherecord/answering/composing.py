"""From weighed sentences to the text of an answer."""

import re
from collections.abc import Iterator, Sequence

from ontherecord.answering.extractive import Evidence
from ontherecord.language.speech import quoted_share
from ontherecord.schema import Answer, Article, Citation, Hit, Searched

MAX_SENTENCES = 5
MAX_CHARACTERS = 900
SUGGESTIONS = 3
# Weaker sentences than this share of the best are left out: the answer is in five sentences .45 of the time against
# .47 at 0.7, and half a sentence shorter (347 questions of RealTimeQA).
RELATIVE_FLOOR = 0.8
# Two sentences that share more of their words than this say the same.
SAME_WORDS = 0.6
# Of two such sentences the one that quotes this much more is kept, else the better evidence.
FULLER = 1.1
LEAD_LENGTH = 60

PIECE = re.compile(r".+?(?:\[\d+\]\s*|\Z)", re.DOTALL)


def compose(question: str, evidence: Sequence[Evidence], searched: Searched) -> Answer:
    """Return the answer that quotes the best evidence: one paragraph an article, the best sentence first."""
    chosen = _in_reading_order(_choose(evidence))
    citations = tuple(
        Citation(
            marker,
            item.article,
            item.sentence.start,
            item.sentence.end,
            item.sentence.text,
            also_in=item.also_in,
        )
        for marker, item in enumerate(chosen, 1)
    )
    return Answer(question, written(citations), "answered", "extractive", citations, searched)


def decline(question: str, hits: Sequence[Hit], searched: Searched) -> Answer:
    """Return the statement that the evidence does not suffice, with the nearest articles."""
    nearest = list({hit.article.id: hit.article for hit in hits}.values())[:SUGGESTIONS]
    return Answer(question, refusal(searched), "insufficient_evidence", "extractive", (), searched, tuple(nearest))


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


def _choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    chosen = list[Evidence]()
    for item in evidence:
        if chosen and item.score < RELATIVE_FLOOR * evidence[0].score:
            break
        twins = [i for i, other in enumerate(chosen) if _same(item, other)]
        if twins and (len(twins) > 1 or _quoted(item) <= FULLER * _quoted(chosen[twins[0]])):
            continue
        place = twins[0] if twins else len(chosen)
        draft = [*chosen[:place], item, *chosen[place + 1 :]]
        if len(draft) <= MAX_SENTENCES and len(written(_draft(draft))) <= MAX_CHARACTERS:
            chosen = draft
    return chosen


def _quoted(item: Evidence) -> float:
    return quoted_share(item.sentence.text) * len(item.sentence.text)


def _draft(chosen: Sequence[Evidence]) -> list[Citation]:
    return [
        Citation(9, i.article, i.sentence.start, i.sentence.end, i.sentence.text) for i in _in_reading_order(chosen)
    ]


def _in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence, then the others of its article in order, then the other articles by date."""
    if not chosen:
        return []
    best, undated = chosen[0], float("inf")
    return sorted(
        chosen,
        key=lambda item: (
            item is not best,
            item.article.id != best.article.id,
            item.article.published_at.timestamp() if item.article.published_at else undated,
            item.article.id,
            item.sentence.start,
        ),
    )


def _same(one: Evidence, other: Evidence) -> bool:
    words = [set(re.findall(r"\w+", item.sentence.text.lower())) for item in (one, other)]
    return len(words[0] & words[1]) > SAME_WORDS * min(len(words[0]), len(words[1]))


def _one_line(text: str) -> str:
    line = " ".join(text.replace("[", "(").replace("]", ")").split())
    return line if len(line) <= LEAD_LENGTH else line[: LEAD_LENGTH - 1].rstrip() + "…"
