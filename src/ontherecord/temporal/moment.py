"""How close an article is to the time that a question is about."""

import math
from dataclasses import dataclass
from datetime import datetime

from ontherecord.temporal.window import Window

# Over which closeness falls by 1/e where nothing else is said.
MONTH = 30.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The time a question is about: its window, or `now` where it names none; None where neither is known."""

    now: datetime | None
    window: Window | None = None

    @property
    def known(self) -> bool:
        """Whether there is a time to be close to."""
        return self.window is not None or self.now is not None

    def closeness(self, published_at: datetime | None, days: float = MONTH) -> float | None:
        """Return 1 for an article of that time, falling by 1/e every so many days away from it; None if unknown."""
        if published_at is None or not self.known:
            return None
        first, last = (self.window.start, self.window.end) if self.window else (self.now, self.now)
        too_early = (first - published_at).total_seconds() if first else 0.0
        too_late = (published_at - last).total_seconds() if last else 0.0
        return math.exp(-max(too_early, too_late, 0.0) / 86400 / days)
