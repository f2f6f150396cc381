"""A wrong clock changes nothing that is stored, invents no date and hurries or delays nothing."""

import ast
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from ingest.sources.dates import parse_published
from ontherecord import Article, Library
from tests.endurance.corpus import story
from tests.endurance.harness import in_process, open_library

pytestmark = pytest.mark.endurance

ROOT = Path(__file__).resolve().parents[2]
OFFSETS = tuple(timedelta(days=days) for days in (0, -1, 1, -3652, 3652))
# As newsrooms write a day; what each names is known.
SHAPES = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S GMT",
    "%d %B %Y",
    "%B %d, %Y",
    "%Y/%m/%d",
    "%Y%m%d",
)
# What names no day, month or second.
UNCLEAR = (
    *("yesterday", "today", "now", "tomorrow", "last week", "2 hours ago", "just in", "Monday", "on Friday", "noon"),
    *("May", "May 3", "3 May", "03/04", "03/04/2025", "12:30", "12:30 UTC", "2025", "'25", "spring 2025", "Q3 2025"),
    *(
        "",
        " ",
        "-",
        "n/a",
        "None",
        "null",
        "0",
        "0000-00-00",
        "2025-02-30",
        "2025-13-01",
        "2025-00-10",
        "31 June 2024",
    ),
    *("99/99/9999", "9999-12-31", "0001-01-01", "-2025-01-01", "2025-01-01T25:00:00Z", "updated", "2025-W07", "NaN"),
    *(
        "infinity",
        "1e9",
        "-1",
        "1",
        "123456789",
        "99999999999999999999",
        "２０２５-02-01x",
        "2025-02-01" * 20,
        "\x00",
    ),
)
MOMENT = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)


def written(count: int, chance: random.Random) -> list[tuple[str, date | None]]:
    """Return strings with the day that each names, None where it names none."""
    named = list[tuple[str, date | None]]()
    for number in range(count - len(UNCLEAR)):
        moment = MOMENT + timedelta(days=chance.randrange(-20_000, 20_000), seconds=chance.randrange(86_400))
        named.append((moment.strftime(SHAPES[number % len(SHAPES)]), moment.date()))
    return [*named, *((text, None) for text in UNCLEAR)]


def stored_under(path: Path, offset: timedelta, texts: list[str]) -> tuple[list[dict[str, object]], str]:
    """Return what a library keeps of stories with these dates when its clock is wrong, and the answer it gives."""
    with time_machine.travel(datetime.now(UTC) + offset), open_library(path) as library:
        assert library.add(dated(number, text) for number, text in enumerate(texts)).added == len(texts)
        library.rebuild()
        assert library.verify().ok
        answer = library.ask(story(1).text.split(". ")[0], as_of=MOMENT + timedelta(days=40_000))
        return kept(library), answer.text


def kept(library: Library) -> list[dict[str, object]]:
    return sorted((article.to_dict() for article in library.newest(1000)), key=lambda fields: str(fields["id"]))


def dated(number: int, text: str) -> Article:
    published = parse_published(text)
    fields = {"published_at": published and published[0], "published_precision": published and published[1]}
    return replace(story(number, passages=1), **fields, id="", content_hash="")


def test_wrong_clock_changes_no_id_and_no_date(place: Path, chance: random.Random, figures: Callable[..., None]):
    dates = written(200, chance)
    texts = [text for text, _ in dates]
    wrong = [(text, parsed) for text, day in dates if ((parsed := parse_published(text)) and parsed[0].date()) != day]
    assert wrong == []

    expected = in_process(stored_under, place / "library 0", OFFSETS[0], texts)
    unlike = [
        str(offset)
        for trial, offset in enumerate(OFFSETS[1:], 1)
        if in_process(stored_under, place / f"library {trial}", offset, texts) != expected
    ]
    figures("R16", f"{len(dates)} dates, {len(UNCLEAR)} of them unclear: none invented; {len(OFFSETS)} clocks agree")
    assert unlike == []


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "ingest").rglob("*.py"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_duration_is_measured_by_a_clock_that_can_be_set(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert not {"time.time", "time.time_ns"} & (attributes | imported)
