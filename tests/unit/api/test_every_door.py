"""Every role × area × door shows what brute force says, before and after the areas change."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from httpx import ASGITransport, AsyncClient

from luoshi.api.app import create_app
from luoshi.app.house import House, build
from luoshi.app.place import DataFolder
from luoshi.base.db import Database
from luoshi.base.definitions import Words, install
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel import journal
from luoshi.kernel.cases import OpenCase
from luoshi.kernel.intake import Signal, SignalKind
from luoshi.kernel.parties import seed_roles
from luoshi.kernel.parties.roles import opens
from luoshi.kernel.territory import AreaRow, Level, NewArea
from tests.city import Run, Time, lamp_fault
from tests.unit.kernel.parties.test_scope_everywhere import Ground, Row

FIRST, CHANGE = 20_260_101, 20_260_601
BEFORE, AFTER = "2026-05-01 09:00", "2026-11-02 09:00"
BY: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING}
KIND = journal.event_kind("test.seen")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody with one grant, and the cookie of a session."""

    role: str
    area: int
    agency: int | None
    cookie: str


class Story:
    """A district with its cases, and visitors of every role."""

    def __init__(self, house: House, time: Time, chance: random.Random) -> None:
        self.house, self.time, self.chance = house, time, chance
        self.rows: list[Row] = []
        self.visitors: list[Visitor] = []
        self.agencies: list[int] = []

    async def begin(self) -> None:
        house = self.house
        async with house.unit() as unit:
            house.parties.seed(unit, day=FIRST)
            for body in (lamp_fault(), SignalKind(id="dark", name=Words(zh="灯不亮", en="dark lamp"))):
                install(unit, house.installation.id, pack="town", body=body, valid_from=FIRST)
        rows = [AreaRow(code="D", name="区", level=Level.DISTRICT, parent=None)]
        for town in range(1, 5):
            rows.append(AreaRow(code=f"T{town}", name=f"{town}街道", level=Level.SUBDISTRICT, parent="D"))
            rows += [
                AreaRow(code=f"T{town}{n}", name=f"{town}{n}社区", level=Level.COMMUNITY, parent=f"T{town}")
                for n in (1, 2)
            ]
        await house.territory.enter_list(rows, day=FIRST, source="a test", **BY)
        async with house.unit() as unit:
            for code in ("lamps", "roads"):
                made = await house.parties.organisation.put_agency(
                    unit, code=code, name=Words(zh=code, en=code), path="", valid_from=FIRST, **BY
                )
                self.agencies.append(made.id)
        await house.refresh()

    async def live(self) -> None:
        """A case, its search text and a journal line in every area there is now."""
        house, installation = self.house, self.house.installation
        day, unit = installation.today(), house.unit()
        unit.in_order()
        for version in house.territory.tree.versions:
            if not version.in_force(day):
                continue
            now, agency = installation.now(), self.chance.choice([*self.agencies, None])
            signal = Signal(
                id=installation.id(), kind="town.dark", channel="resident", at=now, local_day=day, subject=None,
                path=version.path, lon=None, lat=None, text="路灯不亮", values={},
            )  # fmt: skip
            case = house.cases.open(
                unit, OpenCase(kind="town.lamp_fault", signal=signal.id, about=None), signal, by=MACHINE, ground="test"
            )
            unit.run("UPDATE cases SET unit_id=$1 WHERE id=$2", agency, case.id)
            house.search.put(
                unit, kind="case", ref=case.id, path=version.path, title=case.number, body="路灯不亮", agency=agency
            )
            line = journal.record(
                unit, installation.id(), kind=KIND, subject=journal.Subject("test", case.id), by=MACHINE,
                ground="test", at=now, local_day=day, path=version.path, body={},
            )  # fmt: skip
            assert line
            self.rows.append(Row(id=case.id, area=version.area, path=version.path, day=day, agency=agency))
        await unit.commit()
        await house.refresh()

    async def invite(self) -> None:
        """Two visitors of every role in areas drawn by lot, and of some roles one in every area."""
        house, unit = self.house, self.house.unit()
        newest = {version.area: version for version in house.territory.tree.versions}
        wanted = [(role.id, area) for role in seed_roles() for area in self.chance.sample(sorted(newest), 2)]
        wanted += [(role, area) for role in ("shift_lead", "auditor") for area in sorted(newest)]
        people = []
        for role, area in wanted:
            person = await house.parties.organisation.put_person(unit, name=role, valid_from=FIRST, **BY)
            agency = self.chance.choice([*self.agencies, None])
            await house.parties.grants.grant(
                unit, role=role, area=area, path=newest[area].path, agency=agency, person=person.id,
                valid_from=FIRST, **BY,
            )  # fmt: skip
            people.append((person.id, role, area, agency))
        names = {person: f"p{person}" for person, *_ in people}
        await house.parties.accounts.create_many(unit, names, password="street-lamp", by=MACHINE, ground="test")
        await unit.commit()
        await house.refresh()
        async with house.unit() as unit:
            for identity, role, area, agency in people:
                actor = house.parties.actor_of(identity)
                cookie, _ = await house.parties.accounts.open_session(unit, identity, by=actor)
                self.visitors.append(Visitor(role=role, area=area, agency=agency, cookie=cookie))

    async def change(self) -> None:
        """Two towns become one, and a community moves to another town."""
        territory = self.house.territory
        ids = {version.code: version.area for version in territory.tree.versions}
        merged = NewArea(name="合并街道", level=Level.SUBDISTRICT, code="TM")
        await territory.merge([ids["T1"], ids["T2"]], merged, day=CHANGE, source="a test", **BY)
        await territory.move(ids["T31"], ids["T4"], day=CHANGE, source="a test", **BY)
        self.time.set(AFTER)
        await self.house.refresh()

    def expected(self, visitor: Visitor, verb: str, ground: Ground, *, owned: bool) -> set[int]:
        """The cases that a visitor has business with, by the plain meaning of the grant."""
        role = next(each for each in seed_roles() if each.id == visitor.role)
        if not opens(role, verb):
            return set()
        seen = (row for row in self.rows if ground.sees(visitor.area, row))
        return {row.id for row in seen if not owned or visitor.agency in {None, row.agency}}


@asynccontextmanager
async def _doors(house: House) -> AsyncIterator[AsyncClient]:
    app = create_app(house, rates=())
    async with app.lifespan(), AsyncClient(transport=ASGITransport(cast(Any, app)), base_url="http://x") as client:
        yield client


async def _ask(client: AsyncClient, path: str, visitor: Visitor) -> Any:
    """What a door answers, and nothing where it is shut."""
    answer = await client.get(f"/api/v1{path}", headers={"cookie": f"luoshi_session={visitor.cookie}"})
    assert answer.status_code in {200, 403}, answer.text
    shut: dict[str, Any] = {"items": [], "count": 0}
    return answer.json() if answer.status_code == 200 else shut


async def _compare(story: Story, client: AsyncClient, today: int) -> None:
    ground = Ground(story.house.territory.tree, today)
    for visitor in story.visitors:
        cases = story.expected(visitor, "case.read", ground, owned=True)
        lines = story.expected(visitor, "journal.read", ground, owned=False)
        listed = await _ask(client, "/cases?limit=200", visitor)
        found = await _ask(client, "/search?q=路灯&limit=200", visitor)
        read = await _ask(client, "/journal?kind=test.seen&limit=200", visitor)
        tasks = await _ask(client, "/tasks", visitor)
        told = (
            {int(each["id"]) for each in listed["items"]},
            listed["count"],
            {int(each["id"]) for each in found["items"]},
            {int(each["subject"]["id"]) for each in read["items"]},
        )
        assert told == (cases, len(cases), cases, lines), visitor
        assert {int(each["id"]) for each in tasks["items"]} <= cases
        one = story.chance.choice(story.rows).id
        whole = await client.get(f"/api/v1/cases/{one}", headers={"cookie": f"luoshi_session={visitor.cookie}"})
        assert (whole.status_code == 200) == (one in cases)


def test_every_door_shows_what_brute_force_says(database: Database, run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        time = Time(BEFORE)
        folder = DataFolder(tmp_path / "data")
        folder.make(None)
        house = await build(folder, database, time)
        story = Story(house, time, random.Random(7))
        await story.begin()
        await story.live()
        await story.invite()
        async with _doors(house) as client:
            await _compare(story, client, 20_260_501)
        await story.change()
        await story.live()
        story.visitors.clear()
        await story.invite()
        async with _doors(house) as client:
            await _compare(story, client, 20_261_102)

    run(story())
