"""The calendar in force at an area, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from luoshi.base.calendar import CalendarDay, DayStatus, LimitKind, WorkingHours, YearNotAnnounced
from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, Actor, Reach, Scope
from luoshi.base.time import parse_instant, print_instant, zone_of
from luoshi.kernel import journal
from luoshi.kernel.territory import Calendars, NoSuchArea

Run = Callable[[Coroutine[Any, Any, Any]], Any]
SAY: dict[str, Any] = {"by": Actor(kind="person", person=1, name="办公室"), "ground": "通知"}
ALL: dict[str, Any] = {**SAY, "scope": EVERYTHING}
TOWN, VILLAGE = "0001000100010001", "00010001000100010001"


@pytest.fixture
def calendars(database: Database, run: Run) -> Calendars:
    found = Calendars(Installation(database=database, definitions=Definitions(database), zone=zone_of("Asia/Shanghai")))
    run(found.seed(by=SAY["by"], ground="出厂设置"))
    return found


def due(calendars: Calendars, start: str, days: int, path: str = "") -> str:
    clock = calendars.clock_at(path)
    found = clock.due(parse_instant(start, clock.zone), days, LimitKind.WORKING_DAY)
    return print_instant(found, clock.zone).removesuffix("+08:00")


def market_day() -> CalendarDay:
    return CalendarDay(day=20260303, status=DayStatus.HOLIDAY, name="集日", source="镇政府通知")


def test_the_seeded_calendar_is_kept_and_read_back_as_it_was(calendars: Calendars) -> None:
    assert due(calendars, "2026-02-13T10:00", 2) == "2026-02-24T18:00:00"
    assert calendars.calendar_at().announced[-1] == 2026


def test_an_installation_without_entries_uses_the_factory_calendar(database: Database, run: Run) -> None:
    bare = Calendars(Installation(database=database, definitions=Definitions(database), zone=zone_of("Asia/Shanghai")))
    run(bare.refresh())
    assert due(bare, "2026-02-13T10:00", 2) == "2026-02-24T18:00:00"


def test_a_year_becomes_usable_when_its_notice_is_entered(calendars: Calendars, run: Run) -> None:
    with pytest.raises(YearNotAnnounced):
        due(calendars, "2026-12-31T10:00", 1)
    new_year = CalendarDay(day=20270101, status=DayStatus.HOLIDAY, name="元旦", source="2027年通知")
    run(calendars.announce(2027, holidays=[new_year], source="2027年通知", **ALL))
    assert due(calendars, "2026-12-31T10:00", 1) == "2027-01-04T18:00:00"


def test_a_day_entered_for_a_town_holds_there_and_below_only(calendars: Calendars, run: Run) -> None:
    run(calendars.enter_day(market_day(), path=TOWN, **ALL))
    assert due(calendars, "2026-03-02T10:00", 1) == "2026-03-03T18:00:00"
    assert due(calendars, "2026-03-02T10:00", 1, TOWN) == "2026-03-04T18:00:00"
    assert due(calendars, "2026-03-02T10:00", 1, VILLAGE) == "2026-03-04T18:00:00"


def test_a_later_entry_replaces_an_earlier_one_and_both_stay_in_the_journal(
    calendars: Calendars, database: Database, run: Run
) -> None:
    run(calendars.enter_day(market_day(), path=TOWN, **ALL))
    worked = CalendarDay(day=20260303, status=DayStatus.WORKDAY, name="集日照常", source="更正")
    run(calendars.enter_day(worked, path=TOWN, **ALL))
    assert due(calendars, "2026-03-02T10:00", 1, TOWN) == "2026-03-03T18:00:00"
    assert [entry.body["name"] for entry in calendars.entries_at(TOWN)] == ["集日照常"]
    lines = run(journal.page(database, scope=Scope(reaches=(Reach(path=TOWN),))))
    assert [line.kind for line in lines] == ["calendar.entered"] * 2


def test_the_hours_of_the_nearest_area_hold_before_a_season_further_up(calendars: Calendars, run: Run) -> None:
    summer = WorkingHours(
        valid_from=20260101, season=(601, 930), name="夏季", periods=((480, 720), (900, 1110)), source="市通知"
    )
    own = WorkingHours(valid_from=20260101, name="镇", periods=((510, 690), (810, 1050)), source="镇通知")
    run(calendars.enter_hours(summer, **ALL))
    run(calendars.enter_hours(own, path=TOWN, **ALL))
    assert due(calendars, "2026-07-06T10:00", 1) == "2026-07-07T18:30:00"
    assert due(calendars, "2026-07-06T10:00", 1, VILLAGE) == "2026-07-07T17:30:00"


def test_nobody_edits_the_calendar_of_others(calendars: Calendars, run: Run) -> None:
    town = Scope(reaches=(Reach(path=TOWN),))
    with pytest.raises(NoSuchArea):
        run(calendars.enter_day(market_day(), scope=town, **SAY))
    run(calendars.enter_day(market_day(), path=VILLAGE, scope=town, **SAY))
