"""What the words around a name tell: which part it plays in its sentence, and who it is that bears it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontherecord.attribution.first_names import Gender
from ontherecord.attribution.names_in_text import Name
from ontherecord.attribution.titles import HONORIFICS, OFFICES, TITLES, Role, gender_told, plain_words, roles_in

Part: TypeAlias = Literal["subject", "object", "aside"]

SPEECH = (
    "said|says|told|tells|added|adds|wrote|writes|tweeted|asked|asks|warned|warns|argued|argues|insisted|explained|"
    "explains|noted|notes|recalled|recalls|claimed|claims|replied|responded|admitted|testified|joked|quipped|stated|"
    "announced|posted|continued|concluded|acknowledged|denied|thinks|believes|thought|believed|stressed|suggested"
)
_SPEECH_WORDS = frozenset(SPEECH.split("|"))
LONGEST_LEAD = 7
# What makes the name before it a subject. Without a tagger, most verbs in -s look like nouns: "Trump supporters".
_VERB = (
    r"(?:is|was|has|had|will|would|could|can|cannot|should|may|might|must|did|does|do|took|takes|gave|gives|made|makes|"
    r"came|comes|got|gets|saw|sees|knew|knows|found|finds|left|leaves|felt|feels|kept|keeps|began|begins|held|holds|"
    r"stood|stands|heard|let|met|meets|ran|runs|paid|sat|spoke|speaks|led|leads|grew|lost|loses|fell|sent|built|broke|"
    r"spent|won|wins|rose|drew|drove|wore|chose|swore|went|goes|became|becomes|put|hit|beat|brought|bought|caught|"
    r"fought|sought|taught|wants|plans|faces|remains|plays|works|lives|seems|appears|hopes|calls|needs|looks|uses|"
    r"likes|loves|shares|joins|returns|never|also|then|later|still|once|now|already|\w+n[’']t|\w+ed)\b"
)
# What follows a name: a possessive, or an aside in brackets or commas and maybe the verb whose subject the name is.
AFTER = re.compile(
    r"(?P<possessive>['’]s?(?!\w))?(?:\s\([^)\n]{1,40}\))?"
    r"(?:,\s(?P<aside>(?:[^,;:!?“”\"\n.]|\.(?=\w)|(?<=\b[A-Z])\.(?=\s)){2,110})(?P<closed>,)?)?"
    rf"\s?(?P<verb>(?:\w+ly\s)?(?:(?P<speech>{SPEECH})|{_VERB}))?"
)
_IS = re.compile(r"\s(?:is|was|became|has been|had been)\s((?:the|a|an|his|her)\s[^.!?;,\n“”\"]{3,60})")
_SAYS_BEFORE = re.compile(rf"\b(?:{SPEECH}|according to)\s$")
_PREPOSITIONS = frozenset(
    """
about after against alongside among around as at before behind beside between by called for from in including
into like named near of on over than through to toward towards under upon via with without
""".split()
)
_BREAK = re.compile(r"[.!?:;,\n“”\"(—–]\s*")
_SHORTENED = re.compile(r"\b(?:[A-Z]|Mrs?|Ms|Dr|St|Lt|Sen|Rep|Gov|Gen|Col|Sgt|Rev|Hon|Prof|Capt)$")
_ADDING = frozenset("as at by for from in of on that to which who whose with".split())
_DETERMINERS = frozenset("the a an his her their its our my who".split())
_AGE = re.compile(r"(?:aged? |a )?(\d{1,2})(?:-year-old\b|$|,| and\b| from\b| of\b)")
RELATIVES = frozenset(
    """
aunt boyfriend brother cousin dad daughter father girlfriend granddaughter grandson husband mom mother mum nephew
niece partner sister son uncle widow wife
""".split()
)
# The longest stretches of the words on either side that are read.
LOOKBACK = 90
LOOKAHEAD = 220


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the words around a name tell.

    `part` is its part in its sentence; `speaks` says whether a verb of speech is its; `described` whether what is
    said of it is said of people only. `roles` and `age` are what it is said to be.
    """

    part: Part
    speaks: bool
    described: bool
    gender: Gender | None
    roles: tuple[Role, ...]
    age: str | None


def surroundings(text: str, name: Name) -> Surroundings:
    """Return what the words around a name tell of it."""
    before = text[max(0, name.start - LOOKBACK) : name.start]
    after = next(AFTER.finditer(text, name.end, name.end + LOOKAHEAD))
    breaks = [0, 0, *(match.end() for match in _BREAK.finditer(before) if not _shortens(before, match.start()))]
    lead, previous = plain_words(before[breaks[-1] :]), before[breaks[-2] : breaks[-1]]
    roles, gender = _before(lead)
    if not lead and before.endswith(", "):
        roles, gender = _apposed(previous)
    aside = _aside(after["aside"] or "")
    is_what = _IS.match(text, name.end, name.end + LOOKAHEAD)
    told = _head(plain_words(aside) or (plain_words(is_what[1]) if is_what else []))
    roles += roles_in(told)
    age = _AGE.match(aside)
    honoured = [HONORIFICS[word] for word in name.title.split() if HONORIFICS.get(word)]
    return Surroundings(
        part=_part(before, lead, name, after, roles),
        speaks=after["speech"] is not None or bool(_SAYS_BEFORE.search(before)),
        described=bool(name.title or roles or age),
        gender=honoured[0] if honoured else gender or gender_told(told),
        roles=tuple(roles),
        age=age[1] if age else None,
    )


def _shortens(before: str, place: int) -> bool:
    """Return whether a full stop is that of `Dr.` or `J.`."""
    return before[place] == "." and bool(_SHORTENED.search(before, max(0, place - 5), place))


def _before(lead: Sequence[str]) -> tuple[list[Role], Gender | None]:
    """Return the roles that stand right before a name, with titles between at most, and the gender they tell."""
    near = lead[-6:]
    if near and near[-1] in ("of", "and"):
        return [], None
    roles = [
        role
        for role in roles_in(near)
        if all(word in TITLES or word in OFFICES or word in ("of", "and") for word in near[role.last :])
    ]
    if roles:
        return roles, gender_told(near[roles[0].first :])
    if near and near[-1] in RELATIVES:
        return roles, gender_told(near[-1:])
    return roles, None


def _apposed(description: str) -> tuple[list[Role], Gender | None]:
    """Return the roles before a comma and a name, and the gender they tell: `The mayor of Salem, Ana Torres`."""
    words = plain_words(description)
    if _DETERMINERS.isdisjoint(words) and not re.search(r"['’]s\s", description):
        return [], None
    roles = [role for role in roles_in(words) if role.last == len(words) or words[role.last] in ("of", "for")]
    return roles, gender_told(words) if roles else None


def _aside(aside: str) -> str:
    """Return an aside after a name if it describes the name; what follows may as well be the next of a list."""
    words = aside.split(maxsplit=6)
    if not words:
        return ""
    if words[0].lower() in _DETERMINERS or words[0][0].isdigit() or words[0] in ("aged", "now", "then", "former"):
        return aside
    for role in roles_in(plain_words(" ".join(words[:5]))):
        following = words[role.last : role.last + 1]
        another = "and" in words[: role.first] or role.name in RELATIVES
        if not another and (not following or not following[0][0].isupper()):
            return aside
    return ""


def _head(words: Sequence[str]) -> Sequence[str]:
    """Return what a description is about: `a Texan` of `a Texan with a wife`, `son` of `the Queen's son`."""
    words = words[2:] if words[:1] == ["who"] else words
    last = next((i for i, word in enumerate(words) if word in _ADDING), len(words))
    first = next((i + 1 for i in range(last - 1, -1, -1) if words[i].endswith("'s")), 0)
    return words[first:last]


def _part(before: str, lead: Sequence[str], name: Name, after: re.Match[str], roles: Sequence[Role]) -> Part:
    """Return the part that a name plays in its sentence, as far as the words next to it tell."""
    if after["possessive"]:
        return "aside"
    bare = lead[: len(lead) - len(name.title.split())] if name.title else lead
    is_acting = after["verb"] and (after["closed"] or not after["aside"])
    if is_acting and not (bare and bare[-1] in _PREPOSITIONS - {"as", "after", "before", "than"}):
        return "subject"
    # Who is asked is the one to answer.
    if _SAYS_BEFORE.search(before) or (bare and bare[-1] in ("asked", "asks", "pressed")):
        return "subject"
    if bare and bare[-1] in _PREPOSITIONS:
        return "aside"
    # "said Cowen analyst Ana Torres".
    if roles and not _SPEECH_WORDS.isdisjoint(bare[-LONGEST_LEAD:]):
        return "subject"
    return "object" if bare else "subject"
