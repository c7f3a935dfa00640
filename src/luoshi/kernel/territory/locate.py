"""定位: from a point to the smallest area that holds it, in this process, without asking a database.

All outlines in force on one day stand in one search tree for each depth; the deepest that holds the point wins.
A point on a border belongs to several areas: it goes to the one with the smallest path, today and tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from luoshi.kernel.territory.coordinates import Datum, position
from luoshi.kernel.territory.errors import OutsideTerritory
from luoshi.kernel.territory.model import depth_of

METRES_OF_DEGREE = 111_195.08  # of latitude, on a sphere of 6,371,008.8 m


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a point lies: the path of the smallest area, and the point in WGS84."""

    path: str
    lon: float
    lat: float


class _Layer:
    """The outlines of one depth, in order of path so that the first hit is the smallest path."""

    def __init__(self, outlines: Sequence[tuple[str, BaseGeometry]]) -> None:
        ordered = sorted(outlines, key=lambda pair: pair[0])
        self.paths = [path for path, _ in ordered]
        self.shapes: NDArray[np.object_] = np.array([shape for _, shape in ordered], dtype=object)
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)


class Locator:
    """Answers points for one day's outlines; built from (path, polygon) pairs."""

    def __init__(self, outlines: Iterable[tuple[str, BaseGeometry]]) -> None:
        by_depth: dict[int, list[tuple[str, BaseGeometry]]] = {}
        for path, shape in outlines:
            by_depth.setdefault(depth_of(path), []).append((path, shape))
        self._layers = [_Layer(by_depth[depth]) for depth in sorted(by_depth, reverse=True)]
        self.size = sum(len(layer.paths) for layer in self._layers)

    def find(self, lon: float, lat: float) -> str | None:
        """The path of the smallest area that holds a WGS84 point, or None outside the territory."""
        point = shapely.Point(lon, lat)
        for layer in self._layers:
            hits = layer.tree.query(point, predicate="intersects")
            if hits.size:
                return layer.paths[int(hits.min())]
        return None

    def locate(self, lon: float, lat: float, *, datum: Datum = Datum.WGS84) -> Place:
        """As `find`, for any datum; a point outside is refused with its distance to the territory."""
        x, y = position(lon, lat, datum)
        path = self.find(x, y)
        if path is None:
            raise OutsideTerritory(lon=lon, lat=lat, kilometres=f"{self.distance(x, y) / 1000:.1f}")
        return Place(path=path, lon=x, lat=y)

    def find_many(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[str | None]:
        """`find` for many points at once."""
        points = np.array(shapely.points(np.column_stack([lon, lat])), dtype=object)
        found: list[str | None] = [None] * len(points)
        open_ = np.arange(len(points))
        for layer in self._layers:
            which, hits = layer.tree.query(points[open_], predicate="intersects")
            first = np.full(len(open_), len(layer.paths))
            np.minimum.at(first, which, hits)
            held = first < len(layer.paths)
            for index, hit in zip(open_[held], first[held], strict=True):
                found[index] = layer.paths[hit]
            open_ = open_[~held]
        return found

    def distance(self, lon: float, lat: float) -> float:
        """Metres from a point to the territory (flat Earth around the point, good for a sentence)."""
        if not self._layers:
            return float("inf")
        widest = self._layers[-1]
        narrow = cos(radians(lat)) or 1e-9
        flat = shapely.transform(widest.shapes, lambda xy: (xy - (lon, lat)) * (narrow, 1.0))
        return float(np.min(shapely.distance(flat, shapely.Point(0.0, 0.0)))) * METRES_OF_DEGREE
