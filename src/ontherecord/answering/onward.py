"""Questions to go on with after an answer: made from who is quoted nearby and from related articles."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from ontherecord.answering.examples import example_questions, topic
from ontherecord.archive import Archive
from ontherecord.copies import quotes_in
from ontherecord.indexes import Indexes
from ontherecord.language.followup import leans
from ontherecord.relating import related
from ontherecord.schema import Answer, Article

# So many articles are looked at for who is quoted, so many are related to them, and so many questions are tried.
# Of a small library the third nearest story is about something else already.
NEAR, RELATED, TRIED, TRIED_OF_SPEAKERS = 4, 2, 8, 5
SPEAKERS_AN_ARTICLE = 3


def follow_ups(
    answer: Answer,
    history: Sequence[str],
    limit: int,
    archive: Archive,
    indexes: Indexes,
    ask: Callable[[str], Answer],
) -> list[str]:
    """Return questions that `ask` answers with something else than an answer did, none of which was asked before."""
    near = (answer.sources or answer.suggestions)[:NEAR]
    asked = {_plain(question) for question in (*history, answer.question, answer.searched.query)}
    spoken = islice(_new(_of_speakers(near, archive), asked), TRIED_OF_SPEAKERS)
    candidates = chain(spoken, _new(_of_related(near, archive, indexes), asked))
    told, chosen = _places(answer), list[str]()
    for question in islice(candidates, TRIED):
        if len(chosen) >= limit:
            break
        found = ask(question)
        if found.answered and not _places(found) <= told:
            chosen.append(question)
            told |= _places(found)
    return chosen


def _of_speakers(articles: Iterable[Article], archive: Archive) -> Iterator[str]:
    """Yield a question for the words of each person who is quoted in some articles, on what these are about."""
    for article in articles:
        speakers = (quote.speaker for quote in quotes_in(archive, article.id, None) if quote.sure)
        for speaker in islice(dict.fromkeys(one for one in speakers if one and " " in one), SPEAKERS_AN_ARTICLE):
            if subject := topic(article, speaker):
                yield f"What did {speaker} say about {subject}?"
    # Where quotes are not found yet, or are turned off, the articles themselves tell.
    yield from example_questions(tuple(articles))


def _of_related(articles: Sequence[Article], archive: Archive, indexes: Indexes) -> Iterator[str]:
    """Yield questions about the articles nearest to the first of some."""
    known = {article.id for article in articles}
    for article in articles[:1]:
        others = [one for one in related(archive, indexes, article.id, RELATED) if one.id not in known]
        yield from example_questions(others)
        for other in others:
            if subject := topic(other, ""):
                yield f"What is the latest on {subject}?"


def _new(questions: Iterable[str], asked: set[str]) -> Iterator[str]:
    """Yield the questions that were not asked, and count them as asked, if they can be understood alone."""
    for question in questions:
        if _plain(question) not in asked and not leans(question):
            asked.add(_plain(question))
            yield question


def _places(answer: Answer) -> set[tuple[str, int, int]]:
    return {(one.article.id, one.start, one.end) for one in answer.citations}


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
