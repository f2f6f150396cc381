"""A paragraph as the tagger reads it: its words, their pieces, and what the encoder does not see of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ontherecord.attribution.attributions import Span
from ontherecord.embedding.weights import tokenizer

# Longer paragraphs are read in parts; the encoder has places for 512.
MOST_PIECES = 330
# A part ends with a sentence if that leaves it so many words.
FEWEST_WORDS = 20
ENDS = frozenset('.!?”"')
CASES = 6
OUTSIDE, OPENING, INSIDE, CLOSING = range(4)
# Half a character, which no tokenizer takes.
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph, or of a part of one.

    `spans` are their offsets in the text, `pieces` the ids of their word pieces, `firsts` where each word begins
    among these, `looks` (one a piece) the word's place in quotation marks and its letters' case.
    """

    spans: tuple[Span, ...]
    pieces: tuple[int, ...]
    firsts: tuple[int, ...]
    looks: tuple[int, ...]


class Reader:
    """Splits paragraphs into words with the encoder's tokenizer."""

    def __init__(self, folder: Path) -> None:
        """Take the tokenizer in a folder."""
        self._tokenizer = tokenizer(folder)

    def read(self, text: str, start: int, end: int) -> Iterator[Words]:
        """Yield a paragraph of a text whose quotation marks are normalised; a long one in parts."""
        encoded = self._tokenizer.encode(SURROGATE.sub("\ufffd", text[start:end]), add_special_tokens=False)
        spans, firsts, of = list[Span](), list[int](), list[int]()
        last = None
        for place, (word, (a, b)) in enumerate(zip(encoded.word_ids, encoded.offsets, strict=True)):
            if word == last:
                spans[-1] = (spans[-1][0], start + b)
            else:
                spans.append((start + a, start + b))
                firsts.append(place)
                last = word
            of.append(len(spans) - 1)
        looks = [CASES * state + _case(text[a:b]) for state, (a, b) in zip(_states(text, spans), spans, strict=True)]
        firsts.append(len(encoded.ids))
        for low, high in _parts(text, spans, firsts):
            first, after = firsts[low], firsts[high]
            yield Words(
                tuple(spans[low:high]),
                tuple(encoded.ids[first:after]),
                tuple(place - first for place in firsts[low:high]),
                tuple(looks[of[place]] for place in range(first, after)),
            )


def _parts(text: str, spans: list[Span], firsts: list[int]) -> Iterator[tuple[int, int]]:
    low = 0
    while low < len(spans):
        high, sentence = low, low
        while high < len(spans) and (high == low or firsts[high + 1] - firsts[low] <= MOST_PIECES):
            high += 1
            if text[spans[high - 1][0] : spans[high - 1][1]] in ENDS:
                sentence = high
        if high < len(spans) and sentence - low >= FEWEST_WORDS:
            high = sentence
        yield low, high
        low = high


def _states(text: str, spans: list[Span]) -> Iterator[int]:
    inside = False
    for start, end in spans:
        word = text[start:end]
        if word == "“" or (word == '"' and not inside):
            inside = True
            yield OPENING
        elif word in ('"', "”"):
            yield CLOSING if inside else OUTSIDE
            inside = False
        else:
            yield INSIDE if inside else OUTSIDE


def _case(word: str) -> int:
    if word[:1].isdigit():
        return 3
    if word.isupper():
        return 2 if len(word) > 1 else 4
    if word[:1].isupper():
        return 1
    return 0 if word[:1].isalpha() else 5
