"""First names and the gender they tell, from the United States census and from a table of other countries' names.

The one module that knows the `names` package, whose lists hold the share of people who bear each name.
"""

import unicodedata
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

import names

from ontherecord.attribution.world_names import BOTH, KNOWN_MEN, KNOWN_WOMEN, MEN, SELDOM, WOMEN

Gender: TypeAlias = Literal["he", "she"]

# A name tells a gender where one has it this many times as often as the other: Robin does, Casey does not.
CLEARLY = 4.0


def plain(word: str) -> str:
    """Return a word in small letters without accents, which one article puts and leaves out: `Araújo`, `Araujo`."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def is_first_name(word: str) -> bool:
    """Return whether people are called so: `Marco`, `Jean-Claude`, `Volodymyr`."""
    return any(form in _genders() for form in _forms(word))


def gender_of(word: str) -> Gender | None:
    """Return the gender that a first name tells, None where it is unknown or both have it."""
    return next((_genders()[form] for form in _forms(word) if form in _genders()), None)


def gender_of_known(word: str) -> Gender | None:
    """Return the gender of who is known the world over by one name: `Biden`, `Merkel`, `Adele`."""
    return "he" if word in _PLAIN_MEN else "she" if word in _PLAIN_WOMEN else None


_PLAIN_MEN, _PLAIN_WOMEN = frozenset(map(plain, KNOWN_MEN)), frozenset(map(plain, KNOWN_WOMEN))


@cache
def _genders() -> dict[str, Gender | None]:
    """Return the gender that each name tells, names in small letters."""
    men, women = _census("dist.male.first"), _census("dist.female.first")
    told = dict[str, Gender | None]()
    for name in (men.keys() | women.keys()) - SELDOM:
        of_men, of_women = men.get(name, 0.0), women.get(name, 0.0)
        told[name] = "he" if of_men > CLEARLY * of_women else "she" if of_women > CLEARLY * of_men else None
    told.update((plain(name), "he") for name in MEN)
    told.update((plain(name), "she") for name in WOMEN)
    told.update((plain(name), None) for name in BOTH)
    return told


def _census(file: str) -> dict[str, float]:
    """Return how many in a hundred bear each name of a list, which gives one name in a line: `MARY 2.629 2.629 1`."""
    lines = resources.files(names).joinpath(file).read_text(encoding="ascii").splitlines()
    return {name.lower(): float(share) for name, share, *_ in map(str.split, lines)}


def _forms(word: str) -> tuple[str, ...]:
    """Return a word in small letters as a whole and, after that, up to its hyphen."""
    whole = plain(word)
    return (whole, whole.partition("-")[0]) if "-" in whole else (whole,)
