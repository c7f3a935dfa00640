"""拓扑检查: do the parts of an area tile it, without holes and without quarrels?

A cell that overlaps its neighbour sends one matter to two workers; a gap sends it to nobody. The report lists each
fault with its size and a point to look at; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from luoshi.kernel.territory.locate import METRES_OF_DEGREE
from luoshi.kernel.territory.model import parent_path

TOLERANCE_M2 = 1.0  # below this a fault is the last digit of a coordinate, not a strip of land


class Fault(StrEnum):
    SELF_INTERSECTION = "self_intersection"
    OVERLAP = "overlap"
    GAP = "gap"
    OUTSIDE_PARENT = "outside_parent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault between outlines: the paths it concerns, its size, and a point in it."""

    fault: Fault
    paths: tuple[str, ...]
    area_m2: float
    lon: float
    lat: float
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopologyReport:
    """What was looked at and what was found; whole when there is no finding."""

    outlines: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        return not self.findings

    def count(self, fault: Fault) -> int:
        return sum(finding.fault is fault for finding in self.findings)


def check(outlines: Mapping[str, BaseGeometry], *, tolerance_m2: float = TOLERANCE_M2) -> TopologyReport:
    """Check outlines by path: each for itself, siblings against each other, parts against their parent."""
    findings = list(_crossing(outlines))
    sound = {path: shape for path, shape in outlines.items() if shape.is_valid}
    families: dict[str, list[str]] = {}
    for path in sorted(sound):
        families.setdefault(parent_path(path), []).append(path)
    for parent, paths in families.items():
        findings += _overlapping(paths, sound, tolerance_m2)
        if parent in sound:
            findings += _leaving(parent, paths, sound, tolerance_m2)
            findings += _uncovered(parent, paths, sound, tolerance_m2)
    return TopologyReport(outlines=len(outlines), findings=tuple(findings))


def area_m2(shape: BaseGeometry) -> float:
    """The size of a WGS84 shape in square metres (flat at its middle latitude, good to a per mille in a city)."""
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    return float(shape.area) * METRES_OF_DEGREE**2 * cos(radians((south + north) / 2))


def _crossing(outlines: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    for path, shape in sorted(outlines.items()):
        if not shape.is_valid:
            reason = str(shapely.is_valid_reason(shape))
            lon, lat = _somewhere(shape)
            fault = Fault.SELF_INTERSECTION
            yield Finding(fault=fault, paths=(path,), area_m2=0.0, lon=lon, lat=lat, detail=reason)


def _overlapping(paths: list[str], sound: Mapping[str, BaseGeometry], least: float) -> Iterator[Finding]:
    shapes = np.array([sound[path] for path in paths], dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    shared = shapely.intersection(shapes[left[pairs]], shapes[right[pairs]])
    for first, second, common in zip(left[pairs], right[pairs], shared, strict=True):
        if area_m2(common) > least:
            yield _finding(Fault.OVERLAP, (paths[first], paths[second]), common)


def _leaving(parent: str, paths: list[str], sound: Mapping[str, BaseGeometry], least: float) -> Iterator[Finding]:
    for path in paths:
        rest = sound[path].difference(sound[parent])
        if area_m2(rest) > least:
            yield _finding(Fault.OUTSIDE_PARENT, (path, parent), rest)


def _uncovered(parent: str, paths: list[str], sound: Mapping[str, BaseGeometry], least: float) -> Iterator[Finding]:
    rest = sound[parent].difference(shapely.union_all([sound[path] for path in paths]))
    for hole in shapely.get_parts(rest):
        if area_m2(hole) > least:
            yield _finding(Fault.GAP, (parent,), hole)


def _finding(fault: Fault, paths: Iterable[str], shape: BaseGeometry) -> Finding:
    lon, lat = _somewhere(shape)
    return Finding(fault=fault, paths=tuple(paths), area_m2=round(area_m2(shape), 1), lon=lon, lat=lat)


def _somewhere(shape: BaseGeometry) -> tuple[float, float]:
    """A point to look at: in the shape, or for a shape that crosses itself its middle."""
    point = shape.representative_point() if shape.is_valid else shape.centroid
    return (0.0, 0.0) if point.is_empty else (round(point.x, 7), round(point.y, 7))
