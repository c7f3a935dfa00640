"""How verdicts are kept: one row whenever one changed, and what was released to the public."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import big, identity, immutable, small, table, words
from luoshi.base.definitions import Words
from luoshi.kernel.verdicts.model import Check, Doubt, Input, Released, State, Verdict

VERDICT = table(
    "verdict",
    identity(),
    big("commitment_id"),
    words("path"),
    small("local_day"),
    words("state"),
    words("checked"),
    words("doubt"),
    words("formula_zh"),
    words("formula_en"),
    words("actual", null=True),
    words("actual_state"),
    words("unit"),
    words("inputs"),
    big("definition_id", null=True),
    small("as_of"),
    big("known_at"),
    words("cause"),
    Index("ix_verdict_commitment", "commitment_id", "id"),
)
immutable("verdict")
RELEASE = table(
    "release",
    identity(),
    words("type"),
    big("subject_id"),
    big("released_at"),
    big("by_person"),
    words("by_name"),
    words("ground"),
    big("withdrawn_at", null=True),
    big("withdrawn_by", null=True),
    words("withdrawn_ground"),
)
Index(
    "uq_release_type_subject_id",
    RELEASE.c.type,
    RELEASE.c.subject_id,
    unique=True,
    sqlite_where=text("withdrawn_at IS NULL"),
    postgresql_where=text("withdrawn_at IS NULL"),
)


async def newest(database: Database, commitment: int) -> Verdict | None:
    row = await database.row("SELECT * FROM verdict WHERE commitment_id=$1 ORDER BY id DESC LIMIT 1", commitment)
    return None if row is None else _verdict(row)


async def history(database: Database, commitment: int, *, limit: int) -> list[Verdict]:
    """Newest first."""
    rows = await database.fetch(
        "SELECT * FROM verdict WHERE commitment_id=$1 ORDER BY id DESC LIMIT $2", commitment, limit
    )
    return [_verdict(row) for row in rows]


async def newest_of(database: Database, commitments: Sequence[int]) -> dict[int, Verdict]:
    """The newest verdict of each of these commitments."""
    found: dict[int, Verdict] = {}
    for start in range(0, len(commitments), 500):
        part = commitments[start : start + 500]
        marks = ", ".join(f"${i + 1}" for i in range(len(part)))
        rows = await database.fetch(
            "SELECT v.* FROM verdict v JOIN (SELECT max(id) AS id FROM verdict "
            f"WHERE commitment_id IN ({marks}) GROUP BY commitment_id) n ON n.id=v.id",
            *part,
        )
        found |= {row["commitment_id"]: _verdict(row) for row in rows}
    return found


def keep(unit: Unit, identity_: int, verdict: Verdict, *, path: str, local_day: int, cause: str) -> None:
    unit.insert(
        "verdict",
        {
            "id": identity_,
            "commitment_id": verdict.commitment,
            "path": path,
            "local_day": local_day,
            "state": str(verdict.state),
            "checked": str(verdict.check),
            "doubt": str(verdict.doubt),
            "formula_zh": verdict.formula.zh,
            "formula_en": verdict.formula.en,
            "actual": None if verdict.actual is None else format(verdict.actual, "f"),
            "actual_state": verdict.actual_state,
            "unit": verdict.unit,
            "inputs": msgspec.json.encode(verdict.inputs).decode(),
            "definition_id": verdict.definition,
            "as_of": verdict.as_of,
            "known_at": verdict.known_at,
            "cause": cause,
        },
    )


async def released(database: Database, type_: str, subject: int) -> Released | None:
    row = await database.row(
        "SELECT * FROM release WHERE type=$1 AND subject_id=$2 AND withdrawn_at IS NULL", type_, subject
    )
    return None if row is None else _released(row)


async def all_released(database: Database, type_: str, *, after: int, limit: int) -> list[Released]:
    """In the order of release."""
    rows = await database.fetch(
        "SELECT * FROM release WHERE type=$1 AND id>$2 AND withdrawn_at IS NULL ORDER BY id LIMIT $3",
        type_,
        after,
        limit,
    )
    return [_released(row) for row in rows]


def _verdict(row: Row) -> Verdict:
    return Verdict(
        commitment=row["commitment_id"],
        state=State(row["state"]),
        check=Check(row["checked"]),
        doubt=Doubt(row["doubt"]),
        formula=Words(zh=row["formula_zh"], en=row["formula_en"]),
        actual=None if row["actual"] is None else Decimal(row["actual"]),
        actual_state=row["actual_state"],
        unit=row["unit"],
        inputs=msgspec.json.decode(row["inputs"], type=tuple[Input, ...]),
        definition=row["definition_id"],
        as_of=row["as_of"],
        known_at=row["known_at"],
    )


def _released(row: Row) -> Released:
    return Released(
        id=row["id"],
        type=row["type"],
        subject=row["subject_id"],
        released_at=row["released_at"],
        by_name=row["by_name"],
        ground=row["ground"],
    )
