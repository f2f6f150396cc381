"""Publication times: read in all usual shapes, never invented."""

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources.dates import YEARS, parse_published

MORNING = datetime(2025, 6, 9, 10, 30, tzinfo=UTC)
DAY = datetime(2025, 6, 9, tzinfo=UTC)
MONTH = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-09T10:30:00Z",
        "2025-06-09t10:30:00z",
        "2025-06-09T12:30:00+0200",
        "2025-06-09T12:30:00+02:00",
        "2025-06-09T12:30:00+02",
        "2025-06-09 05:30:00 -0500",
        "2025-06-09 10:30:00",
        "2025-06-09 10:30",
        "2025-06-09T10:30",
        "2025-06-09T10:30:00.123456789Z",
        "2025-06-09T10:30:00,5Z",
        "20250609T103000Z",
        "20250609T1030",
        "2025-06-09T103000+0000",
        "2025/06/09 10:30:00",
        "Mon, 09 Jun 2025 10:30:00 GMT",
        "Mon, 9 Jun 2025 12:30:00 +0200",
        "9 Jun 2025 10:30:00 -0000",
        "Mon, 09 Jun 2025 06:30:00 EDT",
        "Mon, 09 Jun 2025 10:30:00 +0000 (UTC)",
        "Mon Jun 09 2025 12:30:00 GMT+0200 (Central European Summer Time)",
        "June 9, 2025 10:30 AM",
        "June 9, 2025 at 10:30 a.m. UTC",
        "Monday, June 9th, 2025, 10:30",
        "  9 June 2025 \n 10:30\u202fAM ",
        "1749465000",
        "1749465000000",
        "1749465000.75",
        1749465000,
        1749465000000,
        1749465000.75,
        datetime(2025, 6, 9, 10, 30),  # noqa: DTZ001 - what YAML makes of a time without a zone
        datetime(2025, 6, 9, 10, 30, 0, 999999, UTC),
        datetime(2025, 6, 9, 12, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_time_is_read_to_the_second_and_told_in_utc(written):
    assert parse_published(written) == (MORNING, "second")
    assert parse_published(written)[0].utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written",
    [
        *["2025-06-09", "2025-6-9", "2025/06/09", "2025.06.09", "20250609", 20250609, date(2025, 6, 9)],
        *["June 9, 2025", "June 9 2025", "Jun 9, 2025", "Jun. 9th, 2025", "JUNE 9, 2025", "Monday, June 9, 2025"],
        *["9 June 2025", "9th of June 2025", "09-Jun-2025", "Mon, 9 Jun 2025"],
    ],
)
def test_a_day_alone_is_its_first_moment_in_utc(written):
    assert parse_published(written) == (DAY, "day")


@pytest.mark.parametrize("written", ["2025-06", "2025/06", "June 2025", "Jun 2025", "june, 2025"])
def test_a_month_alone_is_its_first_moment_in_utc(written):
    assert parse_published(written) == (MONTH, "month")


@pytest.mark.parametrize(
    "written",
    [
        *[
            None,
            "",
            " ",
            True,
            False,
            0,
            -1,
            7,
            math.nan,
            math.inf,
            -math.inf,
            10**400,
            b"2025-06-09",
            [],
            {},
            object(),
        ],
        *[
            "2025",
            2025,
            "yesterday",
            "3 hours ago",
            "Today",
            "spring 2025",
            "June 9",
            "10:30",
            "Published: June 9, 2025",
        ],
        *[
            "2025-13-01",
            "2025-02-30",
            "2025-06-09T25:00:00Z",
            "2025-06-09T10:61",
            "2025-06-09T13:30 PM",
            "June 31, 2025",
        ],
        *[
            "12345678",
            "123456789",
            "17494650000",
            "1749465000" * 50,
            "1599-12-31",
            "2201-01-01",
            "0001-01-01",
            "202506",
        ],
        *["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "٢٠٢٥-٠٦-٠٩", "2025-06-09T10:30:00+99:00"],
        datetime.max,  # noqa: DTZ901
        datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
    ],
)
def test_what_names_no_day_or_month_is_unknown(written):
    assert parse_published(written) is None


@pytest.mark.parametrize("written", ["03/04/2025", "3.4.2025", "03-04-2025"])
def test_a_day_that_could_be_two_is_unknown(written):
    assert parse_published(written) is None


@pytest.mark.parametrize(
    ("written", "day"), [("06/25/2025", 25), ("25/06/2025", 25), ("25.6.2025", 25), ("06/06/2025", 6)]
)
def test_a_day_written_in_numbers_is_read_where_it_can_be_only_one(written, day):
    assert parse_published(written) == (datetime(2025, 6, day, tzinfo=UTC), "day")


@pytest.mark.parametrize("zone", ["IST", "BST", "ET", "CEST"])
def test_of_a_time_in_a_zone_with_several_meanings_only_the_day_is_kept(zone):
    assert parse_published(f"9 June 2025 10:30 {zone}") == (DAY, "day")


@pytest.mark.parametrize(("written", "hour"), [("12:05 am", 0), ("12:05 p.m.", 12), ("1:05 PM", 13), ("11:05pm", 23)])
def test_noon_and_midnight_are_told_apart(written, hour):
    assert parse_published(f"June 9, 2025 {written}") == (datetime(2025, 6, 9, hour, 5, tzinfo=UTC), "second")


def test_a_leap_second_is_the_last_second_that_can_be_told():
    assert parse_published("2016-12-31T23:59:60Z") == (datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), "second")


DATELIKE = st.text(alphabet="0123456789-/:.,+TZ aJuneMoyPMGSt()", max_size=40)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), DATELIKE, st.binary(), st.datetimes(), st.dates()
)


@settings(deadline=None)
@given(ANYTHING)
def test_no_value_is_an_error_and_every_moment_is_within_bounds(value):
    published = parse_published(value)
    if published is not None:
        moment, precision = published
        assert moment.tzinfo is UTC
        assert moment.year in YEARS
        assert moment.microsecond == 0
        assert precision in {"second", "day", "month"}
        assert precision == "second" or (moment.hour, moment.minute, moment.second) == (0, 0, 0)
        assert precision != "month" or moment.day == 1


@settings(deadline=None)
@given(st.datetimes(datetime(1600, 1, 2), datetime(2200, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_iso_times_come_back_as_they_were_written(moment):
    assert parse_published(moment.isoformat()) == (moment.replace(microsecond=0), "second")
