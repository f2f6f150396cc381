"""Who said what, over time: the words of a speaker or about a subject, each with where it is written."""

from calendar import month_name
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from ontherecord.phrases import cut
from ontherecord.schema import Alias, Quote, Speaker
from ontherecord.web.acting import button
from ontherecord.web.escaping import escape, line
from ontherecord.web.origins import headline, source_line
from ontherecord.web.voices import LONGEST_SPEAKER, voice

LONGEST_SUBJECT, LONGEST_HEADLINE, LONGEST_BETWEEN = 120, 80, 160
# Quotes of more months than these are told by year.
MOST_MONTHS = 24
MOST_ALIASES = 12
UNDATED = "Date unknown"


def quotes_view(quotes: Sequence[Quote], speaker: str | None, about: str | None) -> str:
    """Return quotes as they were asked for: those about a subject in the order given, others the newest first."""
    heading = f'<h2 dir="auto">{line(_asked(speaker, about))}</h2>'
    if not quotes:
        return f'<section class="quotes">{heading}{_nothing(speaker, about)}</section>'
    if about:
        told = "".join(map(_figure, utterances(quotes)))
    else:
        ordered = sorted(quotes, key=lambda quote: _moment(quote) or 0.0, reverse=True)
        groups = groupby(ordered, key=_grouping(ordered))
        told = "".join(f"<h3>{name}</h3>{''.join(map(_figure, utterances(group)))}" for name, group in groups)
    return f'<section class="quotes">{heading}{told}</section>'


def speaker_summary(speaker: Speaker) -> str:
    """Return who somebody is on the record: how often and when they are quoted, and what they are called."""
    name = cut(speaker.name, LONGEST_SPEAKER)
    quotes = f"{speaker.quotes:,} quote{'' if speaker.quotes == 1 else 's'}"
    articles = f"{speaker.articles:,} article{'' if speaker.articles == 1 else 's'}"
    facts = f"{quotes} in {articles}{_span(speaker.first, speaker.last)}"
    return (
        f'<div class="who"><p>{button(name, "speaker", f"{name}: all quotes", speaker=speaker.name)} '
        f'<span class="from">{facts}</span></p>{_aliases(speaker.aliases)}</div>'
    )


def _asked(speaker: str | None, about: str | None) -> str:
    """Return what was asked for, as a heading."""
    who, what = cut(speaker or "", LONGEST_SPEAKER), cut(about or "", LONGEST_SUBJECT)
    if what:
        return f"What {who or 'people'} said about {what}"
    return f"What {who} said" if who else "What people said"


def _nothing(speaker: str | None, about: str | None) -> str:
    """Return that nothing was found, and what may find something."""
    who, what = cut(speaker or "", LONGEST_SPEAKER), cut(about or "", LONGEST_SUBJECT)
    if who and what:
        told = f"No quote of {who} about {what} is on record. Other words for the subject may find one."
        wider = button(f"All quotes of {who}", "speaker", speaker=speaker)
        return f'<p class="hint">{line(told)}</p><p class="actions">{wider}</p>'
    if who:
        told = f"Nobody called {who} is quoted in these articles. The surname alone stands for all who bear it."
    elif what:
        told = f"No quote about {what} is on record. Other words for the subject may find one."
    else:
        told = "No quote is on record yet. Quotes are looked for when articles are added."
    return f'<p class="hint">{line(told)}</p>'


def _moment(quote: Quote) -> float | None:
    moment = quote.article.published_at
    return moment.timestamp() if moment else None


def _grouping(quotes: Sequence[Quote]) -> Callable[[Quote], str]:
    """Return what tells the heading of a quote: its month, or its year where there are many months."""
    moments = [quote.article.published_at for quote in quotes if quote.article.published_at]
    months = {(moment.year, moment.month) for moment in moments}
    return _year if len(months) > MOST_MONTHS else _month


def _month(quote: Quote) -> str:
    moment = quote.article.published_at
    return f"{month_name[moment.month]} {moment.year}" if moment else UNDATED


def _year(quote: Quote) -> str:
    moment = quote.article.published_at
    return str(moment.year) if moment else UNDATED


def utterances(quotes: Iterable[Quote]) -> list[list[Quote]]:
    """Return quotes with those of the same utterance together, in the order of the article, each at its first place.

    `"No," he said. "Never."` is one utterance, as is each report in which several stretches are quoted.
    """
    told = dict[tuple[object, ...], list[Quote]]()
    for quote in quotes:
        told.setdefault((quote.article.id, quote.article.version, quote.utterance, quote.speaker), []).append(quote)
    return [sorted(fragments, key=lambda quote: quote.start) for fragments in told.values()]


def _figure(fragments: Sequence[Quote]) -> str:
    """Return an utterance, whose it is and where it is written."""
    quote = fragments[0]
    facts = [voice(quote), f'<span class="from">{source_line(quote.article)}{_elsewhere(quote)}</span>']
    return (
        f'<figure class="quote {quote.kind}"><blockquote dir="auto">{_words(fragments)}</blockquote>'
        f"<figcaption>{' · '.join([*facts, _lead(quote, fragments[-1].end)])}</figcaption></figure>"
    )


def _words(fragments: Sequence[Quote]) -> str:
    """Return the words of an utterance with the article's own between them, as far as these are few."""
    article, position, parts = fragments[0].article, fragments[0].start, list[str]()
    for quote in fragments:
        between = article.text[position : quote.start]
        shown = between if len(between) <= LONGEST_BETWEEN and "\n" not in between else " … "
        parts += [f'<span class="between">{escape(shown)}</span>'] if shown else []
        parts.append(escape(article.text[max(quote.start, position) : quote.end]))
        position = max(position, quote.end)
    return "".join(parts)


def _elsewhere(quote: Quote) -> str:
    many = len(quote.also_in)
    return f" · also in {many:,} other article{'' if many == 1 else 's'}" if many else ""


def _lead(quote: Quote, end: int) -> str:
    """Return a button that opens the article at the quote, which ends there."""
    article = quote.article
    words = "Read in the article"
    label = f"{words} “{cut(headline(article), LONGEST_HEADLINE)}”"
    place = {"article": article.id, "version": article.version, "start": quote.start, "end": end}
    return button(words, "read", label, **place)


def _span(first: datetime | None, last: datetime | None) -> str:
    return f", {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""


def _aliases(aliases: Sequence[Alias]) -> str:
    """Return what somebody is called, the commonest names first."""
    if not aliases:
        return ""
    told = [
        f"<li><bdi>{line(cut(alias.text, LONGEST_SPEAKER))}</bdi> "
        f'<span class="from">{alias.quotes:,} quote{"" if alias.quotes == 1 else "s"}'
        f"{_span(alias.first, alias.last)}</span></li>"
        for alias in aliases[:MOST_ALIASES]
    ]
    more = len(aliases) - len(told)
    told += [f"<li>and {more:,} more</li>"] if more else []
    many = "1 way" if len(aliases) == 1 else f"{len(aliases):,} ways"
    return f'<details class="aliases"><summary>Called in {many}</summary><ul>{"".join(told)}</ul></details>'
