"""The gate for written sentences: what it cites bears a sentence out, or the sentence does not pass.

Quotations are verbatim and their speakers' own; numbers, dates and names occur in the slices cited or in the
question, and stand there as they do in the sentence; most words that say something occur, too, and what is denied
there is not affirmed, nor what is expected told as done. What passes is read by a model for inference, where one is
set.
"""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

from ontherecord.archive import Archive
from ontherecord.grounding.altering import is_altered
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.foretelling import is_foretold
from ontherecord.grounding.items import numbers
from ontherecord.grounding.jumbling import is_jumbled
from ontherecord.grounding.names import names
from ontherecord.grounding.placing import placed
from ontherecord.grounding.polarity import is_torn, is_turned
from ontherecord.grounding.quotations import ascribed_rightly, located
from ontherecord.grounding.tokens import stems, tokens
from ontherecord.schema import Fault
from ontherecord.temporal import RELATIVE, Day, dates

LONGEST, FEWEST_WORDS = 400, 4
# Signs that no plain sentence has: of markup, links and markers, pictures, such as turn text round or are not seen.
STRANGE = re.compile(
    r"[\x00-\x1f\x7f-\x9f<>\[\]{}|\\*`【】\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff\u2600-\u27bf\U0001f000-\U0001faff]"
    r"|\w:/|www\.|mailto:|javascript:|\w\.[a-z]{2,}/\w",
    re.IGNORECASE,
)
# A date of publication may be told as that.
PUBLISHED = re.compile(r"\b(?:as of|reported|published|reporting|dated|wrote|according to)\b[^.]{0,60}$", re.I)
# Days that what is told so may be old, with a few for reports that come late.
NEWNESS = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening", "tomorrow"), 3),
    **dict.fromkeys(("yesterday", "last night"), 4),
    **{"this week": 10, "past week": 10, "last week": 17, "this month": 40, "past month": 40, "last month": 70},
    **{"this year": 370, "last year": 740, "lately": 60, "recently": 90, "currently": 90, "newly": 90, "now": 180},
}
NEW = re.compile(rf"\b(?:{'|'.join(NEWNESS).replace(' ', r'[ ]+')})\b", re.IGNORECASE)
# The least share of words that say something which the slices have, or their headlines.
SUPPORTED = 0.4
# The same of the words that are no part of a name: an outlet's and a speaker's bear nothing out.
SUPPORTED_BESIDE_NAMES = 0.2
# What punctuation parts from the rest of a sentence. One word that says something may stand there by itself if others
# go with it, such as "who lost all the same", or as "adding, ..." does.
PART = re.compile(r"[,;:–—.!?]+[\s\"”’]+|\s[-–—]\s")
ALONE = re.compile(r"\w+ing|\S+\s\S+\s.*")
# No word of a sentence, but a code, a key or the like.
ODD = re.compile(r"(?<![\w-])[a-z](?:[a-z]*\d|[a-z\d]*[A-Z])\w*|\S*[=_~^#@]\S*")


class Judge(Protocol):
    """What the gate needs of a model that reads a sentence together with what it cites."""

    def doubts(self, written: str, basis: Basis) -> bool:
        """Return whether it takes the sentence for unsupported."""


class Gate:
    """Holds written sentences to what they cite."""

    def __init__(self, archive: Archive, judges: tuple[Judge, ...] = ()) -> None:
        """Look quotes up in an archive; each judge may stop a sentence."""
        self._archive = archive
        self._judges = judges

    def fault(self, written: str, basis: Basis) -> Fault | None:
        """Return why a sentence does not pass, the first reason found; None where it passes."""
        return next(self._faults(written, basis), None)

    def _faults(self, written: str, basis: Basis) -> Iterator[Fault]:
        if not is_plain(written):
            yield "form"
        if not basis.sources:
            yield "citation"
            return
        quoted = located(written, basis)
        if quoted is None or is_torn(written, quoted):
            yield "quotation"
        elif not ascribed_rightly(written, quoted, basis, self._archive):
            yield "speaker"
        yield from (fault for fault, is_found in CHECKS if is_found(written, basis))
        if any(judge.doubts(written, basis) for judge in self._judges):
            yield "doubt"


def is_plain(written: str) -> bool:
    """Return whether a text is one plain statement and nothing else: no markup, no link, no question."""
    words = re.findall(r"\w+", written)
    return (
        len(words) >= FEWEST_WORDS
        and len(written) <= LONGEST
        and not STRANGE.search(written)
        and not written.rstrip('."”’)').endswith(("?", ":"))
    )


def support(written: str, basis: Basis) -> float:
    """Return the share of a sentence's words that the slices or their headlines have, from 0 to 1.

    What only the question has counts for nothing: a model repeats what it presumes, true or not.
    """
    said = [token.stem for token in tokens(written)]
    return sum(stem in basis.held for stem in said) / len(said) if said else 0.0


def has_new_number(written: str, basis: Basis) -> bool:
    """Return whether a sentence has a number that the slices and the question lack."""
    return not all(any(one.says(known) for known in basis.figures) for one in numbers(written))


def has_new_name(written: str, basis: Basis) -> bool:
    """Return whether a sentence has a name that the slices and what stands around them lack.

    One of the question will do if the article has it anywhere: asked about China, a model put a report from America
    there.
    """
    return not all(
        name.may_be_none or basis.known_near.has(name) or (basis.known_asked.has(name) and basis.known_far.has(name))
        for name in names(written)
    )


def has_new_date(written: str, basis: Basis) -> bool:
    """Return whether a sentence has a date, or a "yesterday", that the slices and the question lack."""
    return any(_is_new_date(day, written, basis) for day in dates(written)) or _is_new_time(written, basis)


def is_stale(written: str, basis: Basis) -> bool:
    """Return whether a sentence tells as new what articles too old for that, or of no known day, say."""
    if basis.as_of is None or not (told := {" ".join(match[0].lower().split()) for match in NEW.finditer(written)}):
        return False
    # Letters like "ı" match without regard to case, and stand in no table.
    oldest = basis.as_of.toordinal() - min(NEWNESS.get(phrase, 0) for phrase in told)
    return len(basis.published) < len(basis.sources) or min(basis.published).toordinal() < oldest


def is_unsupported(written: str, basis: Basis) -> bool:
    """Return whether too few of a sentence's words occur in the slices, or of those beside its names."""
    named = [(name.start, name.end) for name in names(written) if not name.may_be_none]
    outlets = frozenset[str]().union(*(stems(one.article.publisher or "") for one in basis.sources))
    said = [token for token in tokens(written) if not any(start <= token.start < end for start, end in named)]
    beside = [token.stem for token in said if token.stem not in outlets]
    borne_out = sum(stem in basis.held for stem in beside)
    return support(written, basis) < SUPPORTED or borne_out < SUPPORTED_BESIDE_NAMES * len(beside)


def has_loose_part(written: str, basis: Basis) -> bool:
    """Return whether a part of a sentence says what neither the slices nor what stands around them has a word of."""
    held = basis.held.union(*map(stems, basis.surroundings))
    parts = [(part.strip(), [token.stem for token in tokens(part)]) for part in PART.split(written)]
    return any(
        said and held.isdisjoint(said) and (len(said) > 1 or not ALONE.fullmatch(part)) for part, said in parts
    )


def has_odd_word(written: str, basis: Basis) -> bool:
    """Return whether a sentence has a code of letters, digits and signs that the sources lack."""
    held = " ".join((*basis.surroundings, *basis.titles, basis.question)).lower()
    return any(match[0].lower() not in held for match in ODD.finditer(written))


def has_misplaced(written: str, basis: Basis) -> bool:
    """Return whether a name, number or date stands where the slices have another."""
    return is_altered(written, basis) or any(one.misplaced for one in placed(written, basis))


def _is_new_date(day: Day, written: str, basis: Basis) -> bool:
    if any(day.fits(known) for known in basis.days):
        return False
    told = PUBLISHED.search(written, 0, day.start)
    return not (told and any(day.is_part_of(published) for published in basis.published))


def _is_new_time(written: str, basis: Basis) -> bool:
    """Return whether a sentence says "yesterday" or "last year" where the slices do not."""
    held = " ".join(" ".join(text.lower().split()) for text in (*basis.texts, basis.question))
    return any(" ".join(match[0].lower().split()) not in held for match in RELATIVE.finditer(written))


CHECKS: tuple[tuple[Fault, Callable[[str, Basis], bool]], ...] = (
    ("date", has_new_date),
    ("date", is_stale),
    ("number", has_new_number),
    ("name", has_new_name),
    ("support", is_unsupported),
    ("support", has_loose_part),
    ("form", has_odd_word),
    ("form", is_jumbled),
    ("place", has_misplaced),
    ("negation", is_turned),
    ("expectation", is_foretold),
)
