"""When the next request to a host may be made."""

import email.utils
import time
from collections.abc import Callable
from datetime import UTC, datetime

from ontherecord import SourceError

LONGEST_HOLD = 86_400.0


class Pacing:
    """Keeps requests to one host apart; times in seconds."""

    def __init__(
        self,
        interval: float,
        longest_wait: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep `interval` between requests to a host; one that is held for more than `longest_wait` is given up."""
        self._interval = interval
        self._longest_wait = longest_wait
        self._clock = clock
        self._sleep = sleep
        self._intervals: dict[str, float] = {}
        self._free_at: dict[str, float] = {}

    def slow_down(self, host: str, interval: float) -> None:
        """Keep at least this interval between requests to a host."""
        self._intervals[host] = max(self._interval, interval)

    def hold(self, host: str, seconds: float) -> None:
        """Make no request to a host for some time, a day at most."""
        until = self._clock() + min(seconds, LONGEST_HOLD)
        self._free_at[host] = max(self._free_at.get(host, until), until)

    def wait(self, host: str) -> None:
        """Wait for the turn of a host; raises SourceError where that would take too long."""
        left = self._free_at.get(host, 0.0) - self._clock()
        if left > self._longest_wait:
            raise SourceError(
                f"{host} asks to be left alone for {left:,.0f} s: run the same command again after that"
            )
        if left > 0:
            self._sleep(left)
        self._free_at[host] = self._clock() + self._intervals.get(host, self._interval)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header, a number or a date, asks to wait; None where it asks nothing."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)
