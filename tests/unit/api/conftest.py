"""The door on a small installation, asked as a browser and as a program would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from luoshi.api.app import create_app
from luoshi.api.rates import Rate
from luoshi.api.security import COOKIE
from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel.files import KeyRing, Personal
from luoshi.kernel.messages import Messages
from luoshi.kernel.parties import Parties, csrf_of
from luoshi.kernel.parties.store import accounts
from luoshi.kernel.territory import AreaRow, Level, Territory

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PASSWORD = "street-lamp-2026"
DAY = 20_200_101
#: the files that need no more than this small house
FRAME = ("session", "inbox", "drafts", "health", "admin_parties", "admin_people", "admin_access", "admin_lists")


@dataclass(frozen=True, kw_only=True)
class SmallHouse:
    """What the frame of the doors needs, over a real database."""

    installation: Installation
    parties: Parties
    messages: Messages
    territory: Territory
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
    async def client(self, **more: Any) -> AsyncIterator[AsyncClient]:
        """A browser or a program with cookies of its own, in the same event loop as the database."""
        app = self.app(**more)
        transport = ASGITransport(cast(Any, app))
        async with app.lifespan(), AsyncClient(transport=transport, base_url="http://luoshi.test") as client:
            yield client

    async def sign_in(self, client: AsyncClient, name: str = "li") -> str:
        """Puts a session's cookie into the browser and gives its CSRF value; stories about passwords ask the door."""
        house = self.house
        names = await house.parties.accounts.names()
        person = next(identity for identity, account in names.items() if account == name)
        async with house.installation.database.unit() as unit:
            actor = house.parties.actor_of(person)
            token, _ = await house.parties.accounts.open_session(unit, person, by=actor)
        client.cookies.set(COOKIE, token)
        return csrf_of(token)


@cache
def _hashed() -> str:
    """The one password of these stories, hashed once for all of them."""
    return PasswordHasher().hash(PASSWORD)


async def _fill(house: SmallHouse) -> None:
    rows = [
        AreaRow(code="990001", name="试验区", level=Level.DISTRICT, parent=None),
        AreaRow(code="990001001", name="南镇", level=Level.TOWNSHIP, parent="990001"),
        AreaRow(code="990001002", name="北街道", level=Level.SUBDISTRICT, parent="990001"),
    ]
    made = await house.territory.enter_list(
        rows, day=DAY, source="a test", by=MACHINE, ground="a test", scope=EVERYTHING
    )
    district = made[0]
    parties, database = house.parties, house.installation.database
    unit = database.unit()
    parties.seed(unit, day=DAY)
    house.messages.seed(unit, day=DAY)
    await unit.commit()
    await house.installation.definitions.refresh()
    common: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING}
    unit = database.unit()
    agency = await parties.organisation.put_agency(
        unit, code="gov", name=Words(zh="区政府", en="Government"), path=district.path, valid_from=DAY, **common
    )
    names: dict[int, str] = {}
    for account, name, code, role, path in (
        ("li", "李一", "dispatch", "dispatcher", district.path),
        ("wang", "王二", "admin", "administrator", ""),
    ):
        person = await parties.organisation.put_person(unit, name=name, valid_from=DAY, **common)
        names[person.id] = account
        post = await parties.organisation.put_post(
            unit, agency=agency.id, code=code, name=Words(zh=code, en=code), valid_from=DAY, **common
        )
        await parties.organisation.hold(unit, person=person.id, post=post.id, valid_from=DAY, **common)
        await parties.grants.grant(unit, role=role, path=path, post=post.id, valid_from=DAY, **common)
    for identity, account in names.items():
        accounts.insert_account(unit, identity, account, _hashed(), house.installation.now())
    await unit.commit()
    await parties.refresh()


@pytest.fixture
def door(database: Database, run: Run, tmp_path: Path) -> Door:
    installation = Installation(database=database, definitions=Definitions(database), zone=ZoneInfo("Asia/Shanghai"))
    house = SmallHouse(
        installation=installation,
        parties=Parties(installation, personal=Personal(installation, KeyRing(tmp_path / "keys.bin"))),
        messages=Messages(installation),
        territory=Territory(installation),
    )
    run(_fill(house))
    return Door(house=house, run=run)
