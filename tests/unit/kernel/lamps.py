"""A small city for tests: one type of lamp, two areas, and a clock that is set by hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from luoshi.base.db import Database
from luoshi.base.definitions import Body, Definitions, Words, install
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Reach, Scope
from luoshi.base.time import parse_instant
from luoshi.kernel.registry import Option, Property, ThingType

SHANGHAI = ZoneInfo("Asia/Shanghai")
KEEPER = Actor(kind="person", person=1, post=2, agency=3, name="登记员")
NORTH, SOUTH = "000100010001", "000100010002"
WHOLE = Scope(reaches=(Reach(),))
IN_NORTH = Scope(reaches=(Reach(path=NORTH),))
LAMP = "street_lighting.lamp"
LAMP_TYPE = ThingType(
    id="lamp",
    name=Words(zh="路灯", en="street lamp"),
    geometry="point",
    code_pattern=r"L-\d{4}",
    property=(
        Property(id="power", name=Words(zh="功率", en="power"), type="integer", unit="kw", filter=True),
        Property(id="height", name=Words(zh="高度", en="height"), type="decimal", unit="m", scale=1),
        Property(
            id="source",
            name=Words(zh="光源", en="light source"),
            type="code",
            options=(
                Option(id="led", name=Words(zh="LED", en="LED")),
                Option(id="hps", name=Words(zh="钠灯", en="HPS")),
            ),
            required=True,
            filter=True,
        ),
        Property(id="smart", name=Words(zh="单灯控制", en="single-lamp control"), type="boolean"),
        Property(id="since", name=Words(zh="安装日期", en="installed on"), type="date"),
    ),
)


class HandClock:
    """The clock of a test: `clock.set("2026-03-01T19:10")`."""

    def __init__(self) -> None:
        self.set("2026-03-01T12:00")

    def set(self, text: str) -> int:
        self.instant = parse_instant(text, SHANGHAI)
        return self.instant

    def __call__(self) -> int:
        return self.instant


def north_or_south(lon: float, lat: float) -> str:
    return NORTH if lat > 36.8 else SOUTH


async def city(database: Database, clock: HandClock, *bodies: Body) -> Installation:
    """An installation in which those definitions hold since 2020."""
    unit = database.unit()
    for body in bodies:
        install(unit, database.ids, pack="street_lighting", body=body, valid_from=20_200_101)
    await unit.commit()
    definitions = Definitions(database)
    await definitions.refresh()
    return Installation(database=database, definitions=definitions, zone=SHANGHAI, clock=clock)
