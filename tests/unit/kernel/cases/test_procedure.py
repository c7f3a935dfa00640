"""A case goes from a report to its closure, every step in its order, every clock by the working calendar."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.base.calendar import AnnouncedYear, CalendarDay, Clock, DayStatus, seeded_calendar
from luoshi.base.db import Database, Duplicate, Stale
from luoshi.base.scope import Reach, Scope
from luoshi.kernel.cases import (
    AlreadyOpen,
    Cases,
    CaseUnknown,
    NotConfirmed,
    OpenCase,
    Outcome,
    OwnWork,
    Stage,
    Step,
    StepLacks,
    StepNotAllowed,
    StepNotYours,
)
from luoshi.kernel.cases.model import MOVES
from tests.city import CLERK, EVERYWHERE, LAMPS, MENDER, STEPS, WALKER, Run, at, town


def test_a_dark_lamp_is_mended_verified_and_closed(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    assert case.stage == Stage.REPORTED
    assert case.due_at == at("2026-03-02 15:00") + (case.stage_since - at("2026-03-02 09:00"))
    case = here.take(case, Step.ACCEPT)
    case = here.take(case, Step.REGISTER)
    case = here.take(case, Step.DISPATCH)
    assert (case.stage, case.unit) == (Stage.DISPATCHED, LAMPS)
    assert case.due_at == at("2026-03-04 18:00")
    here.time.set("2026-03-03 10:00")
    case = here.take(case, Step.HANDLE, by=MENDER, note="换了灯泡")
    case = here.take(case, Step.VERIFY, by=WALKER)
    case = here.take(case, Step.CLOSE)
    assert (case.stage, case.outcome) == (Stage.CLOSED, Outcome.CLOSED)
    lines = run(here.cases.history(case.id, scope=EVERYWHERE))
    assert [line.kind for line in lines] == [
        "case.reported", "case.accept", "case.register", "case.dispatch", "case.handle", "case.verify", "case.close",
    ]  # fmt: skip
    clocks = run(here.cases.clocks(case.id))
    assert [(clock.stage, clock.in_time) for clock in clocks if clock.due_at is not None] == [
        (Stage.REPORTED, True),
        (Stage.DISPATCHED, True),
    ]


def test_rework_goes_back_to_the_same_unit_and_its_clock_goes_on(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    here.time.set("2026-03-03 10:00")
    case = here.take(case, Step.HANDLE, by=MENDER, note="换了灯泡")
    here.time.set("2026-03-04 10:00")
    case = here.take(case, Step.REWORK, by=WALKER, note="还是不亮")
    assert (case.stage, case.unit, case.rework) == (Stage.DISPATCHED, LAMPS, 1)
    assert at("2026-03-04 18:00") < case.due_at <= at("2026-03-05 18:00")


def test_the_limit_that_runs_into_a_year_nobody_announced_gives_no_due_time(database: Database, run: Run) -> None:
    here = town(database, run, now="2026-12-31 09:00")
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    assert (case.due_at, case.due_reason) == (None, "K-010")


def test_a_case_that_waited_for_its_year_gets_its_due_time_when_the_year_is_entered(
    database: Database, run: Run
) -> None:
    here = town(database, run, now="2026-12-31 09:00")
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    assert [each.id for each in run(here.cases.waiting())] == [case.id]
    factory = seeded_calendar()
    years = (*factory.years, AnnouncedYear(year=2027, source="通知"))
    new_year = CalendarDay(day=20_270_101, status=DayStatus.HOLIDAY, name="元旦", source="通知")
    entered = Clock(replace(factory, years=years, days=(*factory.days, new_year)))
    later = Cases(here.installation, clock_at=lambda path: entered, route=here.cases.route)

    async def set_due() -> bool:
        async with here.unit() as unit:
            return await later.set_due(unit, case, by=CLERK, ground="the year was announced")

    here.time.set("2027-01-01 10:00")
    assert run(set_due())
    after = run(later.get(case.id, scope=EVERYWHERE))
    assert (after.due_at, after.due_reason, after.version) == (at("2027-01-05 18:00"), "", case.version)
    assert run(later.clocks(case.id))[-1].due_at == after.due_at
    assert run(later.waiting()) == []
    assert run(later.history(case.id, scope=EVERYWHERE))[-1].kind == "case.due_set"


def test_one_open_case_per_lamp_is_a_key(database: Database, run: Run) -> None:
    here = town(database, run)
    first = here.open()
    with pytest.raises(Duplicate) as refused:
        here.open()
    command = OpenCase(kind="town.lamp_fault", signal=1, about=501)
    joined = run(here.cases.opened_first(command, here.signal(), refused.value))
    assert isinstance(joined, AlreadyOpen)
    assert joined.case == first.id
    assert here.open(thing=502).id != first.id


def test_a_closed_case_leaves_the_lamp_free_and_a_contest_takes_it_again(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    case = here.take(case, Step.HANDLE, by=MENDER, note="好了")
    case = here.take(case, Step.VERIFY, by=WALKER)
    case = here.take(case, Step.CLOSE)
    case = here.take(case, Step.REOPEN, note="当晚又灭了")
    assert (case.stage, case.outcome, case.ended_at) == (Stage.DISPATCHED, Outcome.OPEN, None)
    with pytest.raises(Duplicate):
        here.open()


def test_two_people_at_once_the_second_is_told(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    here.take(case, Step.ACCEPT)
    with pytest.raises(Stale):
        here.take(case, Step.DECLINE, note="重复")


def test_steps_out_of_order_are_refused_and_name_what_is_allowed(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    with pytest.raises(StepNotAllowed, match="accept, decline"):
        here.take(case, Step.VERIFY)
    with pytest.raises(StepLacks):
        here.take(case, Step.DECLINE)
    assert run(here.cases.get(case.id, scope=EVERYWHERE)).version == 1


def test_a_report_of_rubbish_is_confirmed_before_it_is_registered(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open("town.rubbish", thing=None)
    case = here.take(case, Step.ACCEPT)
    assert Step.REGISTER not in here.cases.steps(case)
    with pytest.raises(NotConfirmed):
        here.take(case, Step.REGISTER)
    case = here.take(case, Step.CONFIRM, by=WALKER, note="属实")
    case = here.take(case, Step.REGISTER)
    case = here.take(case, Step.DISPATCH)
    with pytest.raises(StepLacks, match="photo"):
        here.take(case, Step.HANDLE, by=MENDER, note="清了")
    assert here.take(case, Step.HANDLE, by=MENDER, note="清了", files=[1]).stage == Stage.HANDLED


def test_who_mended_does_not_verify(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    case = here.take(case, Step.HANDLE, by=MENDER, note="好了")
    with pytest.raises(OwnWork):
        here.take(case, Step.VERIFY, by=MENDER)


def test_a_post_takes_only_its_own_steps_and_sees_only_its_own_unit(database: Database, run: Run) -> None:
    here = town(database, run)
    case = here.open()
    for step in (Step.ACCEPT, Step.REGISTER, Step.DISPATCH):
        case = here.take(case, step)
    lamps = Scope(reaches=(Reach(path="0001", agency=LAMPS),), verbs=frozenset({"case.handle", "case.send_back"}))
    others = Scope(reaches=(Reach(path="0001", agency=99),), verbs=STEPS)
    assert here.cases.steps(case) == (Step.SEND_BACK, Step.HANDLE)
    with pytest.raises(StepNotYours):
        here.take(case, Step.DISPATCH, scope=lamps)
    with pytest.raises(CaseUnknown):
        here.take(case, Step.HANDLE, scope=others, note="好了")
    assert run(here.cases.page({}, scope=others)) == []
    assert [each.id for each in run(here.cases.page({"area": "0001"}, scope=lamps))] == [case.id]
    assert run(here.cases.count({"unit_id": LAMPS}, scope=lamps)) == (1, True)


def test_every_stage_reaches_an_end_and_no_path_closes_without_verification() -> None:
    ends = {(stage, step) for (stage, step), move in MOVES.items() if move.outcome != Outcome.OPEN}
    reaching = {stage for stage, _ in ends} | {Stage.CLOSED}
    for _ in Stage:
        reaching |= {stage for (stage, _), move in MOVES.items() if move.to in reaching}
    assert reaching == set(Stage)
    closing = {stage for (stage, _), move in MOVES.items() if move.outcome == Outcome.CLOSED}
    assert closing == {Stage.VERIFIED}
    assert {step for (_, step), move in MOVES.items() if move.to == Stage.VERIFIED} == {Step.VERIFY}
