"""Whom the speakers of an article stand for: `he`, `Rubio`, `the secretary`, `who` and names in full.

Nobody is named where two are as likely, where it is many, or where the article does not say who it is: a wrong name
is worse than none.
"""

import re
from collections.abc import Sequence
from math import inf

from ontherecord.attribution.attributions import Attribution, Person, Span
from ontherecord.attribution.first_names import Gender
from ontherecord.attribution.individuals import BY_TITLE, Individual, Mention
from ontherecord.attribution.layout import Layout, Voice
from ontherecord.attribution.organisations import organisation
from ontherecord.attribution.people import People, people
from ontherecord.attribution.salience import MARGIN, Salience
from ontherecord.attribution.surroundings import RELATIVES, Part
from ontherecord.attribution.titles import Role, gender_told, plain_words, roles_in
from ontherecord.schema import Resolution

_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_GENDERS)})\b", re.IGNORECASE)
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_AGE = re.compile(r"\b(\d{1,2})-year-old\b")
# What may follow a name within a mention: nothing, or what tells more about the person.
_AFTER_NAME = re.compile(r"\W*$|\s*[,(]|\s(?:of|from|at|with|who|in)\b")
_OF = re.compile(r"\b(?:of|for|to|with|from|by|at|in|on|near|about|and|or)\s$", re.IGNORECASE)
_WITH_ANOTHER = re.compile(r"\b(?:and|or)\b|&")
# Between a name and its "who" stands nothing but what tells more about the person.
_TO_WHO = re.compile(
    r"(?:\s\([^)]*\)|\s(?:of|from|at)\s[^,.]{1,40})?(?:,?\s*$|,\s[^,]{1,90},\s*$|,\s[^,]{1,60},\s[^,]{1,60},\s*$)"
    r"|,\s(?:an?|the)\s(?:(?!of|for|with|to|from)[\w’'-]+\s){1,9}$"
    r"|\s(?:said|says)\b[^,.]{0,40},\s*$"
)
# "The actress" may be somebody with a name.
_ONE = re.compile(r"(?:an?|one|another|my|his|her|our|their|[A-Z][\w’'-]+['’]s)\s", re.IGNORECASE)
_ANYBODY = re.compile(r"\b(?:official|person|man|woman|boy|girl|employee|worker|source|caller|user|aide|adviser)\b")
_AFTER_ROLE = frozenset("of for at in from with who and".split())
# Roles are seldom repeated, so that two who have one are told apart only if one is clearly nearer.
MARGIN_OF_ROLES = 0.8


def resolve(text: str, title: str | None, attributions: Sequence[Attribution]) -> list[Person | None]:
    """Return whom the source of each attribution stands for, None where nobody can be named."""
    return _Resolver(text, title, attributions).resolve()


class _Resolver:
    """Reads one article from its beginning to its end and says whom each speaker's mention stands for."""

    def __init__(self, text: str, title: str | None, attributions: Sequence[Attribution]) -> None:
        self._text = text
        self._attributions = attributions
        self._layout = Layout(text, attributions)
        self._people: People = people(text, title)
        self._salience = Salience()
        self._small_words = frozenset(_SMALL_WORD.findall(text))
        for attribution in attributions:
            for mention in self._people.named(*attribution.source) if attribution.source else ():
                # Organisations speak too, but seldom under two or three words of which none tells that it is one.
                acronyms = any(word.isupper() and len(word) > 2 for word in mention.name.text.split())
                mention.individual.personal |= len(mention.name.words) in (2, 3) and not acronyms

    def resolve(self) -> list[Person | None]:
        """Return whom the source of each attribution stands for."""
        found: list[Person | None] = [None] * len(self._attributions)
        for place, what in self._events():
            if isinstance(what, Mention):
                self._take_in(what.individual, place, what.around.part)
            elif isinstance(what, str):
                self._follow(what, place)
            else:
                number, source = what
                found[number] = self._speaker(source)
        return found

    def _events(self) -> list[tuple[int, Mention | str | tuple[int, Span]]]:
        """Return names, pronouns and speakers, each with its place, in the order of the text."""
        sources = [(given.source, i) for i, given in enumerate(self._attributions) if given.source]
        of_sources = {source[0] for source, _ in sources}
        events: list[tuple[int, int, Mention | str | tuple[int, Span]]] = [
            (mention.name.start, 0, mention) for mention in self._people.mentions
        ]
        events += [(match.start(), 1, match[0]) for match in _PRONOUN.finditer(self._text)]
        # The names within a speaker's mention come before the speaker, and its pronoun is the speaker.
        events += [(source[1] - 1, 2, (i, source)) for source, i in sources]
        events.sort(key=lambda event: event[:2])
        return [(place, what) for place, order, what in events if order != 1 or place not in of_sources]

    def _take_in(self, individual: Individual, place: int, part: Part) -> None:
        layout = self._layout
        voice = layout.voice(place)
        self._salience.mention(individual, layout.sentence(place), layout.paragraph(place), voice, part)

    def _follow(self, pronoun: str, place: int) -> None:
        """Take in whom a pronoun between the speakers keeps in mind."""
        if self._layout.voice(place) == Voice.QUOTED:
            return
        layout, likely = self._layout, self._salience.candidates(_GENDERS[pronoun.lower()])
        individual = self._salience.most(likely, layout.sentence(place), layout.paragraph(place), 0.0, -inf)
        if individual is not None:
            self._take_in(individual, place, "subject" if pronoun.lower() in ("he", "she") else "aside")

    def _most(self, individuals: Sequence[Individual], place: int, margin: float = MARGIN) -> Individual | None:
        return self._salience.most(individuals, self._layout.sentence(place), self._layout.paragraph(place), margin)

    def _speaker(self, source: Span) -> Person | None:
        """Return whom one speaker's mention stands for, and keep in mind that this person spoke."""
        individual, how = self._whose(*source)
        if individual is None:
            self._somebody(*source)
            name = organisation(self._text[slice(*source)], self._small_words) if how == "as written" else None
            return Person(name, "as written") if name else None
        place = source[0]
        self._salience.speak(individual, self._layout.sentence(place), self._layout.paragraph(place))
        return Person(individual.name, how)

    def _somebody(self, start: int, end: int) -> None:
        """Keep in mind that somebody without a name speaks, `my father`: who then is `he` has no name either."""
        mention = self._text[start:end]
        words = plain_words(mention)
        heads = _heads(words)
        related = bool(heads) and heads[0].name in RELATIVES
        if related or (_ONE.match(mention) and (heads or gender_told(words) or _ANYBODY.search(mention))):
            somebody = Individual("", (), personal=True)
            gender = gender_told(words)
            if gender:
                somebody.genders[gender] += BY_TITLE
            self._salience.speak(somebody, self._layout.sentence(start), self._layout.paragraph(start))

    def _whose(self, start: int, end: int) -> tuple[Individual | None, Resolution]:
        """Return the person a mention stands for, if it is one, and how that was found."""
        mention = self._text[start:end].strip()
        small = mention.lower()
        if small in ("he", "she"):
            likely = self._most(self._salience.candidates(_GENDERS[small]), start)
            return (likely if likely and likely.personal and likely.name else None), "pronoun"
        if small == "who":
            return self._head_of_relative(start), "relative"
        named = self._named(start, end)
        if named is not None and _names_person(named):
            return (named.individual if named.sure else None), _how(named)
        if self._people.named(start, end) and _WITH_ANOTHER.search(mention):
            return None, "role"
        if (small.startswith("the ") and _AGE.search(mention)) or _is_role(mention):
            return self._with_role(mention, start), "role"
        return None, "as written"

    def _named(self, start: int, end: int) -> Mention | None:
        """Return the name by which a mention calls its person: not `Smith` in `a lawyer for Smith`."""
        named = self._people.named(start, end)
        for mention in named:
            name = mention.name
            before = self._text[start : name.start].removesuffix(" ")
            titled = before[: len(before) - len(name.title)] if name.title else before
            if _OF.search(titled + " ") or mention.name.end > end + 1:
                continue
            if _AFTER_NAME.match(self._text[name.end : end]) and not _WITH_ANOTHER.search(self._text[name.end : end]):
                return mention
        return None

    def _head_of_relative(self, start: int) -> Individual | None:
        """Return the person whom a relative clause that begins with `who` tells more about."""
        begin = self._layout.sentence_start(start)
        for mention in reversed(self._people.named(begin, start)):
            if mention.individual.personal and _TO_WHO.match(self._text, mention.name.end, start):
                return mention.individual if mention.sure else None
        return None

    def _with_role(self, mention: str, place: int) -> Individual | None:
        """Return who is what a mention says, such as `the former president` or `the 34-year-old`."""
        words = plain_words(mention)
        gender = gender_told(words)
        roles, age = _heads(words), _AGE.search(mention)
        fitting = [
            other
            for other in self._salience.latest()
            if other.gender in (None, gender or other.gender)
            and (not age or age[1] in other.ages)
            and (not roles or _has(other, roles[0]))
        ]
        return self._most(fitting, place, MARGIN_OF_ROLES)


def _is_role(mention: str) -> bool:
    """Return whether a mention tells what somebody is: `the secretary of state`, `President`, but not `a senator`.

    A role that ends a longer name is none, `the Justice Department`, and whose mother somebody is, is seldom told.
    """
    words = plain_words(mention)
    roles = _heads(words)
    if not roles or roles[0].name in RELATIVES:
        return False
    return words[0] == "the" or (roles[0].first, roles[0].last) == (0, len(words))


def _heads(words: Sequence[str]) -> list[Role]:
    """Return the roles that a mention is about: the senator in `the Republican senator from Ohio`."""
    return [role for role in roles_in(words) if role.last == len(words) or words[role.last] in _AFTER_ROLE][:1]


def _has(individual: Individual, role: Role) -> bool:
    """Return whether somebody has a role, and formerly had it where that is asked.

    The secretary of state and a home secretary are secretaries; a vice president is no president.
    """
    return any(
        _is_kind_of(own, role.name) and (former or not role.former) for own, former in individual.roles.items()
    )


def _is_kind_of(role: str, other: str) -> bool:
    longer = role.startswith(f"{other} of") or (role.endswith(f" {other}") and not role.startswith("vice"))
    return role == other or longer


def _names_person(mention: Mention) -> bool:
    """Return whether a name is, or may be, a person's: not `Target` where `Target Circle` is named too."""
    words, individual = mention.name.words, mention.individual
    return individual.personal or (len(individual.words) > 1 and words[-1] == individual.surname)


def _how(mention: Mention) -> Resolution:
    """Return how the name in a mention tells the person."""
    word, individual = mention.name.words[0], mention.individual
    if len(mention.name.words) > 1:
        return "as written"
    if mention.name.title:
        return "title"
    if len(individual.words) == 1:
        return "as written"
    return "first name" if word == individual.words[0] and word != individual.surname else "surname"
