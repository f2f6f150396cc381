"""How close an article is to the time that a question is about."""

import math
from dataclasses import dataclass
from datetime import datetime

from ontherecord.temporal.window import Window

# Over which closeness falls by 1/e where nothing else is said.
MONTH = 30.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The time a question is about: its window, or `now` where it names none."""

    now: datetime
    window: Window | None = None

    def closeness(self, published_at: datetime | None, days: float = MONTH) -> float | None:
        """Return 1 for an article of that time, falling by 1/e every so many days away from it; None if undated."""
        if published_at is None:
            return None
        first = (self.window and self.window.start) or (self.now if self.window is None else published_at)
        last = (self.window and self.window.end) or (self.now if self.window is None else published_at)
        away = max((first - published_at).total_seconds(), (published_at - last).total_seconds(), 0.0)
        return math.exp(-away / 86400 / days)
