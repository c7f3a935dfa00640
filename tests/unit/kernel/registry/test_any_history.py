"""Whatever is entered, corrected and retired, in whatever order: how it was on any day, as known at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.base.db import Database
from luoshi.base.time import DAY, shift_day
from luoshi.kernel.registry import CorrectThing, PutThing, Registry, RetireThing
from tests.unit.kernel.lamps import KEEPER, LAMP, LAMP_TYPE, WHOLE, HandClock, city, north_or_south

Run = Callable[[Any], Any]
FIRST = 20_260_301
_CODES = count(1)


@dataclass
class Chronicle:
    """The same history kept by hand: stretches of time in the order they were told, each with its latest word."""

    stretches: list[tuple[int, list[int | None]]] = field(default_factory=list)
    standing: dict[int, int] = field(default_factory=dict)

    def begin(self, day: int, power: int | None, version: int) -> None:
        self.stretches.append((day, [power]))
        self.standing[version] = len(self.stretches) - 1

    def correct(self, wrong: int, power: int, version: int) -> None:
        stretch = self.standing[wrong]
        self.stretches[stretch][1].append(power)
        self.standing[version] = stretch

    def on(self, day: int) -> int | None:
        """What held on a day; None before it began and after it was retired."""
        begun = [(start, place) for place, (start, _) in enumerate(self.stretches) if start <= day]
        return self.stretches[max(begun)[1]][1][-1] if begun else None


Act = tuple[str, int, int]
acts = st.lists(
    st.tuples(st.sampled_from(["put", "correct", "retire"]), st.integers(0, 3), st.integers(1, 99)), max_size=7
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=acts)
def test_the_register_tells_what_a_chronicle_kept_by_hand_tells(database: Database, run: Run, told: list[Act]) -> None:
    clock = HandClock()
    registry = Registry(run(city(database, clock, LAMP_TYPE)), locate=north_or_south)
    code = f"L-{next(_CODES):04}"

    async def go() -> None:
        known: list[tuple[int, Chronicle]] = []
        chronicle, thing, version, first, retired = Chronicle(), 0, 0, FIRST, False
        for verb, step, power in [("put", 0, 1), *told]:
            clock.instant += 4 * DAY
            day = shift_day(first, step)
            async with database.unit() as unit:
                common: dict[str, Any] = {"by": KEEPER, "ground": "x", "scope": WHOLE}
                if verb == "put":
                    kept = power * 100 + len(known)
                    props = {"source": "led", "power": kept}
                    command = PutThing(
                        type=LAMP,
                        code=code,
                        lon=118.0,
                        lat=36.81,
                        props=props,
                        valid_from=day,
                    )
                    thing = (await registry.put_thing(unit, command, **common)).id
                    version, first, retired = version + 1, command.valid_from or day, False
                    chronicle.begin(first, kept, version)
                elif verb == "correct":
                    wrong = 1 + power % version
                    if chronicle.stretches[chronicle.standing[wrong]][1][-1] is None:
                        continue
                    change = CorrectThing(
                        thing=thing, version=version, corrects=wrong, props={"power": power * 100 + len(known)}
                    )
                    await registry.correct(unit, change, **common)
                    version += 1
                    chronicle.correct(wrong, power * 100 + len(known), version)
                elif verb == "retire" and not retired:
                    await registry.retire(unit, RetireThing(thing=thing, version=version, day=day), **common)
                    version, first, retired = version + 1, day, True
                    chronicle.begin(day, None, version)
                else:
                    continue
            known.append((clock.instant, _copy(chronicle)))
        for instant, then in known:
            for later in range(-1, 30, 2):
                day = shift_day(FIRST, later)
                found = await registry.as_of(thing, day=day, known_at=instant, scope=WHOLE)
                told_power = None if found is None or found.valid_to is not None else found.props["power"]
                assert told_power == then.on(day), (day, told)
        present = await registry.get(thing, scope=WHOLE)
        shown = None if present.valid_to is not None else present.props["power"]
        assert shown == chronicle.on(registry._installation.today()), told

    run(go())


def _copy(chronicle: Chronicle) -> Chronicle:
    return Chronicle(
        stretches=[(start, list(words)) for start, words in chronicle.stretches], standing=dict(chronicle.standing)
    )
