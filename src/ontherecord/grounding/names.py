"""Names in a written sentence, and whether its sources know them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ontherecord.attribution.first_names import gender_of_known, is_first_name
from ontherecord.attribution.grammar import SAYING
from ontherecord.attribution.name_words import FILLERS, NO_PERSONS, is_group, is_place, is_thing
from ontherecord.grounding.peoples import PHRASES, are_akin, stand_for
from ontherecord.grounding.tokens import EMPTY
from ontherecord.language.mentions import MONTHS, OPENERS, WEEKDAYS
from ontherecord.language.sentences import BEFORE_A_NAME
from ontherecord.speakers import TITLES, plain

_CAPITAL = "A-Z" + "".join(sign for sign in map(chr, range(0xC0, 0x530)) if sign.isupper())
_WORD = rf"(?:[{_CAPITAL}][\w’'&.-]*\w|[{_CAPITAL}])"
_JOINED = r"(?:[ ](?:of|the|and|de|del|der|la|von|van|bin|al|for|&)){0,2}[ ]"
NAME = re.compile(rf"(?<![\w’'])(?:{_WORD})(?:{_JOINED}{_WORD})*")
TOKEN = re.compile(r"[\w.&’'-]+")
POSSESSIVE = re.compile(r"[’']s?$", re.IGNORECASE)
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b|-)")
SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())
MONTH_NAMES = frozenset(month.lower() for month in MONTHS) | SHORT_MONTHS
PARTICLES = frozenset("de del der la von van bin al".split())
SMALL = PARTICLES | frozenset("of the and for".split())
# Whoever it is may be called so.
HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady".split())
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s|[“\"‘]\s?)$")
SHORTENED = re.compile(r"(\w+)\.\s$")
LONGEST_SHORT = 12
# "Calling Smith a liar, ...": no name begins so.
PARTICIPLE = re.compile(r"(?:ing|ed|ly)$")
# Such words are common where they open a sentence: officials, police, management.
COMMON_ENDING = re.compile(r"(?:s|ion|ity|ment|men|people|staff)$")
VERB = re.compile(r"\s(\w+)")
# "Paris-based": no name ends so.
COMPOUND = re.compile(r"-(?:[a-z]+(?:ed|ing)|led|born|era|area|style|wide|made|run|old|like)$")
# "US" is a country, and "us" is none.
COMMON = EMPTY | OPENERS | {"us"}
# Of three letters an acronym is told from a word or the hour; such as "EU" are known by name.
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 6
# So far apart the first name and the surname of one person stand at the most.
APART = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text from `start` to `end`; `words` are in small letters, without honorifics and small words.

    `initials` are those of its words, without and with the small ones; `capitals` its words that are written all in
    capitals. `persons` pairs first names with what follows them. `opens` tells that it begins a sentence, where any
    word has a capital.
    """

    start: int
    end: int
    words: tuple[str, ...]
    initials: tuple[str, ...]
    capitals: frozenset[str]
    persons: tuple[tuple[str, str], ...]
    opens: bool

    @property
    def may_be_none(self) -> bool:
        """Whether it may be a common word with which a sentence begins."""
        return self.opens and len(self.words) == 1 and not self.capitals and not _is_known(self.words[0])

    @property
    def text(self) -> str:
        """The words in one."""
        return " ".join(self.words)


def names(text: str) -> Iterator[Name]:
    """Yield the names of a text in order."""
    for match in NAME.finditer(text):
        start, words = match.start(), list(re.finditer(r"\S+", match[0]))
        opens = _begins(text, start) and not _speaks(text, match)
        while words and _opens(words[0][0]):
            words, opens = words[1:], False
        written = [COMPOUND.sub("", word[0]) for word in words]
        bare = [_bare(word) for word in written]
        kept = tuple(word for word in bare if word and word not in SMALL)
        kept = tuple(word for word in kept if word not in HONORIFICS)
        if kept and not set(kept) <= MONTH_NAMES:
            initials = ("".join(word[0] for word in kept), "".join(word[:1] for word in bare))
            capitals = frozenset(_bare(word) for word in written if _is_acronym(word))
            persons = tuple(_persons(bare))
            yield Name(start + words[0].start(), match.end(), kept, initials, capitals, persons, opens)


def _begins(text: str, start: int) -> bool:
    """Return whether a sentence or quotation begins at a place, and no name behind "Sen." or "J."."""
    before = text[max(start - LONGEST_SHORT, 0) : start]
    short = SHORTENED.search(before)
    return bool(SENTENCE_START.search(before)) and not (short and (short[1] in BEFORE_A_NAME or len(short[1]) == 1))


def _opens(word: str) -> bool:
    """Return whether a word with a capital begins a sentence or names a time, and no person or place."""
    if _is_acronym(word):
        return False
    return plain(POSSESSIVE.sub("", word)) in OPENERS or word in WEEKDAYS or word in MONTHS


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(_bare(word)) > 1


def _speaks(text: str, match: re.Match[str]) -> bool:
    """Return whether somebody is said to say something, rather than "Lawmakers" or "Management"."""
    word, verb = plain(match[0]), VERB.match(text, match.end())
    speaks = verb and verb[1] in SAYING
    return bool(speaks) and word not in FILLERS and not COMMON_ENDING.search(word)


def _is_known(word: str) -> bool:
    """Return whether a word is known to be a name."""
    return bool(
        is_place(word) or is_group(word) or is_first_name(word) or gender_of_known(word) or word in NO_PERSONS
    )


def _persons(bare: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield first names, each with the word behind it, where the two may be a person's name."""
    parts = [part for word in bare if word not in PARTICLES for part in word.split("-") if part]
    for one, other in pairwise(parts):
        if SMALL & {one, other} or TITLES & {one, other} or not is_first_name(one):
            continue
        if not (is_place(one) or is_place(other) or is_group(other) or is_thing(f"{one} {other}".title())):
            yield one, other


class Known:
    """The words and names that some texts know."""

    def __init__(self, *texts: str) -> None:
        """Take the texts."""
        self._plain = " ".join(plain(" ".join(text.split())) for text in texts)
        self._words = {_bare(word) for text in texts for word in TOKEN.findall(text)}
        self._words |= {part for word in self._words for part in re.split(r"[-.’']", word)}
        tokens = (part for text in texts for word in TOKEN.findall(text) for part in word.split("-"))
        self._acronyms = {_bare(word) for word in tokens if _is_acronym(word)}
        found = [name for text in texts for name in names(text)]
        self._names = {word for name in found for word in name.words}
        self._words |= self._names
        self._initials = {run for name in found for initials in name.initials for run in _runs(initials)}
        self._together = {pair for name in found for pair in _together(name)}

    def has(self, name: Name) -> bool:
        """Whether all words of a name occur, or others that stand for it; a first name only with its surname."""
        words = name.words
        if name.opens and words[1:] and PARTICIPLE.search(words[0]) and not is_first_name(words[0]):
            words = words[1:]
        if any(pair not in self._together for pair in name.persons):
            return False
        rest = " ".join(words)
        for phrase in PHRASES:
            rest = rest.replace(phrase, "") if phrase in rest and self._stands_for(phrase) else rest
        return all(self._has_word(word, name.capitals) for word in rest.split()) or self._has_acronym(name)

    def _has_word(self, word: str, capitals: frozenset[str]) -> bool:
        if "-" in word and all(self._has_word(part, capitals) for part in word.split("-") if part):
            return True
        if word in self._words and not (word in capitals and word in COMMON and word not in self._acronyms):
            return True
        if word in capitals and word in self._initials:
            return True
        return self._has_plural(word) or self._stands_for(word) or any(are_akin(word, one) for one in self._names)

    def _has_plural(self, word: str) -> bool:
        """Return whether it occurs with the "s" that a word has or lacks; Roberts is not Robert."""
        single = word.removesuffix("s")
        other = f"{word}s" if single == word else single
        return other in self._words and not is_first_name(single)

    def _has_acronym(self, name: Name) -> bool:
        """Return whether an acronym occurs in the place of a whole name."""
        return any(len(one) >= SHORTEST_ACRONYM and one in self._acronyms for one in name.initials)

    def _stands_for(self, written: str) -> bool:
        return any(
            one.lower() in self._acronyms if one.isupper() else re.search(rf"\b{re.escape(one)}\b", self._plain)
            for one in stand_for(written)
        )


def _runs(initials: str) -> Iterator[str]:
    """Yield what may be the acronym of a name, or of a part of it."""
    yield initials
    for size in range(SHORTEST_ACRONYM, LONGEST_ACRONYM + 1):
        yield from (initials[first : first + size] for first in range(len(initials) - size + 1))


def _together(name: Name) -> Iterator[tuple[str, str]]:
    """Yield the words of a name in pairs of which the first stands before the second."""
    parts = [part for word in name.words for part in word.split("-") if part]
    for place, one in enumerate(parts):
        yield from ((one, other) for other in parts[place + 1 : place + 1 + APART])


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    return INITIALS.sub("", POSSESSIVE.sub("", plain(word).strip(".,&'-")).strip("."))
