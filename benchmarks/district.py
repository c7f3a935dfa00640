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


def cells(count: int) -> Iterator[Cell]:
    """About `count` cells (the next rectangle) that cover the district without gap or overlap."""
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    width, height = (EAST - WEST) / columns, (NORTH - SOUTH) / rows
    for row in range(rows):
        for column in range(columns):
            number = row * columns + column
            yield Cell(
                code=f"C{number:06d}",
                path="0001" + _segment(number // 1000) + _segment(number // 50 % 20) + _segment(number % 50),
                outline=tuple(_outline(column, row, width, height, columns, rows)),
            )


def _segment(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text


def _outline(
    column: int, row: int, width: float, height: float, columns: int, rows: int
) -> Iterator[tuple[float, float]]:
    """The corners, counter-clockwise. Inner edges are gently wavy; both neighbours compute the same wave."""
    n = CORNERS_A_SIDE
    for step in range(n):
        yield _bend(column + step / n, row, width, height, columns, rows)
    for step in range(n):
        yield _bend(column + 1, row + step / n, width, height, columns, rows)
    for step in range(n):
        yield _bend(column + 1 - step / n, row + 1, width, height, columns, rows)
    for step in range(n):
        yield _bend(column, row + 1 - step / n, width, height, columns, rows)


def _bend(x: float, y: float, width: float, height: float, columns: int, rows: int) -> tuple[float, float]:
    """A point of the regular mesh, moved by a smooth field that is zero on the district's own border."""
    calm = math.sin(math.pi * x / columns) * math.sin(math.pi * y / rows)
    dx = 0.12 * calm * math.sin(2.1 * x + 1.3 * y)
    dy = 0.12 * calm * math.cos(1.7 * x - 0.9 * y)
    return (round(WEST + (x + dx) * width, 9), round(SOUTH + (y + dy) * height, 9))
