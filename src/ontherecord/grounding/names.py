"""Names in a written sentence, and whether its sources know them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontherecord.language.mentions import MONTHS, NAME, OPENERS, WEEKDAYS
from ontherecord.speakers import TITLES, plain

POSSESSIVE = re.compile(r"[’']s?$")
MONTH_NAMES = frozenset(month.lower() for month in MONTHS)
SMALL = frozenset("of the and de del der la von van bin al for".split())
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s|[“\"‘]\s?)$")
# What a country and its people are called besides names that begin alike.
SAME = tuple(
    frozenset(names.split(","))
    for names in (
        "us,usa,u.s,u.s.a,america,american,americans,united states",
        "uk,u.k,britain,british,briton,britons,united kingdom",
        "eu,e.u,european union",
        "un,u.n,united nations",
        "uae,united arab emirates",
        "france,french", "netherlands,dutch", "wales,welsh", "ireland,irish", "spain,spanish", "denmark,danish",
        "switzerland,swiss", "poland,polish", "turkey,turkish", "greece,greek", "scotland,scottish", "iraq,iraqi",
        "thailand,thai", "czech republic,czech,czechia", "gop,republican,republicans", "new york city,nyc",
        "washington,dc,d.c", "los angeles,la,l.a", "philippines,philippine,filipino",
    )
)  # fmt: skip
# "Ukraine" and "Ukrainian", "Mexico" and "Mexican" begin alike.
ALIKE = 4
# "Calling Smith a liar, ...": no name begins so.
PARTICIPLE = re.compile(r"(?:ing|ed|ly)$")
ENDING = re.compile(r"(?:ians?|ans?|ns?|is?|ese|ish|ic|a|ia|o|y|e|es|s|ine|land)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text from `start` to `end`; `words` are in small letters, without titles and small words.

    `opens` tells that it begins a sentence, where any word has a capital.
    """

    start: int
    end: int
    words: tuple[str, ...]
    initials: tuple[str, ...]
    opens: bool

    @property
    def may_be_none(self) -> bool:
        """Whether it may be a common word with which a sentence begins."""
        return self.opens and len(self.words) == 1

    @property
    def text(self) -> str:
        """The words in one."""
        return " ".join(self.words)


def names(text: str) -> Iterator[Name]:
    """Yield the names of a text in order."""
    for match in NAME.finditer(text):
        start, words = match.start(), list(re.finditer(r"\S+", match[0]))
        opens = bool(SENTENCE_START.search(text[:start]))
        while words and _opens(words[0][0]):
            words, opens = words[1:], False
        bare = [_bare(word[0]) for word in words]
        kept = tuple(word for word in bare if word and word not in SMALL)
        kept = tuple(word for word in kept if word not in TITLES) or kept[-1:]
        if kept and not set(kept) <= MONTH_NAMES:
            initials = ("".join(word[0] for word in kept), "".join(word[:1] for word in bare))
            yield Name(start + words[0].start(), match.end(), kept, initials, opens)


def _opens(word: str) -> bool:
    """Return whether a word with a capital begins a sentence or names a time, and no person or place."""
    return plain(POSSESSIVE.sub("", word)) in OPENERS or word in WEEKDAYS or word in MONTHS


class Known:
    """The words and names that some texts know."""

    def __init__(self, *texts: str) -> None:
        """Take the texts."""
        self._plain = " ".join(plain(" ".join(text.split())) for text in texts)
        self._words = {_bare(word) for word in re.findall(r"[\w.&’'-]+", self._plain)}
        self._words |= {part for word in self._words for part in re.split(r"[-.’']", word)}
        found = [name for text in texts for name in names(text)]
        self._capitals = {word for name in found for word in name.words}
        self._initials = {initials for name in found for initials in name.initials}

    def has(self, name: Name) -> bool:
        """Whether all words of a name occur, or others that stand for it."""
        words = name.words[1:] if name.opens and name.words[1:] and PARTICIPLE.search(name.words[0]) else name.words
        return all(self._has_word(word) for word in words) or self._stands_for(name.text)

    def _has_word(self, word: str) -> bool:
        if "-" in word and all(self._has_word(part) for part in word.split("-") if part):
            return True
        if word in self._words or {word.removesuffix("s"), word + "s"} & self._words:
            return True
        if len(word) > 1 and (word in self._initials or self._stands_for(word)):
            return True
        return len(word) > ALIKE and any(
            other[:ALIKE] == word[:ALIKE] and _is_adjective(word, other) for other in self._capitals
        )

    def _stands_for(self, written: str) -> bool:
        return any(
            written in same and any(re.search(rf"\b{re.escape(one)}\b", self._plain) for one in same) for same in SAME
        )


def _is_adjective(word: str, other: str) -> bool:
    """Return whether one of two words that begin alike is made from the other: Mexico, Mexican."""
    stems = sorted((ENDING.sub("", word), ENDING.sub("", other)), key=len)
    return len(stems[0]) >= ALIKE and stems[1].startswith(stems[0])


def _bare(word: str) -> str:
    return plain(POSSESSIVE.sub("", word.strip(".,&’'-"))).strip(".")
