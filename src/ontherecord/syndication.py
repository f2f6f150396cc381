"""When two texts are one story told twice: the wording is the same but for what newsrooms change in wire copy.

A sketch finds the texts that begin alike; `tells_the_same` then compares every word of two of them. Each number was
measured by `tests/benchmarks/syndication.py`: on copies made from articles as newsrooms edit them, and on pairs of
articles that share much text and are two stories; then every story found among 19,340 articles was read. A wrong
link hides a source, so where the two disagree, precision decides.

The only module that imports datasketch.
"""

import math
import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint64]

# Words in a shingle. Where one word in forty was edited, 99% of the copies are known with 4, with 5 91%.
SHINGLE = 4
# Shingles sketched: an opening outlives a cut of the end, and still shows under a local lead-in of 120 words.
OPENING = 300
PERMUTATIONS = 48
# Two values a band: 99.7% of the made copies share one, and one of 12,500 other articles does, most by boilerplate.
BAND = 2
# A shorter text is a copy only where it is the same word for word: templates and notices are short.
FEWEST_WORDS = 80
# The share of the shorter text's shingles that the longer one has, behind a local lead-in of so many words at most.
SHARED = 0.85
LEAD_IN = 120
# The same days apart: by then an article that differs by more is the next in a series, or brings news.
SHARED_LATER = 0.93
DAYS_LATER = 2
# The share of the first 100 shingles of one of the two that the other has: an update is led by its news instead.
LEAD = 100
SAME_LEAD = 0.8
# The same of the opening of each: pages end alike in what every page of an outlet has.
SAME_OPENING = 0.5
# A copy is cut to a third at most; what is longer by more is a report that makes use of the other.
SHORTEST_CUT = 0.3
# Longer by this much and later, a text is the full report after the first word of it.
GROWN = 0.75
# Two numbers may be corrected; a quarter of them differs in the next issue of a series.
CORRECTED = 2
OTHER_NUMBERS = 0.25
# Characters compared, about 10,000 words: what is behind them changes few decisions and costs time.
LONGEST_TEXT = 60_000

# Scripts without spaces between words are read character by character.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:'[^\W_{UNSPACED}]+)*")
APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
# The finalizer of MurmurHash3, and an odd number to set places apart.
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
PLACE, HALF, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32), np.uint64(33)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a text as far as copies are told by them, and the seconds between which it appeared."""

    length: int
    shingles: Hashes
    distinct: Hashes
    numbers: frozenset[str]
    published_from: int | None = None
    published_until: int | None = None


def wording(text: str, published_from: int | None = None, published_until: int | None = None) -> Wording:
    """Return the wording of a text that appeared between two moments, in seconds since 1970, the last excluded."""
    words = words_in(text[:LONGEST_TEXT])
    shingles = _shingles(words)
    numbers = frozenset(word for word in words if word[0].isdigit())
    return Wording(len(words), shingles, np.unique(shingles), numbers, published_from, published_until)


def tells_the_same(one: Wording, other: Wording) -> bool:
    """Return whether two texts are one story told twice, whichever of the two is the copy."""
    if np.array_equal(one.shingles, other.shingles):
        return one.shingles.size > 0
    shorter, longer = sorted((one, other), key=lambda wording: wording.distinct.size)
    return (
        shorter.length >= FEWEST_WORDS
        and _shared(shorter, longer) >= (SHARED_LATER if _apart(shorter, longer) > DAYS_LATER else SHARED)
        and _alike_in_length(shorter, longer)
        and _begin_alike(shorter, longer)
        and not _numbers_differ(shorter, longer)
    )


def has_words(text: str, passage: str) -> bool:
    """Return whether the words of a passage stand in a text in a row, whatever their case and punctuation."""
    return f" {' '.join(words_in(passage))} " in f" {' '.join(words_in(text))} "


def sketch(text: str) -> bytes:
    """Return the MinHash signature of the opening of a text, 192 bytes; none for a text of under four words."""
    # Ten characters a word: an opening in longer words is sketched a little shorter.
    shingles = _shingles(words_in(text[: OPENING * 10], OPENING + SHINGLE - 1))
    if not shingles.size:
        return b""
    minhash = _empty_minhash().copy()
    minhash.update_batch((shingles >> HALF).tolist())
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


def bands(sketch: bytes) -> tuple[int, ...]:
    """Return the keys of a sketch: texts that begin alike have one of them in common."""
    if not sketch:
        return ()
    pairs = np.frombuffer(sketch, dtype="<u4").astype(np.uint64).reshape(-1, BAND)
    key = np.arange(len(pairs), dtype=np.uint64)
    for column in pairs.T:
        key = _mixed(key * PLACE + column)
    return tuple((key >> np.uint64(16)).tolist())


def similarity(one: bytes, other: bytes) -> float:
    """Return the share of shingles that two openings have in common, as their sketches estimate it."""
    if not one or not other:
        return 0.0
    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


def _apart(one: Wording, other: Wording) -> float:
    """Return the days between the publication of two texts, 0 or less where they may have appeared together."""
    if one.published_from is None or other.published_from is None:
        return 0.0
    return (max(one.published_from, other.published_from) - min(_end(one), _end(other))) / 86400


def _end(wording: Wording) -> float:
    return math.inf if wording.published_until is None else wording.published_until


def _shared(shorter: Wording, longer: Wording) -> float:
    """Return the share of a text that is in a longer one, from where it is highest after a lead-in."""
    found = np.isin(shorter.shingles, longer.distinct)
    behind = np.cumsum(found[::-1])[::-1] / np.arange(found.size, 0, -1)
    return float(behind[: min(LEAD_IN, found.size // 2) + 1].max())


def _alike_in_length(shorter: Wording, longer: Wording) -> bool:
    share = shorter.distinct.size / longer.distinct.size
    grown = (
        share < GROWN
        and shorter.published_until is not None
        and longer.published_from is not None
        and shorter.published_until <= longer.published_from
    )
    return share >= SHORTEST_CUT and not grown


def _begin_alike(shorter: Wording, longer: Wording) -> bool:
    opening = min(OPENING, shorter.shingles.size)
    leads = (_holds(shorter.shingles[:LEAD], longer), _holds(longer.shingles[:LEAD], shorter))
    openings = (_holds(shorter.shingles[:opening], longer), _holds(longer.shingles[:opening], shorter))
    return max(leads) >= SAME_LEAD and min(openings) >= SAME_OPENING


def _numbers_differ(shorter: Wording, longer: Wording) -> bool:
    return len(shorter.numbers - longer.numbers) > max(CORRECTED, OTHER_NUMBERS * len(shorter.numbers))


def _holds(shingles: Hashes, wording: Wording) -> float:
    return float(np.isin(shingles, wording.distinct).mean())


def words_in(text: str, limit: int | None = None) -> list[str]:
    """Return the words of a text in small letters, without punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES)
    return WORD.findall(plain)[:limit]


def _shingles(words: list[str]) -> Hashes:
    hashes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    count = max(0, len(words) - SHINGLE + 1)
    shingles = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        shingles = _mixed(shingles * PLACE + hashes[place : place + count])
    return shingles


def _mixed(hashes: Hashes) -> Hashes:
    mixed = (hashes ^ (hashes >> SHIFT)) * FIRST_FACTOR
    mixed = (mixed ^ (mixed >> SHIFT)) * SECOND_FACTOR
    return mixed ^ (mixed >> SHIFT)


@cache
def _empty_minhash() -> Any:  # noqa: ANN401 - datasketch has no types
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")
