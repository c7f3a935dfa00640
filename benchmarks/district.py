"""An invented district of square-ish grid cells, the same for every contender of a run.

Outlines have 32 corners, as surveyed cells do, and neighbouring cells share their edge exactly, so that a point of
the district lies in one cell or on a border. Paths are of fixed-width segments, four characters a level.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

WEST, EAST, SOUTH, NORTH = 118.0, 118.2, 36.7, 36.9
CORNERS_A_SIDE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One grid cell: its code, its path from the district down, and its outline as (lon, lat) corners."""

    code: str
    path: str
    outline: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """A mesh of columns × rows over the district, bent by a smooth field that is zero on the outer border."""

    columns: int
    rows: int

    def corner(self, x: float, y: float) -> tuple[float, float]:
        """The (lon, lat) of a point of the mesh; both neighbours of an edge compute the same one."""
        calm = 0.12 * math.sin(math.pi * x / self.columns) * math.sin(math.pi * y / self.rows)
        dx, dy = calm * math.sin(2.1 * x + 1.3 * y), calm * math.cos(1.7 * x - 0.9 * y)
        lon = WEST + (x + dx) * (EAST - WEST) / self.columns
        lat = SOUTH + (y + dy) * (NORTH - SOUTH) / self.rows
        return (round(lon, 9), round(lat, 9))

    def outline(self, column: int, row: int) -> Iterator[tuple[float, float]]:
        """The corners of one cell, counter-clockwise."""
        steps = [step / CORNERS_A_SIDE for step in range(CORNERS_A_SIDE)]
        yield from (self.corner(column + step, row) for step in steps)
        yield from (self.corner(column + 1, row + step) for step in steps)
        yield from (self.corner(column + 1 - step, row + 1) for step in steps)
        yield from (self.corner(column, row + 1 - step) for step in steps)


def cells(count: int) -> Iterator[Cell]:
    """About `count` cells (the next rectangle) that cover the district without gap or overlap."""
    columns = math.ceil(math.sqrt(count))
    mesh = Mesh(columns=columns, rows=math.ceil(count / columns))
    for number in range(mesh.columns * mesh.rows):
        row, column = divmod(number, columns)
        path = "0001" + _segment(number // 1000) + _segment(number // 50 % 20) + _segment(number % 50)
        yield Cell(code=f"C{number:06d}", path=path, outline=tuple(mesh.outline(column, row)))


def _segment(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text
