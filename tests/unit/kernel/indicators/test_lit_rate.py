"""The lit rate of a district moves with its lamps, says why, and can be asked as of any day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.scope import Reach, Scope
from luoshi.base.time import parse_instant
from luoshi.kernel import indicators as module
from tests.unit.kernel.indicators.city import EVERYWHERE, LIT_RATE, City, lit_city
from tests.unit.kernel.lamps import NORTH, SHANGHAI, SOUTH

Run = Callable[[Any], Any]


async def _three_lamps(database: Database) -> tuple[City, list[int]]:
    """Two lit and one dark lamp in the north, one lit in the south, one that nobody looked at."""
    city = await lit_city(database)
    lamps = [await city.lamp(number, lat=36.9 if number < 4 else 36.7) for number in range(1, 6)]
    for lamp, value in zip(lamps, (1, 1, 0, 1), strict=False):
        await city.see(lamp, value)
    return city, lamps


def test_the_rate_is_exact_at_every_area(database: Database, run: Run) -> None:
    city, _ = run(_three_lamps(database))
    assert run(city.rate()) == "75.0"
    assert run(city.rate(NORTH)) == "66.7"
    assert run(city.rate(SOUTH)) == "100.0"


def test_a_page_is_exact_before_and_after_the_worker(database: Database, run: Run) -> None:
    city, lamps = run(_three_lamps(database))
    run(city.refresh())
    assert run(city.rate()) == "75.0"
    run(city.see(lamps[2], 1))
    assert run(city.rate()) == "100.0"
    assert (LIT_RATE, NORTH) in run(city.refresh())
    assert run(city.rate()) == "100.0"
    assert run(city.refresh()) == ()


def test_why_opens_the_rows_and_what_was_left_out(database: Database, run: Run) -> None:
    city, _ = run(_three_lamps(database))
    why = run(city.indicators.why(LIT_RATE, path="0001", scope=EVERYWHERE))
    assert [row.label for row in why.numerator_rows] == ["L-0001", "L-0002", "L-0004"]
    assert [row.label for row in why.denominator_rows] == ["L-0001", "L-0002", "L-0003", "L-0004"]
    assert [(row.fact.label, row.reason, row.truth) for row in why.excluded_rows] == [
        ("L-0005", "value = 1", "missing")
    ]
    assert why.formula.zh == "亮灯率 = 3 ÷ 4 × 100 = 75.0%"
    assert why.formula.en == "lit rate = 3 ÷ 4 × 100 = 75.0%"


def test_why_names_the_run_of_the_kept_value_while_it_stands(database: Database, run: Run) -> None:
    city, lamps = run(_three_lamps(database))
    assert run(city.indicators.why(LIT_RATE, path=NORTH, scope=EVERYWHERE)).run is None
    run(city.refresh())
    assert run(city.indicators.why(LIT_RATE, path=NORTH, scope=EVERYWHERE)).run is not None
    run(city.see(lamps[0], 0))
    assert run(city.indicators.why(LIT_RATE, path=NORTH, scope=EVERYWHERE)).run is None


def test_why_is_paged_by_row(database: Database, run: Run) -> None:
    city, _ = run(_three_lamps(database))
    first = run(city.indicators.why(LIT_RATE, path="0001", limit=2, scope=EVERYWHERE))
    second = run(city.indicators.why(LIT_RATE, path="0001", limit=2, after=first.next, scope=EVERYWHERE))
    assert [row.label for row in (*first.denominator_rows, *second.denominator_rows)] == [
        "L-0001",
        "L-0002",
        "L-0003",
        "L-0004",
    ]
    assert first.denominator == second.denominator == 4
    assert second.next is None


def test_nothing_known_is_missing_and_nothing_there_is_not_applicable(database: Database, run: Run) -> None:
    city = run(lit_city(database))
    assert run(city.rate()) == "not_applicable"
    run(city.lamp(1))
    assert run(city.rate()) == "missing"
    lamp = run(city.lamp(2))
    run(city.see(lamp, 0))
    assert run(city.rate()) == "0.0"


def test_a_retired_lamp_counts_on_the_days_before(database: Database, run: Run) -> None:
    city, lamps = run(_three_lamps(database))
    city.clock.set("2026-03-05T12:00")
    run(city.retire(lamps[2]))
    assert run(city.rate()) == "100.0"
    assert run(city.rate(as_of=20_260_304)) == "75.0"


def test_late_data_never_changes_an_answer_whose_two_times_have_passed(database: Database, run: Run) -> None:
    city, lamps = run(_three_lamps(database))
    known = city.clock.instant
    before = run(city.indicators.why(LIT_RATE, path="0001", as_of=20_260_301, known_at=known, scope=EVERYWHERE))
    city.clock.set("2026-03-04T12:00")
    run(city.see(lamps[4], 0, at="2026-03-01T11:00"))
    run(city.see(lamps[0], 0))
    assert run(city.rate(as_of=20_260_301)) == "60.0"
    assert run(city.rate()) == "40.0"
    again = run(city.indicators.why(LIT_RATE, path="0001", as_of=20_260_301, known_at=known, scope=EVERYWHERE))
    assert again == before


def test_the_present_and_the_same_moment_asked_later_are_equal(database: Database, run: Run) -> None:
    city, _ = run(_three_lamps(database))
    now = run(city.indicators.why(LIT_RATE, path=NORTH, scope=EVERYWHERE))
    known = city.clock.instant
    city.clock.set("2026-03-02T09:00")
    later = run(city.indicators.why(LIT_RATE, path=NORTH, as_of=20_260_301, known_at=known, scope=EVERYWHERE))
    assert later == now


def test_late_data_moves_the_months_after_it(database: Database, run: Run) -> None:
    city, lamps = run(_three_lamps(database))
    city.clock.set("2026-05-10T12:00")
    run(city.refresh())
    run(city.see(lamps[2], 1, at="2026-04-02T08:00"))
    run(city.refresh())
    kept = run(city.indicators.series(LIT_RATE, path="0001", count=3, scope=EVERYWHERE))
    assert [(each.period, str(each.value)) for each in kept] == [
        ("2026-03", "75.0"),
        ("2026-04", "100.0"),
        ("2026-05", "100.0"),
    ]


def test_a_count_of_things_is_told_by_area_in_one_pass(database: Database, run: Run) -> None:
    city = run(lit_city(database))
    for number, power, lat in ((1, 250, 36.9), (2, 100, 36.9), (3, 400, 36.7)):
        run(city.lamp(number, power=power, lat=lat))
    found = run(city.indicators.parts("street_lighting.powerful", paths=["0001", NORTH, SOUTH], scope=EVERYWHERE))
    assert {path: str(each.value) for path, each in found.items()} == {"0001": "2", NORTH: "1", SOUTH: "1"}


def test_an_area_outside_the_scope_has_no_value(database: Database, run: Run) -> None:
    city, _ = run(_three_lamps(database))
    north = Scope(reaches=(Reach(path=NORTH),))
    assert run(city.indicators.value(LIT_RATE, path=SOUTH, scope=north)) is None
    assert run(city.indicators.why(LIT_RATE, path="0001", scope=north)) is None


def test_a_wrong_period_and_an_unknown_indicator_are_refused(database: Database, run: Run) -> None:
    city = run(lit_city(database))
    with pytest.raises(module.NotAPeriod):
        run(city.rate(period="2026-13"))
    with pytest.raises(module.AskedOfTheFuture):
        run(city.rate(period="2027"))
    with pytest.raises(module.NoSuchIndicator) as refusal:
        run(city.indicators.value("street_lighting.lit_rat", path="", scope=EVERYWHERE))
    assert "street_lighting.lit_rate" in refusal.value.sentence("zh")
    assert parse_instant("2026-03-01T12:00", SHANGHAI) == city.clock.instant
