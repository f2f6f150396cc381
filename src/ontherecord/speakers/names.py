"""Names of speakers taken apart: titles, first name, names between, surname."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters that no decomposition turns into plain ones.
LETTERS = str.maketrans("łøđħıŁØĐ’‘ʼ", "lodhilod'''")
IN_PASSING = re.compile(r"\([^)]*\)|[\"“][^\"”]*[\"”]")
POSSESSIVE = re.compile(r"'s?$")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\w)\.")
GENERATION = re.compile(r"jr|sr|junior|senior|(?!xi$)[ivx]{2,5}")
# What stands before a name and is none of it.
TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baroness the a his her our
    president vice prime minister premier chancellor secretary undersecretary state treasury defense defence homeland
    security health human services commerce interior energy education labor labour transportation agriculture attorney
    general solicitor foreign finance justice chief executive officer operating financial ceo cfo coo cto chairman
    chairwoman chairperson chair cochair cofounder founder director administrator commissioner commission
    senator sen representative rep congressman congresswoman congressmember assemblyman assemblywoman delegate
    governor gov lieutenant lt mayor councilman councilwoman councilor councillor alderman sheriff house senate
    speaker majority minority leader whip party opposition judge magistrate prosecutor gen col colonel maj major capt
    captain cmdr commander sgt sergeant cpl adm admiral brig police detective inspector superintendent constable
    deputy assistant associate acting interim outgoing incoming former ex then late elect designate first second
    national federal local special press communications spokesman spokeswoman spokesperson ambassador envoy adviser
    advisor counsel manager coach striker midfielder goalkeeper defender quarterback actor actress singer author
    writer economist analyst researcher scientist historian artist
    pope king queen prince princess duke duchess emperor sheikh sultan crown ayatollah imam rabbi archbishop cardinal
    bishop rev reverend father sister brother pastor saint
    us uk eu un american british french german russian ukrainian chinese israeli iranian mexican canadian republican
    democratic democrat independent of for and in
    """.split()
)
# They end the name of a body, in which no word is a title: the State Department.
BODIES = re.compile(
    r"(?:department|office|ministry|committee|commission|council|agency|association|group|bank|university|court|"
    r"house|party|union|company|corp|inc|service|officials?|police|board|institute|foundation|center|centre|post|"
    r"times|news|press|administration|government|authority|authorities)$"
)
PARTICLES = frozenset("de del della der den di da dos das du la le van von zu bin ibn al el".split())
NICKNAMES = {
    nickname: name
    for name, nicknames in {
        "abigail": "abby",
        "alexander": "alex",
        "andrew": "andy drew",
        "anthony": "tony",
        "benjamin": "ben",
        "bernard": "bernie",
        "charles": "charlie chuck",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "deborah": "deb debbie",
        "donald": "don",
        "edward": "ed eddie",
        "elizabeth": "liz beth",
        "gregory": "greg",
        "jacob": "jake",
        "james": "jim jimmy",
        "jeffrey": "jeff",
        "john": "johnny",
        "joseph": "joe",
        "joshua": "josh",
        "katherine": "kathy katie",
        "kenneth": "ken",
        "kimberly": "kim",
        "lawrence": "larry",
        "matthew": "matt",
        "michael": "mike",
        "nicholas": "nick",
        "pamela": "pam",
        "patricia": "patty",
        "peter": "pete",
        "philip": "phil",
        "richard": "rick dick",
        "robert": "bob bobby rob",
        "ronald": "ron",
        "samuel": "sam",
        "stephen": "steve",
        "susan": "sue",
        "theodore": "ted",
        "thomas": "tom tommy",
        "timothy": "tim",
        "william": "bill will billy",
    }.items()
    for nickname in nicknames.split()
}
# Family names that come first, before names of such syllables: Xi Jinping, Kim Jong Un, but Kim Kardashian.
FAMILIES = frozenset(
    "xi wang zhang li liu chen yang zhao huang zhou wu xu zhu guo deng jiang hu mao cai lai tsai kim yoon moon han "
    "cho choi jeong chung nguyen".split()
)
GIVEN = re.compile(r"(?:(?:[bcdfghjklmnpqrstwxyz]|zh|ch|sh)?[aeiouy]{1,3}(?:ng|[nmklp])?)+")
# Sons who are in the news beside their fathers; of anybody else one is, who is written with "Jr." and without.
TWO_GENERATIONS = frozenset({("donald", "trump")})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in small letters without accents: `words` is all of it but titles, `given` None for a surname alone.

    `given` is the first name in full where a nickname is written, `between` holds middle names and initials.
    """

    words: tuple[str, ...]
    given: str | None
    between: tuple[str, ...]
    surname: str
    generation: str | None = None


@lru_cache(maxsize=20_000)
def name_of(written: str) -> Name | None:
    """Return a name taken apart, titles and what is added to it left out; None where no word remains."""
    bare = IN_PASSING.sub(" ", plain(written))
    before, _, after = bare.partition(",")
    words = [DOTTED.sub("", word) for word in WORD.findall(DOTTED.sub(" ", POSSESSIVE.sub("", before.strip())))]
    added = WORD.findall(after)[:1]
    generation = next((word for word in [*words[1:], *added] if GENERATION.fullmatch(word)), None)
    words = [*words[:1], *(word for word in words[1:] if not GENERATION.fullmatch(word))]
    words = _joined_initials(_without_titles(_joined_initials(words)))
    if not words:
        return None
    if _is_family_first(words):
        return Name(tuple(words), "".join(words[1:]), (), words[0])
    given = NICKNAMES.get(words[0], words[0]) if len(words) > 1 and words[0] not in PARTICLES else None
    between = tuple(word for word in words[1:-1] if word not in PARTICLES) if given else ()
    return Name(tuple(words), given, between, words[-1], generation)


def same_person(one: Name, other: Name) -> bool:
    """Return whether two names with a first name may be one person's: Joe Biden and Joseph R. Biden Jr. may."""
    if one.surname != other.surname or not one.given or not other.given:
        return False
    return _same_given(one.given, other.given) and _fit(one.between, other.between) and _same_generation(one, other)


def short_forms(name: Name) -> Iterator[tuple[str, ...]]:
    """Yield what may stand for a name, its surname and its ends: Xi, Rubio, López Obrador, von der Leyen."""
    if len(name.words) > 1:
        yield (name.surname,)
        yield from (name.words[start:] for start in range(1, len(name.words)))


def plain(text: str) -> str:
    """Return a text in small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _without_titles(words: list[str]) -> list[str]:
    if words and BODIES.search(words[-1]):
        return words[1:] if words[0] == "the" and len(words) > 1 else words
    first = 0
    while first < len(words) - 1 and words[first] in TITLES:
        first += 1
    return words[first:]


def _joined_initials(words: list[str]) -> list[str]:
    """Return the words with the initials that open a name joined: J. D. Vance is JD Vance."""
    initials = 0
    while initials < len(words) - 1 and len(words[initials]) == 1:
        initials += 1
    return ["".join(words[:initials]), *words[initials:]] if initials > 1 else words


def _is_family_first(words: list[str]) -> bool:
    return 1 < len(words) < 4 and words[0] in FAMILIES and all(GIVEN.fullmatch(word) for word in words[1:])


def _same_given(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether names between first name and surname agree as far as both are written."""
    spelled = {word for word in one if len(word) > 1} & {word for word in other if len(word) > 1}
    return bool(spelled) or all(_same_given(a, b) for a, b in zip(one, other, strict=False))


def _same_generation(one: Name, other: Name) -> bool:
    if one.generation == other.generation:
        return True
    both_written = one.generation and other.generation
    return not both_written and (one.given, one.surname) not in TWO_GENERATIONS
