"""Colours of style sheets, as far as it takes to tell whether a text can be told from what is behind it."""

import re
from colorsys import hls_to_rgb
from typing import TypeAlias

# Red, green, blue from 0 to 255, and how much of it covers what is behind, from 0 to 1.
Colour: TypeAlias = tuple[float, float, float, float]

WHITE: Colour = (255, 255, 255, 1)
# How far apart two colours are, in the part that differs most, that no eye tells apart as text and background.
ALIKE = 24

# Of the 148 names those of the lightest colours, and of the darkest: the others are seen on either.
_NAMES = {
    "white": "fff",
    "snow": "fffafa",
    "ghostwhite": "f8f8ff",
    "whitesmoke": "f5f5f5",
    "floralwhite": "fffaf0",
    "ivory": "fffff0",
    "mintcream": "f5fffa",
    "azure": "f0ffff",
    "aliceblue": "f0f8ff",
    "seashell": "fff5ee",
    "honeydew": "f0fff0",
    "black": "000",
    "transparent": "0000",
}
_HEX = re.compile(r"#([0-9a-f]{3,8})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NUMBER = re.compile(r"(-?\d*\.?\d+)(%|deg)?")
_WORD = re.compile(r"[a-z]+")


def colour_in(value: str) -> Colour | None:
    """Return the colour in a value such as `#fff` or `url(x.png) white`; None for none, or for one unknown here."""
    if match := _HEX.search(value):
        return _from_hex(match[1])
    if match := _FUNCTION.search(value):
        return _from_numbers(match[1], match[2])
    return next((_from_hex(_NAMES[word]) for word in _WORD.findall(value) if word in _NAMES), None)


def is_alike(text: Colour, behind: Colour) -> bool:
    """Whether a text cannot be told from what is behind it."""
    return max(abs(one - other) for one, other in zip(text[:3], behind[:3], strict=True)) * text[3] <= ALIKE


def _from_hex(digits: str) -> Colour | None:
    if len(digits) in {3, 4}:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in {6, 8}:
        return None
    red, green, blue, cover = (int(digits.ljust(8, "f")[start : start + 2], 16) for start in (0, 2, 4, 6))
    return red, green, blue, cover / 255


def _from_numbers(kind: str, text: str) -> Colour | None:
    numbers = [(float(number), unit) for number, unit in _NUMBER.findall(text)]
    if len(numbers) not in {3, 4}:
        return None
    cover = 1.0
    if len(numbers) == 4:
        cover = numbers[3][0] / (100 if numbers[3][1] == "%" else 1)
    if kind == "hsl":
        hue, saturation, lightness = (number for number, _ in numbers[:3])
        parts = hls_to_rgb(hue / 360 % 1, min(1, max(0, lightness / 100)), min(1, max(0, saturation / 100)))
        return parts[0] * 255, parts[1] * 255, parts[2] * 255, cover
    red, green, blue = (number * 2.55 if unit == "%" else number for number, unit in numbers[:3])
    return red, green, blue, cover
