"""The door on a small installation, asked as a browser and as a program would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from luoshi.api.app import create_app
from luoshi.api.rates import Rate
from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel.messages import Messages
from luoshi.kernel.parties import Parties

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PASSWORD = "street-lamp-2026"
DAY = 20_200_101
#: the files that need no more than this small house
FRAME = ("session", "inbox", "drafts", "health", "admin_parties")


@dataclass(frozen=True, kw_only=True)
class SmallHouse:
    """What the frame of the doors needs, over a real database."""

    installation: Installation
    parties: Parties
    messages: Messages
    name: str = "试验区"
    demo: bool = False


@dataclass(kw_only=True)
class Door:
    """An open door and how to knock."""

    house: SmallHouse
    run: Run
    rates: tuple[Rate, ...] = ()

    def app(self, **more: Any) -> Litestar:
        return create_app(self.house, doors=FRAME, rates=self.rates, **more)

    @asynccontextmanager
    async def client(self, **more: Any) -> AsyncIterator[AsyncTestClient[Litestar]]:
        async with AsyncTestClient(self.app(**more), base_url="http://luoshi.test") as client:
            yield client

    async def sign_in(self, client: AsyncTestClient[Litestar], name: str = "li") -> str:
        """Signs in and gives the CSRF value of the session."""
        answer = await client.post("/api/v1/session", json={"name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["csrf"])


async def _fill(house: SmallHouse) -> None:
    parties, database = house.parties, house.installation.database
    unit = database.unit()
    parties.seed(unit, day=DAY)
    house.messages.seed(unit, day=DAY)
    await unit.commit()
    await house.installation.definitions.refresh()
    common: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING}
    unit = database.unit()
    agency = await parties.organisation.put_agency(
        unit, code="gov", name=Words(zh="区政府", en="Government"), path="0001", valid_from=DAY, **common
    )
    people = {}
    for account, name in (("li", "李一"), ("wang", "王二")):
        people[account] = await parties.organisation.put_person(unit, name=name, valid_from=DAY, **common)
        await parties.accounts.create(
            unit, people[account].id, name=account, password=PASSWORD, by=MACHINE, ground="a test"
        )
    await unit.commit()
    await parties.refresh()
    unit = database.unit()
    posts = {}
    for code in ("dispatch", "admin"):
        posts[code] = await parties.organisation.put_post(
            unit, agency=agency.id, code=code, name=Words(zh=code, en=code), valid_from=DAY, **common
        )
    await unit.commit()
    await parties.refresh()
    unit = database.unit()
    for account, code, role, path in (("li", "dispatch", "dispatcher", "0001"), ("wang", "admin", "administrator", "")):
        await parties.organisation.hold(unit, person=people[account].id, post=posts[code].id, valid_from=DAY, **common)
        await parties.grants.grant(unit, role=role, path=path, post=posts[code].id, valid_from=DAY, **common)
    await unit.commit()
    await parties.refresh()


@pytest.fixture
def door(database: Database, run: Run) -> Door:
    installation = Installation(database=database, definitions=Definitions(database), zone=ZoneInfo("Asia/Shanghai"))
    house = SmallHouse(installation=installation, parties=Parties(installation), messages=Messages(installation))
    run(_fill(house))
    return Door(house=house, run=run)
