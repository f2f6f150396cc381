"""Which names are one person's: what articles call somebody, and what somebody is asked for by."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ontherecord.speakers.names import Name, name_of, same_person, short_forms

# A short name stands for one of several persons who has this share of the quotes of all of them.
DOMINANT = 0.8


@dataclass(slots=True)
class Bearer:
    """A person by the names that articles use, each with its number of quotes."""

    names: dict[str, int] = field(default_factory=dict)
    parsed: list[Name] = field(default_factory=list)
    short: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def quotes(self) -> int:
        """How often the person is quoted."""
        return sum(self.names.values())

    @property
    def name(self) -> str:
        """The name used most often among those that are not short for another one."""
        whole = [one for one, name in zip(self.names, self.parsed, strict=True) if name.words not in self.short]
        return max(whole, key=lambda written: (self.names[written], written))

    def take(self, written: str, quotes: int, parsed: Name) -> None:
        """Count a further name as the person's."""
        self.names[written] = quotes
        self.parsed.append(parsed)
        self.short.update(short_forms(parsed))

    def may_be(self, name: Name) -> bool:
        """Return whether a name with a first name may be the person's beside the others."""
        return all(same_person(name, known) for known in self.parsed if known.words not in self.short)

    def is_called(self, name: Name) -> bool:
        """Return whether a name is one of the person's, with or without titles, or short for one."""
        return name.words in self.short or any(known.words == name.words for known in self.parsed)


def surname_of(written: str) -> str | None:
    """Return what a name is looked up by, the same for all names of a person; None where no word is a name."""
    name = name_of(written)
    return name.surname if name else None


def bearers(names: Mapping[str, int]) -> list[Bearer]:
    """Return the persons who bear names of one surname, each with a number of quotes, the most quoted first.

    A short name goes to the one person it may stand for, or to the one who has at least four fifths of the quotes of
    all it may stand for; else it stands for itself.
    """
    parsed = {written: name for written in names if (name := name_of(written))}
    short = {form for name in parsed.values() for form in short_forms(name)}
    # What tells more about a person comes first: "George Bush" joins one of two who are kept apart by their initials.
    order = sorted(parsed, key=lambda one: (parsed[one].words in short, not parsed[one].between, -names[one], one))
    persons = defaultdict[str, list[Bearer]](list)
    for written in order:
        name = parsed[written]
        alike = persons[(name.given or "")[:1]]
        if name.words in short:
            found = _meant(name, [person for group in persons.values() for person in group])
        else:
            fits = Bearer.may_be if name.given else Bearer.is_called
            found = max((person for person in alike if fits(person, name)), key=_quotes, default=None)
        if found is None:
            alike.append(found := Bearer())
        found.take(written, names[written], name)
    return sorted((person for group in persons.values() for person in group), key=lambda p: (-p.quotes, p.name))


def asked_for(asked: str, names: Mapping[str, int]) -> list[str]:
    """Return those of the names of one surname that a name asked for stands for, the most quoted person's first.

    A surname alone stands for all who bear it, a full name for one person, under whatever names.
    """
    name = name_of(asked)
    if name is None:
        return []
    # Whoever is asked for is one of the persons, so that a surname alone may stand for them.
    persons = bearers({asked: 0, **names})
    if name.words != (name.surname,):
        persons = [person for person in persons if asked in person.names]
    return [written for person in persons for written in person.names if written in names]


def _meant(name: Name, persons: Sequence[Bearer]) -> Bearer | None:
    """Return the person that a short name stands for; None where it could be several."""
    likely = [person for person in persons if person.is_called(name)]
    most = max(likely, key=_quotes, default=None)
    return most if most and most.quotes >= DOMINANT * sum(map(_quotes, likely)) else None


def _quotes(person: Bearer) -> int:
    return person.quotes
