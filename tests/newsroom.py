"""Articles of an invented wire, and what newsrooms do to them."""

import random
import re
from collections.abc import Callable

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
NUMBER = re.compile(r"\b\d+\b")

Edit = Callable[[str], str]


def wire_copy(seed: int, paragraphs: int = 8) -> str:
    """Return a report of about 50 words a paragraph; no two seeds have a sentence in common."""
    chance = random.Random(seed)
    return "\n\n".join(" ".join(_sentence(chance) for _ in range(3)) for _ in range(paragraphs))


def _sentence(chance: random.Random) -> str:
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(15)]
    words[chance.randrange(2, 12)] = f"{chance.randint(10, 999)}"
    return f"{' '.join(words).capitalize()} on {chance.choice(DAYS)}."


def shortened(share: float) -> Edit:
    """Cut the last paragraphs."""
    return lambda text: "\n\n".join(_paragraphs(text)[: round(len(_paragraphs(text)) * share)])


def led_in(words: int) -> Edit:
    """Put a local opening of so many words before the report."""
    return lambda text: f"{' '.join(wire_copy(-1).split()[:words])}.\n\n{text}"


def widened(paragraphs: int) -> Edit:
    """Add paragraphs in the middle."""

    def widen(text: str) -> str:
        old, new = _paragraphs(text), _paragraphs(wire_copy(-2, paragraphs))
        return "\n\n".join([*old[:4], *new, *old[4:]])

    return widen


def datelined(text: str) -> str:
    """Put the place and the agency before the first sentence."""
    return f"NORTHFIELD, Ohio (AP) — {text}"


def signed(text: str) -> str:
    """Put a byline above and a credit below."""
    return f"By Jo Ames and Lee Porter\n\n{text}\n\nThe Associated Press contributed to this report."


def respelled(text: str) -> str:
    """Spell one word in fifty another way."""
    words = text.split(" ")
    return " ".join(f"{word}re" if place % 50 == 25 else word for place, word in enumerate(words))


def corrected(text: str) -> str:
    """Correct two numbers."""
    return NUMBER.sub(lambda found: str(int(found[0]) + 1), text, count=2)


def renumbered(text: str) -> str:
    """Replace every number, as the next issue of a series does."""
    return NUMBER.sub(lambda found: str(1999 - int(found[0])), text)


def requoted(text: str) -> str:
    """Set every sentence in quotation marks and every letter large."""
    return text.replace(".", ".”").replace("\n\n", "\n\n“").upper()


EDITS: dict[str, Edit] = {
    "nothing but the headline is new": lambda text: text,
    "cut to two thirds": shortened(0.66),
    "cut to three eighths": shortened(0.375),
    "a local lead-in of 60 words": led_in(60),
    "a local lead-in of 110 words": led_in(110),
    "two paragraphs added": widened(2),
    "a dateline": datelined,
    "a byline and a credit": signed,
    "other spelling": respelled,
    "two numbers corrected": corrected,
    "typography": requoted,
    "a lead-in, cut and respelled": lambda text: led_in(40)(respelled(shortened(0.6)(text))),
}


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n")
