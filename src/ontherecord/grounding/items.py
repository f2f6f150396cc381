"""Names, numbers and dates of a text: what must stand in a written sentence as it stands in its sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontherecord.grounding.names import Name, names
from ontherecord.language.figures import Figure, figures
from ontherecord.temporal import Day, dates

ItemKind: TypeAlias = Literal["name", "number", "date"]


@dataclass(frozen=True, slots=True)
class Item:
    """A name, number or date of a text, from `start` to `end`."""

    kind: ItemKind
    start: int
    end: int
    value: Name | Figure | Day

    def is_like(self, other: "Item") -> bool:
        """Whether the other may stand for the same thing."""
        if isinstance(self.value, Name) and isinstance(other.value, Name):
            return _same_name(self.value, other.value)
        if isinstance(self.value, Figure) and isinstance(other.value, Figure):
            return self.value.says(other.value)
        if isinstance(self.value, Day) and isinstance(other.value, Day):
            return self.value.fits(other.value) or other.value.fits(self.value)
        return False


def items(text: str) -> list[Item]:
    """Return the names, numbers and dates of a text, in order."""
    found = [
        *(Item("name", one.start, one.end, one) for one in names(text)),
        *(Item("number", one.start, one.end, one) for one in numbers(text)),
        *(Item("date", one.start, one.end, one) for one in dates(text)),
    ]
    return sorted(found, key=lambda item: item.start)


def numbers(text: str) -> Iterator[Figure]:
    """Yield the numbers of a text that are no part of a date."""
    days = list(dates(text))
    for figure in figures(text):
        if not any(day.start < figure.end and figure.start < day.end for day in days):
            yield figure


def _same_name(one: Name, other: Name) -> bool:
    mine, theirs = set(one.words), set(other.words)
    if mine & theirs:
        return mine <= theirs or theirs <= mine
    return _is_short_for(one, other) or _is_short_for(other, one)


def _is_short_for(one: Name, other: Name) -> bool:
    return len(other.words) > 1 and bool(set(other.initials) & set(one.words))
