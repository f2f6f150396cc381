"""Numbers in a text as values: `1.2 million`, `1,200,000` and `twelve` as `12`; dates are no numbers here."""

import re
from collections.abc import Iterator, Sequence
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
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {f"{word[:-1]}ieth": value for word, value in _TENS.items()}
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_SCALES = {
    "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9,
    "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "dozen": 12,
}  # fmt: skip
_CURRENCIES = {"dollar": "$", "pound": "£", "euro": "€", "yen": "¥"}
# So many are meant, as the digit says it elsewhere.
_PAIRS = {"both": 2, "pair": 2, "couple": 2, "dual": 2, "twin": 2, "duo": 2, "twice": 2, "double": 2, "trio": 3}
PAIR = re.compile(rf"\b(?:{'|'.join(_PAIRS)})\b", re.IGNORECASE)

_ONES = "|".join(list(_UNITS)[1:10])
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONES}))?|{'|'.join(_UNITS)})\b"
_LARGE = "thousand|million|billion|trillion|dozen"
_AND = r"[\s-](?:and[\s-])?"
_HUNDREDS = rf"(?:{_SMALL}|an?)[\s-]hundred\b(?:{_AND}{_SMALL}(?![\s-]hundred))?"
_HALVES = rf"{_SMALL}\sand\sa\shalf\b"
_WORDS = (
    rf"(?:{_HUNDREDS}|{_HALVES}|{_SMALL}|(?:half|quarter)(?:\sof)?(?:[\s-]an?)?|an?)[\s-](?:{_LARGE})s?\b"
    rf"(?:(?<=thousand){_AND}(?:{_HUNDREDS}|{_SMALL})(?![\s-](?:hundred|{_LARGE})))?"
    rf"|{_HUNDREDS}|{_HALVES}|{_SMALL}|half\b"
)
_ORDINAL = rf"(?:(?:{'|'.join(_TENS)})-)?(?:(?:first|second)\b|(?:{'|'.join(list(_ORDINALS)[2:])})s?\b)"
_DIGITS = r"\d{1,3}(?:,\d{2,3}){0,9},\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
FIGURE = re.compile(
    r"(?P<minus>(?<![^\s(])[-−–](?=[$£€¥₹.\d])|\bminus\s)?(?P<currency>(?:US|A|C|NZ|HK|S|R)?[$£€¥₹])?\s?"
    # The class of ’98 is no number, and 7.2.1 has one.
    rf"(?:(?<!\w)(?<!\d\.)(?<!\w[’'])(?:(?<![’'])|(?!\d\d\b))(?P<digits>{_DIGITS})(?:st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>hundred|{_LARGE}|mn|bn|tn)s?\b|(?P<letter>[kmb])\b)?"
    rf"|\b(?:(?P<ordinal>{_ORDINAL})|(?P<words>{_WORDS})))"
    rf"(?P<unit>\s?%|[\s-]per\s?cents?\b|[\s-]percent(?:age)?\b|[\s-](?:US\s)?(?:{'|'.join(_CURRENCIES)})s?\b)?",
    re.IGNORECASE,
)
RANGE = re.compile(r"(?<=\d)[-–/](?=\d)")
# COVID-19, F-16: digits of a name.
NAMED = re.compile(r"[A-Z]\w*[-‐‑]$")
LONGEST_NAME = 20
# Letters that a pattern without regard to case takes for others, though no table has them.
ALIKE = str.maketrans("ıİſ\u212a", "iIsK")


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
    for match in FIGURE.finditer(RANGE.sub("\n", text.translate(ALIKE))):
        value = _value(match)
        if value is None or NAMED.search(text[max(match.start() - LONGEST_NAME, 0) : match.start()]):
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Figure(start, match.end(), -value if match["minus"] else value, _unit(match))


def implied(text: str) -> Iterator[Figure]:
    """Yield the numbers that a text means without writing them: `both` is 2."""
    for match in PAIR.finditer(text.translate(ALIKE)):
        yield Figure(*match.span(), Decimal(_PAIRS[match[0].lower()]))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        scale = _SCALES[(match["scale"] or match["letter"] or "hundred").lower()]
        scaled = scale if match["scale"] or match["letter"] else 1
        return (Decimal(match["digits"].replace(",", "")) * scaled).normalize()
    words = re.split(r"[\s-]+", (match["ordinal"] or match["words"]).lower())
    if words in (["one"], ["first"]) and not match["unit"]:
        return None
    return Decimal(50) if _is_half(match) else _in_words(words).normalize()


def _in_words(words: Sequence[str]) -> Decimal:
    total = current = Decimal(0)
    for word in words:
        scale = _SCALES.get(word.removesuffix("s"))
        if scale:
            current = (current or Decimal(1)) * scale
        else:
            current += _PARTS.get(word) or Decimal(_UNITS.get(word) or _TENS.get(word) or _ordinal(word))
        if scale and scale != _SCALES["hundred"]:
            total, current = total + current, Decimal(0)
    return total + current


def _ordinal(word: str) -> int:
    return _ORDINALS.get(word) or _ORDINALS.get(word.removesuffix("s"), 0)


def _is_half(match: re.Match[str]) -> bool:
    """Return whether half of something is meant, as a share."""
    return bool(match["words"]) and match["words"].lower() == "half"


def _unit(match: re.Match[str]) -> str | None:
    if match["unit"]:
        name = re.split(r"[\s-]", match["unit"].lower())[-1].removesuffix("s")
        return _CURRENCIES.get(name, "%")
    if match["currency"]:
        return match["currency"].upper().removeprefix("US")
    return "%" if _is_half(match) else None
