"""The weekly quiz questions of RealTimeQA: which are for tuning and which for testing, and where none is answered.

Every third week is for testing. Two halves of a year, three terms apart, serve to ask a question where its answer
cannot be known: a question of one half is put to the articles of the other, as of a day 78 weeks away, so that
neither the weekday nor the distance to the articles' dates tells that it is a stranger.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ontherecord.schema import Filters
from tests.benchmarks.packed import records
from tests.gold.scoring import is_string

TESTING = 3
FAR = timedelta(weeks=78)
EARLY = (date(2022, 9, 5), date(2023, 5, 1))
LATE = (EARLY[0] + FAR, EARLY[1] + FAR)
# The articles of each half begin three months before its questions, so that there is always something to search.
BEFOREHAND = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Put:
    """Where a question is put: to the articles within filters, as of a day."""

    filters: Filters
    as_of: date


@dataclass(frozen=True, slots=True)
class Quizzed:
    """A question of the quiz, the day it was asked, and the answers it accepts."""

    text: str
    day: date
    answers: tuple[str, ...]
    gold_urls: tuple[str, ...]
    testing: bool

    @property
    def home(self) -> Put | None:
        """To the articles of the half that the question is of, on its day; None where it is of neither."""
        half = next((half for half in (EARLY, LATE) if half[0] <= self.day < half[1]), None)
        return half and Put(_articles(half), self.day)

    @property
    def away(self) -> Put | None:
        """To the articles of the other half, on the day that is in it what its own is at home."""
        if self.home is None:
            return None
        early = self.day < EARLY[1]
        return Put(_articles(LATE if early else EARLY), self.day + (FAR if early else -FAR))


def read(path: Path) -> list[Quizzed]:
    """Return the questions of a file of JSON lines, packed as .gz or not, whose answers a text can hold."""
    asked = records(path)
    weeks = sorted({week_of(one["id"]) for one in asked})
    return [
        Quizzed(
            text=one["question"],
            day=date.fromisoformat(one["date"]),
            answers=tuple(one["answers"]),
            gold_urls=tuple(one["gold_urls"]),
            testing=weeks.index(week_of(one["id"])) % TESTING == TESTING - 1,
        )
        for one in asked
        if all(map(is_string, one["answers"]))
    ]


def week_of(identity: str) -> str:
    """Return the week of a question by its id, such as 20221007 of 20221007_3."""
    return identity.partition("_")[0]


def _articles(half: tuple[date, date]) -> Filters:
    return Filters(after=half[0] - BEFOREHAND, before=half[1])
