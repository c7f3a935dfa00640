"""A lamp is seen lit and dark: readings arrive late, out of order and wrong, and the latest is still right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.base.db import Database
from luoshi.base.definitions import Words
from luoshi.base.installation import Installation
from luoshi.base.time import SECOND
from luoshi.kernel import journal
from luoshi.kernel.observations import (
    AlreadyCorrected,
    BadReading,
    CorrectReading,
    FromTheFuture,
    NotOfThatType,
    Observations,
    Observe,
    OutsideScope,
    Reading,
    Stream,
    TwiceInOneBatch,
    UnknownStream,
)
from luoshi.kernel.registry import NoSuchThing, Option, PutThing, Registry, Thing
from tests.unit.kernel.lamps import (
    IN_NORTH,
    KEEPER,
    LAMP,
    LAMP_TYPE,
    NORTH,
    SOUTH,
    WHOLE,
    HandClock,
    city,
    north_or_south,
)

Run = Callable[[Any], Any]
_CODES = count(1)
LIT = Stream(id="lit", name=Words(zh="亮灯", en="lit"), of="lamp", type="boolean")
BRIGHTNESS = Stream(
    id="brightness", name=Words(zh="照度", en="brightness"), of="lamp", type="decimal", unit="one", scale=2
)
STATE = Stream(
    id="state",
    name=Words(zh="状况", en="state"),
    of="lamp",
    type="code",
    options=(Option(id="good", name=Words(zh="完好", en="good")), Option(id="bent", name=Words(zh="倾斜", en="bent"))),
)
FLOW = Stream(id="flow", name=Words(zh="流量", en="flow"), of="pipe", type="integer", unit="litre")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def installation(database: Database, run: Run, clock: HandClock) -> Installation:
    found: Installation = run(city(database, clock, LAMP_TYPE, LIT, BRIGHTNESS, STATE, FLOW))
    return found


@pytest.fixture
def registry(installation: Installation) -> Registry:
    return Registry(installation, locate=north_or_south)


@pytest.fixture
def observations(installation: Installation, registry: Registry) -> Observations:
    return Observations(installation, registry)


async def put(registry: Registry, code: str, lat: float = 36.81) -> Thing:
    unit = registry._installation.database.unit()
    command = PutThing(type=LAMP, code=code, lon=118.0, lat=lat, props={"source": "led"})
    thing = await registry.put_thing(unit, command, by=KEEPER, ground="清点", scope=WHOLE)
    await unit.commit()
    return thing


@pytest.fixture
def lamp(registry: Registry, run: Run, clock: HandClock) -> Thing:
    found: Thing = run(put(registry, "L-0017"))
    clock.set("2026-03-10T12:00")
    return found


async def record(observations: Observations, batch: Sequence[Observe], *, scope: Any = WHOLE) -> list[Reading]:
    unit = observations._installation.database.unit()
    found = await observations.observe(unit, batch, by=KEEPER, ground="巡查", scope=scope)
    await unit.commit()
    return found


async def correct(observations: Observations, command: CorrectReading) -> Reading:
    unit = observations._installation.database.unit()
    found = await observations.correct(unit, command, by=KEEPER, ground="复核", scope=WHOLE)
    await unit.commit()
    return found


def lit(lamp: Thing, value: Any, at: int, stream: str = "street_lighting.lit") -> Observe:
    return Observe(subject=lamp.id, stream=stream, value=value, at=at, source=7)


def values(readings: Sequence[Reading]) -> list[int | str | None]:
    return [each.kept for each in readings]


def test_the_latest_is_the_newest_in_the_city_not_the_last_to_arrive(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    evening, morning = clock() - 3600 * SECOND, clock() - 7200 * SECOND
    run(record(observations, [lit(lamp, True, evening)]))
    run(record(observations, [lit(lamp, False, morning)]))
    assert values(run(observations.latest(scope=WHOLE, thing=lamp.id))) == [1]
    assert values(run(observations.series(lamp.id, "street_lighting.lit", scope=WHOLE))) == [0, 1]


def test_a_value_that_could_not_be_told_is_missing_and_not_zero(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    run(record(observations, [lit(lamp, None, clock())]))
    (latest,) = run(observations.latest(scope=WHOLE, stream="street_lighting.lit"))
    assert (latest.value, latest.text) == (None, None)


def test_numbers_are_kept_exactly_and_shown_as_written(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    (one, word) = run(
        record(
            observations,
            [
                lit(lamp, Decimal("12.5"), clock(), "street_lighting.brightness"),
                lit(lamp, "bent", clock(), "street_lighting.state"),
            ],
        )
    )
    assert (one.value, observations.shown(one)) == (1250, Decimal("12.50"))
    assert (word.text, observations.shown(word)) == ("bent", "bent")


def test_a_corrected_reading_counts_as_corrected_and_is_still_known_as_it_was(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    seen = clock() - 3600 * SECOND
    (wrong,) = run(record(observations, [lit(lamp, False, seen)]))
    known = clock.set("2026-03-10T13:00")
    clock.set("2026-03-10T14:00")
    run(correct(observations, CorrectReading(reading=wrong.id, value=True)))
    assert values(run(observations.latest(scope=WHOLE, thing=lamp.id))) == [1]
    assert values(run(observations.series(lamp.id, wrong.stream, scope=WHOLE))) == [1]
    assert values(run(observations.series(lamp.id, wrong.stream, scope=WHOLE, known_at=known))) == [0]
    before = run(observations.as_of(lamp.id, wrong.stream, at=seen, known_at=known, scope=WHOLE))
    assert before.value == 0


def test_correcting_the_time_of_the_newest_reading_brings_the_older_one_back(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    hours = 3600 * SECOND
    (_, newest) = run(record(observations, [lit(lamp, True, clock() - 5 * hours), lit(lamp, False, clock() - hours)]))
    run(correct(observations, CorrectReading(reading=newest.id, value=False, at=clock() - 9 * hours)))
    assert values(run(observations.latest(scope=WHOLE, thing=lamp.id))) == [1]
    assert values(run(observations.series(lamp.id, newest.stream, scope=WHOLE))) == [0, 1]


def test_a_reading_is_corrected_once_and_then_its_correction(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    (wrong,) = run(record(observations, [lit(lamp, False, clock())]))
    right = run(correct(observations, CorrectReading(reading=wrong.id, value=True)))
    with pytest.raises(AlreadyCorrected):
        run(correct(observations, CorrectReading(reading=wrong.id, value=None)))
    run(correct(observations, CorrectReading(reading=right.id, value=None)))
    assert values(run(observations.latest(scope=WHOLE, thing=lamp.id))) == [None]


@pytest.mark.parametrize(
    ("stream", "value", "refusal"),
    [
        ("street_lighting.lti", True, UnknownStream),
        ("street_lighting.lit", "yes", BadReading),
        ("street_lighting.lit", 7, BadReading),
        ("street_lighting.brightness", Decimal("0.125"), BadReading),
        ("street_lighting.brightness", 0.5, BadReading),
        ("street_lighting.state", "broken", BadReading),
        ("street_lighting.flow", 3, NotOfThatType),
    ],
)
def test_a_reading_that_does_not_fit_its_stream_is_refused_with_its_whole_batch(
    observations: Observations,
    lamp: Thing,
    run: Run,
    clock: HandClock,
    stream: str,
    value: Any,
    refusal: type[Exception],
) -> None:
    good = lit(lamp, True, clock() - SECOND)
    with pytest.raises(refusal):
        run(record(observations, [good, lit(lamp, value, clock(), stream)]))
    assert run(observations.series(lamp.id, "street_lighting.lit", scope=WHOLE)) == []


def test_a_clock_three_days_off_is_refused_and_five_minutes_are_not(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    with pytest.raises(FromTheFuture):
        run(record(observations, [lit(lamp, True, clock() + 3 * 86_400 * SECOND)]))
    assert len(run(record(observations, [lit(lamp, True, clock() + 300 * SECOND)]))) == 1


def test_one_moment_has_one_value_and_a_repetition_is_no_second_reading(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    assert len(run(record(observations, [lit(lamp, True, clock()), lit(lamp, True, clock())]))) == 1
    with pytest.raises(TwiceInOneBatch):
        run(record(observations, [lit(lamp, True, clock()), lit(lamp, False, clock())]))


def test_readings_stay_within_the_area_of_who_writes_and_who_reads(
    observations: Observations, registry: Registry, lamp: Thing, run: Run, clock: HandClock
) -> None:
    south = run(put(registry, "L-0099", lat=36.5))
    with pytest.raises(OutsideScope):
        run(record(observations, [lit(south, True, clock())], scope=IN_NORTH))
    run(record(observations, [lit(south, True, clock()), lit(lamp, False, clock())]))
    assert values(run(observations.latest(scope=IN_NORTH, stream="street_lighting.lit"))) == [0]
    assert values(run(observations.latest(scope=WHOLE, stream="street_lighting.lit", area=SOUTH))) == [1]


def test_a_thing_that_does_not_exist_has_no_reading(
    observations: Observations, lamp: Thing, run: Run, clock: HandClock
) -> None:
    with pytest.raises(NoSuchThing):
        run(record(observations, [Observe(subject=5, stream="street_lighting.lit", value=True, at=clock(), source=7)]))


def test_a_batch_is_one_line_of_the_journal_and_marks_its_month(
    observations: Observations, registry: Registry, lamp: Thing, run: Run, clock: HandClock, database: Database
) -> None:
    other = run(put(registry, "L-0018"))
    run(record(observations, [lit(lamp, True, clock()), lit(other, False, clock())]))
    lines = [line for line in run(journal.page(database, scope=WHOLE)) if line.kind == "readings.observed"]
    assert [(line.body["count"], line.path, line.subject) for line in lines] == [(2, NORTH, ("signal", 7))]
    marks = run(database.fetch("SELECT rollup, bucket, path FROM dirty WHERE rollup='readings'"))
    assert [tuple(mark) for mark in marks] == [("readings", 202_603, NORTH)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(st.tuples(st.integers(0, 500), st.booleans()), min_size=1, max_size=12, unique_by=lambda m: m[0])
)
def test_in_whatever_order_readings_arrive_the_latest_is_the_same(
    observations: Observations, registry: Registry, run: Run, clock: HandClock, moments: list[tuple[int, bool]]
) -> None:
    lamp = run(put(registry, f"L-{next(_CODES):04}"))
    for minute, value in moments:
        run(record(observations, [lit(lamp, value, clock() - minute * 60 * SECOND)]))
    _, expected = min(moments)
    assert values(run(observations.latest(scope=WHOLE, thing=lamp.id))) == [int(expected)]
    series = run(observations.series(lamp.id, "street_lighting.lit", scope=WHOLE))
    assert values(series) == [int(value) for _, value in sorted(moments, reverse=True)]
