"""The people of one article: which of its names are the same person's, and what it tells of each.

By rule: a surname goes to whoever bears it in full, and in a family to the one whom honorific, gender and nearness
point to. Nothing is looked up but first names.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest
from math import log2

from ontherecord.attribution.first_names import Gender
from ontherecord.attribution.individuals import (
    BY_PRONOUN,
    MOST_BY_PRONOUNS,
    Individual,
    Mention,
    individual_of,
    same_person,
)
from ontherecord.attribution.names_in_text import Name, names_in
from ontherecord.attribution.surroundings import RELATIVES, SPEECH, Surroundings, surroundings
from ontherecord.attribution.titles import HONORIFICS

_WORD = re.compile(r"\w[\w’'-]*")
_PRONOUN = re.compile(r"\b(?:(he|him|his|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
_OTHERS = re.compile(rf"[.!?\n“”\"]|\b(?:{SPEECH}|that)\b")
# How far behind a name a pronoun tells its gender, if no other name comes first.
NEAR = 200
# Of a family, the one just spoken of, the one the surname stood for last, and the one who came first.
JUST_SPOKEN_OF, STOOD_FOR, CAME_FIRST, BY_FIRST_WORD, NOT_YET = 1.5, 2.0, 0.7, -1.5, -3.0
MOST_NAMESAKES = 20
# Closer than this is a coin toss.
SURE = 0.5


class People:
    """The people of an article and where it names them."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.individuals = list(dict.fromkeys(mention.individual for mention in mentions))
        self._starts = [mention.name.start for mention in mentions]

    def named(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin within a stretch of the text."""
        return list(self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)])


def people(text: str, title: str | None) -> People:
    """Return the people of an article."""
    found = [(name, surroundings(text, name)) for name in names_in(text)]
    headline = title or ""
    # A headline with capitals throughout reads as one name; it still tells who the article is about.
    spoken = [word for word in _WORD.findall(headline) if len(word) > 3]
    plain = sum(word[0].islower() for word in spoken) * 4 > len(spoken)
    grouping = _Grouping([name for name, _ in found] + (list(names_in(headline)) if plain else []))
    mentions = [grouping.mention(name, around) for name, around in found if grouping.counts(name)]
    called = {word.lower() for word in _WORD.findall(re.sub(r"[’']s\b", "", headline))}
    for mention in mentions:
        mention.individual.titled = mention.individual.surname in called
    _learn_genders(text, mentions)
    return People(mentions)


class _Grouping:
    """Finds whom the names of an article stand for, one after another."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._by_word = defaultdict[str, list[Individual]](list)
        self._known = dict[tuple[tuple[str, ...], str], Individual]()
        self._seen = dict[Individual, int]()
        self._stood_for = dict[str, Individual]()
        for name in names:
            if len(name.words) > 1:
                self._full(name)

    def counts(self, name: Name) -> bool:
        """Return whether a name is a person's, as far as the names in full tell."""
        return not name.doubtful or any(
            other.personal and other.surname == name.words[0] for other in self._by_word[name.words[0]]
        )

    def mention(self, name: Name, around: Surroundings) -> Mention:
        """Return a name with whom it stands for."""
        if len(name.words) > 1:
            individual, sure = self._full(name), True
        else:
            individual, sure = self._part(name, around)
        individual.learn(name, around)
        self._seen[individual] = name.end
        return Mention(name, around, individual, sure)

    def _full(self, name: Name) -> Individual:
        """Return whom a name of several words stands for."""
        key = (name.words, name.suffix)
        if key not in self._known:
            same = (
                other
                for other in self._by_word[name.words[-1]] + self._by_word[name.words[0]]
                if other.suffix == name.suffix and len(other.words) > 1 and same_person(other.words, name.words)
            )
            individual = next(same, None) or individual_of(name)
            self._known[key] = individual
            for word in name.words:
                # A family has so many at most; a list of winners with one name is not worth comparing all with all.
                if individual not in self._by_word[word] and len(self._by_word[word]) < MOST_NAMESAKES:
                    self._by_word[word].append(individual)
        return self._known[key]

    def _part(self, name: Name, around: Surroundings) -> tuple[Individual, bool]:
        """Return whom a surname or a first name stands for, and whether nobody else is as likely."""
        word = name.words[0]
        told = next((HONORIFICS[title] for title in name.title.split() if HONORIFICS.get(title)), None)
        fitting = [other for other in self._by_word[word] if self._fits(other, name, around, told)]
        if not fitting:
            alone = individual_of(name)
            if told:
                alone.genders.clear()
            self._by_word[word] = [*self._by_word[word], alone][-MOST_NAMESAKES:]
            self._stood_for[word] = alone
            return alone, True
        ranked = sorted(((self._likely(other, name), i) for i, other in enumerate(fitting)), reverse=True)
        best = fitting[ranked[0][1]]
        sure = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= SURE
        self._stood_for[word] = best
        return best, sure

    def _fits(self, other: Individual, name: Name, around: Surroundings, told: Gender | None) -> bool:
        """Return whether a name with its title may stand for somebody: `Mrs. Obama` is not Barack Obama."""
        if told and other.gender not in (None, told):
            return False
        office = [role.name for role in around.roles] if name.title else []
        related = not RELATIVES.isdisjoint(other.roles)
        return not (related and office and not any(role in other.roles for role in office))

    def _likely(self, other: Individual, name: Name) -> float:
        """Return how likely a surname or a first name stands for one of those who bear it."""
        word = name.words[0]
        likely = 0.5 * log2(1 + other.mentioned)
        likely += BY_FIRST_WORD * (other.surname != word)
        likely += STOOD_FOR * (self._stood_for.get(word) is other)
        likely += CAME_FIRST * (other is self._by_word[word][0])
        if other not in self._seen:
            return likely + NOT_YET
        return likely + JUST_SPOKEN_OF * (name.start - self._seen[other] < NEAR)


def _learn_genders(text: str, mentions: Sequence[Mention]) -> None:
    """Let the pronouns right behind a name tell the gender of whoever has no first name that does."""
    for mention, following in zip_longest(mentions, mentions[1:]):
        individual = mention.individual
        the = text[max(0, mention.name.start - 4) : mention.name.start].lower() == "the "
        if individual.gender is None and mention.around.part == "subject" and not the:
            until = min(mention.name.end + NEAR, following.name.start if following else len(text))
            pronoun = _PRONOUN.search(text, mention.name.end, until)
            if pronoun:
                individual.pronouns["he" if pronoun[1] else "she"] += 1
                # Of companies, too, it is said "Tesla said he had left", but not "Tesla won her first prize".
                between = text[mention.name.end : pronoun.start()]
                individual.personal |= pronoun[0] in ("his", "her") and not _OTHERS.search(between)
    for individual in {mention.individual for mention in mentions}:
        he, she = individual.pronouns["he"], individual.pronouns["she"]
        if individual.gender is None and he != she:
            individual.genders["he" if he > she else "she"] = min(BY_PRONOUN * abs(he - she), MOST_BY_PRONOUNS)
            individual.personal |= abs(he - she) > 1
