"""Things of the simulated district: lamps along invented roads, rivers cut into sections."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from luoshi.base.scope import MACHINE
from luoshi.kernel.registry import PutThing, ThingType

if TYPE_CHECKING:
    from luoshi.app.house import House

METRES_OF_DEGREE = 111_195.0
GROUND = "simulated"


async def lay_things(house: House, table: Mapping[str, Any], chance: random.Random) -> int:
    """Put up what the parameters name, where its scene is installed; gives how many things."""
    day = house.installation.today()
    shapes = house.territory.tree.outlines(day)
    district = shapely.union_all([shape for path, shape in shapes.items() if len(path) == 12])
    if district.is_empty:
        return 0
    placed = 0
    for key, make in (("lamps", _lamps), ("rivers", _rivers)):
        for row in table.get(key, ()):
            if house.installation.definitions.in_force(ThingType, row["type"], day=day) is None:
                continue
            known = await house.registry.count(scope=house.everything, type_=row["type"])
            if known[0]:
                continue
            commands = list(make(row, district, chance))
            async with house.unit() as unit:
                await house.registry.put_things(unit, commands, by=MACHINE, ground=GROUND, scope=house.everything)
            placed += len(commands)
    return placed


def _lamps(row: Mapping[str, Any], district: BaseGeometry, chance: random.Random) -> Iterator[PutThing]:
    number = 0
    names = row["road_names"]
    for road in range(row["roads"]):
        line = _crossing(district, chance, level=road % 2 == 0)
        step = row["spacing_m"] / METRES_OF_DEGREE
        for place in range(1, int(line.length / step)):
            point = line.interpolate(place * step)
            if not district.contains(point):
                continue
            number += 1
            yield PutThing(
                type=row["type"],
                code=row["code"].format(number=number),
                name=row["name"].format(road=names[road % len(names)], number=place),
                lon=round(point.x, 7),
                lat=round(point.y, 7),
            )


def _rivers(row: Mapping[str, Any], district: BaseGeometry, chance: random.Random) -> Iterator[PutThing]:
    for river, name in enumerate(row["rivers"], start=1):
        line = _crossing(district, chance, level=False, bend=0.004)
        count = row["sections"]
        for section in range(1, count + 1):
            piece = shapely.ops.substring(line, (section - 1) / count, section / count, normalized=True)
            yield PutThing(
                type=row["type"],
                code=row["code"].format(river=river, section=section),
                name=row["name"].format(river_name=name, section=section),
                geometry=shapely.to_wkb(piece),
            )


def _crossing(district: BaseGeometry, chance: random.Random, *, level: bool, bend: float = 0.001) -> shapely.LineString:
    """A slightly bent line through the district, from edge to edge, with its middle half kept inside."""
    west, south, east, north = district.bounds
    share = chance.uniform(0.15, 0.85)
    points = []
    for place in range(21):
        along = place / 20
        sway = bend * math.sin(along * 7 + share * 9)
        x = west + (east - west) * along if level else west + (east - west) * share + sway
        y = south + (north - south) * share + sway if level else south + (north - south) * along
        points.append((x, y))
    inside = shapely.LineString(points).intersection(district.buffer(-0.001))
    parts = list(getattr(inside, "geoms", [inside]))
    longest: shapely.LineString = max(parts, key=lambda part: part.length)
    return longest
