"""Answers from several articles: how outlets report a subject, what changed in it, and what a time brought."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from ontherecord.answering.composing import FLOOR, arranged, decline, quote, say_the_same
from ontherecord.answering.extractive import SUFFICIENT, Evidence, strength
from ontherecord.answering.subjects import Report, reports
from ontherecord.answering.topics import begins_in, headlines
from ontherecord.archive import Archive, Scope
from ontherecord.archive.records import folded
from ontherecord.errors import QuestionError
from ontherecord.indexes import Indexes
from ontherecord.language.comparing import Comparison, comparison_asked
from ontherecord.language.followup import LEANS, Standing, leans
from ontherecord.planning import Plan, denominator
from ontherecord.querying import Queries
from ontherecord.reranking import Reranker
from ontherecord.retrieval import Query, retrieve
from ontherecord.schema import Answer, Hit, Searched, aware
from ontherecord.temporal import Window, find_window

# So many passages are looked at, which are of fewer articles.
PASSAGES = 60
MOST_OUTLETS, MOST_CHANGES, MOST_STRONGEST, MOST_TOPICS = 5, 8, 6, 6
# So few outlets or articles are quoted with two sentences each.
FEW = 3
# What the news is where no time is named: that of so long, up to the newest article.
NEWEST = timedelta(days=7)
# What happened is told on the day after too.
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer from several articles, and the passages that hold what it cites, in its order."""

    answer: Answer
    hits: tuple[Hit, ...] = ()


class Comparisons:
    """Answers questions from several articles of one library."""

    def __init__(self, archive: Archive, indexes: Indexes, queries: Queries, reranker: Reranker | None) -> None:
        """Answer from an archive and its indexes."""
        self._archive = archive
        self._indexes = indexes
        self._queries = queries
        self._reranker = reranker

    def answer(self, question: str, planned: Plan, history: Sequence[str], thread: frozenset[str]) -> Compared | None:
        """Return the answer that several articles give together, or that they give none; None where one may do.

        `history` holds the questions before this one, `thread` the ids of the articles that they are about.
        """
        asked = comparison_asked(planned.question.asked, planned.window.phrase if planned.window else "")
        if asked is None:
            return None
        if planned.window is None and (window := _time(asked, planned.as_of)):
            asked = replace(asked, subject="" if window.phrase == asked.subject else asked.subject)
            planned = replace(planned, window=window)
        context = _context(asked, planned, history)
        planned = replace(planned, question=Standing(planned.question.asked, context))
        searched = denominator(planned, self._archive)
        if not asked.subject and not context:
            return self._of_everything(question, planned, searched)
        alone = asked.subject and not (asked.leaning and context)
        about = Standing(asked.subject, context) if alone else Standing(", ".join(context))
        query = self._queries.query(replace(planned, question=about), thread if context else frozenset())
        return self._of_subject(question, asked, query, searched)

    def _of_subject(self, question: str, asked: Comparison, query: Query, searched: Searched) -> Compared | None:
        """Return what articles of the window say of a subject, or that none does, where nothing else will do."""
        hits = self._found(query, _within(query.scope, _told_in(asked, query.moment.window)))
        if asked.kind == "changes":
            hits = [hit for hit in hits if hit.article.published_at]
        found = list(reports(self._archive, query, hits, news=asked.kind != "outlets"))
        evidence = _evidence(found)
        if strength(evidence) >= SUFFICIENT:
            chosen = _chosen(asked, found)
            return Compared(quote(question, chosen, searched, strength(evidence)), _holding(chosen, found))
        nearest = hits or self._found(query, query.scope)
        since = query.moment.window is not None and query.moment.window.end is None
        return Compared(decline(question, nearest, evidence, searched)) if asked.strict or since else None

    def _found(self, query: Query, scope: Scope | None) -> list[Hit]:
        if scope is None:
            return []
        hits = retrieve(replace(query, scope=scope), self._archive, self._indexes, PASSAGES, self._reranker)
        return [hit for hit in hits if begins_in(hit.article, scope)]

    def _of_everything(self, question: str, planned: Plan, searched: Searched) -> Compared:
        """Return what most outlets report in the window, or in the days up to the newest article."""
        window, newest = planned.window, self._archive.census.newest(planned.scope)
        if window is None and newest is not None:
            last = min(newest, planned.as_of)
            window = Window(last - NEWEST, last + DAY, "")
        scope = _within(planned.scope, window)
        leads = list(islice(headlines(self._archive, scope), MOST_TOPICS)) if scope else []
        if not leads:
            return Compared(decline(question, [], [], searched))
        told, hits = zip(*leads, strict=True)
        return Compared(quote(question, told, searched, strength(told)), hits)


def _time(asked: Comparison, as_of: datetime) -> Window | None:
    """Return the time that is meant by "the week", what "this week" means, or by a subject that is one: "2022"."""
    phrase = f"the {asked.period}" if asked.period else asked.subject
    said = {"": "", "the day": "today"}.get(phrase, f"this {asked.period}" if asked.period else f"in {phrase}")
    window = find_window(said, as_of)
    return replace(window, phrase=phrase) if window and window.phrase == said else None


def _context(asked: Comparison, planned: Plan, history: Sequence[str]) -> tuple[str, ...]:
    """Return what a question leans on, or, where that says nothing, what the last one before it was about."""
    whole = asked.kind == "summary" if not asked.subject else not LEANS.search(asked.subject)
    if whole or not leans(planned.question.asked):
        return ()
    context = planned.question.context
    for question in (*context, *reversed(history)):
        before = _asked(question, planned.as_of)
        if before is None:
            return tuple(one for one in context if _asked(one, planned.as_of) is None) or (question,)
        if before.subject and not before.leaning:
            return (before.subject,)
    return ()


def _asked(question: str, as_of: datetime) -> Comparison | None:
    window = find_window(question, as_of)
    return comparison_asked(question, window.phrase if window else "")


def _told_in(asked: Comparison, window: Window | None) -> Window | None:
    """Return when articles tell what is asked for."""
    if window is None or window.end is None or asked.kind != "summary" or asked.strict:
        return window
    return replace(window, end=window.end + DAY)


def _within(scope: Scope, window: Window | None) -> Scope | None:
    """Return the part of a scope that lies in a window; None where there is none."""
    if window is None:
        return scope
    starts = [aware(moment) for moment in (scope.filters.after, window.start) if moment]
    ends = [aware(moment) for moment in (scope.filters.before, window.end) if moment]
    try:
        filters = replace(scope.filters, after=max(starts, default=None), before=min(ends, default=None))
    except QuestionError:
        return None
    return replace(scope, filters=filters)


def _chosen(asked: Comparison, found: Sequence[Report]) -> list[Evidence]:
    """Return the sentences to quote, in the order in which they are read."""
    if asked.kind == "outlets":
        told = _by_outlet(found)
    elif asked.kind == "changes":
        told = _in_time(_spread(found)[:MOST_CHANGES], 1)
    else:
        strongest = sorted(found, key=lambda report: -report.chance)[:MOST_STRONGEST]
        told = _in_time(strongest, 2 if len(strongest) <= FEW else 1)
    # One article, or one outlet, tells it as it does any other answer.
    alone = len({one.article.id for one in told}) == 1
    return arranged(sorted(_evidence(found), key=lambda one: -one.score)) if alone else told


def _evidence(found: Sequence[Report]) -> list[Evidence]:
    return [one for report in found for one in report.told]


def _by_outlet(found: Sequence[Report]) -> list[Evidence]:
    """Return what each outlet says, the one with the strongest evidence first."""
    outlets = dict[str, Report]()
    for report in sorted(found, key=lambda report: -report.chance):
        if name := folded(report.article.publisher):
            outlets.setdefault(name, report)
    chosen = list(outlets.values())[:MOST_OUTLETS]
    each = 2 if len(chosen) <= FEW else 1
    told = list[Evidence]()
    for report in chosen:
        told += _new(report, told, each)
    return told


def _in_time(found: Iterable[Report], each: int) -> list[Evidence]:
    """Return so many sentences an article, the oldest first, each of which says more than those before it."""
    told = list[Evidence]()
    for report in sorted(found, key=lambda report: report.time):
        told += _new(report, told, each)
    return told


def _spread(found: Sequence[Report]) -> list[Report]:
    """Return the strongest report of each day, then the second of each, and so on."""
    days = defaultdict[str | None, list[Report]](list)
    for report in sorted(found, key=lambda report: -report.chance):
        days[report.article.published].append(report)
    ranked = [(rank, -report.chance, report) for day in days.values() for rank, report in enumerate(day)]
    return [report for *_, report in sorted(ranked, key=lambda one: one[:2])]


def _new(report: Report, told: Sequence[Evidence], most: int) -> list[Evidence]:
    """Return the strong sentences of a report, in their order, that say more than those before them."""
    own = list[Evidence]()
    for one in report.told:
        strong = one.score >= report.told[0].score - FLOOR
        if len(own) < most and strong and not any(say_the_same(one, other) for other in (*told, *own)):
            own.append(one)
    return sorted(own, key=lambda one: one.sentence.start)


def _holding(chosen: Sequence[Evidence], found: Sequence[Report]) -> tuple[Hit, ...]:
    """Return the passages that hold sentences, in their order, each once."""
    hits, holding = [hit for report in found for hit in report.hits], dict[str, Hit]()
    for one in chosen:
        for hit in hits:
            if hit.article.id == one.article.id and hit.passage.start <= one.sentence.start < hit.passage.end:
                holding.setdefault(hit.passage.id, hit)
    return tuple(holding.values())
