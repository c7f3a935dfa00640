"""Outlines from a map program, matched to areas and checked against their surroundings before anything is written.

A feature names its area by `code` (or `adcode`). A code that is not known yet makes a new area when the feature also
gives `name`, `level` and `parent` (the parent's code). A shape that overlaps its neighbours or leaves its parent is
refused by itself; the others are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from luoshi.base.errors import LuoshiError, Malformed
from luoshi.base.scope import Scope
from luoshi.base.time import LocalDay, print_day
from luoshi.kernel.territory.errors import CodeUsedTwice, NoSuchArea, ShapeRefused
from luoshi.kernel.territory.geojson import Outline, Unreadable
from luoshi.kernel.territory.model import Level, NewArea, parent_path, stem
from luoshi.kernel.territory.topology import TopologyReport, area_m2
from luoshi.kernel.territory.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. `topology` describes the touched surroundings afterwards."""

    features: int
    drawn: int
    established: int
    refused: tuple[Unreadable, ...]
    topology: TopologyReport
    dry_run: bool


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A feature that found its area, or the place in the tree where a new one will stand."""

    index: int
    name: str
    code: str
    path: str
    area: int | None
    new: NewArea | None
    shape: BaseGeometry


def match(
    tree: Tree, outlines: Sequence[Outline], *, day: LocalDay, scope: Scope
) -> tuple[list[Candidate], list[Unreadable]]:
    """Find the area of every feature."""
    found: list[Candidate] = []
    refused: list[Unreadable] = []
    names: dict[str, str] = {}
    made: dict[str, int] = {}
    for outline in outlines:
        code = str(outline.properties.get("code") or outline.properties.get("adcode") or "").strip()
        try:
            if not code:
                raise Malformed(field="code", problem="the feature names no area")
            if code in names:
                raise CodeUsedTwice(code=code, name=names[code])
            candidate = _candidate(tree, outline, code, made, day=day, scope=scope)
        except LuoshiError as reason:
            refused.append(Unreadable(index=outline.index, label=code, reason=reason))
            continue
        names[code] = candidate.name
        found.append(candidate)
    return found, refused


def _candidate(
    tree: Tree, outline: Outline, code: str, made: dict[str, int], *, day: LocalDay, scope: Scope
) -> Candidate:
    known = tree.find_code(code, day)
    if known is not None and scope.covers(known.path):
        return Candidate(
            index=outline.index,
            name=known.name,
            code=code,
            path=known.path,
            area=known.area,
            new=None,
            shape=outline.shape,
        )
    given = {key: str(outline.properties.get(key) or "").strip() for key in ("name", "level", "parent")}
    if known is not None or not all(given.values()):
        raise NoSuchArea(area=code, day=print_day(day))
    if (bearer := tree.bearer(code, day)) is not None:
        raise CodeUsedTwice(code=code, name=bearer.name)
    if given["level"] not in set(Level):
        raise Malformed(field="level", problem=f"{given['level']}; allowed: {', '.join(Level)}")
    parent, level = tree.by_code(given["parent"], day), Level(given["level"])
    if not scope.covers(parent.path):
        raise NoSuchArea(area=given["parent"], day=print_day(day))
    start = stem(parent.path, parent.level, level)
    path = tree.next_path(parent.path, parent.level, level, more=made.get(start, 0))
    made[start] = made.get(start, 0) + 1
    return Candidate(
        index=outline.index,
        name=given["name"],
        code=code,
        path=path,
        area=None,
        new=NewArea(name=given["name"], level=level, code=code),
        shape=outline.shape,
    )


def fit(
    candidates: Sequence[Candidate], present: Mapping[str, BaseGeometry], *, tolerance_m2: float
) -> tuple[list[Candidate], list[Unreadable]]:
    """Keep what fits: of two new shapes that overlap the earlier in the file stays, and one in force always stays."""
    coming = {candidate.path: candidate for candidate in candidates}
    refused: dict[str, LuoshiError] = {}
    families: dict[str, list[str]] = {}
    for path in sorted(set(present) | set(coming)):
        families.setdefault(parent_path(path), []).append(path)
    final = dict(present) | {path: candidate.shape for path, candidate in coming.items()}
    for parent, paths in families.items():
        if not any(path in coming for path in paths):
            continue
        if parent in final:
            for path in paths:
                size = area_m2(final[path].difference(final[parent])) if path in coming else 0.0
                if size > tolerance_m2:
                    refused[path] = ShapeRefused(name=coming[path].name, problem=f"{size:.0f} m² outside its parent")
        _overlapping(coming, paths, final, refused, tolerance_m2)
    kept = [candidate for candidate in candidates if candidate.path not in refused]
    return kept, [
        Unreadable(index=coming[path].index, label=coming[path].code, reason=reason) for path, reason in refused.items()
    ]


def _overlapping(
    coming: Mapping[str, Candidate],
    paths: Sequence[str],
    final: Mapping[str, BaseGeometry],
    refused: dict[str, LuoshiError],
    tolerance_m2: float,
) -> None:
    shapes = np.array([final[path] for path in paths], dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    common = shapely.intersection(shapes[left[once]], shapes[right[once]])

    def turn(path: str) -> int:
        return coming[path].index if path in coming else -1

    quarrels = sorted(
        (tuple(sorted((paths[a], paths[b]), key=turn)), area_m2(piece))
        for a, b, piece in zip(left[once], right[once], common, strict=True)
        if area_m2(piece) > tolerance_m2
    )
    for (stays, goes), size in sorted(quarrels, key=lambda row: turn(row[0][1])):
        if goes in coming and goes not in refused and stays not in refused:
            other = coming[stays].name if stays in coming else stays
            refused[goes] = ShapeRefused(name=coming[goes].name, problem=f"{size:.0f} m² shared with {other}")


def around(kept: Sequence[Candidate], outlines: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The outlines that a report looks at: the new ones, those beside, directly above and directly below them."""
    own = {candidate.path for candidate in kept}
    above = {parent_path(path) for path in own}
    return {
        path: shape
        for path, shape in outlines.items()
        if path in above or path in own or parent_path(path) in above or parent_path(path) in own
    }
