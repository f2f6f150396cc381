"""Sentences of news with one thing changed, by rule: a name, number, date, speaker or negation."""

import random
import re
from collections.abc import Callable, Sequence

from ontherecord.grounding.items import Item, items
from ontherecord.temporal import Day

AUXILIARY = re.compile(
    r"\b(?:is|was|are|were|will|has|have|had|can|could|would|should|did|does|do|may)\b(?! not|n[’']t)"
)
NOT = re.compile(r"\b(?:not|never) |n[’']t\b")
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SAYS = re.compile(r"\b(?:said|says|told|added|wrote|according to|announced|warned)\b")
Swap = Callable[[str, str, str, random.Random], str | None]


def swap_name(sentence: str, near: str, far: str, chance: random.Random) -> str | None:
    """Put another name in: half of the time one of the same passage, where it has one."""
    own = [item for item in items(sentence) if item.kind == "name" and item.start > 0]
    return _exchanged(sentence, chance.choice(own), near, far, chance) if own else None


def swap_number(sentence: str, near: str, far: str, chance: random.Random) -> str | None:
    """Put another number in."""
    own = [item for item in items(sentence) if item.kind == "number"]
    return _exchanged(sentence, chance.choice(own), near, far, chance) if own else None


def swap_date(sentence: str, near: str, far: str, chance: random.Random) -> str | None:
    """Put another date in."""
    own = [item for item in items(sentence) if item.kind == "date"]
    if not own:
        return None
    one = chance.choice(own)
    if chance.random() < 0.5 and (swapped := _exchanged(sentence, one, near, far, chance)):
        return swapped
    return sentence[: one.start] + _other_date(sentence[one.start : one.end], chance) + sentence[one.end :]


def swap_speaker(sentence: str, near: str, far: str, chance: random.Random) -> str | None:
    """Give what is said to another: the name next to the verb of saying is exchanged."""
    verb = SAYS.search(sentence)
    own = [item for item in items(sentence) if item.kind == "name" and item.start > 0]
    if not verb or not own:
        return None
    nearest = min(own, key=lambda item: min(abs(item.end - verb.start()), abs(item.start - verb.end())))
    return _exchanged(sentence, nearest, near, far, chance)


def swap_negation(sentence: str, near: str, far: str, chance: random.Random) -> str | None:
    """Take a "not" out or put one in."""
    if found := list(NOT.finditer(sentence)):
        one = chance.choice(found)
        return sentence[: one.start()] + sentence[one.end() :]
    found = list(AUXILIARY.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    return f"{sentence[: one.end()]} not{sentence[one.end() :]}"


SWAPS: dict[str, Swap] = {
    "name": swap_name,
    "number": swap_number,
    "date": swap_date,
    "speaker": swap_speaker,
    "negation": swap_negation,
}


def _exchanged(sentence: str, one: Item, near: str, far: str, chance: random.Random) -> str | None:
    texts = [near, far] if chance.random() < 0.5 else [far, near]
    for text in texts:
        others = [item for item in items(text) if item.kind == one.kind and not item.is_like(one)]
        fit = [text[o.start : o.end] for o in others if _fits(text[o.start : o.end], sentence, one)]
        if fit:
            return sentence[: one.start] + chance.choice(fit) + sentence[one.end :]
    return None


def _fits(other: str, sentence: str, one: Item) -> bool:
    old = sentence[one.start : one.end]
    if other.lower() in sentence.lower() or "\n" in other:
        return False
    if one.kind == "date" and isinstance(one.value, Day):
        return other.isdigit() == old.isdigit() and (other in DAYS) == (old in DAYS)
    return (" " in other) == (" " in old) and other[:1].isdigit() == old[:1].isdigit()


def _other_date(written: str, chance: random.Random) -> str:
    for names in (DAYS, MONTHS):
        if name := next((name for name in names if name in written), None):
            return written.replace(name, chance.choice([other for other in names if other != name]))
    number: Sequence[str] = re.findall(r"\d+", written)
    if not number:
        return f"{chance.choice(MONTHS)} {chance.randint(1, 28)}"
    return written.replace(number[0], str(int(number[0]) + chance.choice((1, 2, 3))), 1)
