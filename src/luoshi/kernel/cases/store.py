"""How cases are kept: one row a case, one row a stay in a stage, and the keys that must be unique.

Open work is small and history is large: the lists of open work stand on partial indexes, by area level and by unit.
Uniqueness (`one_open_per`, the number) is a key in `case_key`, not a look before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Unit, Value
from luoshi.base.db.schema import big, by_area, growing, identity, small, table, words
from luoshi.base.scope import Scope
from luoshi.kernel.cases.model import Case, Outcome, Stage, StageClock

_OPEN = "outcome = 'open'"
CASES = growing(
    "cases",
    identity(),
    words("number"),
    words("kind"),
    big("definition_id"),
    words("stage"),
    words("outcome"),
    big("version"),
    words("path"),
    small("local_day"),
    big("at"),
    big("thing_id", null=True),
    big("lon", null=True),
    big("lat", null=True),
    words("title"),
    words("channel"),
    big("signal_id"),
    big("unit_id", null=True),
    words("condition", null=True),
    small("confirmed"),
    small("rework"),
    small("sent_back"),
    big("handled_by", null=True),
    big("stage_since"),
    big("due_at", null=True),
    words("due_reason"),
    big("registered_at", null=True),
    big("ended_at", null=True),
)
by_area(CASES, levels=(3, 4, 5))
by_area(CASES, levels=(3, 4), where=_OPEN, name="_open")
Index(
    "ix_cases_open_stage",
    CASES.c.stage,
    CASES.c.due_at,
    sqlite_where=text(_OPEN),
    postgresql_where=text(_OPEN),
)
Index("ix_cases_open_unit", CASES.c.unit_id, CASES.c.due_at, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN))
Index("ix_cases_thing_id", CASES.c.thing_id, CASES.c.id)
Index("ix_cases_kind_day", CASES.c.kind, CASES.c.local_day)

CASE_CLOCK = growing(
    "case_clock",
    identity(),
    big("case_id"),
    words("stage"),
    big("unit_id", null=True),
    words("limit_value", null=True),
    words("limit_kind", null=True),
    big("started_at"),
    big("due_at", null=True),
    words("due_reason"),
    big("stopped_at", null=True),
    small("in_time", null=True),
    words("path"),
    small("local_day"),
)
Index("ix_case_clock_case_id", CASE_CLOCK.c.case_id)
CASE_KEY = table("case_key", words("key", primary_key=True), big("case_id"))
Index("ix_case_key_case_id", CASE_KEY.c.case_id)

COLUMNS = tuple(column.name for column in CASES.columns)


def row_of(case: Case) -> dict[str, Value]:
    return {
        "id": case.id,
        "number": case.number,
        "kind": case.kind,
        "definition_id": case.definition,
        "stage": str(case.stage),
        "outcome": str(case.outcome),
        "version": case.version,
        "path": case.path,
        "local_day": case.local_day,
        "at": case.at,
        "thing_id": case.thing,
        "lon": case.lon,
        "lat": case.lat,
        "title": case.title,
        "channel": case.channel,
        "signal_id": case.signal,
        "unit_id": case.unit,
        "condition": case.condition,
        "confirmed": int(case.confirmed),
        "rework": case.rework,
        "sent_back": case.sent_back,
        "handled_by": case.handled_by,
        "stage_since": case.stage_since,
        "due_at": case.due_at,
        "due_reason": case.due_reason,
        "registered_at": case.registered_at,
        "ended_at": case.ended_at,
    }


def case_of(row: Row) -> Case:
    return Case(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        definition=row["definition_id"],
        stage=Stage(row["stage"]),
        outcome=Outcome(row["outcome"]),
        version=row["version"],
        path=row["path"],
        local_day=row["local_day"],
        at=row["at"],
        thing=row["thing_id"],
        lon=row["lon"],
        lat=row["lat"],
        title=row["title"],
        channel=row["channel"],
        signal=row["signal_id"],
        unit=row["unit_id"],
        condition=row["condition"],
        confirmed=bool(row["confirmed"]),
        rework=row["rework"],
        sent_back=row["sent_back"],
        handled_by=row["handled_by"],
        stage_since=row["stage_since"],
        due_at=row["due_at"],
        due_reason=row["due_reason"],
        registered_at=row["registered_at"],
        ended_at=row["ended_at"],
    )


def insert(unit: Unit, case: Case, keys: Sequence[str]) -> None:
    unit.insert("cases", row_of(case))
    unit.insert_many("case_key", ("key", "case_id"), [(key, case.id) for key in keys])


def change(unit: Unit, before: Case, after: Case) -> None:
    """Write what differs; refused when somebody else moved the case on."""
    old, new = row_of(before), row_of(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    unit.update("cases", changed, where={"id": before.id, "version": before.version}, what=before.number)


def start_clock(unit: Unit, clock: StageClock, *, path: str, local_day: int) -> None:
    unit.insert(
        "case_clock",
        {
            "id": clock.id,
            "case_id": clock.case,
            "stage": str(clock.stage),
            "unit_id": clock.unit,
            "limit_value": clock.limit_value,
            "limit_kind": clock.limit_kind,
            "started_at": clock.started_at,
            "due_at": clock.due_at,
            "due_reason": clock.due_reason,
            "path": path,
            "local_day": local_day,
        },
    )


def stop_clock(unit: Unit, case: int, *, at: int, in_time: bool | None) -> None:
    unit.run(
        "UPDATE case_clock SET stopped_at=$1, in_time=$2 WHERE case_id=$3 AND stopped_at IS NULL",
        at,
        None if in_time is None else int(in_time),
        case,
    )


async def waiting(database: Database, reason: str, *, after: int, limit: int) -> list[Case]:
    """Open cases without a due time for one reason, oldest first."""
    rows = await database.fetch(
        "SELECT * FROM cases WHERE outcome='open' AND due_reason=$1 AND id > $2 ORDER BY id LIMIT $3",
        reason,
        after,
        limit,
    )
    return [case_of(row) for row in rows]


def set_due(unit: Unit, case: Case, clock: StageClock) -> None:
    """The due time of the stage a case is in; refused where it has moved on meanwhile."""
    due = {"due_at": clock.due_at, "due_reason": clock.due_reason}
    unit.update("cases", due, where={"id": case.id, "version": case.version}, what=case.number)
    unit.update("case_clock", due, where={"id": clock.id, "stopped_at": None}, what=case.number)


async def clocks(database: Database, case: int) -> list[StageClock]:
    rows = await database.fetch("SELECT * FROM case_clock WHERE case_id=$1 ORDER BY id", case)
    return [
        StageClock(
            id=row["id"],
            case=row["case_id"],
            stage=Stage(row["stage"]),
            unit=row["unit_id"],
            limit_value=row["limit_value"],
            limit_kind=row["limit_kind"],
            started_at=row["started_at"],
            due_at=row["due_at"],
            due_reason=row["due_reason"],
            stopped_at=row["stopped_at"],
            in_time=None if row["in_time"] is None else bool(row["in_time"]),
        )
        for row in rows
    ]


async def get(database: Database, identity_: int) -> Case | None:
    row = await database.row("SELECT * FROM cases WHERE id=$1", identity_)
    return None if row is None else case_of(row)


async def by_key(database: Database, key: str) -> int | None:
    found = await database.value("SELECT case_id FROM case_key WHERE key=$1", key)
    return None if found is None else int(found)


def conditions(scope: Scope, filters: Mapping[str, Value], *, now: int, start: int = 1) -> tuple[str, list[Value]]:
    """The WHERE of a list and of its count; unknown filter names are a programming error."""
    where, scoped = scope.predicate(path="path", agency="unit_id", start=start)
    args: list[Value] = list(scoped)
    parts = [where]
    for name, value in filters.items():
        if value is None:
            continue
        if name == "area":
            args.append(value)
            parts.append(f"substr(path,1,{len(str(value))})=${start + len(args) - 1}")
        elif name == "late":
            args.append(now)
            parts.append(f"outcome='open' AND due_at < ${start + len(args) - 1}")
        elif name in {"stage", "kind", "unit_id", "outcome", "thing_id", "local_day", "channel"}:
            args.append(value)
            parts.append(f"{name}=${start + len(args) - 1}")
        else:
            raise KeyError(name)
    return " AND ".join(parts), args


async def page(
    database: Database, scope: Scope, filters: Mapping[str, Value], *, before: int | None, limit: int, now: int
) -> list[Case]:
    """Newest first, by key paging."""
    where, args = conditions(scope, filters, now=now, start=3)
    rows = await database.fetch(
        f"SELECT * FROM cases WHERE id < $1 AND {where} ORDER BY id DESC LIMIT $2",
        before if before is not None else 1 << 62,
        limit,
        *args,
    )
    return [case_of(row) for row in rows]


async def count(database: Database, scope: Scope, filters: Mapping[str, Value], *, now: int, most: int) -> int:
    """Exact up to `most`, else `most + 1`."""
    where, args = conditions(scope, filters, now=now, start=2)
    found = await database.value(
        f"SELECT count(*) FROM (SELECT 1 FROM cases WHERE {where} LIMIT $1) AS part", most + 1, *args
    )
    return int(found)


async def open_by_subject(database: Database, kind: str, thing: int) -> int | None:
    return await by_key(database, open_key(kind, f"t{thing}"))


def open_key(kind: str, what: str) -> str:
    return f"open:{kind}:{what}"


async def queue(database: Database, scope: Scope, *, now: int, soon: int) -> Sequence[Row]:
    """Open work by stage: how much, how much overdue, how much due soon."""
    where, args = scope.predicate(path="path", agency="unit_id", start=3)
    return await database.fetch(
        "SELECT stage, count(*) AS total, sum(CASE WHEN due_at < $1 THEN 1 ELSE 0 END) AS overdue, "
        "sum(CASE WHEN due_at >= $1 AND due_at < $2 THEN 1 ELSE 0 END) AS soon "
        f"FROM cases WHERE outcome='open' AND {where} GROUP BY stage",
        now,
        soon,
        *args,
    )


def with_due(case: Case, due_at: int | None, reason: str) -> Case:
    return replace(case, due_at=due_at, due_reason=reason)
