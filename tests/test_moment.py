"""How close articles are to the time that a question is about."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.temporal import Moment, Window

TODAY = datetime(2025, 8, 9, 12, tzinfo=UTC)
JUNE = Window(datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC), "in June")
SINCE_JUNE = Window(datetime(2025, 6, 1, tzinfo=UTC), None, "since June")
BEFORE_JUNE = Window(None, datetime(2025, 6, 1, tzinfo=UTC), "before June")
MONTH = timedelta(days=30)


@pytest.mark.parametrize(
    ("published_at", "window", "expected"),
    [
        (None, None, None),
        (None, JUNE, None),
        (TODAY, None, 1.0),
        (TODAY - MONTH, None, 0.36788),
        (TODAY + MONTH, None, 0.36788),
        (datetime(2025, 6, 1, tzinfo=UTC), JUNE, 1.0),
        (datetime(2025, 6, 17, tzinfo=UTC), JUNE, 1.0),
        (datetime(2025, 5, 2, tzinfo=UTC), JUNE, 0.36788),
        (datetime(2025, 7, 31, tzinfo=UTC), JUNE, 0.36788),
        (datetime(2031, 1, 1, tzinfo=UTC), SINCE_JUNE, 1.0),
        (datetime(2025, 5, 2, tzinfo=UTC), SINCE_JUNE, 0.36788),
        (datetime(1999, 1, 1, tzinfo=UTC), BEFORE_JUNE, 1.0),
        (datetime(2025, 7, 1, tzinfo=UTC), BEFORE_JUNE, 0.36788),
        (datetime(1, 1, 1, tzinfo=UTC), None, 0.0),
    ],
)
def test_closeness_falls_with_the_time_away(published_at, window, expected) -> None:
    assert Moment(TODAY, window).closeness(published_at) == (expected and pytest.approx(expected, abs=1e-5))


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from([None, JUNE, SINCE_JUNE, BEFORE_JUNE]))
def test_closeness_is_a_share(published_at: datetime, window: Window | None) -> None:
    share = Moment(TODAY, window).closeness(published_at)

    assert share is not None
    assert 0.0 <= share <= 1.0
