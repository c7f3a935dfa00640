"""River patrol, from rubbish on the water to a section that meets its target."""

from __future__ import annotations

import pytest

from luoshi.base.db import Database
from luoshi.kernel.cases import Outcome, Stage, Step
from luoshi.kernel.indicators import State
from luoshi.kernel.registry import Thing
from luoshi.packs import check_all
from luoshi.packs.samples import sample_things
from tests.city import Run, at
from tests.scenes.street import Street, street

PATROLS = "river_patrol.patrol_completion_rate"
CLEAN = "river_patrol.water_clean"
TARGET = "river_patrol.target_met_rate"


@pytest.fixture
def here(database: Database, run: Run) -> Street:
    return street(database, run, now="2026-03-02 09:00")


@pytest.fixture
def sections(here: Street) -> list[Thing]:
    """The sample of the pack: three sections of one river, the second with an assessed cross-section."""
    pack = check_all().find("river_patrol")
    assert pack is not None
    return [here.put(command) for command in sample_things(pack)]


def test_rubbish_on_the_water_becomes_a_case_and_the_water_is_clean_again(here: Street, sections: list[Thing]) -> None:
    case = here.report("river_patrol.rubbish_on_water", sections[0])
    assert case is not None
    assert (case.kind, case.thing, case.stage) == ("river_patrol.water_rubbish", sections[0].id, Stage.REPORTED)
    assert here.report("river_patrol.rubbish_on_water", sections[0]) is None
    dirty = here.latest(sections[0], CLEAN)
    assert dirty is not None
    assert dirty.value == 0
    here.time.set("2026-03-02 15:00")
    closed = here.mend(case, confirm=False)
    assert closed.outcome == Outcome.CLOSED
    clean = here.latest(sections[0], CLEAN)
    assert clean is not None
    assert (clean.value, clean.source_kind) == (1, "case")
    assert str(here.value("river_patrol.rubbish_removed_in_time_rate", "2026-03").value) == "100.0"
    assert str(here.value("river_patrol.rubbish_reported", "2026-03").value) == "1"


def test_a_patrol_counts_for_seven_days(here: Street, sections: list[Thing]) -> None:
    assert str(here.value(PATROLS).value) == "0.0"
    here.report("river_patrol.patrol_done", sections[0])
    here.report("river_patrol.patrol_done", sections[1])
    assert str(here.value(PATROLS).value) == "66.7"
    here.time.set("2026-03-08 09:00")
    here.report("river_patrol.patrol_done", sections[1])
    assert str(here.value(PATROLS).value) == "66.7"
    here.time.set("2026-03-09 09:00")
    assert str(here.value(PATROLS).value) == "33.3"


def test_the_class_of_an_assessed_section_is_held_against_its_target(here: Street, sections: list[Thing]) -> None:
    assert here.value(TARGET).value.state == State.MISSING
    here.report("river_patrol.water_sampled", sections[1], values={"grade": "5"})
    assert str(here.value(TARGET).value) == "0.0"
    here.time.set("2026-04-01 09:00")
    here.report("river_patrol.water_sampled", sections[1], values={"grade": "4"})
    assert str(here.value(TARGET).value) == "100.0"


def test_a_result_that_is_no_class_is_not_noted(here: Street, sections: list[Thing]) -> None:
    for grade in ("7", "IV", ""):
        here.report("river_patrol.water_sampled", sections[1], values={"grade": grade})
    assert here.latest(sections[1], "river_patrol.water_grade") is None


def test_an_outlet_is_confirmed_on_site_before_it_is_registered(here: Street, sections: list[Thing]) -> None:
    case = here.report("river_patrol.illegal_outlet", sections[2])
    assert case is not None
    case = here.take(here.take(case, Step.ACCEPT), Step.CONFIRM, note="正在排放")
    case = here.take(here.take(case, Step.REGISTER), Step.DISPATCH)
    assert case.due_at == case.stage_since + at("2026-03-02 13:00") - at("2026-03-02 09:00")


def test_a_section_lies_on_the_map_as_a_line(here: Street, sections: list[Thing]) -> None:
    shape = here.registry.geojson(sections[0])
    assert shape is not None
    assert shape["type"] == "LineString"
    assert sections[0].props["length"] == 140
