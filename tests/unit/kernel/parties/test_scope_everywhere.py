"""Every role × area × verb, as lists and counts, equals brute force, before and after the areas change."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE, Actor
from luoshi.kernel.parties import Lineage, Parties, Place, Succeeded, seed_roles
from luoshi.kernel.parties.roles import opens
from luoshi.kernel.territory import AreaRow, Level, NewArea, Territory, Tree
from tests.unit.kernel.parties.conftest import Clock, Run

FIRST, CHANGE, LATER = 20_260_101, 20_260_601, 20_261_101
BEFORE, AFTER = "2026-05-01T09:00:00+08:00", "2026-11-01T09:00:00+08:00"
AGENCIES = (71, 72, None)
VERBS = ("case.read", "case.dispatch", "case.handle", "journal.read", "party.write", "commitment.read", "job.retry")
Given = dict[int, list[tuple[str, int, int | None]]]
BY: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING, "source": "a test"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A fact written about an area on a day, under the path of that day, owned by an agency."""

    id: int
    area: int
    path: str
    day: int
    agency: int | None


class Ground:
    """The plain meaning: sets of areas, compared one by one, knowing nothing of predicates."""

    def __init__(self, tree: Tree, today: int) -> None:
        self.tree, self.today = tree, today
        self.areas = {version.area for version in tree.versions}
        self.after: dict[int, set[int]] = {}
        for line in tree.successions:
            if line.from_area != line.to_area:
                self.after.setdefault(line.from_area, set()).add(line.to_area)

    def lies_in(self, inner: int, outer: int) -> bool:
        paths = {version.area: version.path for version in self.tree.versions if version.in_force(self.today)}
        return inner in paths and outer in paths and paths[inner].startswith(paths[outer])

    def reached(self, area: int) -> set[int]:
        inside = {area}
        while True:
            grown = inside | {one for one in self.areas if any(self.lies_in(one, each) for each in inside)}
            grown |= {old for old, new in self.after.items() if new <= inside}
            for new in self.areas:
                olds = {old for old, news in self.after.items() if new in news}
                grown |= {new} if olds and olds <= inside else set()
            if grown == inside:
                return inside
            inside = grown

    def sees(self, area: int, row: Row) -> bool:
        """Somebody with a grant on `area`: the row was written about, or inside, an area that is reached."""
        paths = (path for each in self.reached(area) for path in self.tree.paths_of(each))
        return any(row.path.startswith(path) for path in paths)


async def _territory(installation: Installation) -> Territory:
    territory = Territory(installation)
    rows = [AreaRow(code="D", name="区", level=Level.DISTRICT, parent=None)]
    for town in range(1, 6):
        rows.append(AreaRow(code=f"D{town}", name=f"{town}街道", level=Level.SUBDISTRICT, parent="D"))
        rows += [
            AreaRow(code=f"D{town}{n}", name=f"{town}{n}社区", level=Level.COMMUNITY, parent=f"D{town}")
            for n in range(1, 4)
        ]
    await territory.enter_list(rows, day=FIRST, **BY)
    return territory


async def _change(territory: Territory) -> None:
    """A merge of two towns, a split of a third, and a community that moves to a fourth."""
    ids = {version.code: version.area for version in territory.tree.versions}
    await territory.merge(
        [ids["D1"], ids["D2"]], NewArea(name="合并街道", level=Level.SUBDISTRICT, code="DM"), day=CHANGE, **BY
    )
    halves = [NewArea(name=name, level=Level.SUBDISTRICT, code=name) for name in ("D3a", "D3b")]
    goes = {ids["D31"]: 0, ids["D32"]: 0, ids["D33"]: 1}
    await territory.split(ids["D3"], halves, goes_to=goes, day=CHANGE, **BY)
    await territory.move(ids["D41"], ids["D5"], day=CHANGE, **BY)


async def _write_rows(database: Database, tree: Tree, days: Iterable[int], chance: random.Random) -> list[Row]:
    rows = [
        Row(id=database.ids(), area=version.area, path=version.path, day=day, agency=chance.choice(AGENCIES))
        for day in days
        for version in tree.versions
        if version.in_force(day)
    ]
    await database.load("probe", ("id", "path", "unit_id"), [(row.id, row.path, row.agency) for row in rows])
    return rows


async def _grant_all(parties: Parties, tree: Tree, chance: random.Random) -> Given:
    """One person for every role and area, and some with two grants; gives who was granted what."""
    unit = parties.organisation._installation.database.unit()
    newest = {version.area: version for version in tree.versions}
    wanted = [[(role.id, area)] for role in seed_roles() for area in newest]
    wanted += [
        [(role.id, area) for area in chance.sample(sorted(newest), 2)] for role in seed_roles() for _ in range(4)
    ]
    given: Given = {}
    for number, grants in enumerate(wanted):
        person = await parties.organisation.put_person(
            unit, name=f"p{number}", valid_from=FIRST, by=MACHINE, ground="a test", scope=EVERYTHING
        )
        for role, area in grants:
            agency = chance.choice(AGENCIES)
            given.setdefault(person.id, []).append((role, area, agency))
            await parties.grants.grant(
                unit,
                role=role,
                area=area,
                path=newest[area].path,
                agency=agency,
                person=person.id,
                valid_from=FIRST,
                by=MACHINE,
                ground="a test",
                scope=EVERYTHING,
            )
    await unit.commit()
    return given


@pytest.mark.parametrize("seed", [1, 2])
def test_lists_and_counts_equal_brute_force_before_and_after_the_areas_change(
    database: Database, run: Run, seed: int
) -> None:
    run(_story(database, random.Random(seed)))


async def _story(database: Database, chance: random.Random) -> None:
    clock = Clock(BEFORE)
    installation = Installation(
        database=database, definitions=Definitions(database), zone=ZoneInfo("Asia/Shanghai"), clock=clock
    )
    await database.script(["CREATE TABLE probe (id BIGINT PRIMARY KEY, path TEXT NOT NULL, unit_id BIGINT)"])
    territory = await _territory(installation)

    async def lineage() -> Lineage:
        return lineage_of(territory.tree)

    parties = Parties(installation, lineage)
    async with database.unit() as unit:
        parties.seed(unit, day=FIRST)
    await installation.definitions.refresh()
    given = await _grant_all(parties, territory.tree, chance)
    rows = await _write_rows(database, territory.tree, (FIRST, 20_260_401), chance)
    await parties.refresh(force=True)
    await _compare(database, parties, given, rows, Ground(territory.tree, 20_260_501))
    await _change(territory)
    clock.to(AFTER)
    await parties.refresh(force=True)
    rows += await _write_rows(database, territory.tree, (CHANGE, LATER), chance)
    given |= await _grant_all(parties, territory.tree, chance)
    await parties.refresh(force=True)
    await _compare(database, parties, given, rows, Ground(territory.tree, LATER))


def lineage_of(tree: Tree) -> Lineage:
    places = (
        Place(area=each.area, path=each.path, valid_from=each.valid_from, valid_to=each.valid_to)
        for each in tree.versions
    )
    changes = (
        Succeeded(predecessor=each.from_area, successor=each.to_area, day=each.day)
        for each in tree.successions
        if each.from_area != each.to_area
    )
    return Lineage.of(places, changes)


async def _compare(
    database: Database,
    parties: Parties,
    given: Given,
    rows: list[Row],
    ground: Ground,
) -> None:
    roles = {role.id: role for role in seed_roles()}
    areas = {area for grants in given.values() for _, area, _ in grants}
    seen = {area: {row.id for row in rows if ground.sees(area, row)} for area in areas}
    owned = {agency: {row.id for row in rows if row.agency == agency} for agency in AGENCIES}
    owned[None] = {row.id for row in rows}
    shown: dict[tuple[object, ...], list[int]] = {}
    for person, verb in itertools.product(given, VERBS):
        scope = parties.scope_of(Actor(kind="person", person=person), verb)
        where, args = scope.predicate(agency="unit_id")
        if (where, *args) not in shown:
            found = await database.fetch(f"SELECT id FROM probe WHERE {where} ORDER BY id", *args)
            shown[where, *args] = [row["id"] for row in found]
            counted = await database.value(f"SELECT count(*) FROM probe WHERE {where}", *args)
            assert counted == len(found)
        opening = [(area, agency) for role, area, agency in given[person] if opens(roles[role], verb)]
        expected = set().union(*(seen[area] & owned[agency] for area, agency in opening))
        assert shown[where, *args] == sorted(expected), (given[person], verb)
        assert {row.id for row in rows if scope.covers(row.path, row.agency)} == expected
