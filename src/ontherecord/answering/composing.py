"""From weighed sentences to an answer: which are quoted, and in what order."""

import math
import re
from collections.abc import Sequence, Set

from ontherecord.answering.extractive import Evidence, strength
from ontherecord.answering.wording import refusal, written
from ontherecord.language.speech import quoted_share
from ontherecord.schema import Answer, Citation, Hit, Searched

MAX_SENTENCES = 5
MAX_CHARACTERS = 900
SUGGESTIONS = 3
# A sentence whose log-odds are this far below those of the best is left out.
FLOOR = 3.0
# A further sentence is worth so much less if it mentions nothing of the kind asked for that was not quoted before,
# else the more the likelier its mentions are: of 1,223 quiz questions of the testing weeks, the answer stood in the
# sentences quoted for .364 so, for .355 by their scores alone.
REPEATED = 2.0
# Two sentences that share more of their words than this say the same.
SAME_WORDS = 0.6
# Of two such sentences the one that quotes this much more is kept, else the better evidence.
FULLER = 1.1


def compose(question: str, evidence: Sequence[Evidence], searched: Searched) -> Answer:
    """Return the answer that quotes the best evidence: one paragraph an article, the best sentence first."""
    return quote(question, arranged(evidence), searched, strength(evidence))


def quote(question: str, chosen: Sequence[Evidence], searched: Searched, found: float) -> Answer:
    """Return the answer that quotes sentences in this order, of evidence so strong."""
    citations = _cited(chosen)
    return Answer(question, written(citations), "answered", "extractive", citations, searched, evidence=found)


def arranged(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences to quote, as they are read; `evidence` comes the best first."""
    return _in_reading_order(choose(evidence))


def decline(question: str, hits: Sequence[Hit], evidence: Sequence[Evidence], searched: Searched) -> Answer:
    """Return the statement that the evidence does not suffice, with the nearest articles."""
    nearest = list({hit.article.id: hit.article for hit in hits}.values())[:SUGGESTIONS]
    text, found = refusal(searched), strength(evidence)
    return Answer(question, text, "insufficient_evidence", "extractive", (), searched, tuple(nearest), found)


def choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences to quote, the best first: each next one is the best of those left that says more."""
    chosen, left, told = list[Evidence](), list(evidence), set[str]()
    while left:
        item = max(left, key=lambda one: _worth(one, told))
        left.remove(item)
        if item.score < evidence[0].score - FLOOR:
            continue
        twins = [i for i, other in enumerate(chosen) if say_the_same(item, other)]
        if twins and (len(twins) > 1 or _quoted(item) <= FULLER * _quoted(chosen[twins[0]])):
            continue
        place = twins[0] if twins else len(chosen)
        draft = [*chosen[:place], item, *chosen[place + 1 :]]
        if len(draft) <= MAX_SENTENCES and len(written(_cited(_in_reading_order(draft)))) <= MAX_CHARACTERS:
            chosen = draft
            told |= set(item.answers)
    return chosen


def say_the_same(one: Evidence, other: Evidence) -> bool:
    """Return whether two sentences share most of their words."""
    words = [set(re.findall(r"\w+", item.sentence.text.lower())) for item in (one, other)]
    return len(words[0] & words[1]) > SAME_WORDS * min(len(words[0]), len(words[1]))


def _worth(item: Evidence, told: Set[str]) -> float:
    """Return what a sentence is worth after those that told what they mention."""
    new = [weight for mention, weight in item.answers.items() if mention not in told]
    repeated = REPEATED if told and not new else 0.0
    return item.score - repeated + math.log1p(sum(new))


def _quoted(item: Evidence) -> float:
    return quoted_share(item.sentence.text) * len(item.sentence.text)


def _cited(chosen: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(
        Citation(n, item.article, item.sentence.start, item.sentence.end, item.sentence.text)
        for n, item in enumerate(chosen, 1)
    )


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
