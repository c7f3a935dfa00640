"""Row 3b: how far may somebody look? Every role × area × door, timed cold, held to brute force on the ground itself.

Brute force knows nothing of paths: it compares sets of grid cells. A row kept at an area's path of some day may be
seen by whoever holds a grant on ground that contains that area's ground of that day.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from benchmarks.client import quantile
from luoshi.base.db import Database
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel.parties import Lineage, Parties, Place, Role, Succeeded
from luoshi.kernel.parties.roles import opens
from luoshi.kernel.territory import Area, Level, Territory

#: the doors' reading verbs, with the agency column of what they list
DOORS = {
    "case.read": "agency",
    "thing.read": None,
    "document.read": None,
    "commitment.read": "agency",
    "indicator.read": None,
    "overview.read": None,
    "area.read": None,
    "file.read": None,
    "journal.read": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    asked: int
    p50_ms: float
    p99_ms: float
    compared: int
    different: int


def parties_of(installation: Installation, territory: Territory) -> Parties:
    async def lineage() -> Lineage:
        tree = territory.tree
        return Lineage.of(
            (
                Place(area=each.area, path=each.path, valid_from=each.valid_from, valid_to=each.valid_to)
                for each in tree.versions
            ),
            (
                Succeeded(predecessor=each.from_area, successor=each.to_area, day=each.day)
                for each in tree.successions
                if each.from_area != each.to_area
            ),
        )

    return Parties(installation, lineage)


async def grant_everywhere(
    installation: Installation, parties: Parties, territory: Territory, *, roles: int
) -> dict[tuple[str, int], int]:
    """One person for every role × area above the cells, with that role in that area: (role, area) → person."""
    day = installation.today()
    unit = installation.database.unit()
    parties.seed(unit, day=day)
    await unit.commit()
    await installation.definitions.refresh()
    kinds = [found.body.id for found in installation.definitions.all(Role, day=day)][:roles]
    areas = [area for area in territory.tree.below("", day) if area.level is not Level.GRID_CELL]
    unit, people = installation.database.unit(), {}
    for role in kinds:
        for area in areas:
            person = await parties.organisation.put_person(
                unit, name="某某", valid_from=day, by=MACHINE, ground="a measurement", scope=EVERYTHING
            )
            people[role, area.area] = person.id
    await unit.commit()
    await parties.refresh(force=True)
    unit = installation.database.unit()
    path_of = {area.area: area.path for area in areas}
    for (role, area_id), person_id in people.items():
        await parties.grants.grant(
            unit,
            role=role,
            path=path_of[area_id],
            area=area_id,
            person=person_id,
            valid_from=day,
            by=MACHINE,
            ground="a measurement",
            scope=EVERYTHING,
        )
    await unit.commit()
    await parties.refresh(force=True)
    return people


async def measure(
    installation: Installation,
    parties: Parties,
    territory: Territory,
    people: dict[tuple[str, int], int],
    *,
    compare_every: int,
) -> Scoped:
    """Expand and compile each scope once, cold; compare what every n-th lets through on the database."""
    await parties.refresh(force=True)
    day = installation.today()
    rows = await _rows(installation.database, territory.tree.versions)
    ground = _grounds(territory.tree.versions)
    roles = {found.body.id: found.body for found in installation.definitions.all(Role, day=day)}
    spent: list[float] = []
    compared = different = 0
    for number, ((role, area), person) in enumerate(people.items()):
        for verb, agency in DOORS.items():
            actor = parties.actor_of(person)
            begun = time.perf_counter()
            scope = parties.scope_of(actor, verb)
            where, args = scope.predicate(path="path", agency=agency)
            spent.append(1000 * (time.perf_counter() - begun))
            if number % compare_every:
                continue
            found = {
                row["id"] for row in await installation.database.fetch(f"SELECT id FROM seen WHERE {where}", *args)
            }
            mine = ground[area] if opens(cast(Role, roles[role]), verb) else frozenset()
            expected = {version for version, cells in rows.items() if cells and cells <= mine}
            compared += 1
            different += found != expected
    spent.sort()
    return Scoped(
        asked=len(spent),
        p50_ms=quantile(spent, 0.5),
        p99_ms=quantile(spent, 0.99),
        compared=compared,
        different=different,
    )


async def _rows(database: Database, versions: Sequence[Area]) -> dict[int, frozenset[int]]:
    """A table with one row at the path of every area version (of cells: some), and the ground of each."""
    above = [version for version in versions if version.level is not Level.GRID_CELL]
    moved = [version for version in versions if version.level is Level.GRID_CELL and version.valid_to is not None]
    some = [version for version in versions if version.level is Level.GRID_CELL][::97]
    kept = {version.version: version for version in (*above, *moved, *some)}
    await database.script(["DROP TABLE IF EXISTS seen", "CREATE TABLE seen (id INTEGER, path TEXT, agency INTEGER)"])
    await database.load("seen", ("id", "path", "agency"), [(key, each.path, 1) for key, each in kept.items()])
    grounds = _ground_of_versions(versions)
    return {key: grounds[key] for key in kept}


def _ground_of_versions(versions: Sequence[Area]) -> dict[int, frozenset[int]]:
    """The cells that lay below an area's path while it had it."""
    cells = [version for version in versions if version.level is Level.GRID_CELL]
    by_path: dict[str, list[Area]] = {}
    for cell in cells:
        for end in range(4, len(cell.path) + 1, 4):
            by_path.setdefault(cell.path[:end], []).append(cell)
    return {
        version.version: frozenset(cell.area for cell in by_path.get(version.path, ()) if _while_both(version, cell))
        for version in versions
    }


def _grounds(versions: Sequence[Area]) -> dict[int, frozenset[int]]:
    """The ground of an area over all its days."""
    grounds = _ground_of_versions(versions)
    found: dict[int, frozenset[int]] = {}
    for version in versions:
        found[version.area] = found.get(version.area, frozenset()) | grounds[version.version]
    return found


def _while_both(one: Area, other: Area) -> bool:
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )
