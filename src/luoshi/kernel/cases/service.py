"""The verbs of a case. Each reads, decides, and puts state, clock, journal line and roll-up mark into one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

from luoshi.base import dirty
from luoshi.base.calendar import Clock, LimitKind
from luoshi.base.calendar.errors import YearNotAnnounced
from luoshi.base.db import Duplicate, Stale, Unit, Value
from luoshi.base.definitions import Words
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.cases import store
from luoshi.kernel.cases.errors import AlreadyOpen, CaseUnknown, KindUnknown, StepNotYours
from luoshi.kernel.cases.model import Case, CaseKind, Limit, OpenCase, Outcome, Stage, StageClock, Step
from luoshi.kernel.cases.procedure import move, moved, number_for, steps
from luoshi.kernel.intake import Signal

EVENTS = {step: journal.event_kind(f"case.{step}") for step in Step}
REPORTED = journal.event_kind("case.reported")
DUE_SET = journal.event_kind("case.due_set")
COUNT_MOST = 10_000
SOON = 4 * 3600 * 1_000_000


class Responsible(Protocol):
    """Whom the responsibility list names for a kind of case at a place, and why."""

    @property
    def agency(self) -> int: ...
    @property
    def rule(self) -> int: ...
    @property
    def reason(self) -> Words: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken: the case before and after, and the unit that the list proposes."""

    before: Case
    after: Case
    step: Step


class Cases:
    """Cases of one installation. `clock_at` gives the working calendar's clock at a path; `route` the unit that the
    responsibility list names."""

    def __init__(
        self,
        installation: Installation,
        *,
        clock_at: Callable[[str], Clock],
        route: Callable[[str, str, int], Responsible],
    ) -> None:
        self._installation = installation
        self._clock_at = clock_at
        self.route = route

    def open(self, unit: Unit, command: OpenCase, signal: Signal, *, by: Actor, ground: str) -> Case:
        """Begin a case at `reported`, with its clock. Whether it is the only open one is a key: `opened_first` tells
        after a `Duplicate`."""
        installation = self._installation
        definition = installation.definitions.in_force(CaseKind, command.kind, day=signal.local_day, path=signal.path)
        if definition is None:
            raise KindUnknown(kind=command.kind)
        kind = definition.body
        assert isinstance(kind, CaseKind)
        now = installation.now()
        case = Case(
            id=installation.id(),
            number=number_for(signal.local_day),
            kind=command.kind,
            definition=definition.id,
            stage=Stage.REPORTED,
            outcome=Outcome.OPEN,
            version=1,
            path=signal.path,
            local_day=signal.local_day,
            at=signal.at,
            thing=command.about,
            lon=signal.lon,
            lat=signal.lat,
            title=command.title or kind.name.zh,
            channel=signal.channel,
            signal=signal.id,
            unit=None,
            condition=command.condition,
            confirmed=False,
            rework=0,
            sent_back=0,
            handled_by=None,
            stage_since=now,
            due_at=None,
            due_reason="",
            registered_at=None,
            ended_at=None,
        )
        case, clock = self._clocked(case, kind, at=now)
        keys = [f"number:{case.number}", *self._open_keys(case, kind)]
        store.insert(unit, case, keys)
        store.start_clock(unit, clock, path=case.path, local_day=case.local_day)
        self._line(
            unit,
            REPORTED,
            case,
            by=by,
            ground=ground,
            at=signal.at,
            body={
                "number": case.number,
                "kind": case.kind,
                "definition": case.definition,
                "signal": signal.id,
                "about": case.thing,
                "due_at": case.due_at,
            },
        )
        dirty.mark(unit, installation.id, "cases", case.local_day, case.path)
        return case

    async def opened_first(self, command: OpenCase, signal: Signal, error: Duplicate) -> AlreadyOpen | None:
        """After a `Duplicate`: the open case that holds the key, so that the report joins it; None where the key was
        another one (a number drawn twice: try again)."""
        kind = self._kind(command.kind, signal.local_day, signal.path)
        for key in _keys_for(kind, command.kind, thing=command.about, path=signal.path):
            found = await store.by_key(self._installation.database, key)
            if found is not None:
                return AlreadyOpen(case=found)
        return None

    async def open_about(self, kind: str, thing: int) -> int | None:
        """The open case of a kind about a thing."""
        return await store.open_by_subject(self._installation.database, kind, thing)

    async def take(
        self,
        unit: Unit,
        identity: int,
        step: Step,
        *,
        version: int | None,
        by: Actor,
        ground: str,
        scope: Scope,
        note: str = "",
        to: int | None = None,
        condition: str | None = None,
        files: Sequence[int] = (),
    ) -> Taken:
        """Take one step of the procedure. `version` is what the asker saw; another one means somebody was first.

        `to` is the unit of a dispatch; where none is named the responsibility list decides.
        """
        installation = self._installation
        case = await self.get(identity, scope=scope)
        kind = self.kind_of(case)
        if not scope.may(f"case.{step}"):
            raise StepNotYours(step=step)
        if version is not None and version != case.version:
            raise Stale(what=case.number)
        reason: Mapping[str, Any] = {}
        if step == Step.DISPATCH and to is None:
            found = self.route(case.kind, case.path, installation.today())
            to, reason = found.agency, {"rule": found.rule, "zh": found.reason.zh, "en": found.reason.en}
        allowed = move(case, kind, step, note=note, unit=to, condition=condition, person=by.person, files=len(files))
        now = installation.now()
        after = moved(case, kind, step, allowed, at=now, unit=to, condition=condition, person=by.person)
        if after.stage != case.stage or after.outcome != case.outcome:
            in_time = None if case.due_at is None else now <= case.due_at
            store.stop_clock(unit, case.id, at=now, in_time=in_time)
            clock = None
            if after.outcome == Outcome.OPEN:
                after, clock = self._clocked(after, kind, at=now, earlier=await self.clocks(case.id))
                store.start_clock(unit, clock, path=case.path, local_day=installation.local_day(now))
        store.change(unit, case, after)
        self._keys(unit, case, after, kind)
        body: dict[str, Any] = {"from": case.stage, "to": after.stage, "outcome": after.outcome, "due_at": after.due_at}
        body |= {"note": note} if note else {}
        body |= {"unit": after.unit} if after.unit != case.unit else {}
        body |= {"route": dict(reason)} if reason else {}
        body |= {"condition": after.condition} if after.condition != case.condition else {}
        body |= {"files": list(files)} if files else {}
        self._line(unit, EVENTS[step], after, by=by, ground=ground, at=now, body=body)
        dirty.mark(unit, installation.id, "cases", case.local_day, case.path)
        return Taken(before=case, after=after, step=step)

    async def waiting(self, *, after: int = 0, limit: int = 200) -> list[Case]:
        """Open cases whose limit runs into a year that nobody had announced, oldest first."""
        return await store.waiting(self._installation.database, YearNotAnnounced.code, after=after, limit=limit)

    async def set_due(self, unit: Unit, case: Case, *, by: Actor, ground: str) -> bool:
        """A case that waited for its year gets its due time, counted from when its stage began; False where there is
        none yet."""
        *earlier, stay = await self.clocks(case.id)
        after, clock = self._clocked(case, self.kind_of(case), at=stay.started_at, earlier=earlier)
        if after.due_at is None:
            return False
        store.set_due(unit, case, replace(clock, id=stay.id))
        body = {"stage": case.stage, "due_at": after.due_at}
        self._line(unit, DUE_SET, after, by=by, ground=ground, at=self._installation.now(), body=body)
        return True

    async def get(self, identity: int, *, scope: Scope) -> Case:
        """One case within the scope."""
        case = await store.get(self._installation.database, identity)
        if case is None or not scope.covers(case.path, case.unit):
            raise CaseUnknown(id=identity)
        return case

    async def by_number(self, number: str) -> int | None:
        """The case id behind a number; says nothing about who may see it."""
        return await store.by_key(self._installation.database, f"number:{number.strip().upper()}")

    async def page(
        self, filters: Mapping[str, Value], *, scope: Scope, before: int | None = None, limit: int = 50
    ) -> list[Case]:
        """A list, newest first. Filters: area (path), stage, kind, unit_id, outcome, thing_id, local_day, late."""
        database, now = self._installation.database, self._installation.now()
        return await store.page(database, scope, filters, before=before, limit=limit, now=now)

    async def count(self, filters: Mapping[str, Value], *, scope: Scope) -> tuple[int, bool]:
        """How many, and whether that is exact (it is up to 10,000)."""
        database, now = self._installation.database, self._installation.now()
        found = await store.count(database, scope, filters, now=now, most=COUNT_MOST)
        return min(found, COUNT_MOST), found <= COUNT_MOST

    async def queues(self, *, scope: Scope) -> dict[Stage, tuple[int, int, int]]:
        """Open work by stage: total, overdue, due soon."""
        now = self._installation.now()
        rows = await store.queue(self._installation.database, scope, now=now, soon=now + SOON)
        return {Stage(row["stage"]): (int(row["total"]), int(row["overdue"]), int(row["soon"])) for row in rows}

    async def clocks(self, identity: int) -> list[StageClock]:
        """Every stay in every stage with its clock, oldest first."""
        return await store.clocks(self._installation.database, identity)

    async def history(self, identity: int, *, scope: Scope) -> list[journal.Line]:
        """The case's history: the journal filtered by its id."""
        return await journal.history(self._installation.database, journal.Subject("case", identity), scope=scope)

    def kind_of(self, case: Case) -> CaseKind:
        """The kind under which the case began, as it was then."""
        body = self._installation.definitions.get(case.definition).body
        assert isinstance(body, CaseKind)
        return body

    def steps(self, case: Case) -> tuple[Step, ...]:
        """What may come next: what the procedure allows, without a registration that still needs its confirmation. Who
        may take it is the doors' question."""
        kind = self.kind_of(case)
        waits = kind.confirm and not case.confirmed
        return tuple(step for step in steps(case, kind) if not (waits and step == Step.REGISTER))

    def _kind(self, key: str, day: int, path: str) -> CaseKind:
        found = self._installation.definitions.body(CaseKind, key, day=day, path=path)
        if found is None:
            raise KindUnknown(kind=key)
        return found

    def _clocked(
        self, case: Case, kind: CaseKind, *, at: int, earlier: Sequence[StageClock] = ()
    ) -> tuple[Case, StageClock]:
        """The case with the due time of the stage it has just entered, and the clock row."""
        limit = self._limit(case, kind)
        start, pauses = _together(case, at, earlier)
        due_at: int | None = None
        reason = "no_limit"
        if limit is not None:
            due = self._clock_at(case.path).due_or_missing(start, limit.value, LimitKind(limit.calendar), pauses=pauses)
            due_at, reason = due.at, "" if due.missing is None else due.missing.code
        clock = StageClock(
            id=self._installation.id(),
            case=case.id,
            stage=case.stage,
            unit=case.unit,
            limit_value=None if limit is None else str(limit.value),
            limit_kind=None if limit is None else str(limit.calendar),
            started_at=at,
            due_at=due_at,
            due_reason=reason,
            stopped_at=None,
            in_time=None,
        )
        return store.with_due(case, due_at, reason), clock

    @staticmethod
    def _limit(case: Case, kind: CaseKind) -> Limit | None:
        if case.stage == Stage.DISPATCHED:
            condition = kind.condition(case.condition)
            return None if condition is None else condition.limit
        return kind.stage_limit(case.stage)

    @staticmethod
    def _open_keys(case: Case, kind: CaseKind) -> list[str]:
        return _keys_for(kind, case.kind, thing=case.thing, path=case.path)

    def _keys(self, unit: Unit, before: Case, after: Case, kind: CaseKind) -> None:
        ended, reopened = (
            before.outcome == Outcome.OPEN and after.outcome != Outcome.OPEN,
            before.outcome != Outcome.OPEN and after.outcome == Outcome.OPEN,
        )
        for key in self._open_keys(after, kind):
            if ended:
                unit.delete("case_key", where={"key": key, "case_id": after.id})
            if reopened:
                unit.insert("case_key", {"key": key, "case_id": after.id})

    def _line(
        self, unit: Unit, kind: str, case: Case, *, by: Actor, ground: str, at: int, body: Mapping[str, Any]
    ) -> None:
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject("case", case.id),
            by=by,
            ground=ground,
            at=at,
            local_day=self._installation.local_day(at),
            path=case.path,
            body=body,
        )


def _keys_for(kind: CaseKind, key: str, *, thing: int | None, path: str) -> list[str]:
    if kind.one_open_per == "subject" and thing is not None:
        return [store.open_key(key, f"t{thing}")]
    if kind.one_open_per == "place":
        return [store.open_key(key, f"p{path}")]
    return []


def _together(case: Case, at: int, earlier: Sequence[StageClock]) -> tuple[int, list[tuple[int, int | None]]]:
    """Several disposals by one unit are counted together: the clock starts with the first of them and stands while
    the case was elsewhere."""
    if case.stage != Stage.DISPATCHED:
        return at, []
    stays = [each for each in earlier if each.stage == Stage.DISPATCHED and each.unit == case.unit]
    if not stays:
        return at, []
    pauses: list[tuple[int, int | None]] = []
    for first, second in pairwise(stays):
        pauses.append((first.stopped_at or second.started_at, second.started_at))
    pauses.append((stays[-1].stopped_at or at, at))
    return stays[0].started_at, pauses
