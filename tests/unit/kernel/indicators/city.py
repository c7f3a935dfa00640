"""A district of two towns with a few lamps, on a real database, and the indicator that says how many are lit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from luoshi.base.db import Database
from luoshi.base.definitions import Source, Words
from luoshi.base.ids import Ids
from luoshi.base.scope import Reach, Scope
from luoshi.kernel.indicators import Indicator, Indicators, sources
from luoshi.kernel.observations import Observations, Observe, Stream
from luoshi.kernel.registry import PutThing, Registry, RetireThing
from tests.unit.kernel.lamps import KEEPER, LAMP, LAMP_TYPE, NORTH, SOUTH, HandClock, city, north_or_south

EVERYWHERE = Scope(reaches=(Reach(),))
LIT = "street_lighting.lit"
LIT_RATE = "street_lighting.lit_rate"
STREAM = Stream(id="lit", name=Words(zh="亮灯", en="lit"), of="lamp", type="integer")
RATE = Indicator(
    id="lit_rate",
    name=Words(zh="亮灯率", en="lit rate"),
    measure="rate",
    relation="latest",
    of="lamp.lit",
    numerator="value = 1",
    unit="%",
    scale=1,
    direction="up",
    period="now",
    definition_text=Words(zh="亮灯数占在册路灯数的比例", en="lamps lit among lamps in service"),
    valid_from=datetime.date(2020, 1, 1),
    source=Source(title="a test"),
)
POWERFUL = Indicator(
    id="powerful",
    name=Words(zh="大功率路灯", en="powerful lamps"),
    measure="count",
    relation="things",
    of="lamp",
    numerator="power >= 200",
    unit="count",
    additivity="additive",
    definition_text=Words(zh="功率不低于 200 的路灯", en="lamps of 200 and more"),
    valid_from=datetime.date(2020, 1, 1),
    source=Source(title="a test"),
)


class TwoTowns:
    """The territory of the test: nothing was ever merged."""

    def prefixes(self, path: str, day: int) -> tuple[str, ...]:
        return (path,)

    def areas(self, day: int) -> tuple[str, ...]:
        return ("0001", NORTH, SOUTH)


@dataclass
class City:
    database: Database
    clock: HandClock
    registry: Registry
    observations: Observations
    indicators: Indicators

    async def lamp(self, number: int, *, power: int = 150, lat: float = 36.9) -> int:
        """A lamp; north of 36.8 it stands in the northern town."""
        command = PutThing(
            type=LAMP, code=f"L-{number:04}", lon=118.0, lat=lat, props={"power": power, "source": "led"}
        )
        async with self.database.unit() as unit:
            thing = await self.registry.put_thing(unit, command, by=KEEPER, ground="a test", scope=EVERYWHERE)
        return thing.id

    async def see(self, lamp: int, value: int | None, *, at: str | None = None) -> None:
        instant = self.clock.instant if at is None else _instant(at)
        seen = [Observe(subject=lamp, stream=LIT, value=value, at=instant, source=1)]
        async with self.database.unit() as unit:
            await self.observations.observe(unit, seen, by=KEEPER, ground="a test", scope=EVERYWHERE)

    async def retire(self, lamp: int) -> None:
        thing = await self.registry.get(lamp, scope=EVERYWHERE)
        async with self.database.unit() as unit:
            await self.registry.retire(
                unit,
                RetireThing(thing=lamp, version=thing.version),
                by=KEEPER,
                ground="a test",
                scope=EVERYWHERE,
            )

    async def refresh(self) -> tuple[tuple[str, str], ...]:
        done = await self.indicators.refresh(cause="a test")
        return done.changed

    async def rate(self, path: str = "0001", **asked: object) -> str:
        found = await self.indicators.value(LIT_RATE, path=path, scope=EVERYWHERE, **asked)  # type: ignore[arg-type]
        assert found is not None
        return str(found.value)


def _instant(text: str) -> int:
    return HandClock().set(text)


async def lit_city(database: Database) -> City:
    clock = HandClock()
    database.ids = Ids(1, clock)
    here = await city(database, clock, LAMP_TYPE, STREAM, RATE, POWERFUL)
    registry = Registry(here, locate=north_or_south)
    return City(
        database=database,
        clock=clock,
        registry=registry,
        observations=Observations(here, registry),
        indicators=Indicators(here, sources=sources(here), ground=TwoTowns()),
    )
