"""Where a thing lies: its shape, and one point of it by which its area is found."""

from __future__ import annotations

from typing import NamedTuple

import shapely
from shapely.errors import ShapelyError

from luoshi.kernel.registry.errors import BadGeometry
from luoshi.kernel.registry.model import DEGREE, ThingType

_KINDS = {
    "point": ("Point",),
    "line": ("LineString", "MultiLineString"),
    "polygon": ("Polygon", "MultiPolygon"),
    "none": (),
}


class Place(NamedTuple):
    """A shape as WKB (nothing for a plain point) and a point of it in 1e-7 degrees."""

    geometry: bytes | None
    lon: int | None
    lat: int | None


NOWHERE = Place(None, None, None)


def place_of(of: ThingType, *, lon: float | None, lat: float | None, geometry: bytes | None) -> Place:
    """The place a command gives, checked against the type; `NOWHERE` when it gives none."""
    if geometry is not None:
        return _shape(of, geometry)
    if lon is None or lat is None:
        return NOWHERE
    if of.geometry not in {"point", "none"}:
        raise BadGeometry(expected=of.geometry, found="point")
    return Place(None, *_on_globe(lon, lat))


def _shape(of: ThingType, wkb: bytes) -> Place:
    try:
        found = shapely.from_wkb(wkb)
    except (ShapelyError, TypeError) as cause:
        raise BadGeometry(expected=of.geometry, found="—") from cause
    if found.geom_type not in _KINDS[of.geometry]:
        raise BadGeometry(expected=of.geometry, found=found.geom_type)
    if found.is_empty or not found.is_valid:
        raise BadGeometry(expected=of.geometry, found=f"{found.geom_type}: {shapely.is_valid_reason(found)}")
    west, south, east, north = found.bounds
    _on_globe(west, south)
    _on_globe(east, north)
    inside = found.interpolate(0.5, normalized=True) if of.geometry == "line" else found.representative_point()
    lon, lat = _on_globe(inside.x, inside.y)
    return Place(None if found.geom_type == "Point" else shapely.to_wkb(found), lon, lat)


def _on_globe(lon: float, lat: float) -> tuple[int, int]:
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadGeometry(expected="-180…180, -90…90", found=f"{lon}, {lat}")
    return round(lon * DEGREE), round(lat * DEGREE)


def geojson_of(geometry: bytes | None, lon: int | None, lat: int | None) -> dict[str, object] | None:
    """The shape as a GeoJSON geometry; nothing for a thing without a place."""
    if geometry is not None:
        found: dict[str, object] = shapely.geometry.mapping(shapely.from_wkb(geometry))
        return found
    if lon is None or lat is None:
        return None
    return {"type": "Point", "coordinates": [lon / DEGREE, lat / DEGREE]}
