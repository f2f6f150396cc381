"""Numbers in a text as values: `1.2 million`, `1,200,000` and `twelve` as `12`; dates are no numbers here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 2
    )
}
_SCALES = {
    "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9,
    "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "dozen": 12,
}  # fmt: skip
# So many are meant, as the digit says it elsewhere.
_PAIRS = {"both": 2, "pair": 2, "couple": 2, "dual": 2, "twin": 2, "duo": 2, "twice": 2, "double": 2, "trio": 3}
PAIR = re.compile(rf"\b(?:{'|'.join(_PAIRS)})\b", re.IGNORECASE)
_SMALL = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_LONG_SCALE = "hundred|thousand|million|billion|trillion|dozen"
FIGURE = re.compile(
    rf"(?P<currency>(?:US|A|C|NZ|HK)?[$£€¥])?\s?"
    rf"(?:(?<![\w.,’'-])(?<!\d[-–/])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>{_LONG_SCALE}|mn|bn|tn|[kmb])\b)?"
    rf"|\b(?P<words>(?:{_SMALL})(?:[\s-](?:{_SMALL})\b)*|an?(?=\s(?:{_LONG_SCALE})\b))"
    rf"(?:[\s-](?P<word_scale>{_LONG_SCALE})s?\b)?\b"
    rf"|\b(?P<ordinal_word>{'|'.join(_ORDINALS)})\b)"
    rf"(?P<unit>\s?%|[\s-]per\s?cents?\b|[\s-]percent(?:age)?\b)?",
    re.IGNORECASE,
)
RANGE = re.compile(r"(?<=\d)[-–/](?=\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text, from `start` to `end`: its value, and `unit` (`%`, `$`, ...) where one is written."""

    start: int
    end: int
    value: Decimal
    unit: str | None = None

    def says(self, other: "Figure") -> bool:
        """Whether the other is the same number, of the same unit where both have one."""
        return self.value == other.value and (self.unit == other.unit or None in (self.unit, other.unit))


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers of a text in order; "one" and "first", which are mostly no numbers, are none."""
    # Both ends of a range or score are numbers.
    for match in FIGURE.finditer(RANGE.sub("\n", text)):
        value = _value(match)
        if value is None:
            continue
        unit = "%" if match["unit"] else (match["currency"] or None)
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Figure(start, match.end(), value, unit)


def implied(text: str) -> Iterator[Figure]:
    """Yield the numbers that a text means without writing them: `both` is 2."""
    for match in PAIR.finditer(text):
        yield Figure(*match.span(), Decimal(_PAIRS[match[0].lower()]))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["ordinal_word"]:
        return Decimal(_ORDINALS[match["ordinal_word"].lower()])
    scale = _SCALES[(match["scale"] or match["word_scale"] or "hundred").lower()]
    scaled = scale if match["scale"] or match["word_scale"] else 1
    if match["digits"]:
        return (Decimal(match["digits"].replace(",", "")) * scaled).normalize()
    words = re.split(r"[\s-]", match["words"].lower())
    if words == ["one"] and scaled == 1 and not match["unit"]:
        return None
    value = sum(_UNITS.get(word, _TENS.get(word, 1)) for word in words)
    return Decimal(value * scaled).normalize()
