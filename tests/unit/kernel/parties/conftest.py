"""A small district office: three agencies, four posts, four people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.base.time import parse_instant
from luoshi.kernel.parties import Agency, Parties, Person, Post

Run = Callable[[Any], Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = 20_260_302


class Clock:
    """The time of the place, set by hand."""

    def __init__(self, text: str = "2026-03-02T09:00:00+08:00") -> None:
        self.at = parse_instant(text, SHANGHAI)

    def __call__(self) -> int:
        return self.at

    def to(self, text: str) -> None:
        self.at = parse_instant(text, SHANGHAI)


@dataclass(frozen=True, kw_only=True)
class Office:
    """An installation with its parties, and who is who by code."""

    installation: Installation
    parties: Parties
    clock: Clock
    run: Run

    def agency(self, code: str) -> Agency:
        return next(each for each in self.parties.directory.agencies.values() if each.code == code)

    def post(self, code: str) -> Post:
        return next(each for each in self.parties.directory.posts.values() if each.code == code)

    def person(self, name: str) -> Person:
        return next(each for each in self.parties.directory.people.values() if each.name == name)

    def act(self, verb: Callable[..., Any], **values: Any) -> Any:
        """One act in one unit, then the directory as everybody sees it."""

        async def go() -> Any:
            unit = self.installation.database.unit()
            result = await verb(unit, by=MACHINE, ground="a test", scope=EVERYTHING, **values)
            await unit.commit()
            await self.parties.refresh()
            return result

        return self.run(go())


@pytest.fixture
def office(database: Database, run: Run) -> Office:
    clock = Clock()
    installation = Installation(database=database, definitions=Definitions(database), zone=SHANGHAI, clock=clock)
    parties = Parties(installation)
    made = Office(installation=installation, parties=parties, clock=clock, run=run)

    run(_fill(parties, installation))
    return made


async def _fill(parties: Parties, installation: Installation) -> None:
    common: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING, "valid_from": 20_200_101}
    unit = installation.database.unit()
    parties.seed(unit, day=20_200_101)
    agencies = {
        code: await parties.organisation.put_agency(unit, code=code, name=Words(zh=zh, en=code), path=path, **common)
        for code, zh, path in (("gov", "区政府", "0001"), ("light", "路灯所", "0001"), ("town", "南镇", "00010002"))
    }
    for code, agency, zh, holder in (
        ("dispatch", "gov", "派遣岗", "李一"),
        ("chief", "gov", "分管领导", "王二"),
        ("repair", "light", "维修岗", "张三"),
        ("clerk", "town", "受理岗", "赵四"),
    ):
        post = await parties.organisation.put_post(
            unit, agency=agencies[agency].id, code=code, name=Words(zh=zh, en=code), **common
        )
        person = await parties.organisation.put_person(unit, name=holder, **common)
        await parties.organisation.hold(unit, person=person.id, post=post.id, **common)
    await unit.commit()
    await installation.definitions.refresh()
    await parties.refresh()
