"""What a language model wrote of an answer, and what became of its sentences."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ontherecord.schema.articles import plain

# Why a sentence that a model wrote is not shown: it is no plain statement; cites nothing that was given; quotes what
# no cited article has; gives words to another than their speaker; has a date, number or name, or too many words, that
# its sources lack, or has one in another place than they; affirms what they deny; tells as done what they expect; is
# doubted by a model; or says again what was said.
Fault: TypeAlias = Literal[
    "form",
    "citation",
    "quotation",
    "speaker",
    "date",
    "number",
    "name",
    "support",
    "place",
    "negation",
    "expectation",
    "doubt",
    "repeated",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a written answer with the markers of what it cites.

    `verbatim` tells that it is an article's own sentence, put in the place of one that did not pass; `opens` that it
    begins a paragraph.
    """

    text: str
    markers: tuple[int, ...]
    verbatim: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence that a model wrote and that is not shown, and why; `replaced` by a sentence of an article."""

    text: str
    fault: Fault
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """How a model went about an answer: by name, which sentences were cut, and how many keys it made up.

    `failure` says in words why nothing of it is shown, or why it ends early; None where it came to its end.
    """

    model: str
    cut: tuple[Cut, ...] = ()
    unknown_keys: int = 0
    failure: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return dict(plain(self))
