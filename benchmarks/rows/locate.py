"""Row 3a: where does a point lie? One point at a time among 20,000 cells, held to brute force over all outlines."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from benchmarks.client import quantile
from luoshi.kernel.territory import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    cells: int
    p50_ms: float
    p99_ms: float
    compared: int
    different: int


def measure(territory: Territory, day: int, *, points: int, compared: int, seed: int) -> Located:
    """Locate random points of the district; compare some with every outline of the territory, one after another."""
    outlines = sorted(territory.tree.outlines(day).items())
    deepest = max(len(path) for path, _ in outlines)
    cells = [(path, shape) for path, shape in outlines if len(path) == deepest]
    ground = shapely.union_all([shape for _, shape in cells])
    asked = _points_in(ground, points, seed)
    territory.locate(*asked[0], day=day)  # the search tree of the day is built once
    spent: list[float] = []
    for lon, lat in asked:
        begun = time.perf_counter()
        territory.locate(lon, lat, day=day)
        spent.append(1000 * (time.perf_counter() - begun))
    spent.sort()
    shapes = np.array([shape for _, shape in cells], dtype=object)
    different = 0
    for lon, lat in asked[:compared]:
        holding = np.flatnonzero(shapely.intersects(shapes, shapely.Point(lon, lat)))
        different += territory.locate(lon, lat, day=day).path != cells[int(holding[0])][0]
    return Located(
        cells=len(cells),
        p50_ms=quantile(spent, 0.5),
        p99_ms=quantile(spent, 0.99),
        compared=compared,
        different=different,
    )


def _points_in(ground: BaseGeometry, count: int, seed: int) -> list[tuple[float, float]]:
    rng = random.Random(seed)
    west, south, east, north = ground.bounds
    shapely.prepare(ground)
    found: list[tuple[float, float]] = []
    while len(found) < count:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(ground, lon, lat):
            found.append((lon, lat))
    return found
