"""Quotes as the archive holds them to quotes as they are given out: with the other articles that have their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ontherecord.archive import Archive, Scope
from ontherecord.archive.quoted import Recorded
from ontherecord.schema import Article, Quote

PAGE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A quotation as the earliest article has it that names its speaker, and as the other articles have it."""

    first: Recorded
    others: tuple[Recorded, ...] = ()


def quotes_in(archive: Archive, id_or_url: str, version: int | None) -> list[Quote]:
    """Return the quotes of an article version in their order; none unless it is the version in force."""
    article, in_force = archive.article(id_or_url, version), archive.article(id_or_url)
    if article is None or in_force is None or article.version != in_force.version:
        return []
    found = archive.quoted.within(article, 0, len(article.text))
    ordered = sorted(found, key=lambda quote: (quote.start, quote.end, quote.key))
    return list(as_they_stand(archive, article, ordered, Scope()))


def as_they_stand(archive: Archive, article: Article, found: Iterable[Recorded], scope: Scope) -> Iterator[Quote]:
    """Yield the quotes of one article where it has them, each with the other articles of a scope that have it too."""
    known = dict[tuple[str, int], Article | None]()

    def carrying(copy: Recorded) -> Article | None:
        place = (copy.article_id, copy.version)
        if place not in known:
            known[place] = archive.article(*place)
        return known[place]

    for quote, told in copied(archive, iter(found), scope):
        elsewhere = (copy for copy in (told.first, *told.others) if copy.article_id != article.id)
        yield _quote(quote, article, tuple(one for copy in elsewhere if (one := carrying(copy))))


def copied(archive: Archive, found: Iterator[Recorded], scope: Scope) -> Iterator[tuple[Recorded, Told]]:
    """Yield each quote with the quotation that it is a copy of."""
    while page := list(islice(found, PAGE)):
        copies = defaultdict[int, list[Recorded]](list)
        for copy in archive.quoted.copies([quote.words for quote in page if quote.words is not None], scope):
            copies[copy.words or 0].append(copy)
        for quote in page:
            yield quote, _quotation(quote, copies[quote.words] if quote.words is not None else [])


def in_their_places(found: Iterator[tuple[Recorded, Told]]) -> Iterator[Told]:
    """Yield each quotation where its first copy stands."""
    return (told for quote, told in found if told.first.key == quote.key)


def read(archive: Archive, found: Iterator[Told]) -> Iterator[Quote]:
    """Yield quotations with the articles that carry them, the earliest as the one that they are quoted from."""
    for told in found:
        # In the version that was read for it: the article may be another one since.
        article = archive.article(told.first.article_id, told.first.version)
        others = (archive.article(other.article_id, other.version) for other in told.others)
        if article is not None:  # Else it was purged a moment ago.
            yield _quote(told.first, article, tuple(other for other in others if other))


def _quotation(quote: Recorded, copies: Sequence[Recorded]) -> Told:
    """Return the quotation that a quote is one of the copies of, a copy that names nobody is one of any."""
    surname = quote.surname or next((copy.surname for copy in copies if copy.surname), None)
    first = next((copy for copy in copies if copy.surname == surname), quote)
    others = [copy for copy in copies if copy.surname in (surname, None) and copy.article_id != first.article_id]
    return Told(first, tuple({copy.article_id: copy for copy in others}.values()))


def _quote(found: Recorded, article: Article, also_in: tuple[Article, ...]) -> Quote:
    return Quote(
        article=article,
        start=found.start,
        end=found.end,
        text=article.text[found.start : found.end],
        kind=found.kind,
        mention=found.mention,
        speaker=found.speaker,
        resolution=found.resolution,
        cue=found.cue,
        confidence=found.confidence,
        utterance=found.utterance,
        also_in=also_in,
    )
