"""Whether what a page declares for an element hides the text in it, and by which means.

Of means there are two kinds. An element that is not displayed, is transparent, clipped, or off the screen takes all
that is within it along. Invisibility, the size of letters and their colour are handed down, and an element within
can be shown again by another value.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from ingest.extraction.colours import WHITE, Colour, colour_in, is_alike
from ingest.extraction.stylesheets import Look

# How far beyond an edge a text has to be moved, in pixels, to be off every screen.
FAR = 500
FAINTEST = 0.05
# The size of letters that nobody reads, in pixels.
SMALLEST = 2

_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|r?em|ch|ex|v[hw]|vmin|vmax|pt|cm|mm|in|%)?(?![\w.])")
_PIXELS = {"em": 16, "rem": 16, "ch": 8, "ex": 8, "vh": 8, "vw": 10, "vmin": 4, "vmax": 10, "pt": 4 / 3}
_PIXELS |= {"cm": 38, "mm": 3.8, "in": 96, "px": 1}
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^()]*)\)")
_SCALED = re.compile(r"scale(?:x|y|3d)?\(\s*0*\.?0*(?:[\s,)%])")
_FILTERED = re.compile(r"opacity\(\s*([\d.]+%?)\s*\)")
_RECT = re.compile(r"rect\(([^()]*)\)")
_SHAPE = re.compile(r"(inset|circle|ellipse|polygon)\(([^()]*)\)")

_HANDED_DOWN = frozenset({"inherit", "unset", "currentcolor"})
_NO_BACKGROUND = frozenset({"", "none", "transparent", "inherit", "unset", "initial", "0", "0 0"})

Test: TypeAlias = Callable[[Look], bool]
# The colour of a text and the one behind it; None for one that is not known or a picture, which show a text.
Ink: TypeAlias = tuple[Colour | None, Colour | None]
# Where nothing is declared, paper is white.
BLANK: Ink = (None, WHITE)


def _lengths(value: str) -> list[tuple[float, str]]:
    """Return the lengths in a value in pixels, and each of those in per cent with its mark."""
    found = ((float(number), unit) for number, unit in _LENGTH.findall(value))
    return [(number * _PIXELS.get(unit, 1), "%" if unit == "%" else "") for number, unit in found]


def _share(value: str) -> float:
    """Return a share such as `.5` or `50%`; 1 for what is none."""
    try:
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0


def _is_transparent(look: Look) -> bool:
    filtered = _FILTERED.search(look.get("filter", ""))
    return _share(look.get("opacity", "")) <= FAINTEST or bool(filtered and _share(filtered[1]) <= FAINTEST)


def _is_moved_away(look: Look) -> bool:
    moved = _MOVED.search(look.get("transform", ""))
    values = [
        look.get(side, "") for side in ("left", "right", "top", "bottom", "margin", "margin-left", "margin-top")
    ]
    indented = _lengths(look.get("text-indent", ""))
    away = [length for value in values for length in _lengths(value)]
    return (
        any(size <= -FAR for size, mark in away + indented if not mark)
        or any(abs(size) >= FAR for size, mark in _lengths(moved[1] if moved else "") if not mark)
        or any(abs(size) >= 100 for size, mark in indented if mark)
        or bool(_SCALED.search(look.get("transform", "")))
    )


def _is_clipped(look: Look) -> bool:
    if rect := _RECT.search(look.get("clip", "")):
        sizes = _lengths(rect[1])
        return bool(sizes) and "auto" not in rect[1] and all(size <= 1 for size, _ in sizes)
    if shape := _SHAPE.search(look.get("clip-path", "")):
        sizes = _lengths(shape[2].partition(" at ")[0])
        if shape[1] == "inset":
            return bool(sizes) and min(size for size, mark in sizes) >= 50 and all(mark for _, mark in sizes)
        return bool(sizes) and all(size == 0 for size, _ in sizes)
    return False


def _is_folded(look: Look) -> bool:
    """Whether an element has no place for its text; what it is padded with shows some of it."""
    if not {"hidden", "clip"} & set(look.get("overflow", "").split()):
        return False
    padding = [look.get(name, "") for name in ("padding", "padding-top", "padding-bottom")]
    if any(size > 1 for value in padding for size, _ in _lengths(value)):
        return False
    sizes = (_lengths(look.get(name, "")) for name in ("height", "max-height", "width", "max-width"))
    return any(size <= 1 for found in sizes for size, mark in found[:1] if not mark or size == 0)


# What hides all that is within an element, by the name of the means.
OUTRIGHT: Mapping[str, Test] = {
    "display": lambda look: look.get("display") == "none" or look.get("content-visibility") == "hidden",
    "opacity": _is_transparent,
    "place": _is_moved_away,
    "clip": _is_clipped,
    "fold": _is_folded,
}


def is_invisible(look: Look) -> bool:
    """Whether an element is declared to be invisible."""
    return look.get("visibility") in {"hidden", "collapse"}


def is_tiny(look: Look) -> bool:
    """Whether letters are declared to be too small to be read."""
    sizes = _lengths(look.get("font-size", ""))
    return any(size * (0.16 if mark else 1) <= SMALLEST for size, mark in sizes[:1])


def is_readable_size(look: Look) -> bool:
    """Whether letters are declared to be of a size that can be read, whatever the size around them."""
    value = look.get("font-size", "")
    return bool(value) and not is_tiny(look) and not re.search(r"\dem|%|inherit|unset|smaller|larger", value)


def inked(look: Look, around: Ink) -> Ink:
    """Return what letters in an element are written with and on, from what they are around it."""
    text, behind = around
    written = look.get("-webkit-text-fill-color") or look.get("color") or "inherit"
    if written not in _HANDED_DOWN:
        text = colour_in(written)
    background = look.get("background", "")
    if "url(" in background or "gradient(" in background:
        behind = None
    elif background not in _NO_BACKGROUND:
        laid = colour_in(background)
        behind = behind if laid is not None and laid[3] <= FAINTEST else laid
    return text, behind


def is_unreadable(ink: Ink, look: Look) -> bool:
    """Whether letters cannot be told from what is behind them."""
    text, behind = ink
    if text is None or "text" in look.get("background-clip", ""):
        return False
    return text[3] <= FAINTEST or (behind is not None and is_alike(text, behind))
