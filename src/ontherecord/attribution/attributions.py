"""What attribution finds in a text: words, the mention of whose they are said to be, and the cue between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ontherecord.schema import Article, Quote, QuoteKind, Resolution

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that a text ascribes to somebody; all spans are offsets into the text, the end excluded.

    `content` holds the fragments in order, each with its quotation marks where it has any: `"No," he said. "Never."`
    has two. `source` is the mention as written, without appositions or datelines: `Marco Rubio`, `she`, `the mayor`;
    `cue` what ascribes: `said`, `according to`. None where there is none. `confidence` is the probability that the
    content is somebody's words and the source whose they are.
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    kind: QuoteKind
    confidence: float


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a mention stands for: `name` as the article writes it most fully, and how that was found out."""

    name: str
    resolution: Resolution


class Attributor(Protocol):
    """What the library needs of whatever finds quotes."""

    @property
    def fingerprint(self) -> str:
        """A name that is equal for attributors that find the same quotes."""

    def quotes(self, articles: Sequence[Article]) -> list[list[Quote]]:
        """Return the quotes of each article, in the order of its text."""


def overlap(one: Span, other: Span) -> bool:
    """Return whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def share(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether any of some spans overlaps one of the others."""
    return any(overlap(one, other) for one in some for other in others)
