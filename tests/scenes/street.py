"""A street to play the stories of scenes on: real packs, real rules, real cases and indicators, one clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from luoshi.app.reactions import Reactions
from luoshi.base.calendar import Clock, seeded_calendar
from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words
from luoshi.base.ids import Ids
from luoshi.base.installation import Installation
from luoshi.base.scope import MACHINE
from luoshi.kernel.cases import Case, Cases, OpenCase, Step
from luoshi.kernel.indicators import Indicators, Measured, Why, sources
from luoshi.kernel.intake import Signal
from luoshi.kernel.observations import Observations, Reading
from luoshi.kernel.registry import PutThing, Registry, Thing
from luoshi.packs import install_all
from tests.city import CLERK, EVERYWHERE, MENDER, WALKER, ZONE, Run, Time

HERE = "000100020003"


@dataclass
class Street:
    """What a story may do on the street, and look at afterwards."""

    installation: Installation
    time: Time
    registry: Registry
    observations: Observations
    cases: Cases
    indicators: Indicators
    reactions: Reactions
    run: Run

    def put(self, command: PutThing) -> Thing:
        async def go() -> Thing:
            async with self.installation.database.unit() as unit:
                return await self.registry.put_thing(unit, command, by=CLERK, ground="普查", scope=EVERYWHERE)

        found: Thing = self.run(go())
        return found

    def report(self, kind: str, about: Thing | None = None, *, values: Mapping[str, Any] | None = None) -> Case | None:
        """Somebody reports; what the scene says follows. Gives the case that was opened, if one was."""

        async def go() -> Case | None:
            now = self.installation.now()
            signal = Signal(
                id=self.installation.id(),
                kind=kind,
                channel="resident",
                at=now,
                local_day=self.installation.local_day(now),
                subject=None if about is None else about.id,
                path=HERE,
                lon=None if about is None else about.lon,
                lat=None if about is None else about.lat,
                text="",
                values=values or {},
            )
            commands, _ = await self.reactions.to_signal(signal)
            opened: Case | None = None
            async with self.installation.database.unit() as unit:
                for command, cause in commands:
                    if isinstance(command, OpenCase):
                        opened = self.cases.open(unit, command, signal, by=MACHINE, ground=cause)
                    else:
                        await self.reactions.execute(unit, command, by=MACHINE, signal=signal)
            return opened

        found: Case | None = self.run(go())
        return found

    def take(self, case: Case, step: Step, **more: Any) -> Case:
        """One step of the procedure, with what the scene says follows."""
        by = {Step.HANDLE: MENDER, Step.VERIFY: WALKER, Step.CONFIRM: WALKER, Step.REWORK: WALKER}.get(step, CLERK)

        async def go() -> Case:
            async with self.installation.database.unit() as unit:
                taken = await self.cases.take(
                    unit, case.id, step, version=case.version, by=by, ground="工作", scope=EVERYWHERE, **more
                )
                await self.reactions.after(unit, taken, by=by)
            return taken.after

        found: Case = self.run(go())
        return found

    def mend(self, case: Case, *, confirm: bool = True, **more: Any) -> Case:
        """From acceptance to closure, in time."""
        case = self.take(case, Step.ACCEPT)
        case = self.take(case, Step.CONFIRM, note="属实") if confirm else case
        for step in (Step.REGISTER, Step.DISPATCH):
            case = self.take(case, step)
        case = self.take(case, Step.HANDLE, note="已修复", **more)
        for step in (Step.VERIFY, Step.CLOSE):
            case = self.take(case, step)
        return case

    def value(self, key: str, period: str | None = None) -> Measured:
        found: Measured = self.run(self.indicators.value(key, path=HERE[:4], period=period, scope=EVERYWHERE))
        return found

    def why(self, key: str) -> Why:
        found: Why = self.run(self.indicators.why(key, path=HERE[:4], scope=EVERYWHERE))
        return found

    def latest(self, thing: Thing, stream: str) -> Reading | None:
        found: Mapping[Any, Reading] = self.run(self.observations.latest_of([(thing.id, stream)], scope=EVERYWHERE))
        return found.get((thing.id, stream))


def street(database: Database, run: Run, *, now: str = "2026-03-02 19:00") -> Street:
    """An installation with every pack that comes with Luoshi."""
    time = Time(now)
    database.ids = Ids(1, time)
    installation = Installation(database=database, definitions=Definitions(database), zone=ZONE, clock=time)
    run(install_all(installation, by=MACHINE, ground="first installation"))
    clock = Clock(seeded_calendar())

    def route(kind: str, path: str, day: int) -> Any:
        return SimpleNamespace(agency=71, rule=9, reason=Words(zh=f"{kind} {path} {day}", en="by the list"))

    registry = Registry(installation, locate=lambda lon, lat: HERE)
    observations = Observations(installation, registry)
    cases = Cases(installation, clock_at=lambda path: clock, route=route)
    return Street(
        installation=installation,
        time=time,
        registry=registry,
        observations=observations,
        cases=cases,
        indicators=Indicators(installation, sources=sources(installation)),
        reactions=Reactions(installation, registry, observations, cases),
        run=run,
    )
