"""Answering a question for somebody's words from the quotes of a library."""

from collections.abc import Callable, Iterator
from itertools import islice

from ontherecord.answering.quotes import compose_quotes, decline_quotes, fitting, told
from ontherecord.answering.whose import whose
from ontherecord.archive import Archive
from ontherecord.archive.quoted import Wanted
from ontherecord.language.asking import WordsAsked
from ontherecord.planning import Plan
from ontherecord.quotations import Subject, find_quotes, most_relevant
from ontherecord.schema import Answer, Heard, Quote, Searched
from ontherecord.temporal import Window

# The probability that the best quote answers, from which on there is an answer. Of the tuning questions, cross-
# validated, 85% of those with nothing to find are refused so, and 90% of the others answered.
SUFFICIENT = 0.15
# A further quote is given if it has so much of the probability of the best; of anybody's, where others are mostly
# wrong, it takes more.
SHARE = 0.25
SHARE_OF_ANYBODY = 0.6
# So many of the likeliest quotes are looked at.
CONSIDERED = 40
# What is left of the probability of a quote from another time than the one asked about.
UNTIMELY = 0.3


def answer_from_quotes(
    question: str,
    asked: WordsAsked,
    planned: Plan,
    archive: Archive,
    about: Callable[[str], Subject],
    searched: Searched,
) -> Answer | None:
    """Return the answer in somebody's words, or that none are on record; None where quotes alone cannot tell.

    `about` makes the subject that quotes are compared with. What may be told otherwise than in words is for other
    evidence to say, if it is strong.
    """
    wanted = Wanted(planned.scope) if asked.speaker is None else whose(archive, planned.scope, asked.speaker)
    if wanted is None:
        nobody = Heard(asked.speaker or "", 0)
        return decline_quotes(question, nobody, searched, (), 0.0) if asked.strict else None
    likely = list(islice(_likely(asked, wanted, planned.window, archive, about), CONSIDERED))
    fit = [(quote, chance) for quote, chance in likely if fitting(asked, quote)]
    best = max((chance for _, chance in fit), default=0.0)
    if best >= SUFFICIENT:
        least = best * (SHARE if asked.speaker else SHARE_OF_ANYBODY)
        shown = [told(quote, chance, archive.quoted.fragments(quote)) for quote, chance in fit if chance >= least]
        return compose_quotes(question, asked, shown, searched)
    if asked.speaker is None:
        return None
    articles = archive.quoted.span(wanted)[0]
    name = next((quote.speaker for quote, _ in likely if quote.speaker), None) or asked.speaker
    nearest = [quote.article for quote, _ in likely]
    return decline_quotes(question, Heard(name, articles), searched, nearest, best)


def _likely(
    asked: WordsAsked, wanted: Wanted, window: Window | None, archive: Archive, about: Callable[[str], Subject]
) -> Iterator[tuple[Quote, float]]:
    """Yield the speaker's quotes with how likely each answers, the likeliest first; the newest without a subject."""
    if asked.subject:
        found = most_relevant(archive, wanted, about(asked.subject))
    else:
        found = ((quote, 1.0) for quote in find_quotes(archive, wanted, None, CONSIDERED))
    for quote, chance in found:
        yield quote, chance * (1.0 if _in(window, quote) else UNTIMELY)


def _in(window: Window | None, quote: Quote) -> bool:
    moment = quote.article.published_at
    if window is None or moment is None:
        return True
    return (window.start is None or window.start <= moment) and (window.end is None or moment < window.end)
