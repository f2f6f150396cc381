"""Who says, by rule: the verbs of speech in a sentence, and the mention before or behind one that is its subject.

A sentence is read as words and signs. From the verb backwards stands, after adverbs, a pronoun, a name with its
titles, or a noun with its determiner; an apposition or a relative clause between commas is stepped over.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.grammar import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    NO_NAME,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SHARING,
    SPEAKERS,
    VERB,
    VERBS,
)

TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Maj|Adm|St|Jr|Sr|Prof|Rev|Hon|Pres|No)\.(?=\s)"
    r"|(?:[A-Za-z]\.)+(?=[\s,])|@?\w(?:[\w’'&.-]*[\w’'])?|[^\w\s]"
)
NOT_IN_A_TITLE = PREPOSITIONS | CONJUNCTIONS | SAYING | (NO_NAME - DETERMINERS) | {"earlier", "late", "early", "last"}
# In words; what is longer is none, and no sentence is read more often than its length asks for.
LONGEST_NAME = 14
LONGEST_NOUN = 7
LONGEST_APPOSITION = 30
MOST_HOLDERS = 3


class Token(NamedTuple):
    """A word or a sign and where it stands."""

    start: int
    end: int
    text: str

    @property
    def small(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins as a name does."""
        return self.text[0].isupper() or self.text[0] == "@"

    @property
    def word(self) -> bool:
        """Whether it is no sign."""
        return self.text[0].isalnum() or self.text[0] == "@"


class Saying(NamedTuple):
    """A verb of speech and its subject, and where the words that belong to both begin and end."""

    source: Span
    cue: Span

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        return min(self.source[0], self.cue[0])

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return max(self.source[1], self.cue[1])


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and signs of a stretch of text."""
    return [Token(*match.span(), match[0]) for match in TOKEN.finditer(text, start, end)]


def sayings(text: str, start: int, end: int) -> list[Saying]:
    """Return the verbs of speech in an unquoted stretch that have a subject before them."""
    verbs = list(VERB.finditer(text, start, end))
    if not verbs:
        return []
    words = tokens(text, start, end)
    places = {word.start: i for i, word in enumerate(words)}
    found = list[Saying]()
    for verb in verbs:
        i = places.get(verb.start())
        if i is None:
            continue
        if verb[0] not in SHARING:
            source = subject_before(words, i)
        else:
            source = found[-1].source if found else shared_subject(words, i)
        if source is not None:
            found.append(Saying(source, verb.span()))
    return found


def subject_before(words: Sequence[Token], verb: int) -> Span | None:
    """Return the mention whose verb stands at an index: `Lind` in "Lind, the director, also said"."""
    last = verb - 1
    while last >= 0 and (words[last].small in ADVERBS or words[last].small.endswith("ly")):
        last -= 1
    if last >= 2 and words[last].small == "to" and words[last - 1].small == "on" and words[last - 2].small == "went":
        last -= 3
    last = _before_date(words, last)
    if last < 0:
        return None
    if words[last].text in ",)—–":
        return _before_apposition(words, last)
    if words[last].small in ("and", "then", "but"):
        return leading_subject(words, last)
    if words[last].small == "who":
        last -= 1 + (last > 0 and words[last - 1].text == ",")
        return mention_ending(words, last) if last >= 0 else None
    return mention_ending(words, last)


def shared_subject(words: Sequence[Token], verb: int) -> Span | None:
    """Return the subject that "saying" behind a comma shares with what is before: `Lind` in "Lind left, saying"."""
    return leading_subject(words, verb - 1) if verb > 0 and words[verb - 1].text == "," else None


def leading_subject(words: Sequence[Token], end: int) -> Span | None:
    """Return the pronoun, name or noun that begins a sentence, or its main clause after "On Monday, "."""
    first = 0
    if words and words[0].small in PREPOSITIONS | CONJUNCTIONS:
        comma = next((i for i, word in enumerate(words[: min(end, LONGEST_APPOSITION)]) if word.text == ","), None)
        first = 1 if comma is None and words[0].small in CONJUNCTIONS else 0 if comma is None else comma + 1
    while first < end and words[first].small in ADVERBS | {"meanwhile", "however", ","}:
        first += 1
    if first >= end:
        return None
    word = words[first]
    if word.small in PRONOUNS:
        return word.start, word.end
    named = first + (word.small == "the" and first + 1 < end)
    last = min(_name_end(words, named), end - 1)
    if _is_name(words[named]) and (last + 1 == end or _may_be_verb(words[last + 1])):
        return word.start, words[last].end
    return None


def _may_be_verb(word: Token) -> bool:
    return word.text == "," or word.small in VERBS or word.small in ADVERBS or word.small.endswith("ed")


def subject_after(words: Sequence[Token], first: int) -> Span | None:
    """Return the mention that begins at an index: `Lind` in "said the director, Lind" is `the director`."""
    if first >= len(words):
        return None
    if words[first].small in PRONOUNS:
        return words[first].start, words[first].end
    stop = _next_name(words, first)
    if stop < len(words) and _names(words[stop]):
        last = _name_end(words, stop)
        # "said Dayton University professor Mara Lind"
        further = _next_name(words, last + 1)
        if last + 1 < further < len(words) and _names(words[further]):
            stop, last = further, _name_end(words, further)
        start = (
            first if words[first].small in DETERMINERS and last + 1 < len(words) and words[last + 1].word else stop
        )
        return words[start].start, words[last].end
    if stop > first and (words[first].small in DETERMINERS or words[stop - 1].small in SPEAKERS):
        return words[first].start, words[stop - 1].end
    return None


def _next_name(words: Sequence[Token], first: int) -> int:
    """Return the index behind the nouns and adjectives from an index on: a name stands there, or none is near."""
    stop = first
    while stop < len(words) and stop - first < LONGEST_NOUN and words[stop].word and not _names(words[stop]):
        if words[stop].small in NOT_IN_A_TITLE or words[stop].small.endswith("ly"):
            break
        stop += 1
    return stop


def mention_ending(words: Sequence[Token], last: int) -> Span | None:
    """Return the pronoun, name or noun with its determiner that ends at an index."""
    word = words[last]
    if not word.word:
        return None
    if word.small in PRONOUNS:
        return word.start, word.end
    first = _name_start(words, last) if _is_name(word) else _noun_start(words, last)
    if first is None:
        return None
    if first > 0 and words[first - 1].small in PREPOSITIONS:
        # "a spokesman for Lind", but nobody in "in Dayton".
        holder = _noun_start(words, first - 2) if first > 1 else None
        return None if holder is None else (words[holder].start, word.end)
    if first > 0 and words[first - 1].small in ("the", "a", "an") and _is_name(words[first]):
        first -= 1
    return words[first].start, word.end


def _is_name(word: Token) -> bool:
    return word.capital and word.small not in NO_NAME and word.small not in PRONOUNS and word.small not in DETERMINERS


def _names(word: Token) -> bool:
    """Return whether a word is a name that has nothing: not the first of "Lind's aide"."""
    return _is_name(word) and not word.text.endswith(("'s", "’s"))


def _name_start(words: Sequence[Token], last: int) -> int:
    """Return where the name that ends at an index begins, its titles included."""
    first = last
    while first > max(0, last - LONGEST_NAME):
        before = words[first - 1]
        if _is_name(before) and before.word and not before.text.endswith(("'s", "’s")):
            first -= 1
        elif first > 1 and before.text in PARTICLES and _is_name(words[first - 2]):
            first -= 2
        elif first > 2 and before.text == "the" and words[first - 2].text == "of" and _is_name(words[first - 3]):
            first -= 3
        else:
            break
    return first


def _name_end(words: Sequence[Token], first: int) -> int:
    last = first
    while last + 1 < min(len(words), first + LONGEST_NAME):
        if _is_name(words[last + 1]):
            last += 1
        elif (
            last + 2 < len(words) and words[last + 1].text in PARTICLES - {"and", "on"} and _is_name(words[last + 2])
        ):
            last += 2
        else:
            break
    return last


def _noun_start(words: Sequence[Token], last: int) -> int | None:
    """Return where a noun begins that ends at an index, with those it hangs on: `officials in the Lind campaign`."""
    found = _determined_start(words, last)
    for _ in range(MOST_HOLDERS):
        if found is None or found < 2 or words[found - 1].small not in PREPOSITIONS:
            break
        holder = _determined_start(words, found - 2)
        if holder is None:
            break
        found = holder
    return found


def _determined_start(words: Sequence[Token], last: int) -> int | None:
    """Return where a noun begins that ends at an index: with its determiner, or bare if it is one that speaks."""
    for first in range(last, max(last - LONGEST_NOUN, -1), -1):
        word = words[first]
        if not word.word or word.small in CONJUNCTIONS:
            break
        if first < last and word.text.endswith(("'s", "’s")):
            return _name_start(words, first) if _is_name(word) else first
        if first < last and word.small in DETERMINERS:
            return first
    return last if last >= 0 and words[last].small in SPEAKERS else None


def _before_date(words: Sequence[Token], last: int) -> int:
    """Return the index before "on Tuesday" where that stands between a subject and its verb."""
    if last > 0 and words[last].small.endswith("day") and words[last].small in NO_NAME:
        return last - 2 if words[last - 1].small == "on" else last - 1
    return last


def _before_apposition(words: Sequence[Token], last: int) -> Span | None:
    """Return the mention before what stands between commas, brackets or dashes in front of a verb."""
    closing = words[last].text
    opening = {")": "("}.get(closing, closing)
    for i in range(last - 1, max(last - LONGEST_APPOSITION, 0), -1):
        if words[i].text != opening or not words[i - 1].word:
            continue
        mention = mention_ending(words, i - 1)
        if mention is None:
            continue
        before = i - 1
        while before >= 0 and words[before].start >= mention[0]:
            before -= 1
        if before < 0 or words[before].small not in PREPOSITIONS | {"and", "or"}:
            return mention
    return None
