"""A small invented town for the stories of single kernel modules: its zone, its clock, two kinds of case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from luoshi.base.calendar import Clock, LimitKind, seeded_calendar
from luoshi.base.db import Database, Unit
from luoshi.base.definitions import Definitions, Source, Words, install
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Reach, Scope
from luoshi.kernel.cases import CaseKind, Cases, Condition, Limit, OpenCase, StageLimit, Step
from luoshi.kernel.cases import Stage as CaseStage
from luoshi.kernel.intake import Signal, SignalKind

Run = Callable[[Coroutine[Any, Any, Any]], Any]
ZONE = ZoneInfo("Asia/Shanghai")
SOURCE = Source(title="镇里自定的办法", clause="第三条")
BEGAN = datetime.date(2020, 1, 1)
LAMPS, WORKS = 71, 72
STEPS = frozenset(f"case.{step}" for step in Step)
EVERYWHERE = Scope(reaches=(Reach(),), personal=True, verbs=STEPS)
CLERK = Actor(kind="person", person=1, post=11, name="王芳")
MENDER = Actor(kind="person", person=2, post=12, name="李强")
WALKER = Actor(kind="person", person=3, post=13, name="赵敏")


def at(text: str) -> int:
    """Microseconds UTC of a local time such as 2026-03-02 09:30."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()) * 1_000_000


class Time:
    """The town's clock, moved by the story."""

    def __init__(self, text: str) -> None:
        self.now = at(text)

    def __call__(self) -> int:
        self.now += 1000
        return self.now

    def set(self, text: str) -> None:
        self.now = at(text)


@dataclass
class Town:
    installation: Installation
    time: Time
    cases: Cases
    run: Run

    def unit(self) -> Unit:
        return self.installation.database.unit()

    def signal(self, *, thing: int | None = 501, path: str = "000100020003") -> Signal:
        now = self.installation.now()
        return Signal(
            id=self.installation.id(), kind="town.dark", channel="resident", at=now,
            local_day=self.installation.local_day(now), subject=thing, path=path, lon=1180000000, lat=368000000,
            text="路灯不亮", values={},
        )  # fmt: skip

    def open(self, kind: str = "town.lamp_fault", *, thing: int | None = 501, path: str = "000100020003") -> Any:
        """Open a case and commit; gives the case."""

        async def go() -> Any:
            signal = self.signal(thing=thing, path=path)
            async with self.unit() as unit:
                command = OpenCase(kind=kind, signal=signal.id, about=thing)
                return self.cases.open(unit, command, signal, by=CLERK, ground="resident")

        return self.run(go())

    def take(self, case: Any, step: Step, *, by: Actor = CLERK, scope: Scope = EVERYWHERE, **more: Any) -> Any:
        """Take one step and commit; gives the case after it."""

        async def go() -> Any:
            async with self.unit() as unit:
                taken = await self.cases.take(
                    unit, case.id, step, version=case.version, by=by, ground="a test", scope=scope, **more
                )
            return taken.after

        return self.run(go())


def lamp_fault() -> CaseKind:
    return CaseKind(
        id="lamp_fault",
        name=Words(zh="路灯故障", en="lamp fault"),
        about="lamp",
        one_open_per="subject",
        conditions=[
            Condition(
                id="dark", name=Words(zh="灯不亮", en="lamp is dark"), closing=Words(zh="恢复照明", en="lit again"),
                limit=Limit(value=Decimal(2), calendar=LimitKind.WORKING_DAY), valid_from=BEGAN, source=SOURCE,
            )
        ],
        stage_limits=[
            StageLimit(
                stage=CaseStage.REPORTED, limit=Limit(value=Decimal(4), calendar=LimitKind.WORKING_HOUR),
                valid_from=BEGAN, source=SOURCE,
            )
        ],
    )  # fmt: skip


def rubbish() -> CaseKind:
    return CaseKind(
        id="rubbish",
        name=Words(zh="暴露垃圾", en="exposed rubbish"),
        confirm=True,
        conditions=[
            Condition(
                id="seen", name=Words(zh="有暴露垃圾", en="rubbish lies about"), closing=Words(zh="清运", en="removed"),
                limit=Limit(value=Decimal(4), calendar=LimitKind.CONTINUOUS_HOUR), valid_from=BEGAN, source=SOURCE,
                photo=True,
            )
        ],
    )  # fmt: skip


def town(database: Database, run: Run, *, now: str = "2026-03-02 09:00") -> Town:
    """An installation with two kinds of case, a clock and a responsibility list of two units."""
    time = Time(now)
    installation = Installation(database=database, definitions=Definitions(database), zone=ZONE, clock=time)

    async def prepare() -> None:
        async with database.unit() as unit:
            for body in (lamp_fault(), rubbish(), SignalKind(id="dark", name=Words(zh="灯不亮", en="dark lamp"))):
                install(unit, installation.id, pack="town", body=body, valid_from=20_200_101)
        await installation.definitions.refresh()

    run(prepare())
    clock = Clock(seeded_calendar())

    def route(kind: str, path: str, day: int) -> Any:
        agency = LAMPS if kind == "town.lamp_fault" else WORKS
        return SimpleNamespace(agency=agency, rule=9, reason=Words(zh="按责任清单", en="by the list"))

    cases = Cases(installation, clock_at=lambda path: clock, route=route)
    return Town(installation=installation, time=time, cases=cases, run=run)
