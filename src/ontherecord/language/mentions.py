"""What a text mentions that could answer a question: names, places, numbers and dates, found by rule.

The kinds are what capitals, digits and a list of places can tell. A passage takes 0.17 ms; spaCy's small model, at
4,100 words a second, some 40.
"""

import re
from typing import Literal

from ontherecord.language.places import CONTINENTS, COUNTRIES, STATES

Kind = Literal[
    "full name",  # two words or more with capitals
    "name",
    "acronym",
    "organisation",
    "landmark",  # Fort Myers Beach
    "title",  # in quotation marks
    "country",
    "state",
    "country or state",  # Georgia
    "continent",
    "money",
    "percent",
    "year",
    "date",
    "clock",
    "count",
]

_WORD = r"(?:[A-Z][\w’'&.-]*\w|[A-Z])"
_JOINED = r"(?:[ ](?:of|the|and|de|del|der|la|von|van|bin|al|for|&)){0,2}[ ]"
NAME = re.compile(rf"(?<![\w’'])(?:{_WORD})(?:{_JOINED}{_WORD})*")
ORGANISATION = re.compile(
    r"\b(?:Inc|Corp|Co|Ltd|LLC|Group|Bank|University|College|Airlines|Airways|Air|Party|Court|Committee|Department|"
    r"Agency|Association|League|Club|United|FC|Motors|Union|Council|Ministry|Institute|Museum|School|Hospital|"
    r"Foundation|Studios|Pictures|Records|Energy|Company|Services?|Commission|Administration|Organi[sz]ation|Church|"
    r"House)\b"
)
LANDMARK = re.compile(
    r"\b(?:Street|Road|Avenue|County|City|Town|Islands?|Stadium|Arena|Park|River|Lake|Beach|Coast|Bay|Airport|Bridge|"
    r"Mountains?|Valley|Canyon|Desert|Ocean|Sea|Center|Centre|Square|Tower|Port|Harbou?r|Palace|Cathedral)$"
)
QUOTED = re.compile(r"[“\"‘]([A-Z][^”\"’]{1,40})[”\"’]")
_SIZE = r"(?:\s?(?:million|billion|trillion|thousand|m|bn|k)\b)"
MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join([*MONTHS, *(rf"{short}\." for short in "Jan Feb Aug Sept Oct Nov Dec".split())])
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety|dozens|hundreds|thousands"
)
NUMBER = re.compile(
    rf"(?P<money>[$£€]\s?\d[\d,.]*{_SIZE}?)|(?P<percent>\d[\d,.]*\s?(?:%|percent|per cent))"
    rf"|(?P<clock>\b\d{{1,2}}:\d\d\b|\b\d{{1,2}}\s?[ap]\.?m\b)"
    rf"|(?P<year>\b(?:1[89]|20)\d\d\b)|(?P<date>\b(?:{_MONTH})(?:\s\d{{1,2}})?\b)"
    rf"|(?P<count>\b\d[\d,]*(?:\.\d+)?\b(?:\s?(?:million|billion|trillion|thousand))?|\b(?:{_NUMBER_WORDS})\b)",
    re.ASCII,
)
# A sentence, not a name, begins with these.
OPENERS = frozenset(
    "the a an he she it they we i you in on at but and its his her their our my your this that these those for as by "
    "if when while after before since there what who how why where which one some many most more less all no not so "
    "yet or to from with also last first new two three mr mrs ms although though then about however meanwhile yes "
    "another other others both each officials police people residents according even just only still such because "
    "until despite during over under among between against without within through had has have is are was were did "
    "does do will would can could should let here once now today yesterday tomorrow earlier later".split()
)
WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
POSSESSIVE = re.compile(r"[’']s$")


def mentions(text: str) -> dict[str, Kind]:
    """Return the names, places, titles and numbers in a text, in small letters, each with its kind."""
    found = dict[str, Kind]()
    for match in NAME.finditer(text):
        words = match[0].split()
        while words and (words[0].lower() in OPENERS or words[0] in WEEKDAYS):
            words = words[1:]
        name = POSSESSIVE.sub("", " ".join(words)).strip(".’'")
        if len(name) > 1 and name not in MONTHS:
            found[name.lower()] = _kind(name)
    for match in NUMBER.finditer(text):
        found[match[0].lower()] = match.lastgroup  # type: ignore[assignment]  # the groups are named as kinds are
    for match in QUOTED.finditer(text):
        found[match[1].lower().strip(" ,.")] = "title"
    return found


def _kind(name: str) -> Kind:
    place = name.lower().replace(".", "")
    if place in COUNTRIES:
        return "country or state" if place in STATES else "country"
    if place in STATES:
        return "state"
    if place in CONTINENTS:
        return "continent"
    if " " in name and LANDMARK.search(name):
        return "landmark"
    if ORGANISATION.search(name):
        return "organisation"
    if " " in name:
        return "full name"
    return "acronym" if name.isupper() else "name"
