"""Who said what about what: from a name and a subject to quotes, and from the quotes to their speakers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice, takewhile, zip_longest
from typing import get_args

import numpy as np

from ontherecord.archive import Archive, Scope
from ontherecord.archive.quoted import Recorded, Surrounded, Wanted
from ontherecord.copies import copied, in_their_places, read
from ontherecord.errors import QuestionError
from ontherecord.indexes import Indexes
from ontherecord.ranking.model import Column, chance, shipped
from ontherecord.ranking.quotes import quote_features, what_is_said
from ontherecord.retrieval import Query
from ontherecord.schema import Alias, Quote, QuoteKind, Speaker
from ontherecord.speakers import asked_for, bearers, plain, surname_of

# So many quotes are compared with a subject: all of a speaker, or those in the articles that the indexes find.
COMPARED = 600
LEG_LIMIT = 300
MODEL = "quotes"
# So many of the likeliest are read once more, by meaning, and judged by a model that knows that too: of the tuning
# questions, cross-validated, 91% are answered rightly instead of 82% where 85% of those with no answer are refused.
READ, READ_MODEL = 30, "quotes_read"
# A quote that the model gives less is not listed as about a subject; what an answer needs is more.
RELEVANT = 0.03
ALIASES = 12
PAGE = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """What quotes are to be about, with the indexes that tell; `near` compares texts with the question, by cosine."""

    query: Query
    indexes: Indexes
    near: Callable[[Sequence[str]], Column]


def question_about(speaker: str | None, about: str) -> str:
    """Return the question that quotes about a subject answer."""
    return f"What did {speaker or 'people'} say about {about}?"


def wanted(archive: Archive, scope: Scope, speaker: str | None, kind: QuoteKind | None) -> Wanted | None:
    """Return which quotes are asked for; None where nobody is quoted who is called so.

    Raises QuestionError for a speaker without a name and for a kind that there is not.
    """
    if kind is not None and kind not in get_args(QuoteKind):
        raise QuestionError(f"quotes are not {kind!r}: ask for one of {', '.join(get_args(QuoteKind))}")
    if speaker is None:
        return Wanted(scope, kind=kind)
    surname = surname_of(speaker)
    if surname is None:
        raise QuestionError(f"{speaker!r} is no name of a speaker: give one such as Rubio or Marco Rubio")
    names = asked_for(speaker, archive.quoted.names(surname))
    return Wanted(scope, surname, tuple(names), kind) if names else None


def find_quotes(archive: Archive, asked: Wanted, subject: Subject | None, limit: int) -> list[Quote]:
    """Return quotes about a subject, the most relevant first, or, without one, the newest first.

    The same words in several articles are one quote, that of the earliest article. Raises QuestionError for a limit
    below 1.
    """
    if limit < 1:
        raise QuestionError(f"{limit} quotes are none: ask for 1 or more")
    if subject is None:
        told = in_their_places(copied(archive, _newest(archive, asked), asked.scope))
        return list(islice(read(archive, told), limit))
    likely = takewhile(lambda one: one[1] >= RELEVANT, most_relevant(archive, asked, subject))
    return [quote for quote, _ in islice(likely, limit)]


def scored(archive: Archive, asked: Wanted, subject: Subject) -> list[tuple[Recorded, float]]:
    """Return quotes with the probability that they are on a subject, by the model, the likeliest first."""
    found = candidates(archive, asked, subject)
    if not found:
        return []
    columns = quote_features(found, subject.query.words, subject.query.vector)
    likely = chance(shipped(MODEL).log_odds(columns))
    best = np.argsort(-likely, kind="stable")[:READ]
    read = {name: column[best] for name, column in columns.items()}
    read["near"] = subject.near([what_is_said(found[row][1]) for row in best])
    closer = chance(shipped(READ_MODEL).log_odds(read))
    likely = np.minimum(likely, closer.min())
    likely[best] = closer
    ranked = zip((quote for quote, _ in found), likely.tolist(), strict=True)
    return sorted(ranked, key=lambda one: (-one[1], -(one[0].published or 0), one[0].key))


def most_relevant(archive: Archive, asked: Wanted, subject: Subject) -> Iterator[tuple[Quote, float]]:
    """Yield quotes with the probability that they are on a subject, the likeliest first, the same words once."""
    likely = scored(archive, asked, subject)
    chances = {quote.key: probability for quote, probability in likely}
    seen = set[int]()
    for quote, told in copied(archive, (quote for quote, _ in likely), asked.scope):
        if told.first.key not in seen:
            seen.add(told.first.key)
            yield from ((whole, chances[quote.key]) for whole in read(archive, iter([told])))


def timeline(archive: Archive, asked: Wanted, subject: Subject | None) -> tuple[tuple[date, int], ...]:
    """Return how many quotes there are of each month, by its first day; the same words count once."""
    if subject is None:
        return tuple(archive.quoted.months(asked))
    months = dict[date, set[int]]()
    for quote, probability in scored(archive, asked, subject):
        if probability >= RELEVANT and quote.published is not None:
            month = datetime.fromtimestamp(quote.published, UTC).date().replace(day=1)
            months.setdefault(month, set()).add(quote.words or quote.key)
    return tuple((month, len(months[month])) for month in sorted(months))


def speakers(archive: Archive, prefix: str | None, limit: int) -> list[Speaker]:
    """Return who is quoted, the most quoted first: those with a name that begins with a prefix, or all."""
    begin = None if prefix is None else plain(prefix).strip()
    found = list[tuple[int, str, str, tuple[str, ...]]]()
    for surname, most in archive.quoted.surnames(begin):
        # Nobody of this surname, or of a rarer one, is quoted more often than those found.
        if sum(quotes >= most for quotes, *_ in found) >= limit:
            break
        for person in bearers(archive.quoted.names(surname)):
            if begin is None or any(_begins(name, begin) for name in person.names):
                found.append((person.quotes, person.name, surname, tuple(person.names)))
    most_quoted = sorted(found, key=lambda person: (-person[0], person[1]))[:limit]
    return [
        _speaker(archive, name, quotes, Wanted(Scope(), surname, names))
        for quotes, name, surname, names in most_quoted
    ]


def _speaker(archive: Archive, name: str, quotes: int, own: Wanted) -> Speaker:
    articles, first, last = archive.quoted.span(own)
    uses = archive.quoted.uses(own, ALIASES)
    aliases = tuple(Alias(use.written, use.quotes, _moment(use.first), _moment(use.last)) for use in uses)
    return Speaker(name, quotes, articles, _moment(first), _moment(last), aliases)


def candidates(archive: Archive, asked: Wanted, subject: Subject) -> list[tuple[Recorded, Surrounded]]:
    """Return the quotes that may be about a subject, with what tells whether they are."""
    found = _compared(archive, asked, subject)
    told = archive.quoted.surrounded([quote.key for quote in found])
    return [(quote, told[quote.key]) for quote in found if quote.key in told]


def _compared(archive: Archive, asked: Wanted, subject: Subject) -> list[Recorded]:
    if asked.surname is not None:
        found = archive.quoted.some(asked, COMPARED + 1)
        if len(found) <= COMPARED:
            return found
    query, indexes = subject.query, subject.indexes
    words = " ".join([query.question.text, *asked.names[:1]])
    near = [key for key, _ in indexes.dense(query.vector, LEG_LIMIT, query.scope)]
    lexical = [key for key, _ in indexes.lexical(words, LEG_LIMIT, query.scope)]
    both = dict.fromkeys(chain.from_iterable(zip_longest(near, lexical)))
    ranks = {key: rank for rank, key in enumerate(both) if key is not None}
    found = archive.quoted.around(asked, list(ranks))
    # Those in the best passages first, then those beside them.
    return sorted(found, key=lambda quote: (ranks.get(quote.passage or 0, len(both)), quote.key))[:COMPARED]


def _newest(archive: Archive, asked: Wanted) -> Iterator[Recorded]:
    skipped = 0
    while page := archive.quoted.newest(asked, PAGE, skipped):
        yield from page
        skipped += len(page)


def _begins(name: str, begin: str) -> bool:
    bare = plain(name)
    return bare.startswith(begin) or any(word.startswith(begin) for word in bare.split())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
