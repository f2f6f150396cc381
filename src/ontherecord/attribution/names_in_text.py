"""The names of people that a text may hold: rows of words with capitals, without the titles before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontherecord.attribution.first_names import is_first_name
from ontherecord.attribution.first_names import plain as in_plain_letters
from ontherecord.attribution.name_words import (
    ALSO_SURNAMES,
    COMPOUND,
    FILLERS,
    NO_PERSONS,
    is_group,
    is_place,
    is_thing,
)
from ontherecord.attribution.titles import OFFICES, REGAL, TITLES
from ontherecord.language.mentions import MONTHS, WEEKDAYS

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƏȘȚ"
_SHORTENED = (
    "Mrs?|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Cmdr|Prof|Rev|Hon|Pres|Sec|Det|Supt|Cpl|Pvt|Brig|Insp|"
    "Amb|Ofc|Asst|St|Messrs|[JS]r"
)
# Letters whose accents are characters of their own: "é" may be two.
_LETTER = r"[\w\u0300-\u036f]"
# An initial, a word that a full stop shortens, or a word up to its possessive: J.K., Sen., O’Brien, al-Assad.
_WORD = (
    rf"(?:(?:[{_UP}]\.-?){{1,4}}(?!\w)|(?:{_SHORTENED})\.|(?:[dlDLO]['’]|[ae]l-)?[{_UP}]{_LETTER}*"
    rf"(?:(?!['’]s\b)['’-]{_LETTER}+)*)"
)
_PARTICLE = "de|del|della|di|da|do|dos|das|du|der|den|van|von|la|le|los|bin|bint|ibn|al|el|ul|y|e|ter|ten|zu|af|abu"
PARTICLES = frozenset(_PARTICLE.split("|"))
# Dwayne "The Rock" Johnson.
_NICKNAME = rf"(?:[“\"‘'][{_UP}][\w .-]{{1,20}}[”\"’'][ \u00a0])?"
_SUFFIX = r"(?:,? (?:[JS]r\b\.?|I[IVX]+\b|VI*\b))?"
CAPITALS = re.compile(
    rf"(?<![\w’'&$@#.-]){_WORD}(?:[ \u00a0]{_NICKNAME}(?:(?:{_PARTICLE})[ \u00a0]){{0,3}}{_WORD})*{_SUFFIX}"
)
_PART = re.compile(rf"(?:[“\"‘'][^“”\"’']{{1,22}}[”\"’'][ \u00a0])?({_WORD}|[^\s,]+)")
# "von der Leyen", where the first name does not come before it.
_PARTICLES_BEFORE = re.compile(r"(?<![\w’'-])(?:(?:von|van|der|den|de|del|della|di|da|du|bin|ten|ter)[ \u00a0])+$")
# "Oscar-winning Emma Stone".
_QUALIFIER = re.compile(r"-(?:old|winning|born|elect|term|era|\w+ed)$")
SUFFIXES = frozenset("jr sr ii iii iv v vi vii viii".split())
# "Andrés Manuel López Obrador" has four; what is longer is a headline or a list.
MOST_WORDS = 6
LONGEST_ROW = 160
_STOPS = ("", ".", "!", "?", ":", "\n")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one person in a text: `text[start:end]`, with `title` before it, in small letters.

    `words` are its words in small letters without particles and without the suffix, such as `jr` or `iii`. A
    `doubtful` name is a person's only where somebody has it as a surname: `Major`, `Jordan`.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    suffix: str
    title: str
    doubtful: bool = False


def names_in(text: str) -> Iterator[Name]:
    """Yield what may be names of people in a text, in its order."""
    for match in CAPITALS.finditer(text):
        # "Ana Torres/Getty Images" took a picture.
        if match.end() - match.start() <= LONGEST_ROW and text[match.end() : match.end() + 1] != "/":
            name = _name(text, match.start(), match[0])
            if name is not None:
                yield name


def _name(text: str, offset: int, row: str) -> Name | None:
    """Return the name in a row of words with capitals, if a person may be called so."""
    spans = [part.span(1) for part in _PART.finditer(row)]
    words = [row[start:end] for start, end in spans]
    plain = [in_plain_letters(word).rstrip(".") for word in words]
    last = len(plain)
    suffix = plain[-1] if last > 1 and plain[-1] in SUFFIXES else ""
    last -= bool(suffix)
    while last and (words[last - 1] in WEEKDAYS or words[last - 1] in MONTHS):
        last -= 1
    titled = _opening(words, plain, last)
    # "Glenn Beck Just Responded To Palin"; but "Ashley Still" is so called.
    if last - titled > 2 or not is_first_name(" ".join(plain[titled : titled + 1])):
        last = next((i for i in range(titled + 1, last) if plain[i] in FILLERS), last)
    first = _after_titles(words, plain, titled, last, text[max(0, offset - 4) : offset])
    if not 0 < last - first <= MOST_WORDS:
        return None
    whole = bool(suffix) and last == len(plain) - 1
    end = spans[last][1] if whole else spans[last - 1][1]
    name = row[spans[first][0] : end]
    kept = tuple(word for word in plain[first:last] if word not in PARTICLES)
    if not kept or not _may_be_person(words[first:last], kept, name):
        return None
    doubtful = len(kept) == 1 and _is_doubtful(words[last - 1])
    title = " ".join(plain[titled:first])
    if title and len(kept) == 1 and plain[first - 1] in REGAL:
        first -= 1
        name = row[spans[first][0] : end]
    start, end = offset + spans[first][0], offset + spans[first][0] + len(name)
    particles = _PARTICLES_BEFORE.search(text, max(0, start - 12), start) if first == 0 else None
    if particles:
        start = particles.start()
    return Name(start, end, text[start:end], kept, suffix if whole else "", title, doubtful)


def _opening(words: Sequence[str], plain: Sequence[str], last: int) -> int:
    """Return how many words only open a sentence: `But Biden`, `Addressing Congress`."""
    first = 0
    while first < last and (plain[first].replace("’", "'") in FILLERS or words[first] in WEEKDAYS):
        first += 1
    if first + 1 < last and plain[first].endswith("ing") and plain[first] not in TITLES:
        first += not is_first_name(plain[first])
    return first


def _after_titles(words: Sequence[str], plain: Sequence[str], first: int, last: int, before: str) -> int:
    """Return where a name begins behind titles, offices and where somebody is from: `Ukrainian President`."""
    for i in range(last - 1, first, -1):
        # "Billie Jean King" and "Martin Luther King Jr" are no kings.
        if plain[i - 1] in TITLES and not (plain[i - 1] in REGAL and i - 1 > first and is_first_name(plain[first])):
            return i
    opens = before.rstrip(' "“‘')[-1:] in _STOPS
    if before.endswith(" of ") and last - first > 1 and plain[first] in OFFICES:
        first += 1
    while last - first > 1 and _QUALIFIER.search(plain[first]):
        first += 1
    for size in (1, 2):
        origin = " ".join(plain[first : first + size])
        if last - first > size + 1 and (is_group(origin) or is_place(origin)) and not is_first_name(plain[first]):
            first += size
            break
    for i in range(first + 1, last - 1):
        # "Fox News Sean Hannity".
        if is_first_name(plain[i]) and not is_first_name(plain[first]) and is_thing(" ".join(words[first:i])):
            return i
    if opens and last - first > 2 and is_first_name(plain[first + 1]) and not is_first_name(plain[first]):
        # "Follow Mike Snider".
        return first if len(plain[first]) == 1 or "." in plain[first] else first + 1
    return first


def _may_be_person(words: Sequence[str], kept: Sequence[str], name: str) -> bool:
    """Return whether words with capitals may name a person."""
    if COMPOUND.search(words[-1]) or any(character.isdigit() for character in name):
        return False
    if len(kept) > 1:
        known = is_first_name(kept[0])
        if name.isupper() and (not known or is_thing(name.title())):
            return False
        if (kept[-1] in TITLES and not known) or (words[-1].isupper() and len(words[-1]) < 4):
            return False
        # "Francisco Blanch" is no city, and "Felicia Day" is no day.
        like_felicia_day = known and len(kept) == 2 and kept[1] in ALSO_SURNAMES
        thing = not like_felicia_day and is_thing(" ".join(words[1:]) if known else name)
        if thing or is_place(name):
            return False
        return known or not (kept[0] in NO_PERSONS or is_group(kept[0]) or is_group(kept[-1]) or is_place(words[0]))
    return not (len(kept[0]) < 2 or kept[0] in FILLERS or words[-1] in MONTHS)


def _is_doubtful(word: str) -> bool:
    """Return whether a single word with a capital is more often no name of a person."""
    plain = word.lower().rstrip(".")
    acronym = word.isupper() and len(word) < 5
    return acronym or plain in NO_PERSONS or plain in TITLES or is_group(plain) or is_place(plain) or is_thing(word)
