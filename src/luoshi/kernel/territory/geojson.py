"""Outlines that arrive as GeoJSON: read feature by feature, each with its own refusal.

One bad polygon of a thousand is named and left out; it never spoils the others. Positions are longitude first
(RFC 7946) and come in WGS84, GCJ-02 or BD-09: the asker says which, Luoshi keeps WGS84.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from luoshi.base.errors import LuoshiError
from luoshi.kernel.territory.coordinates import Datum, to_wgs84
from luoshi.kernel.territory.errors import NotAPosition, NotGeoJSON, WrongGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One readable feature: its place in the file, its properties, its shape in WGS84."""

    index: int
    properties: Mapping[str, Any]
    shape: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """One feature that cannot be taken, and why."""

    index: int
    label: str
    reason: LuoshiError


def read_geojson(data: bytes, *, datum: Datum = Datum.WGS84) -> tuple[list[Outline], list[Unreadable]]:
    """The readable and the unreadable features of a file; a file that is no GeoJSON is refused whole."""
    good: list[Outline] = []
    bad: list[Unreadable] = []
    for index, feature in enumerate(_features(data)):
        properties: Mapping[str, Any] = {}
        try:
            if not isinstance(feature, dict) or feature.get("type") != "Feature":
                raise WrongGeometry(problem="not a Feature")
            if not isinstance(feature.get("properties") or {}, dict):
                raise WrongGeometry(problem="properties are no object")
            properties = feature.get("properties") or {}
            good.append(Outline(index=index, properties=properties, shape=_shape(feature.get("geometry"), datum)))
        except LuoshiError as reason:
            bad.append(Unreadable(index=index, label=_label(properties), reason=reason))
    return good, bad


def _features(data: bytes) -> Sequence[object]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as cause:
        raise NotGeoJSON(problem="not JSON") from cause
    if not isinstance(found, dict):
        raise NotGeoJSON(problem="not an object")
    if found.get("type") == "Feature":
        return [found]
    features = found.get("features")
    if found.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise NotGeoJSON(problem=f"type {found.get('type')!r}")
    return features


def _label(properties: Mapping[str, Any]) -> str:
    return " ".join(str(properties[key])[:40] for key in ("code", "name") if properties.get(key))


def _shape(geometry: object, datum: Datum) -> BaseGeometry:
    if not isinstance(geometry, dict):
        raise WrongGeometry(problem="no geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        shape: BaseGeometry = _polygon(coordinates, datum)
    elif kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        shape = shapely.MultiPolygon([_polygon(part, datum) for part in coordinates])
    else:
        raise WrongGeometry(problem=f"{kind} instead of Polygon or MultiPolygon")
    if not shape.is_valid:
        raise WrongGeometry(problem=str(shapely.is_valid_reason(shape)))
    return shapely.normalize(shape)


def _polygon(rings: object, datum: Datum) -> shapely.Polygon:
    if not isinstance(rings, list) or not rings:
        raise WrongGeometry(problem="a polygon without a ring")
    outer, *holes = (_ring(ring, datum) for ring in rings)
    return shapely.Polygon(outer, holes)


def _ring(ring: object, datum: Datum) -> np.ndarray[Any, np.dtype[np.float64]]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise WrongGeometry(problem="a ring of fewer than four positions")
    for place in ring:
        if not isinstance(place, list) or len(place) < 2 or not (_number(place[0]) and _number(place[1])):
            raise WrongGeometry(problem=f"{json.dumps(place)[:60]} is no position")
        if not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90):
            raise NotAPosition(lon=place[0], lat=place[1])
    if ring[0][:2] != ring[-1][:2]:
        raise WrongGeometry(problem="a ring that is not closed")
    places = np.array([place[:2] for place in ring], dtype=np.float64)
    return np.column_stack(to_wgs84(places[:, 0], places[:, 1], datum))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def write_geojson(features: Sequence[tuple[BaseGeometry, Mapping[str, Any]]]) -> dict[str, Any]:
    """A FeatureCollection of shapes with properties; outer rings counter-clockwise as RFC 7946 wants them."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": dict(properties),
                "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(shape))),
            }
            for shape, properties in features
        ],
    }
