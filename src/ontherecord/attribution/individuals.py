"""One person of an article: the name, what else the article tells, and which other names may be the same one's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ontherecord.attribution.first_names import Gender, gender_of, gender_of_known, is_first_name
from ontherecord.attribution.names_in_text import Name
from ontherecord.attribution.surroundings import Surroundings

# Whose bearers put the surname first, unless the second word is a first name of the census: "Lin Wood".
SURNAMES_FIRST = frozenset(
    """
ban chen cho choi chung deng gao guo han he hu huang jeong jiang kim le lee li lin liu luo ma mao moon nguyen park
peng pham qin sun tang tran tsai wang wen wu xi xu yang yoon zhang zhao zhou zhu
""".split()
)
# "Kim Kardashian", but "Kim Jong Un".
_ALSO_FIRST_NAMES = frozenset(("kim", "lee"))
_NICKNAMES = frozenset(
    frozenset(pair.split("/"))
    for pair in """
beth/elizabeth bill/william billy/william bob/robert bobby/robert charlie/charles chuck/charles dick/richard
jack/john jeff/jeffrey jerry/gerald jim/james jimmy/james joe/joseph johnny/john kate/catherine kate/katherine
kathy/kathleen larry/lawrence liz/elizabeth maggie/margaret meg/megan mike/michael peggy/margaret rick/richard
rob/robert ron/ronald sandy/alexander ted/edward ted/theodore tommy/thomas tony/anthony will/william
""".split()
)
# A title or a word for a man or a woman outweighs a first name, and that a pronoun nearby.
BY_TITLE, BY_FIRST_NAME, BY_PRONOUN, MOST_BY_PRONOUNS = 4.0, 2.0, 0.75, 3.0


@dataclass(slots=True, eq=False)
class Individual:
    """What may be one person of an article, as all of its names together tell.

    `name` is the fullest form of the name and `words` are those of it; `personal` says whether anything tells that
    a person bears it; `titled` whether the article's title names the person; `acts` whether it speaks
    or, with a name of several words, does anything, as people do but organisations as well.
    """

    name: str
    words: tuple[str, ...]
    suffix: str = ""
    personal: bool = False
    titled: bool = False
    acts: bool = False
    mentioned: int = 0
    roles: dict[str, bool] = field(default_factory=dict)
    ages: set[str] = field(default_factory=set)
    genders: dict[Gender, float] = field(default_factory=lambda: defaultdict(float))
    pronouns: dict[Gender, int] = field(default_factory=lambda: defaultdict(int))

    _forms: dict[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)

    @property
    def gender(self) -> Gender | None:
        """Which pronoun stands for the person, as far as the article and the first name tell."""
        he, she = self.genders.get("he", 0.0), self.genders.get("she", 0.0)
        return None if he == she else "he" if he > she else "she"

    @property
    def surname(self) -> str:
        """The word by which a text goes on to call the person."""
        return self.words[0] if is_surname_first(self.words) else self.words[-1]

    def learn(self, name: Name, around: Surroundings) -> None:
        """Take in what one mention tells."""
        self.mentioned += 1
        # "Salem" is a name of men, too, but "in Salem" it is no man's.
        self.acts = self.acts or around.speaks or (len(name.words) > 1 and around.part == "subject")
        alone = len(name.words) == 1 and around.part == "subject" and is_first_name(name.words[0])
        self.personal = self.personal or around.described or alone
        if around.gender:
            self.genders[around.gender] += BY_TITLE
        for role in around.roles:
            self.roles[role.name] = role.former and self.roles.get(role.name, True)
        if around.age:
            self.ages.add(around.age)
        if len(name.words) > 1 and not name.text.isupper():
            self._forms[name.text] = (name.words, self._forms.get(name.text, (name.words, 0))[1] + 1)
            self._choose()

    def _choose(self) -> None:
        """Take the fullest form of the name that ends as the most frequent does; a heading goes on behind it."""
        frequent = max(self._forms, key=lambda form: (self._forms[form][1], -len(form)))
        last = self._forms[frequent][0][-1]
        ending = [
            form
            for form in self._forms
            if self._forms[form][0][-1] == last and (form == frequent or _begins_as_names_do(self._forms[form][0][0]))
        ]
        self.name = max(ending, key=lambda form: (len(self._forms[form][0]), len(form)))
        self.words = self._forms[self.name][0]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text with what surrounds it and whom it stands for; `sure` where no relative is as likely."""

    name: Name
    around: Surroundings
    individual: Individual
    sure: bool = True


def _begins_as_names_do(word: str) -> bool:
    """Return whether a word is a first name or an initial, as that of `Crooked Joe Biden` is not."""
    return is_first_name(word) or len(word) == 1 or "." in word


def individual_of(name: Name) -> Individual:
    """Return the person of a name, knowing nothing else."""
    first = name.words[0]
    found = Individual(name.text, name.words, name.suffix)
    if len(name.words) > 1:
        initials = len(first) == 1 or "." in first
        surname_first = is_surname_first(name.words)
        found.personal = is_first_name(first) or initials or name.suffix in ("jr", "sr") or surname_first
        gender = None if surname_first else gender_of(first)
    else:
        gender = gender_of_known(first)
        found.personal = gender is not None
        gender = gender or gender_of(first)
    if gender:
        found.genders[gender] += BY_FIRST_NAME
    return found


def is_surname_first(words: Sequence[str]) -> bool:
    """Return whether a name begins with its surname: `Xi Jinping`, `Kim Jong Un`."""
    if not 2 <= len(words) <= 3 or words[0] not in SURNAMES_FIRST or is_first_name(words[1]):
        return False
    return words[0] not in _ALSO_FIRST_NAMES or len(words) == 3 or "-" in words[1]


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether two full names are forms of one: `Joe Biden` and `Joseph R. Biden`."""
    if len(a) > len(b):
        a, b = b, a
    if a == b or (len(a) > 1 and (a == b[-len(a) :] or a == b[: len(a)])):
        return True
    if a[-1] != b[-1] or len(a) < 2:
        return False
    first, other = a[0], b[0]
    initial = first[0] == other[0] and (len(first.strip(".")) == 1 or len(other.strip(".")) == 1)
    short = len(first) > 2 and len(other) > 2 and (first.startswith(other) or other.startswith(first))
    return first == other or initial or short or frozenset((first, other)) in _NICKNAMES
