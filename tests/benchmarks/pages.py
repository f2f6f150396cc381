"""Compare what is read from saved pages with what is known of them, beside trafilatura alone.

    python tests/benchmarks/pages.py FOLDER [--misses] [--halves SEED]

FOLDER holds pages (.html.gz) and `expected.jsonl.gz`: a line a page with file, title, authors, published and
paragraphs. The measures: title, the same words, or the expected ones in a row within; date, the same day where the
publisher is; authors, the last name of each within the names found, of the pages that have any; body, F1 of the words
with their counts (lower case, paragraphs alone: the expected text holds neither leads nor subheadings).
"""

import argparse
import gzip
import json
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ingest.extraction import read_page
from ontherecord import Article, Failure

LOW = 0.7
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of a page."""

    title: str = ""
    authors: str = ""
    day: date | None = None
    text: str = ""
    refused: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """How well a page was read; `authors` is None where none are expected."""

    file: str
    title: bool
    date: bool
    authors: bool | None
    body: float
    refused: str
    seconds: float


def main() -> None:
    """Read the pages, print the table and, where asked for, the misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was found in place of what is expected")
    parser.add_argument("--halves", type=int, metavar="SEED", help="print the figures of two random halves too")
    wanted = parser.parse_args()
    with gzip.open(wanted.folder / "expected.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    ours = [_score(page, _read(wanted.folder, page, _by_us), wanted.misses) for page in pages]
    theirs = [_score(page, _read(wanted.folder, page, _by_trafilatura), False) for page in pages]
    names = ("pages", "title", "date", "authors", "body F1", "< .7", "refused", "s/page")
    print(" " * 30 + "".join(f"{name:>9}" for name in names))
    _print("trafilatura alone", theirs)
    _print("this", ours)
    if wanted.halves is not None:
        order = random.Random(wanted.halves).sample(range(len(pages)), len(pages))
        for name, part in (("first half", order[::2]), ("second half", order[1::2])):
            _print(f"{name}, trafilatura", [theirs[index] for index in part])
            _print(f"{name}, this", [ours[index] for index in part])


def _read(folder: Path, page: Mapping[str, Any], reader: Callable[[bytes, Mapping[str, Any]], Reading]) -> Reading:
    with gzip.open(folder / page["file"]) as file:
        return reader(file.read(), page)


def _by_us(html: bytes, page: Mapping[str, Any]) -> Reading:
    started = time.process_time()
    found = read_page(html, page["file"])
    seconds = time.process_time() - started
    if isinstance(found, Failure):
        return Reading(refused=found.reason, seconds=seconds)
    article = found.article
    return Reading(
        title=article.title or "",
        authors=" ; ".join(article.authors),
        day=_day_there(article, datetime.fromisoformat(page["published"])),
        text=article.text,
        seconds=seconds,
    )


def _day_there(article: Article, expected: datetime) -> date | None:
    """Return the day of publication where the publisher is: a time late at night is another day in UTC."""
    if article.published_at is None or article.published_precision == "month":
        return None
    exact = article.published_precision == "second"
    return (article.published_at.astimezone(expected.tzinfo or UTC) if exact else article.published_at).date()


def _by_trafilatura(html: bytes, page: Mapping[str, Any]) -> Reading:
    from trafilatura import bare_extraction

    started = time.process_time()
    found = bare_extraction(html, with_metadata=True)
    seconds = time.process_time() - started
    if found is None:
        return Reading(refused="nothing found", seconds=seconds)
    day = date.fromisoformat(found.date) if found.date else None
    return Reading(found.title or "", found.author or "", day, found.text or "", "", seconds)


def _score(page: Mapping[str, Any], reading: Reading, tell: bool) -> Score:
    expected, found = " ".join(_words(page["title"])), " ".join(_words(reading.title))
    names = reading.authors.lower()
    score = Score(
        file=page["file"],
        title=expected == found or expected in found,
        date=reading.day == datetime.fromisoformat(page["published"]).date(),
        authors=all(name.split()[-1].lower() in names for name in page["authors"]) if page["authors"] else None,
        body=_f1(reading.text, "\n".join(page["paragraphs"])),
        refused=reading.refused,
        seconds=reading.seconds,
    )
    if tell:
        _tell(page, reading, score)
    return score


def _tell(page: Mapping[str, Any], reading: Reading, score: Score) -> None:
    lines = []
    if score.refused:
        lines.append(f"refused: {score.refused}")
    if not score.title:
        lines.append(f"title: {reading.title!r} for {page['title']!r}")
    if not score.date:
        lines.append(f"date: {reading.day} for {page['published']}")
    if score.authors is False:
        lines.append(f"authors: {reading.authors!r} for {page['authors']}")
    if score.body < 0.9:
        lines.append(f"body: {score.body:.3f}")
    if lines:
        print(page["file"], *lines, sep="\n    ")


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def _f1(found: str, expected: str) -> float:
    one, other = Counter(_words(found)), Counter(_words(expected))
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / max(1, len(listed))


def _print(name: str, scores: Sequence[Score]) -> None:
    authors = _mean(score.authors for score in scores if score.authors is not None)
    shares = (_mean(s.title for s in scores), _mean(s.date for s in scores), authors)
    low, refused = sum(s.body < LOW for s in scores), sum(bool(s.refused) for s in scores)
    print(
        f"{name:30}{len(scores):9}{''.join(f'{share:9.3f}' for share in shares)}"
        f"{_mean(s.body for s in scores):9.4f}{low:9}{refused:9}{_mean(s.seconds for s in scores):9.4f}"
    )


if __name__ == "__main__":
    main()
