"""Drawn territory: outlines and cells for samples and measurements where no licensed boundary exists.

Everything here is invented from a seed and must be shown as generated. The cells are Voronoi cells of relaxed
points inside an invented outline; all lines are noded on one grid before the faces are taken, so that neighbours
share their corners exactly: the cells tile the outline without an overlap or a gap. Larger areas are unions of
cells, so a tree of areas tiles at every level. Same seed, same library versions: same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

GRID = 1e-7  # degrees, about a centimetre: the precision of every corner
_KM_OF_DEGREE = 111.19508
_RELAXATIONS = 4
_MENDINGS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiling:
    """An outline and the cells that tile it exactly, in WGS84 degrees."""

    outline: BaseGeometry
    cells: tuple[BaseGeometry, ...]


def outline(lon: float, lat: float, area_km2: float, *, seed: int, corners: int = 240) -> shapely.Polygon:
    """An invented outline of that size around a centre: a circle bent by some slow random waves."""
    chance = np.random.default_rng(seed)
    angle = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    radius = np.ones(corners)
    for wave in range(2, 9):
        swing, turn = chance.uniform(0.0, 0.32 / wave), chance.uniform(0.0, 2.0 * np.pi)
        radius += swing * np.cos(wave * angle + turn)
    ring = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    ring *= np.sqrt(area_km2 / shapely.Polygon(ring).area) / _KM_OF_DEGREE
    ring[:, 0] /= cos(radians(lat))
    ring += np.array([lon, lat])
    return shapely.Polygon(np.round(ring / GRID) * GRID)


def tile(within: shapely.Polygon, count: int, *, seed: int, relaxations: int = _RELAXATIONS) -> Tiling:
    """Tile an outline with that many cells of similar size."""
    sites = _scatter(within, count, np.random.default_rng(seed))
    for _ in range(relaxations):
        sites = _inside(within, shapely.get_coordinates(shapely.centroid(_clipped(within, sites))), sites)
    cells = _faces(within, sites)
    return Tiling(outline=union(cells), cells=cells)


def grouped(cells: Sequence[BaseGeometry], weights: Sequence[int]) -> list[list[int]]:
    """Deal the cells to neighbours in space, in proportion to weights; every group gets at least one cell.

    Space is halved again and again across its longer side, so that groups are compact; then pieces cut off from
    their group go to the neighbour with the longest common border, so that groups are in one piece.
    """
    if len(cells) < len(weights):
        raise ValueError(f"{len(cells)} cells cannot make {len(weights)} groups")
    points = shapely.get_coordinates(shapely.centroid(np.array(cells, dtype=object)))
    groups: list[list[int]] = [[] for _ in weights]
    _deal(points, np.arange(len(cells)), list(weights), 0, groups)
    return _in_one_piece(cells, groups)


def union(cells: Sequence[BaseGeometry]) -> BaseGeometry:
    """The area that some cells of one tiling make together."""
    return shapely.coverage_union_all(np.array(cells, dtype=object)) if len(cells) > 1 else cells[0]


def _deal(
    points: NDArray[np.float64], members: NDArray[np.int64], weights: list[int], first: int, groups: list[list[int]]
) -> None:
    if len(weights) == 1:
        groups[first] = [int(member) for member in members]
        return
    half = len(weights) // 2
    share = round(len(members) * sum(weights[:half]) / sum(weights))
    share = min(max(share, half), len(members) - (len(weights) - half))
    own = points[members]
    axis = int(np.argmax(np.ptp(own, axis=0)))
    order = np.lexsort((own[:, 1 - axis], own[:, axis]))
    _deal(points, members[order[:share]], weights[:half], first, groups)
    _deal(points, members[order[share:]], weights[half:], first + half, groups)


def _in_one_piece(cells: Sequence[BaseGeometry], groups: list[list[int]]) -> list[list[int]]:
    borders = _borders(cells)
    owner = {cell: group for group, members in enumerate(groups) for cell in members}
    for _ in range(_MENDINGS):
        moved = False
        for group in range(len(groups)):
            pieces = _pieces([cell for cell, own in owner.items() if own == group], borders)
            for piece in sorted(pieces, key=len)[:-1]:
                lengths: dict[int, float] = {}
                for cell in piece:
                    for near, length in borders[cell].items():
                        if owner[near] != group:
                            lengths[owner[near]] = lengths.get(owner[near], 0.0) + length
                if lengths:
                    receiver = max(sorted(lengths), key=lengths.__getitem__)
                    owner.update(dict.fromkeys(piece, receiver))
                    moved = True
        if not moved:
            break
    return [sorted(cell for cell, own in owner.items() if own == group) for group in range(len(groups))]


def _borders(cells: Sequence[BaseGeometry]) -> list[dict[int, float]]:
    """For each cell its neighbours with the length of the common border.

    Neighbours of a tiling share whole edges, so equal edges are found by their end points.
    """
    corners, owner = shapely.get_coordinates(np.array(cells, dtype=object), return_index=True)
    inside = owner[:-1] == owner[1:]
    first, second, owner = corners[:-1][inside], corners[1:][inside], owner[:-1][inside]
    turned = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
    ends = np.where(turned[:, None], np.hstack([second, first]), np.hstack([first, second]))
    order = np.lexsort(ends.T)
    ends, owner = ends[order], owner[order]
    borders: list[dict[int, float]] = [{} for _ in cells]
    for i in np.flatnonzero((ends[:-1] == ends[1:]).all(axis=1)):
        left, right = int(owner[i]), int(owner[i + 1])
        length = float(np.hypot(ends[i, 0] - ends[i, 2], ends[i, 1] - ends[i, 3]))
        borders[left][right] = borders[left].get(right, 0.0) + length
        borders[right][left] = borders[right].get(left, 0.0) + length
    return borders


def _pieces(members: list[int], borders: list[dict[int, float]]) -> list[list[int]]:
    """The connected pieces of a group."""
    left, pieces = set(members), []
    for start in sorted(members):
        if start not in left:
            continue
        left.discard(start)
        piece, edge = [start], [start]
        while edge:
            for near in borders[edge.pop()]:
                if near in left:
                    left.discard(near)
                    piece.append(near)
                    edge.append(near)
        pieces.append(piece)
    return pieces


def _scatter(within: shapely.Polygon, count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """That many random points inside."""
    west, south, east, north = within.bounds
    shapely.prepare(within)
    found = np.empty((0, 2))
    while len(found) < count:
        tries = chance.uniform((west, south), (east, north), size=(2 * count, 2))
        found = np.vstack([found, tries[shapely.contains_xy(within, tries[:, 0], tries[:, 1])]])
    return found[:count]


def _inside(within: shapely.Polygon, moved: NDArray[np.float64], sites: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moved sites, those that left a bent outline put back."""
    inside = shapely.contains_xy(within, moved[:, 0], moved[:, 1])
    return np.where(inside[:, None], moved, sites)


def _clipped(within: shapely.Polygon, sites: NDArray[np.float64]) -> NDArray[np.object_]:
    cells = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=within, ordered=True)
    clipped: NDArray[np.object_] = shapely.intersection(shapely.get_parts(cells), within)
    return clipped


def _faces(within: shapely.Polygon, sites: NDArray[np.float64]) -> tuple[BaseGeometry, ...]:
    """One face for each site: the noded lines polygonised, faces without a site given to a neighbour."""
    edges = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=within, only_edges=True)
    lines = shapely.union_all([edges, within.exterior], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    faces = faces[shapely.contains(within, shapely.point_on_surface(faces))]
    tree = shapely.STRtree(faces)
    site, face = tree.query(shapely.points(sites), predicate="within")
    members: dict[int, list[int]] = {int(f): [int(f)] for f in face}
    for orphan in sorted(set(range(len(faces))) - set(members)):
        near = [int(f) for f in tree.query(faces[orphan], predicate="touches") if int(f) in members]
        border = shapely.length(shapely.intersection(faces[near], faces[orphan]))
        members[near[int(np.argmax(border))]].append(orphan)
    order = face[np.argsort(site, kind="stable")]
    return tuple(shapely.normalize(union(list(faces[members[int(f)]]))) for f in order)
