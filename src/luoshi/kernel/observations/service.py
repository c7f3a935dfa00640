"""What may be done with readings: record a batch, correct one, read the latest and the series."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from luoshi.base import dirty
from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.base.time import SECOND, print_instant
from luoshi.kernel import journal
from luoshi.kernel.observations import store
from luoshi.kernel.observations.errors import (
    AlreadyCorrected,
    BadReading,
    FromTheFuture,
    NoSuchReading,
    NotOfThatType,
    OutsideScope,
    TwiceInOneBatch,
    UnknownStream,
)
from luoshi.kernel.observations.model import CorrectReading, Observe, Reading, Stream
from luoshi.kernel.registry import BadValue, NoSuchThing, Registry, Thing
from luoshi.kernel.registry.properties import keep, show

OBSERVED = journal.event_kind("readings.observed")
CORRECTED = journal.event_kind("reading.corrected")
ROLLUP = "readings"
FOREVER = 1 << 62


class Observations:
    """The readings of one installation."""

    def __init__(self, installation: Installation, registry: Registry) -> None:
        self._installation = installation
        self._registry = registry

    # --- reading ---

    def stream_of(self, key: str, *, day: int, path: str = "") -> Stream:
        """The declaration of a stream (`street_lighting.lit`) in force on a day."""
        found = self._installation.definitions.body(Stream, key, day=day, path=path)
        if found is None:
            known = [each.key for each in self._installation.definitions.all(Stream, day=day)]
            nearest = ", ".join(get_close_matches(key, known, n=1) or known[:6]) or "—"
            raise UnknownStream(stream=key, nearest=nearest)
        return found

    async def latest(
        self,
        *,
        scope: Scope,
        stream: str | None = None,
        thing: int | None = None,
        area: str = "",
        after: int = 0,
        limit: int = 200,
    ) -> list[Reading]:
        """The latest reading of every thing of a stream, or of every stream of a thing; `after` is a thing id."""
        return await store.latest(
            self._installation.database,
            scope=scope,
            stream=stream,
            thing=thing,
            area=area,
            after=after,
            limit=limit,
        )

    async def latest_of(self, keys: Collection[tuple[int, str]], *, scope: Scope) -> dict[tuple[int, str], Reading]:
        """The latest reading of each (thing, stream) that has one."""
        found = await store.latest_of(self._installation.database, sorted(set(keys)))
        return {(each.thing, each.stream): each for each in found if scope.covers(each.path)}

    async def as_of(
        self, thing: int, stream: str, *, at: int, known_at: int | None = None, scope: Scope
    ) -> Reading | None:
        """The reading that held at an instant, as Luoshi knew at `known_at`."""
        known = FOREVER if known_at is None else known_at
        found = await store.at_or_before(self._installation.database, thing, stream, at=at, known_at=known)
        return found if found is not None and scope.covers(found.path) else None

    async def series(
        self,
        thing: int,
        stream: str,
        *,
        scope: Scope,
        first: int = 0,
        last: int = FOREVER,
        known_at: int | None = None,
        limit: int = 10_000,
    ) -> list[Reading]:
        """Readings of a thing from `first` to before `last`, in the order of the city, corrections applied."""
        return await store.series(
            self._installation.database,
            thing,
            stream,
            scope=scope,
            first=first,
            last=last,
            known_at=FOREVER if known_at is None else known_at,
            limit=limit,
        )

    def shown(self, reading: Reading) -> object:
        """The value of a reading as people read it."""
        stream = self.stream_of(reading.stream, day=reading.local_day, path=reading.path)
        return show(stream.as_property(), reading.kept)

    # --- verbs ---

    async def observe(
        self, unit: Unit, batch: Sequence[Observe], *, by: Actor, ground: str, scope: Scope
    ) -> list[Reading]:
        """Record readings; the whole batch is one act and one line of the journal."""
        if not batch:
            return []
        things = await self._registry.many({each.subject for each in batch}, scope=EVERYTHING)
        now_ = self._installation.now()
        readings = [self._reading(each, things, now_) for each in _once(batch)]
        readings = await self._where_they_lay(readings, things)
        for each in readings:
            if not scope.covers(each.path):
                raise OutsideScope(path=each.path)
        store.add(unit, readings)
        self._mark(unit, readings)
        self._line(unit, OBSERVED, readings, by=by, ground=ground)
        return readings

    async def correct(self, unit: Unit, command: CorrectReading, *, by: Actor, ground: str, scope: Scope) -> Reading:
        """Replace a reading that was wrong; what was known before stays readable."""
        database = self._installation.database
        wrong = await store.one(database, command.reading)
        if wrong is None or not scope.covers(wrong.path):
            raise NoSuchReading(reading=command.reading)
        if await store.correction_of(database, wrong.id) is not None:
            raise AlreadyCorrected(reading=wrong.id)
        at = wrong.at if command.at is None else command.at
        value = self._value(wrong.stream, command.value, day=self._installation.local_day(at), path=wrong.path)
        self._not_ahead(wrong.stream, at, self._installation.now())
        right = replace(
            wrong,
            id=self._installation.id(),
            at=at,
            local_day=self._installation.local_day(at),
            recorded_at=self._installation.now(),
            value=value if isinstance(value, int) else None,
            text=value if isinstance(value, str) else None,
            supersedes=wrong.id,
        )
        store.append_only(unit, right)
        held = await store.latest_of(database, [(wrong.thing, wrong.stream)])
        rest = await store.at_or_before(
            database, wrong.thing, wrong.stream, at=FOREVER, known_at=FOREVER, without=wrong.id
        )
        newest = max((each for each in (rest, right) if each is not None), key=lambda each: (each.at, each.id))
        if held and held[0].id != newest.id:
            store.set_latest(unit, newest, instead_of=held[0].id)
        self._mark(unit, [wrong, right])
        self._line(unit, CORRECTED, [right], by=by, ground=ground)
        return right

    def _reading(self, command: Observe, things: Mapping[int, Thing], now_: int) -> Reading:
        thing = things.get(command.subject)
        if thing is None:
            raise NoSuchThing(thing=command.subject)
        day = self._installation.local_day(command.at)
        stream = self.stream_of(command.stream, day=max(day, thing.valid_from), path=thing.path)
        of = f"{command.stream.split('.', maxsplit=1)[0]}.{stream.of}" if "." not in stream.of else stream.of
        if of != thing.type:
            raise NotOfThatType(stream=command.stream, of=of, found=thing.type)
        self._not_ahead(command.stream, command.at, now_)
        value = self._value(command.stream, command.value, day=max(day, thing.valid_from), path=thing.path)
        return Reading(
            id=self._installation.id(),
            thing=thing.id,
            stream=command.stream,
            path=thing.path,
            at=command.at,
            local_day=day,
            recorded_at=now_,
            value=value if isinstance(value, int) else None,
            text=value if isinstance(value, str) else None,
            source_kind=command.source_kind,
            source=command.source,
        )

    def _value(self, key: str, value: object, *, day: int, path: str) -> int | str | None:
        if value is None:
            return None
        try:
            return keep(self.stream_of(key, day=day, path=path).as_property(), value)
        except BadValue as cause:
            raise BadReading(stream=key, value=value, expected=cause.values["expected"]) from cause

    def _not_ahead(self, key: str, at: int, now_: int) -> None:
        ahead = self.stream_of(key, day=self._installation.local_day(now_)).ahead
        if at > now_ + ahead * SECOND:
            zone = self._installation.zone
            raise FromTheFuture(at=print_instant(at, zone), now=print_instant(now_, zone), ahead=ahead)

    async def _where_they_lay(self, readings: list[Reading], things: Mapping[int, Thing]) -> list[Reading]:
        """A reading keeps the area its thing lay in on the day of the reading, not where it lies today."""
        before = {each.thing: each.local_day for each in readings if each.local_day < things[each.thing].valid_from}
        paths = await self._registry.paths_on(before) if before else {}
        return [
            replace(each, path=paths[each.thing])
            if each.thing in paths and each.local_day < things[each.thing].valid_from
            else each
            for each in readings
        ]

    def _mark(self, unit: Unit, readings: Sequence[Reading]) -> None:
        months = {(each.local_day // 100, each.path): each.local_day for each in readings}
        for (_, path), day in sorted(months.items()):
            dirty.mark(unit, self._installation.id, ROLLUP, day, path)

    def _line(self, unit: Unit, kind: str, readings: Sequence[Reading], *, by: Actor, ground: str) -> None:
        first = readings[0]
        body: dict[str, object] = {
            "count": len(readings),
            "streams": sorted({each.stream for each in readings}),
            "source": first.source,
            "source_kind": first.source_kind,
            "first": min(each.id for each in readings),
            "last": max(each.id for each in readings),
        }
        if first.supersedes is not None:
            body["corrects"] = first.supersedes
        about = journal.Subject("thing", first.thing)
        if len({each.thing for each in readings}) > 1:
            about = journal.Subject(first.source_kind, first.source)
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=about,
            by=by,
            ground=ground,
            at=first.recorded_at,
            local_day=self._installation.local_day(first.recorded_at),
            path=_common([each.path for each in readings]),
            body=body,
        )


def _once(batch: Sequence[Observe]) -> list[Observe]:
    """The batch without repetitions; two different values for one moment cannot both be true."""
    seen: dict[tuple[int, str, int], Observe] = {}
    for each in batch:
        held = seen.setdefault((each.subject, each.stream, each.at), each)
        if held.value != each.value:
            raise TwiceInOneBatch(stream=each.stream, thing=each.subject)
    return list(seen.values())


def _common(paths: Sequence[str]) -> str:
    """The path of the smallest area that holds them all."""
    low, high = min(paths), max(paths)
    same = next((number for number, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[: same // 4 * 4]
