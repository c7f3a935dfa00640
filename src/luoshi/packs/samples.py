"""The invented rows that a pack brings along: enough to see the scene work before anything real is entered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import shapely

from luoshi.base.errors import LuoshiError
from luoshi.kernel.registry import PutThing, ThingType
from luoshi.kernel.registry.place import place_of
from luoshi.kernel.registry.properties import stored
from luoshi.packs.errors import BadSample, NoSuchReference
from luoshi.packs.folder import sample_rows
from luoshi.packs.meaning import Library
from luoshi.packs.model import Pack
from luoshi.packs.shape import nearest

#: columns that say what and where; every other column is a property
_OWN = frozenset({"code", "name", "lon", "lat", "wkt"})


def sample_things(pack: Pack) -> list[PutThing]:
    """The rows of `sample/TYPE.csv` as commands: code, name, lon and lat or wkt, and properties by their ids."""
    return [
        _command(f"{pack.id}.{type_}", row) for type_, rows in sample_rows(pack.folder.path).items() for row in rows
    ]


def samples_fit(pack: Pack, library: Library) -> Iterator[tuple[str, LuoshiError]]:
    """Every sample row fits the type its file is named after."""
    del library
    types = {each.id: cast(ThingType, each) for each in pack.bodies.get("thing_type", ())}
    for name, rows in sample_rows(pack.folder.path).items():
        where = f"sample/{name}.csv"
        if name not in types:
            yield where, NoSuchReference(value=name, kind="thing_type", nearest=nearest(name, types))
            continue
        for number, row in enumerate(rows):
            try:
                command = _command(name, row)
                place_of(types[name], lon=command.lon, lat=command.lat, geometry=command.geometry)
                stored(types[name], command.props)
            except (LuoshiError, ValueError, InvalidOperation, shapely.errors.ShapelyError) as problem:
                yield f"{where}[{number}]", BadSample(file=f"{name}.csv", row=number + 1, problem=problem)


def _command(type_: str, row: dict[str, Any]) -> PutThing:
    shape = row.get("wkt")
    return PutThing(
        type=type_,
        code=str(row.get("code", "")),
        name=str(row.get("name", "")),
        lon=_degrees(row.get("lon")),
        lat=_degrees(row.get("lat")),
        geometry=shapely.from_wkt(shape).wkb if isinstance(shape, str) else None,
        props={name: value for name, value in row.items() if name not in _OWN},
    )


def _degrees(value: Any) -> float | None:
    return None if value is None else float(Decimal(str(value)))
