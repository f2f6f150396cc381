"""What kind of thing a question asks for, read from its question word and the noun behind it."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from ontherecord.language.mentions import Kind
from ontherecord.language.speech import asked_speaker

Fit = Mapping[Kind, float]

# How well a mention of each kind answers, by what is asked for. Set by hand: a "full name" may be a film, a "name" a
# person or a place.
FITS: dict[str, dict[Kind, float]] = {
    "person": {"full name": 1.0, "name": 0.5},
    "country": {"country": 1.0, "country or state": 1.0},
    "state": {"state": 1.0, "country or state": 1.0},
    "continent": {"continent": 1.0},
    "place": {
        "landmark": 1.0, "country": 0.7, "state": 0.7, "country or state": 0.7, "name": 0.7, "full name": 0.7,
        "continent": 0.5, "organisation": 0.5,
    },
    "organisation": {"organisation": 1.0, "name": 0.8, "acronym": 0.8, "full name": 0.7},
    "title": {"title": 1.0, "full name": 0.6, "name": 0.3},
    "percent": {"percent": 1.0},
    "time": {"date": 1.0, "year": 1.0, "clock": 1.0},
    "money": {"money": 1.0},
    "count": {"count": 1.0, "percent": 0.3, "year": 0.1},
    "name": {
        "full name": 0.7, "name": 0.7, "organisation": 0.7, "title": 0.7, "acronym": 0.6, "landmark": 0.7,
        "country": 0.5, "state": 0.5, "country or state": 0.5,
    },
    "anything": {
        "full name": 0.5, "name": 0.5, "organisation": 0.5, "title": 0.5, "count": 0.3, "percent": 0.3, "money": 0.3,
        "landmark": 0.5, "country": 0.5, "state": 0.5, "country or state": 0.5,
    },
    # Why, how, or what somebody said: no name or number answers that.
    "nothing": {},
}  # fmt: skip
_NOUNS = {
    "person": "actor actress singer president player politician senator celebrity artist musician athlete star host "
    "minister mayor governor justice judge ceo leader founder author coach comedian rapper director lawmaker "
    "congressman congresswoman billionaire king queen prince princess candidate figure member golfer quarterback "
    "pope activist icon legend man woman chef designer official secretary representative nominee winner",
    "country": "country countries nation nations",
    "state": "state states",
    "continent": "continent",
    "place": "city cities town island place location region county venue park airport capital river mountain lake "
    "beach landmark destination planet ocean area district village resort street",
    "organisation": "company companies team airline airlines university automaker organization organisation group "
    "brand retailer chain store restaurant app platform network agency party club bank band institution service "
    "newspaper firm league college school museum department hospital business carrier supermarket giant site website "
    "franchise manufacturer automakers streamer",
    "title": "movie film show song album book series sitcom game novel musical play video documentary podcast word "
    "phrase award awards event festival holiday",
    "percent": "percentage percent share",
    "time": "year month day date decade time hour",
    "money": "cost price worth salary fine amount sum",
    "count": "number temperature age rank ranking score toll",
}
NOUNS = {noun: asked for asked, nouns in _NOUNS.items() for noun in nouns.split()}
MEASURES = {"much": "money"} | dict.fromkeys("many long old far often big tall fast high".split(), "count")
ASKING = re.compile(r"\b(who|whom|whose|when|where|how|which|what|why)\b(?=(?P<rest>(?:\s+\S+){0,7}))", re.IGNORECASE)
# Between "which" and its verb stands the noun; behind the verb, another one's.
VERBS = frozenset("is was were did does do has have are will to of in".split())
VAGUE = ("anything", "nothing", "time", "place", "person")


def expected(question: str) -> Fit:
    """Return how well a mention of each kind would answer a question, from 0 to 1; other kinds are absent."""
    best = None
    for match in ASKING.finditer(question):
        asked = _asked(match[1].lower(), _words(match["rest"]))
        # "Which actor, who died on Monday, ...": the noun says more than a second question word.
        if best is None or (
            best in VAGUE and asked not in ("anything", "nothing") and match[1].lower() in ("which", "what", "how")
        ):
            best = asked
    if best == "anything" and asked_speaker(question):
        best = "nothing"
    # Words without a question, such as "ferry ticket price", name what they ask for or ask for nothing in particular.
    return MappingProxyType(FITS[best or _named(_words(question)) or "nothing"])


def _asked(word: str, behind: list[str]) -> str:
    if word in ("who", "whom", "whose"):
        return "person"
    if word == "when":
        return "time"
    if word == "where":
        return "place"
    if word == "why":
        return "nothing"
    if word == "how":
        return MEASURES.get(behind[0] if behind else "", "nothing")
    before_verb = behind
    if word == "which":
        before_verb = list(takewhile(lambda other: other not in VERBS, behind))
    return _named(before_verb) or ("name" if word == "which" else "anything")


def _named(words: Sequence[str]) -> str | None:
    return next((NOUNS[word] for word in words if word in NOUNS), None)


def _words(text: str) -> list[str]:
    return [re.sub(r"(?:[’']s)?\W*$", "", word.lower()) for word in text.split()]
