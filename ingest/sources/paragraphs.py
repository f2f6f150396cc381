"""Lines as they are set on a page, joined into paragraphs; the words stay as they are printed."""

import re
from collections.abc import Collection, Iterator, Sequence

# A last line is seldom filled. Measured in characters against the line longer than three quarters of all lines.
FILLED = 0.8
SHORT = 0.6

_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_HYPHEN = re.compile(r"([^\W_]+)[-‐]$")
_SOFT_HYPHEN = "\u00ad"


def joined_lines(lines: Sequence[str]) -> str:
    """Return lines as paragraphs, parted by an empty line.

    A hyphen at the end of a line is left out where the joined word stands elsewhere in the text, and kept otherwise:
    it may belong to the word.
    """
    lines = [" ".join(line.split()) for line in lines]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    words = {word.lower() for line in lines for word in _WORD.findall(line)}
    return "\n\n".join(
        _joined(paragraph, words) for paragraph in _paragraphs(lines, lengths[len(lengths) * 3 // 4]) if paragraph
    )


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    held: list[str] = []
    for line in lines:
        if not line or (held and _parts(held[-1], line, width)):
            yield held
            held = []
        if line:
            held.append(line)
    yield held


def _parts(line: str, following: str, width: int) -> bool:
    if _ENDS_SENTENCE.search(line):
        return len(line) < FILLED * width
    # A headline or a byline.
    return len(line) < SHORT * width and not following[0].islower() and not _BEFORE_HYPHEN.search(line)


def _joined(lines: Sequence[str], words: Collection[str]) -> str:
    pieces: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.endswith(_SOFT_HYPHEN):
            pieces.append(line.removesuffix(_SOFT_HYPHEN))
        elif match := following and _BEFORE_HYPHEN.search(line):
            first = _WORD.match(following)
            whole = (match[1] + first[0]).lower() if first else ""
            pieces.append(line[:-1] if whole in words else line)
        else:
            pieces += [line, " "]
    return "".join(pieces).replace(_SOFT_HYPHEN, "").strip()
