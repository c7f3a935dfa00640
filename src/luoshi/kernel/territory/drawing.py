"""Invented outlines for a whole district: it, its subdistricts, communities and cells, each marked as generated.

For samples and measurements only; a city imports its own boundaries over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from luoshi.analysis import tessellate
from luoshi.base.time import LocalDay
from luoshi.kernel.territory.model import Area, Level, Shape
from luoshi.kernel.territory.tree import Tree

Ids = Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """New cells and the outlines of all drawn areas."""

    cells: tuple[Area, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """What to draw: about where, how large, how many cells, from which seed."""

    lon: float
    lat: float
    area_km2: float
    cells: int
    seed: int
    source: str


def draw(tree: Tree, ids: Ids, district: Area, brush: Brush, *, day: LocalDay) -> Drawing:
    """Draw a district down to cells; every community gets at least one cell."""
    outline = tessellate.outline(brush.lon, brush.lat, brush.area_km2, seed=brush.seed)
    tiling = tessellate.tile(outline, brush.cells, seed=brush.seed + 1)
    pairs = list(_down(tree, ids, district, list(tiling.cells), brush, day=day))
    shapes = tuple(
        Shape(
            id=ids(),
            area=area.area,
            valid_from=day,
            valid_to=None,
            wkb=shapely.to_wkb(shape),
            generated=True,
            source=brush.source,
        )
        for area, shape in pairs
    )
    return Drawing(cells=tuple(area for area, _ in pairs if area.level is Level.GRID_CELL), shapes=shapes)


def _down(
    tree: Tree, ids: Ids, area: Area, cells: Sequence[BaseGeometry], brush: Brush, *, day: LocalDay
) -> Iterator[tuple[Area, BaseGeometry]]:
    yield area, tessellate.union(cells)
    parts = tree.parts(area.path, day)
    if not parts:
        yield from _cells(tree, ids, area, cells, brush, day=day)
        return
    weights = [max(len(tree.parts(part.path, day)), 1) for part in parts]
    for part, members in zip(parts, tessellate.grouped(cells, weights), strict=True):
        yield from _down(tree, ids, part, [cells[index] for index in members], brush, day=day)


def _cells(
    tree: Tree, ids: Ids, community: Area, cells: Sequence[BaseGeometry], brush: Brush, *, day: LocalDay
) -> Iterator[tuple[Area, BaseGeometry]]:
    """Cells are numbered within their community, three digits after its code, from north-west to south-east."""
    ordered = sorted(cells, key=lambda cell: (-round(cell.centroid.y, 3), cell.centroid.x))
    for number, cell in enumerate(ordered, start=1):
        made = Area(
            version=ids(),
            area=ids(),
            path=tree.next_path(community.path, community.level, Level.GRID_CELL, more=number - 1),
            level=Level.GRID_CELL,
            name=f"{community.name}{number:03d}",
            code=f"{community.code}{number:03d}" if community.code else None,
            valid_from=day,
            valid_to=None,
            generated=True,
            source=brush.source,
        )
        yield made, cell
