"""A deterministic district: residents, workers, lamps and rivers that use the same doors as people.

A queue of events in simulated time; each event is one act through `reports.report` or `moves.take`, by an actor who
has the grant for it. The same seed gives the same city (ids apart).
"""

from __future__ import annotations

import heapq
import itertools
import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.app import follow, moves
from luoshi.app.house import open_house
from luoshi.app.reports import canonical, report
from luoshi.app.sample import sample_table
from luoshi.app.scenery import lay_things
from luoshi.base.db import now
from luoshi.base.scope import MACHINE, Actor
from luoshi.base.time import DAY, HOUR, at_zone
from luoshi.kernel.cases import Case, Outcome, Step
from luoshi.kernel.intake import Arrival, Place
from luoshi.kernel.observations import Observe
from luoshi.kernel.registry import Thing

if TYPE_CHECKING:
    from luoshi.app.house import House

WAY = (Step.ACCEPT, Step.CONFIRM, Step.REGISTER, Step.DISPATCH, Step.HANDLE, Step.VERIFY, Step.CLOSE)
NOTES = {
    Step.DECLINE: "不属于本区管辖,已告知",
    Step.CONFIRM: "现场情况属实",
    Step.SEND_BACK: "不在本单位养护范围",
    Step.HANDLE: "已处理完毕",
    Step.REWORK: "现场核查仍有问题",
}


@dataclass(order=True)
class Event:
    at: int
    number: int
    act: Callable[[], Any] = field(compare=False)


class Clock:
    """Simulated time: moved by the queue, a little further with every question so that order is kept."""

    def __init__(self, start: int) -> None:
        self.at = start

    def __call__(self) -> int:
        self.at += 1000
        return self.at


async def live(
    data: Path,
    url: str | None,
    *,
    days: int,
    scale: float,
    seed: int,
    say: Callable[[str], None],
    parameters: Path | None = None,
) -> dict[str, int]:
    """Let the district of an installation live for some days up to now; gives what happened."""
    table = sample_table("simulation.toml") if parameters is None else tomllib.loads(parameters.read_text("utf-8"))
    end = now()
    clock = Clock(end - days * DAY)
    house = await open_house(data, url, role="simulate", clock=clock)
    try:
        city = City(house, clock, table, random.Random(seed), scale=scale, end=end)
        await city.settle()
        await city.run(days, say)
        await house.indicators.refresh(cause="simulate", whole=True)
        return city.counted
    finally:
        await house.close()


class City:
    """What lives, and what will happen next."""

    def __init__(
        self, house: House, clock: Clock, table: Mapping[str, Any], chance: random.Random, *, scale: float, end: int
    ) -> None:
        self.house, self.clock, self.table, self.chance = house, clock, table, chance
        self.scale, self.end = scale, end
        self.queue: list[Event] = []
        self.numbers = itertools.count()
        self.things: dict[str, list[Thing]] = {}
        self.open_about: dict[str, list[Thing]] = {}
        self.counted = {"reports": 0, "joined": 0, "steps": 0, "readings": 0, "contested": 0}
        self.people = self._people()

    async def settle(self) -> None:
        """Put up the things the parameters name; those that stand already stay."""
        await lay_things(self.house, self.table, self.chance)
        for kind in {row["about"] for row in self.table["trouble"]} | {row["of"] for row in self.table["patrol"]}:
            self.things[kind] = await self._all_things(kind)

    async def run(self, days: int, say: Callable[[str], None]) -> None:
        start = self.clock.at
        for day in range(days):
            for row in self.table["trouble"]:
                for _ in range(self._how_many(row["per_day"])):
                    self._at(start + day * DAY + self._moment(night=row.get("night", False)), self._trouble(row))
            for row in self.table["patrol"]:
                if day % row["every_days"] == 0:
                    self._at(start + day * DAY + int(20.5 * HOUR), self._patrol(row))
        done = 0
        while self.queue:
            event = heapq.heappop(self.queue)
            if event.at > self.end:
                break
            self.clock.at = max(self.clock.at, event.at)
            await event.act()
            done += 1
            if done % 500 == 0:
                say(f"  {at_zone(self.clock.at, self.house.installation.zone):%Y-%m-%d}: {done} acts")

    # --- what happens ---

    def _trouble(self, row: Mapping[str, Any]) -> Callable[[], Any]:
        async def act() -> None:
            things = self.things[row["about"]]
            if not things:
                return
            thing = self.chance.choice(things)
            known = self.open_about.setdefault(row["about"], [])
            if known and self.chance.random() < row.get("again", 0.0):
                thing = self.chance.choice(known)
            channels = row["channels"]
            channel = self.chance.choices(list(channels), list(channels.values()))[0]
            arrival = self._arrival(row, thing, channel)
            by = Actor(kind="resident") if channel == "resident" else self._who("case.report", thing.path, None)
            answer = await report(self.house, arrival, by=by or MACHINE)
            self.counted["reports"] += 1
            self.counted["joined"] += answer.joined
            if answer.case is not None and not answer.joined:
                known.append(thing)
                self._next(answer.case, Step.ACCEPT, key=answer.key, row=row, thing=thing)

        return act

    def _arrival(self, row: Mapping[str, Any], thing: Thing, channel: str) -> Arrival:
        at, text = self.clock(), self.chance.choice(row["texts"])
        request = f"sim-{next(self.numbers):08d}-{self.chance.getrandbits(32):08x}"
        contacts = {}
        if channel == "resident" and self.chance.random() < self.table["work"]["phone"]:
            contacts = {"phone": f"1{self.chance.choice('35789')}{self.chance.randrange(10**9):09d}", "name": "居民"}
        body = {"request_id": request, "kind": row["signal"], "text": text, "thing": thing.code, **contacts}
        return Arrival(
            source=channel,
            request=request,
            body=canonical(body),
            kind=row["signal"],
            channel=channel,
            at=at,
            place=Place(path=thing.path, lon=thing.lon, lat=thing.lat),
            thing=thing.id,
            text=text,
            contacts=contacts,
        )

    def _next(self, case: int, step: Step, **known: Any) -> None:
        hours = self.table["work"].get(f"{step}_hours", 1.0)
        delay = int(self.chance.lognormvariate(0, 0.7) * hours * HOUR)
        self._at(self._working(self.clock.at + delay), self._step(case, step, **known))

    def _step(self, identity: int, step: Step, *, key: str, row: Mapping[str, Any], thing: Thing) -> Callable[[], Any]:
        async def act() -> None:
            work = self.table["work"]
            case = await self.house.cases.get(identity, scope=self.house.everything)
            if step not in self.house.cases.steps(case):
                self._onward(case, step, key=key, row=row, thing=thing)
                return
            taken = self._instead(step, work)
            by = self._who(f"case.{taken}", case.path, case.unit, but=case.handled_by)
            if by is None:
                return
            scope = self.house.parties.scope_of(by, f"case.{taken}")
            after = await moves.take(
                self.house, identity, taken, version=case.version, by=by, scope=scope, note=NOTES.get(taken, "")
            )
            self.counted["steps"] += 1
            if after.outcome != Outcome.OPEN:
                await self._ended(after, key=key, row=row, thing=thing)
            elif taken in {Step.SEND_BACK, Step.REWORK}:
                back = Step.DISPATCH if taken == Step.SEND_BACK else Step.HANDLE
                self._next(identity, back, key=key, row=row, thing=thing)
            else:
                self._onward(after, step, key=key, row=row, thing=thing)

        return act

    def _onward(self, case: Case, step: Step, **known: Any) -> None:
        place = WAY.index(step)
        if place + 1 < len(WAY):
            self._next(case.id, WAY[place + 1], **known)

    def _instead(self, step: Step, work: Mapping[str, Any]) -> Step:
        """Now and then a report is declined, a case goes back, a repair fails."""
        other = {Step.ACCEPT: Step.DECLINE, Step.HANDLE: Step.SEND_BACK, Step.VERIFY: Step.REWORK}.get(step)
        return other if other is not None and self.chance.random() < work[str(other)] else step

    async def _ended(self, case: Case, *, key: str, row: Mapping[str, Any], thing: Thing) -> None:
        known = self.open_about.get(row["about"], [])
        if thing in known:
            known.remove(thing)
        work = self.table["work"]
        if case.outcome != Outcome.CLOSED or case.channel != "resident":
            return
        if self.chance.random() < work["contest"]:
            self._at(self.clock.at + self.chance.randrange(2, 40) * HOUR, self._contest(case, key, row, thing))
        elif self.chance.random() < work["answer"]:
            good = self.chance.random() < work["satisfied"]
            self._at(self.clock.at + self.chance.randrange(1, 60) * HOUR, self._answer(case, key, good))

    def _contest(self, case: Case, key: str, row: Mapping[str, Any], thing: Thing) -> Callable[[], Any]:
        async def act() -> None:
            now_ = await self.house.cases.get(case.id, scope=self.house.everything)
            open_again = await self.house.cases.open_about(case.kind, thing.id)
            if now_.outcome != Outcome.CLOSED or open_again is not None:
                return
            await follow.contest(self.house, case.number, key, words="还是没有解决。")
            self.counted["contested"] += 1
            self._next(case.id, Step.HANDLE, key=key, row=row, thing=thing)

        return act

    def _answer(self, case: Case, key: str, good: bool) -> Callable[[], Any]:
        async def act() -> None:
            now_ = await self.house.cases.get(case.id, scope=self.house.everything)
            if now_.outcome == Outcome.CLOSED and now_.version == case.version:
                await follow.answer(self.house, case.number, key, solved=True, satisfied=good, words="")

        return act

    def _patrol(self, row: Mapping[str, Any]) -> Callable[[], Any]:
        async def act() -> None:
            dark = {thing.id for known in self.open_about.values() for thing in known}
            batch = []
            for thing in self.things[row["of"]]:
                if self.chance.random() < row.get("skip", 0.0):
                    continue
                bad = "bad" in row and (thing.id in dark or self.chance.random() < row.get("bad_share", 0.0))
                value = row["bad"] if bad else row["good"]
                batch.append(Observe(subject=thing.id, stream=row["stream"], value=value, at=self.clock.at, source=0))
            async with self.house.unit() as unit:
                await self.house.observations.observe(
                    unit, batch, by=MACHINE, ground="patrol", scope=self.house.everything
                )
            self.counted["readings"] += len(batch)

        return act

    # --- who and when ---

    def _people(self) -> list[Actor]:
        directory, day = self.house.parties.directory, self.house.installation.today()
        people = [each for each in directory.people.values() if directory.standing(each.id, day) is not None]
        return [self.house.parties.actor_of(each.id) for each in people]

    def _who(self, verb: str, path: str, unit: int | None, *, but: int | None = None) -> Actor | None:
        """Somebody who may; the one with the narrowest reach first."""
        able = [
            (max(len(reach.path) for reach in scope.reaches), actor)
            for actor in self.people
            if actor.person != but and (scope := self.house.parties.scope_of(actor, verb)).covers(path, unit)
        ]
        if not able:
            return None
        deepest = max(depth for depth, _ in able)
        return self.chance.choice([actor for depth, actor in able if depth == deepest])

    def _at(self, at: int, act: Callable[[], Any]) -> None:
        heapq.heappush(self.queue, Event(at, next(self.numbers), act))

    def _how_many(self, rate: float) -> int:
        """A Poisson number by adding exponential waits."""
        count, waited = 0, self.chance.expovariate(1.0)
        while waited < rate * self.scale:
            count, waited = count + 1, waited + self.chance.expovariate(1.0)
        return count

    def _moment(self, *, night: bool) -> int:
        hour = self.chance.gauss(20.5, 1.5) if night else self.chance.gauss(13.0, 3.5)
        return int(min(max(hour, 0.0), 23.9) * HOUR)

    def _working(self, at: int) -> int:
        """Offices act in working hours, on the next working morning otherwise."""
        zone = self.house.installation.zone
        local = at_zone(at, zone)
        if local.hour >= 18:
            local = (local + timedelta(days=1)).replace(hour=8, minute=self.chance.randrange(30))
        elif local.hour < 8:
            local = local.replace(hour=8, minute=self.chance.randrange(30))
        clock = self.house.calendars.clock_at("")
        for _ in range(12):
            noon = local.replace(hour=9, minute=0)
            if clock.working_at(int(noon.timestamp()) * 1_000_000):
                break
            local += timedelta(days=1)
        return max(int(local.timestamp() * 1_000_000), at)

    async def _all_things(self, kind: str) -> list[Thing]:
        found: list[Thing] = []
        after = 0
        while page := await self.house.registry.listing(
            scope=self.house.everything, type_=kind, after=after, limit=1000
        ):
            found += page
            after = page[-1].id
        return found
