"""Moments and days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import time

CITY = time.zone_of("Asia/Shanghai")
INSTANTS = st.integers(min_value=0, max_value=4_102_444_800_000_000)


def test_a_late_evening_in_utc_is_already_the_next_day_in_the_city() -> None:
    evening = time.instant_of(datetime(2026, 2, 28, 16, 0, tzinfo=UTC))
    assert time.local_day(evening, CITY) == 20260301
    assert time.local_day(evening - 1, CITY) == 20260228


def test_a_date_without_a_time_of_day_stays_a_date() -> None:
    assert time.parse_moment("2026-03-01", CITY) == time.Moment(local_day=20260301, at=None)


def test_a_date_is_refused_where_a_moment_is_needed() -> None:
    with pytest.raises(time.TimeOfDayMissing):
        time.parse_instant("2026-03-01", CITY)


def test_a_time_without_offset_is_read_on_the_clock_of_the_place() -> None:
    assert time.parse_instant("2026-03-01T09:30:00", CITY) == time.parse_instant("2026-03-01T01:30:00Z", CITY)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "2026-02-30", "20260230", "2026-03-01T25:00", "9" * 200]
)
def test_a_text_that_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(time.NotAMoment):
        time.parse_moment(text, CITY)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(time.UnknownZone):
        time.zone_of("Asia/Atlantis")


def test_months_and_quarters_follow_the_local_day() -> None:
    assert [time.quarter_of(day) for day in (20260101, 20260331, 20260401, 20261231)] == [20261, 20261, 20262, 20264]
    assert time.month_of(20261231) == 202612
    assert time.year_of(20261231) == 2026


@given(INSTANTS)
def test_a_printed_instant_reads_back_as_itself(instant: int) -> None:
    assert time.parse_instant(time.print_instant(instant, CITY), CITY) == instant


@given(INSTANTS)
def test_an_instant_lies_within_its_local_day(instant: int) -> None:
    day = time.local_day(instant, CITY)
    assert time.day_start(day, CITY) <= instant < time.day_end(day, CITY)


@given(st.integers(min_value=-400, max_value=400))
def test_shifting_a_day_and_back_gives_the_day(days: int) -> None:
    first = 20260301
    assert time.days_between(first, time.shift_day(first, days)) == days


def test_a_day_is_printed_with_dashes_and_read_either_way() -> None:
    assert time.print_day(20260301) == "2026-03-01"
    assert time.parse_day("2026-03-01") == time.parse_day("20260301") == 20260301
