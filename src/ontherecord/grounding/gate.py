"""The gate for written sentences: what it cites bears a sentence out, or the sentence does not pass.

Rules first: quotations are verbatim and their speakers' own; numbers, dates and names occur in the slices cited or in
the question; most words that say something do. What passes these is read together with the slices by a trained model,
which doubts what is put together wrongly, and by a model for inference where one is set.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from ontherecord.archive import Archive
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.names import names
from ontherecord.grounding.quotations import ascribed_rightly, located
from ontherecord.grounding.tokens import tokens
from ontherecord.language.figures import Figure, figures
from ontherecord.schema import Fault
from ontherecord.temporal import RELATIVE, Day, dates

LONGEST, FEWEST_WORDS = 400, 4
# Signs that no plain sentence has: of markup, links and markers.
STRANGE = re.compile(r"[\x00-\x1f\x7f-\x9f<>\[\]{}|\\]|https?:|www\.|\u202e")
# A date of publication may be told as that.
PUBLISHED = re.compile(r"\b(?:as of|reported|published|reporting|dated|wrote|according to)\b[^.]{0,60}$", re.I)
# The least share of words that say something which the slices have, or their headlines.
SUPPORTED = 0.5


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
        if quoted is None:
            yield "quotation"
            return
        if not ascribed_rightly(written, quoted, basis, self._archive):
            yield "speaker"
        if any(_is_new_date(day, written, basis) for day in dates(written)) or _is_new_time(written, basis):
            yield "date"
        if any(_is_new_figure(figure, basis) for figure in numbers(written)):
            yield "number"
        if not all(name.may_be_none or basis.known_near.has(name) for name in names(written)):
            yield "name"
        if support(written, basis) < SUPPORTED:
            yield "support"
        if any(judge.doubts(written, basis) for judge in self._judges):
            yield "doubt"


def is_plain(written: str) -> bool:
    """Return whether a text is one plain statement and nothing else: no markup, no link, no question."""
    words = re.findall(r"\w+", written)
    return (
        len(words) >= FEWEST_WORDS
        and len(written) <= LONGEST
        and not STRANGE.search(written)
        and not written.rstrip('"”’').endswith(("?", ":"))
    )


def support(written: str, basis: Basis) -> float:
    """Return the share of a sentence's words that the slices, their headlines or the question have, from 0 to 1."""
    said = [token.stem for token in tokens(written)]
    held = basis.stems | basis.stems_near
    return sum(stem in held for stem in said) / len(said) if said else 0.0


def numbers(written: str) -> Iterator[Figure]:
    """Yield the numbers of a sentence that are no part of a date."""
    days = list(dates(written))
    for figure in figures(written):
        if not any(day.start < figure.end and figure.start < day.end for day in days):
            yield figure


def _is_new_figure(figure: Figure, basis: Basis) -> bool:
    return not any(figure.says(known) for known in basis.figures)


def _is_new_date(day: Day, written: str, basis: Basis) -> bool:
    if any(day.fits(known) for known in basis.days):
        return False
    told = PUBLISHED.search(written, 0, day.start)
    return not (told and any(day.is_part_of(published) for published in basis.published))


def _is_new_time(written: str, basis: Basis) -> bool:
    """Return whether a sentence says "yesterday" or "last year" where the slices do not."""
    held = " ".join(" ".join(text.lower().split()) for text in (*basis.texts, basis.question))
    return any(" ".join(match[0].lower().split()) not in held for match in RELATIVE.finditer(written))
