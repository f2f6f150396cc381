"""Answers made of the articles' own sentences: which ones answer, and whether any does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ontherecord.language.sentences import Sentence
from ontherecord.language.speech import asked_speaker, names, quoted_share, speaks, subject
from ontherecord.ranking.model import Column, shipped
from ontherecord.ranking.sentences import Statement, sentence_features, statements, support
from ontherecord.ranking.vocabulary import vocabulary, without_time
from ontherecord.retrieval import Query
from ontherecord.schema import Article, Hit

PASSAGES = 20
MODEL = "sentences"
# A sentence that leans on the one before it reads badly alone: 2.5% of the chosen ones do, 6% without this, and the
# answer is among them as often (.363 of 1,223 quiz questions).
LEANING = -0.5
# Where somebody speaks in a passage, with its title, that holds so much of the question, it is theirs about that;
# where it holds less than this of the subject, it is theirs about something else.
WHOLE = 0.8
HARDLY = 0.4
# A question for somebody's words wants them whole, before a report of them. Chosen by eye, not measured.
QUOTATION = 3.0
UNNAMED = -0.5
# The probability, by the model, that the best passage answers.
SUFFICIENT = 0.22
# The same where somebody's words were sought, which are none on record, and might be told in others. Set by eye.
TOLD = 0.6
# So many of the best sentences are looked at further.
CONSIDERED = 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article and how well it answers a question.

    `score` is the log-odds that it does, by the model, `passage` the probability that its passage does; `answers`
    are its mentions of the kind asked for, each with how much speaks for it.
    """

    article: Article
    sentence: Sentence
    score: float
    passage: float
    answers: Mapping[str, float] = field(default_factory=dict)


def weigh(query: Query, hits: Sequence[Hit]) -> list[Evidence]:
    """Return sentences of the passages found, the best evidence first.

    A question for somebody's words gets sentences in which that person speaks or is named, and no others.
    """
    speaker = asked_speaker(query.question.asked)
    # A follow-up question finds passages by what it leans on, but asks in its own words.
    words = vocabulary(query.question.asked, query.moment.window, query.words.indexes)
    found = [
        s
        for s in statements(query.question.asked, hits, query.words)
        if speaker is None or _may_hold_words(speaker, s)
    ]
    if not found:
        return []
    columns = sentence_features(found, words)
    if speaker:
        # What somebody says of a thing is said of "it" and "them": its name stands nearby.
        columns["covered"] = columns["covered_passage"]
    odds = shipped(MODEL).log_odds(columns) + [LEANING * s.sentence.leaning for s in found]
    if speaker:
        odds += [_spoken(speaker, statement) for statement in found]
    likely = [s.hit.score for s in found] if speaker is None else _spoken_about(query, found, columns["covered"])
    return list(_not_taken_back(found, odds, likely))


def strength(evidence: Sequence[Evidence]) -> float:
    """Return the probability that there is an answer: that of the best passage; from `SUFFICIENT` on it is given."""
    return max((item.passage for item in evidence), default=0.0)


def _may_hold_words(speaker: str, statement: Statement) -> bool:
    before = statement.before.text if statement.before else ""
    return speaks(speaker, statement.sentence.text, before)


def _spoken(speaker: str, statement: Statement) -> float:
    text = statement.sentence.text
    return QUOTATION * quoted_share(text) + (0.0 if names(speaker, text) else UNNAMED)


def _spoken_about(query: Query, found: Sequence[Statement], covered: Column) -> list[float]:
    """Return how likely each sentence is to be what somebody says about the subject asked about."""
    window, indexes = query.moment.window, query.words.indexes
    asked = without_time(subject(query.question.asked), window)
    about = vocabulary(asked, None, indexes)
    hits = {s.hit.passage.id: s.hit for s in found} if indexes.content(asked) else {}
    strange = {
        one
        for one, hit in hits.items()
        if about.coverage(about.stems(f"{hit.article.title or ''} {hit.passage.text}")) < HARDLY
    }
    return [
        0.0 if s.hit.passage.id in strange else max(s.hit.score, SUFFICIENT if share >= WHOLE else 0.0)
        for s, share in zip(found, covered.tolist(), strict=True)
    ]


def _not_taken_back(found: Sequence[Statement], odds: Column, likely: Sequence[float]) -> Iterator[Evidence]:
    """Yield the best sentences as evidence, the best first, without those in a correction notice.

    What a correction repeats is what was wrong; it is shown beside the article instead.
    """
    spoken_for = support(found, np.exp(odds - odds.max()).tolist())
    best = np.argsort(-odds, kind="stable")[:CONSIDERED].tolist()
    # Once an article: looking for them takes half a millisecond.
    articles = {found[row].hit.article.id: found[row].hit.article for row in best}
    taken_back = {one: article.corrections for one, article in articles.items()}
    for row in best:
        hit, sentence = found[row].hit, found[row].sentence
        notices = taken_back[hit.article.id]
        if not any(sentence.start < notice.end and notice.start < sentence.end for notice in notices):
            answers = {mention: spoken_for[mention] for mention in found[row].answers}
            yield Evidence(hit.article, sentence, float(odds[row]), likely[row], answers)
