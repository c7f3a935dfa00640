"""Street lighting, from a dark lamp to the lit rate."""

from __future__ import annotations

import pytest

from luoshi.base.db import Database
from luoshi.kernel.cases import Outcome, Stage, Step
from luoshi.kernel.indicators import State
from luoshi.kernel.registry import PutThing, Thing
from tests.city import Run, at
from tests.scenes.street import Street, street

LIT = "street_lighting.lit"
RATE = "street_lighting.lit_rate"


@pytest.fixture
def here(database: Database, run: Run) -> Street:
    return street(database, run)


@pytest.fixture
def lamps(here: Street) -> list[Thing]:
    return [
        here.put(PutThing(type="street_lighting.lamp", code=f"LD-{number:04}", lon=118.04, lat=36.81))
        for number in range(1, 5)
    ]


def test_a_dark_lamp_becomes_a_case_is_mended_and_the_lit_rate_moves(here: Street, lamps: list[Thing]) -> None:
    assert here.value(RATE).value.state == State.MISSING
    for lamp in lamps:
        here.report("street_lighting.lamp_lit", lamp)
    assert str(here.value(RATE).value) == "100.0"
    case = here.report("street_lighting.lamp_dark", lamps[0])
    assert case is not None
    assert (case.kind, case.stage, case.thing) == ("street_lighting.lamp_fault", Stage.REPORTED, lamps[0].id)
    assert str(here.value(RATE).value) == "75.0"
    here.time.set("2026-03-03 09:00")
    closed = here.mend(case)
    assert (closed.stage, closed.outcome) == (Stage.CLOSED, Outcome.CLOSED)
    assert str(here.value(RATE).value) == "100.0"
    mended = here.latest(lamps[0], LIT)
    assert mended is not None
    assert (mended.value, mended.source_kind, mended.source) == (1, "case", case.id)


def test_two_reports_of_one_lamp_are_one_case(here: Street, lamps: list[Thing]) -> None:
    assert here.report("street_lighting.lamp_dark", lamps[0]) is not None
    assert here.report("street_lighting.lamp_dark", lamps[0]) is None
    assert here.report("street_lighting.lamp_dark", lamps[1]) is not None


def test_a_lamp_nobody_has_looked_at_is_unknown_and_not_dark(here: Street, lamps: list[Thing]) -> None:
    here.report("street_lighting.lamp_lit", lamps[0])
    why = here.why(RATE)
    assert (why.numerator, why.denominator, why.excluded) == (1, 1, 3)
    assert str(why.value) == "100.0"
    assert {each.fact.label for each in why.excluded_rows} == {"LD-0002", "LD-0003", "LD-0004"}


def test_damage_is_urgent_and_says_nothing_about_the_light(here: Street, lamps: list[Thing]) -> None:
    case = here.report("street_lighting.lamp_damaged", lamps[0])
    assert case is not None
    assert case.condition == "danger"
    assert here.latest(lamps[0], LIT) is None


def test_a_report_that_names_no_lamp_is_still_a_case(here: Street) -> None:
    case = here.report("street_lighting.lamp_dark")
    assert case is not None
    assert case.thing is None


def test_repairs_in_time_are_counted_over_closed_cases(here: Street, lamps: list[Thing]) -> None:
    first = here.report("street_lighting.lamp_dark", lamps[0])
    late = here.report("street_lighting.lamp_dark", lamps[1])
    assert first is not None
    assert late is not None
    here.time.set("2026-03-03 09:00")
    here.mend(first)
    here.time.set("2026-03-03 10:00")
    for step in (Step.ACCEPT, Step.CONFIRM, Step.REGISTER, Step.DISPATCH):
        late = here.take(late, step, note="属实")
    assert late.due_at == at("2026-03-05 18:00")
    here.time.set("2026-03-09 10:00")
    late = here.take(late, Step.HANDLE, note="缺件,今日修复")
    for step in (Step.VERIFY, Step.CLOSE):
        late = here.take(late, step)
    assert str(here.value("street_lighting.repaired_in_time_rate", "2026-03").value) == "50.0"
    assert str(here.value("street_lighting.faults_reported", "2026-03").value) == "2"
