"""Where indicators get their rows: things and readings and cases, each as of a day and as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from luoshi.base.installation import Installation
from luoshi.base.time import MINUTE, date_of, day_end, day_start
from luoshi.kernel.cases import CaseKind
from luoshi.kernel.cases import store_judging as cases
from luoshi.kernel.facts import MISSING, NULL, Schema
from luoshi.kernel.indicators import columns
from luoshi.kernel.indicators.errors import NoSource
from luoshi.kernel.indicators.model import Asked, Fact, RelationSource
from luoshi.kernel.observations import Reading, Stream
from luoshi.kernel.observations import store_judging as observations
from luoshi.kernel.registry import Thing, ThingType, readable
from luoshi.kernel.registry import store_judging as registry
from luoshi.kernel.registry.properties import show


def sources(installation: Installation) -> Mapping[str, RelationSource]:
    """Every relation an indicator may count, by name."""
    return {
        "things": Things(installation),
        "latest": Latest(installation),
        "readings": Readings(installation),
        "cases": CaseRows(installation),
    }


class _Source:
    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def _type(self, key: str, day: int) -> ThingType:
        found = self._installation.definitions.body(ThingType, key, day=max(day, self._installation.today()))
        if found is None:
            raise NoSource(relation=key)
        return found

    def _stream(self, key: str, day: int) -> Stream:
        found = self._installation.definitions.body(Stream, key, day=max(day, self._installation.today()))
        if found is None:
            raise NoSource(relation=key)
        return found

    async def alike(self, asked: Asked, reads: Sequence[str]) -> Sequence[tuple[Fact, int]] | None:
        """Most sources tell their rows one by one."""
        return None

    async def _in_service(self, type_: str, asked: Asked) -> list[Thing]:
        return await registry.in_service(
            self._installation.database,
            type_,
            asked.prefixes,
            day=asked.window.last_day,
            known_at=asked.known_at,
            present=asked.present,
        )


class Things(_Source):
    """Things in service at the end of the period."""

    rollups: tuple[str, ...] = ("things",)

    def schema(self, of: str, *, day: int) -> Schema:
        return columns.things(self._type(of, day))

    async def rows(self, asked: Asked) -> Sequence[Fact]:
        of = self._type(asked.of, asked.window.last_day)
        return [
            Fact(id=each.id, kind="thing", label=each.code, path=each.path, at=None, local_day=None,
                 values=_thing(of, each))
            for each in await self._in_service(asked.of, asked)
        ]  # fmt: skip


class Latest(_Source):
    """Things in service at the end of the period, each with what it showed last."""

    rollups: tuple[str, ...] = ("readings", "things")

    def schema(self, of: str, *, day: int) -> Schema:
        type_, stream = stream_of(of)
        return columns.latest(self._type(type_, day), self._stream(stream, day))

    async def rows(self, asked: Asked) -> Sequence[Fact]:
        type_, key = stream_of(asked.of)
        day = asked.window.last_day
        of, stream = self._type(type_, day), self._stream(key, day)
        held = await observations.held(
            self._installation.database, key, day=day, known_at=asked.known_at, present=asked.present
        )
        things = await self._in_service(type_, asked)
        return [_shown(of, each, stream, held.get(each.id), each.path) for each in things]

    async def alike(self, asked: Asked, reads: Sequence[str]) -> Sequence[tuple[Fact, int]] | None:
        """Things at one place that showed the same last: what the rate of a hundred thousand lamps needs."""
        if not asked.present or not set(reads) <= {"value"}:
            return None
        type_, key = stream_of(asked.of)
        stream = self._stream(key, asked.window.last_day)
        found = await observations.shown_alike(
            self._installation.database, type_, key, asked.prefixes, day=asked.window.last_day
        )
        return [
            (_alike(path, {"value": MISSING if kept is None else show(stream.as_property(), kept)}), number)
            for path, kept, number in found
        ]


class Readings(_Source):
    """Readings of the period, each with the thing it is of as the register has it now."""

    rollups: tuple[str, ...] = ("readings",)

    def schema(self, of: str, *, day: int) -> Schema:
        type_, stream = stream_of(of)
        return columns.readings(self._type(type_, day), self._stream(stream, day))

    async def rows(self, asked: Asked) -> Sequence[Fact]:
        type_, key = stream_of(asked.of)
        window = asked.window
        of, stream = self._type(type_, window.last_day), self._stream(key, window.last_day)
        found = await observations.of_period(
            self._installation.database,
            key,
            asked.prefixes,
            first_day=window.first_day,
            last_day=window.last_day,
            known_at=asked.known_at,
        )
        things = {
            each.id: each
            for each in await registry.in_service(
                self._installation.database,
                type_,
                ("",),
                day=window.last_day,
                known_at=asked.known_at,
                present=asked.present,
            )
        }
        return [_read(of, things.get(each.thing), stream, each) for each in found]


class CaseRows(_Source):
    """Cases of a kind: reported in the period, ended in it, or open at its end."""

    rollups: tuple[str, ...] = ("cases",)

    def schema(self, of: str, *, day: int) -> Schema:
        here = self._installation
        if here.definitions.body(CaseKind, of, day=max(day, here.today())) is None:
            raise NoSource(relation=of)
        return columns.cases()

    async def rows(self, asked: Asked) -> Sequence[Fact]:
        zone = self._installation.zone
        first, end = day_start(asked.window.first_day, zone), day_end(asked.window.last_day, zone)
        assert asked.by in {"reported", "ended", "open"}
        found = await cases.chosen(
            self._installation.database,
            asked.of,
            asked.by,  # type: ignore[arg-type]
            asked.prefixes,
            first=first,
            end=end,
            # numbers of rows never step back with a clock, so "what is known now" is asked without a moment
            known_at=None if asked.present else asked.known_at,
        )
        known = end if asked.present else min(end, asked.known_at + 1)
        facts: list[Fact] = []
        for row in found:
            ended = row["gone"]
            registered = row["registered_at"] is not None and row["registered_at"] < known
            values = {
                "number": row["number"],
                # one that ended and runs again was closed: no other end can be reopened
                "outcome": "open" if ended is None else "closed" if row["outcome"] == "open" else row["outcome"],
                "open": ended is None,
                "channel": row["channel"],
                "condition": NULL if row["condition"] is None else row["condition"],
                "reported": date_of(row["local_day"]),
                "ended": NULL if ended is None else date_of(self._installation.local_day(ended)),
                "registered": registered,
                "in_time": MISSING if row["in_time"] is None else bool(row["in_time"]),
                "minutes": NULL if ended is None else (ended - row["at"]) // MINUTE,
                "rework": row["rework"],
                "sent_back": row["sent_back"],
            }
            facts.append(
                Fact(
                    id=row["id"],
                    kind="case",
                    label=f"{row['number']} {row['title']}".strip(),
                    path=row["path"],
                    at=row["at"],
                    local_day=row["local_day"],
                    values=values,
                )
            )
        return facts


def _alike(path: str, values: Mapping[str, object]) -> Fact:
    return Fact(id=0, kind="", label="", path=path, at=None, local_day=None, values=values)


def stream_of(of: str) -> tuple[str, str]:
    """`pack.lamp.lit`: the type pack.lamp and the stream pack.lit."""
    pack, type_, stream = of.split(".", 2)
    return f"{pack}.{type_}", f"{pack}.{stream}"


def _thing(of: ThingType, thing: Thing) -> dict[str, object]:
    kept = readable(of, thing.props)
    declared = {each.id: kept.get(each.id, MISSING) for each in of.property if not each.personal}
    return {"code": thing.code, "name": thing.name, "since": date_of(thing.valid_from), **declared}


def _shown(of: ThingType, thing: Thing, stream: Stream, reading: Reading | None, path: str) -> Fact:
    return Fact(
        id=thing.id,
        kind="thing",
        label=thing.code,
        path=path,
        at=None if reading is None else reading.at,
        local_day=None if reading is None else reading.local_day,
        values={**_thing(of, thing), **_values(stream, reading)},
    )


def _read(of: ThingType, thing: Thing | None, stream: Stream, reading: Reading) -> Fact:
    return Fact(
        id=reading.id,
        kind="reading",
        label="" if thing is None else thing.code,
        path=reading.path,
        at=reading.at,
        local_day=reading.local_day,
        values={**({} if thing is None else _thing(of, thing)), **_values(stream, reading)},
    )


def _values(stream: Stream, reading: Reading | None) -> dict[str, object]:
    """What was read; a thing nobody has looked at and one that could not be told are both missing."""
    if reading is None or reading.kept is None:
        return {"value": MISSING, "observed": MISSING, "observed_at": MISSING}
    return {
        "value": show(stream.as_property(), reading.kept),
        "observed": date_of(reading.local_day),
        "observed_at": reading.at,
    }
