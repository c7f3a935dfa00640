"""The working calendar: holidays, make-up days, seasons, and years nobody has announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luoshi.base.calendar import (
    AnnouncedYear,
    CalendarDay,
    CalendarDoubtful,
    DayStatus,
    WorkingCalendar,
    WorkingHours,
    YearNotAnnounced,
    seeded_calendar,
    year_as_rows,
)

MORNING_AND_AFTERNOON = ((480, 720), (840, 1080))
SUMMER = ((480, 720), (900, 1110))


def small_calendar(*hours: WorkingHours) -> WorkingCalendar:
    return WorkingCalendar(
        zone="Asia/Shanghai",
        years=(AnnouncedYear(year=2026, source="notice"),),
        days=(CalendarDay(day=20260103, status=DayStatus.MAKE_UP, name="make-up", source="notice"),),
        hours=hours or (WorkingHours(valid_from=20000101, name="all", periods=MORNING_AND_AFTERNOON, source="rule"),),
    )


def test_the_seeded_calendar_equals_a_second_package_from_2015_to_2026() -> None:
    import chinese_calendar

    ours = seeded_calendar()
    day, differing = date(2015, 1, 1), []
    while day.year <= 2026:
        if ours.status(day).working != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


def test_every_seeded_row_names_the_notice_it_comes_from() -> None:
    ours = seeded_calendar()
    assert all(str(row.day // 10_000) in row.source for row in ours.days)
    assert all(row.source for row in ours.hours)


def test_the_spring_festival_is_free_and_its_make_up_saturday_is_worked() -> None:
    ours = seeded_calendar()
    assert ours.status(20260217) is DayStatus.HOLIDAY
    assert ours.status(20260228) is DayStatus.MAKE_UP
    assert ours.periods(20260217) == ()
    assert ours.periods(20260228) == MORNING_AND_AFTERNOON


def test_a_year_that_nobody_has_announced_has_no_days() -> None:
    with pytest.raises(YearNotAnnounced, match="2027"):
        seeded_calendar().status(20270104)


def test_summer_hours_hold_in_summer_only() -> None:
    all_year = WorkingHours(valid_from=20200101, name="all", periods=MORNING_AND_AFTERNOON, source="rule")
    summer = WorkingHours(valid_from=20200101, season=(601, 930), name="summer", periods=SUMMER, source="rule")
    city = small_calendar(all_year, summer)
    assert city.periods(20260529) == MORNING_AND_AFTERNOON
    assert city.periods(20260601) == SUMMER
    assert city.periods(20260930) == SUMMER
    assert city.periods(20261001) == MORNING_AND_AFTERNOON


def test_a_season_may_run_over_new_year() -> None:
    winter = WorkingHours(valid_from=20200101, season=(1101, 228), name="winter", periods=SUMMER, source="rule")
    assert winter.fits(20261215)
    assert winter.fits(20260115)
    assert not winter.fits(20260301)


def test_new_hours_hold_from_their_own_day_and_old_days_keep_the_old_ones() -> None:
    old = WorkingHours(valid_from=20200101, name="old", periods=MORNING_AND_AFTERNOON, source="rule")
    new = WorkingHours(valid_from=20260401, name="new", periods=((540, 1020),), source="rule of April")
    city = small_calendar(old, new)
    assert city.periods(20260331) == MORNING_AND_AFTERNOON
    assert city.periods(20260401) == ((540, 1020),)


@pytest.mark.parametrize("periods", [(), ((720, 480),), ((480, 720), (700, 900)), ((480, 1500),)])
def test_periods_that_cannot_be_are_refused(periods: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(CalendarDoubtful):
        WorkingHours(valid_from=20200101, name="bad", periods=periods, source="rule")


def test_a_day_entered_twice_is_refused() -> None:
    row = CalendarDay(day=20260103, status=DayStatus.MAKE_UP, name="make-up", source="notice")
    with pytest.raises(CalendarDoubtful, match="2026-01-03"):
        WorkingCalendar(zone="Asia/Shanghai", years=(), days=(row, row), hours=())


def test_the_year_on_the_wall_shows_every_day_with_its_periods() -> None:
    year = year_as_rows(seeded_calendar(), 2026)
    days = year["days"]
    assert isinstance(days, list)
    assert len(days) == 365
    assert days[0] == {
        "date": "2026-01-01",
        "status": "holiday",
        "working": False,
        "name": "元旦",
        "source": "国务院办公厅关于2026年部分节假日安排的通知",
        "periods": [],
    }
    assert days[4]["periods"] == [["08:00", "12:00"], ["14:00", "18:00"]]
