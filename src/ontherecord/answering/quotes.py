"""Answers to questions for somebody's words: who said it, when, in which words, each cited."""

from collections.abc import Sequence
from dataclasses import dataclass

from ontherecord.answering.wording import refusal, written
from ontherecord.archive.quoted import Span
from ontherecord.language.asking import WordsAsked
from ontherecord.language.cues import of_mind
from ontherecord.language.sentences import sentences
from ontherecord.schema import Answer, Article, Citation, Heard, Quote, Searched

MAX_QUOTES = 5
# Of a position that changed, as many as show how.
MAX_STEPS = 8
MAX_CHARACTERS = 1400
# Of an utterance that is longer, with what stands between its fragments, only one fragment is shown.
LONGEST = 500
SUGGESTIONS = 3
# Two quotes that share more of their words than this say the same.
SAME_WORDS = 0.7
# Words less surely somebody's are not shown as theirs.
LEAST_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """A quote, the probability that it answers, and the slice of its article that is shown for it."""

    quote: Quote
    chance: float
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is shown."""
        return self.quote.article.text[self.start : self.end]


def told(quote: Quote, chance: float, fragments: Sequence[Span]) -> Told:
    """Return a quote as it is shown, given where the fragments of its utterance stand.

    Words come with what stands between them, a report in the sentence that holds it.
    """
    return Told(quote, chance, *_slice(quote, fragments))


def compose_quotes(question: str, asked: WordsAsked, found: Sequence[Told], searched: Searched) -> Answer:
    """Return the answer that quotes: verbatim words before reports of them, or in the order of time where asked."""
    chosen = _chosen(found, MAX_STEPS if asked.over_time else MAX_QUOTES)
    if asked.over_time:
        ordered = sorted(chosen, key=_date)
    else:
        ordered = sorted(chosen, key=lambda told: (told.quote.kind == "indirect", not told.quote.sure))
    citations = tuple(_citation(number, told) for number, told in enumerate(ordered, 1))
    best = max(told.chance for told in found)
    return Answer(question, written(citations), "answered", "quotes", citations, searched, evidence=best)


def decline_quotes(
    question: str, heard: Heard, searched: Searched, nearest: Sequence[Article], evidence: float
) -> Answer:
    """Return the statement that nothing of somebody's on a subject is on record, and how often they are quoted."""
    articles = tuple({article.id: article for article in nearest}.values())[:SUGGESTIONS]
    text = refusal(searched, heard)
    return Answer(
        question, text, "insufficient_evidence", "quotes", (), searched, articles, evidence=evidence, heard=heard
    )


def carriers(quote: Quote) -> tuple[str, ...]:
    """Return the names of the other outlets that have the words of a quote."""
    outlets = dict.fromkeys(article.publisher for article in quote.also_in if article.publisher)
    return tuple(outlet for outlet in outlets if outlet and outlet != quote.article.publisher)


def fitting(asked: WordsAsked, quote: Quote) -> bool:
    """Return whether a quote is of what was asked for: a thought reported is no statement."""
    if quote.confidence < LEAST_SURE or quote.speaker is None:
        return False
    return asked.act == "thought" or quote.kind != "indirect" or not of_mind(quote.cue)


def _chosen(found: Sequence[Told], most: int) -> list[Told]:
    """Return the likeliest quotes, an utterance once and the same words as the surest article has them."""
    chosen, seen, length = list[Told](), set[tuple[str, int]](), 0
    for told in sorted(found, key=lambda one: -one.chance):
        utterance = (told.quote.article.id, told.quote.utterance)
        twin = next((place for place, other in enumerate(chosen) if _same(told, other)), None)
        if utterance in seen:
            continue
        if twin is not None:
            if told.quote.sure and not chosen[twin].quote.sure:
                chosen[twin] = told
        elif len(chosen) < most and (not chosen or length + len(told.text) <= MAX_CHARACTERS):
            chosen.append(told)
            length += len(told.text)
        seen.add(utterance)
    return chosen


def _citation(number: int, told: Told) -> Citation:
    quote = told.quote
    return Citation(number, quote.article, told.start, told.end, told.text, quote)


def _slice(quote: Quote, fragments: Sequence[Span]) -> Span:
    text = quote.article.text
    line_start = text.rfind("\n", 0, quote.start) + 1
    line_end = text.find("\n", quote.end)
    line_end = len(text) if line_end < 0 else line_end
    if quote.kind == "direct" and quote.sure:
        own = [(a, b) for a, b in fragments if line_start <= a and b <= line_end]
        start, end = min([quote.start, *(a for a, _ in own)]), max([quote.end, *(b for _, b in own)])
        if end - start > LONGEST:
            start, end = quote.start, quote.end
    else:
        around = [s for s in sentences(text, line_start, line_end) if s.end > quote.start and s.start < quote.end]
        start = min([quote.start, *(s.start for s in around)])
        end = max([quote.end, *(s.end for s in around)])
    return start, end


def _same(one: Told, other: Told) -> bool:
    words = [set(told.text.lower().split()) for told in (one, other)]
    return len(words[0] & words[1]) > SAME_WORDS * min(len(words[0]), len(words[1]))


def _date(told: Told) -> tuple[float, str, int]:
    moment = told.quote.article.published_at
    return (moment.timestamp() if moment else float("inf"), told.quote.article.id, told.quote.start)
