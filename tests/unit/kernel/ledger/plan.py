"""A small plan of an invented district, and the people of its plan office."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Reach, Scope
from luoshi.kernel.ledger import Commitment, Document, Filter, Ledger, Statement
from luoshi.reading.model import Kind
from luoshi.reading.model import Statement as Found

NOON = 1_795_320_000_000_000  # 2026-11-22 12:00 on the clock of the place
DISTRICT = "000100010001"
TOWN = DISTRICT + "0002"
CLERK = Actor(kind="person", person=11, post=21, agency=31, name="王敏")
COLLEAGUE = Actor(kind="person", person=12, post=21, agency=31, name="李强")
OFFICE = Scope(reaches=(Reach(path=DISTRICT),))
NEIGHBOUR = Scope(reaches=(Reach(path="000100010002"),))
TEXT = """某区2026年工作计划
全年新增停车泊位3000个,主次干道路灯亮灯率达到98%以上。
推进老旧小区改造。2025年完成改造21个小区。
"""


def place(database: Database, *, at: int = NOON) -> Installation:
    return Installation(
        database=database, definitions=Definitions(database), zone=ZoneInfo("Asia/Shanghai"), clock=lambda: at
    )


def found(quote: str, *, kind: Kind = Kind.TARGET, confidence: float = 0.96, **more: object) -> Found:
    start = TEXT.index(quote)
    return Found(
        doc="plan",
        start=start,
        end=start + len(quote),
        quote=quote,
        kind=kind,
        confidence=confidence,
        **{"subject": quote[:4], "period": (2026, 2026), "scope": "某区", **more},  # type: ignore[arg-type]
    )


def statements() -> list[Found]:
    """What a reader finds in the plan: two targets, a task and a result."""
    return [
        found("新增停车泊位3000个", subject="停车泊位", value=Decimal(3000), unit="个", comparator="=",
              basis="increment"),
        found("主次干道路灯亮灯率达到98%以上", subject="主次干道路灯亮灯率", value=Decimal(98), unit="%",
              comparator=">=", basis="share", confidence=0.93),
        found("推进老旧小区改造", kind=Kind.TASK, subject="", verb="推进", object="老旧小区改造", confidence=0.6,
              reason="no unit named"),
        found("2025年完成改造21个小区", kind=Kind.RESULT, subject="小区", value=Decimal(21), unit="个", comparator="=",
              basis="increment", period=(2025, 2025)),
    ]  # fmt: skip


async def received(ledger: Ledger, database: Database, *, text: str = TEXT, path: str = DISTRICT) -> Document:
    async with database.unit() as unit:
        return await ledger.receive(
            unit, text=text, title="某区2026年工作计划", path=path, by=CLERK, ground="plan of the year", scope=OFFICE
        )


async def read_plan(ledger: Ledger, database: Database) -> Document:
    """The plan, received and read."""
    document = await received(ledger, database)
    async with database.unit() as unit:
        await ledger.read_in(unit, document, statements(), by=CLERK, ground="reading", period=(2026, 2026))
    return await ledger.document(document.id, scope=OFFICE)


async def all_statements(ledger: Ledger, document: Document) -> list[Statement]:
    return await ledger.statements(document, scope=OFFICE)


async def accepted(ledger: Ledger, database: Database) -> tuple[Document, list[Commitment]]:
    """The plan with every statement of 0.9 and above accepted in one act."""
    document = await read_plan(ledger, database)
    async with database.unit() as unit:
        await ledger.accept_above(unit, document.id, above=0.9, by=CLERK, ground="sure rows", scope=OFFICE)
    return document, await ledger.commitments(Filter(document=document.id), scope=OFFICE)
