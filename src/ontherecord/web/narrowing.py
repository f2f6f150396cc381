"""What a question is narrowed to, as the page takes it, shows it and puts it into an address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias
from urllib.parse import urlencode

from ontherecord.errors import QuestionError
from ontherecord.phrases import cut
from ontherecord.schema import Filters
from ontherecord.web.escaping import line

Limit: TypeAlias = Literal["dates", "outlets", "language", "as of"]
# What an address may hold of these; a form sends no more than a person chooses.
MOST_OUTLETS, LONGEST_NAME = 100, 200


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a question and the day it is asked from; `as_of` is None for today."""

    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None

    def __bool__(self) -> bool:
        return bool(self.filters) or self.as_of is not None

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What it is narrowed by."""
        filters = self.filters
        known: Sequence[tuple[Limit, object]] = (
            ("dates", filters.after or filters.before),
            ("outlets", filters.publishers),
            ("language", filters.language),
            ("as of", self.as_of),
        )
        return tuple(limit for limit, value in known if value)

    def without(self, limit: Limit) -> "Narrowing":
        """Return what is left when one limit is taken away."""
        without: Mapping[Limit, Narrowing] = {
            "dates": replace(self, filters=replace(self.filters, after=None, before=None)),
            "outlets": replace(self, filters=replace(self.filters, publishers=())),
            "language": replace(self, filters=replace(self.filters, language=None)),
            "as of": replace(self, as_of=None),
        }
        return without[limit]

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day, both counted in, as they are written."""
        after, before = self.filters.after, self.filters.before
        first = f"{after:%Y-%m-%d}" if after else None
        return first, f"{before - timedelta(microseconds=1):%Y-%m-%d}" if before else None

    def parameters(self) -> list[tuple[str, str]]:
        """Return it as the parameters of an address, which `read_parameters` reads."""
        first, last = self.days
        dates = (("from", first), ("to", last), ("as_of", f"{self.as_of:%Y-%m-%d}" if self.as_of else None))
        told = [(name, day) for name, day in dates if day]
        told += [("outlet", name) for name in self.filters.publishers]
        return told + ([("language", self.filters.language)] if self.filters.language else [])


def read_form(
    first: str | None,
    last: str | None,
    outlets: Sequence[str] | None,
    language: str | None,
    as_of: str | None,
) -> Narrowing:
    """Return what the fields of a form narrow a question to, both days counted in; empty ones narrow nothing.

    Raises QuestionError for a day that is none, naming its field, and for days in the wrong order.
    """
    names = tuple(dict.fromkeys(cut(str(name), LONGEST_NAME) for name in outlets or () if str(name).strip()))
    after, until, seen = _day("from", first), _day("to", last), _day("as of", as_of)
    if after and until and until < after:
        raise QuestionError(f"no day lies between {after} and {until}: swap “from” and “to”")
    before = until + timedelta(days=1) if until and until < date.max else None
    return Narrowing(Filters(after, before, names[:MOST_OUTLETS], (language or "").strip()[:20] or None), seen)


def read_parameters(parameters: Iterable[tuple[str, str]]) -> Narrowing:
    """Return what the parameters of an address narrow a question to; raises QuestionError as `read_form` does."""
    given = list(parameters)
    named = dict(reversed(given))
    outlets = [value for name, value in given if name == "outlet"]
    return read_form(named.get("from"), named.get("to"), outlets, named.get("language"), named.get("as_of"))


def address(question: str, narrowing: Narrowing) -> str:
    """Return the query of an address at which the page asks this question, so narrowed."""
    return "?" + urlencode([("q", question), *narrowing.parameters()], errors="replace")


def chips(narrowing: Narrowing) -> str:
    """Return a list of what a question is narrowed to; nothing where it is not."""
    told = [f"<li>{line(words)}</li>" for words in in_words(narrowing)]
    return f'<ul class="chips" aria-label="Narrowed to">{"".join(told)}</ul>' if told else ""


def in_words(narrowing: Narrowing) -> list[str]:
    """Return what a question is narrowed to, a phrase for each limit."""
    filters, (first, last) = narrowing.filters, narrowing.days
    told = [f"{first} to {last}"] if first and last else []
    if not told:
        told = [f"from {first}"] if first else [f"to {last}"] if last else []
    told += [cut(name, 60) for name in filters.publishers]
    told += [f"language {filters.language}"] if filters.language else []
    return told + ([f"as of {narrowing.as_of:%Y-%m-%d}"] if narrowing.as_of else [])


def _day(name: str, text: str | None) -> date | None:
    written = (text or "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise QuestionError(f"“{cut(written, 40)}” in “{name}” is no day: write it as 2025-08-09") from None
