"""What a written sentence is held to: the slices that it cites, and what may help to understand them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ontherecord.grounding.names import Known
from ontherecord.grounding.sources import Source
from ontherecord.grounding.tokens import stems
from ontherecord.language.figures import Figure, figures, implied
from ontherecord.language.orders import is_order, without_orders
from ontherecord.temporal import Day, dates, spoken_of

# Characters before and behind a slice in which somebody is named whom the slice calls "he" or "the company".
BEFORE, BEHIND = 900, 300


@dataclass(frozen=True)
class Basis:
    """The slices that a sentence cites, the question it answers, and the sentences written before it.

    `as_of` is the "today" of the sentence.
    """

    sources: tuple[Source, ...]
    question: str = ""
    before: str = ""
    as_of: date | None = None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words of each slice."""
        return tuple(source.text for source in self.sources)

    @cached_property
    def surroundings(self) -> tuple[str, ...]:
        """The words around each slice, with it, but for what tells readers what to do."""
        return tuple(
            without_orders(one.article.text[max(one.start - BEFORE, 0) : one.end + BEHIND]) for one in self.sources
        )

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What stands above the articles: headlines, outlets, authors."""
        facts = [(one.article.title, one.article.publisher, *one.article.authors) for one in self.sources]
        speakers = [one.quote.speaker for one in self.sources if one.quote]
        known = (fact for fact in (*(part for parts in facts for part in parts), *speakers) if fact)
        return tuple(fact for fact in known if not is_order(fact))

    @cached_property
    def held(self) -> frozenset[str]:
        """The stems of the words of the slices and of the headlines."""
        return frozenset[str]().union(*map(stems, (*self.texts, *self.titles)))

    @cached_property
    def known_near(self) -> Known:
        """The names in and around the slices, and in their headlines."""
        return Known(*self.surroundings, *self.titles)

    @cached_property
    def known_asked(self) -> Known:
        """The names in the question."""
        return Known(self.question)

    @cached_property
    def known_far(self) -> Known:
        """The names anywhere in the articles."""
        return Known(*(source.article.text for source in self.sources))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers in the slices and in the question."""
        return tuple(one for text in (*self.texts, self.question) for one in (*figures(text), *implied(text)))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The dates that the slices speak of, and those of the question."""
        found = [day for one in self.sources for day in spoken_of(one.text, _day(one))]
        return (*found, *dates(self.question))

    @cached_property
    def published(self) -> tuple[date, ...]:
        """The days on which the articles were published."""
        return tuple(day for one in self.sources if (day := _day(one)))


def _day(source: Source) -> date | None:
    moment = source.article.published_at
    return moment.date() if moment else None
