"""What a planning document says, as records: each statement leads back to its run of text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Value = Decimal | tuple[Decimal, Decimal]


class Kind(StrEnum):
    """What a statement is to the ledger."""

    TARGET = "target"  # promised for the plan period, or to be maintained in it
    RESULT = "result"  # reported as achieved
    BASELINE = "baseline"  # reference value of a past year in an indicator table
    TASK = "task"  # a commitment without a figure


class Nature(StrEnum):
    """The class of an indicator, by the words of the table."""

    BINDING = "约束性"
    ANTICIPATORY = "预期性"
    MONITORING = "监测性"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A target that hangs on something else: `kind` is 同步 (moves with), 下达 (set by the level above),
    or 不低于 (not below somebody's level); `to` is the verbatim other side."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One promise, result, base value or task. `start` and `end` count code points of the canonical text and
    `quote` is that run verbatim. `confidence` runs from 0 to 1 and `reason` says what lowered it."""

    doc: str
    start: int
    end: int
    quote: str
    kind: Kind
    subject: str
    value: Value | None = None
    unit: str = ""
    comparator: str = ""
    basis: str = ""
    period: tuple[int, int] | None = None
    scope: str = ""
    verb: str = ""
    object: str = ""
    indicator_no: str = ""
    nature: Nature | None = None
    lead_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    leader: str = ""
    due: str = ""
    relation: Relation | None = None
    not_stated: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""
    page: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: its text and its run in the canonical text. `merged` marks a cell that repeats or
    continues another because cells were joined."""

    text: str
    start: int
    end: int
    merged: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a document as rows of cells, in reading order."""

    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    page: int | None = None


def to_json(statement: Statement) -> dict[str, object]:
    """The statement as one line of `luoshi read --format jsonl`: plain numbers, empty keys left out except
    those that every line carries."""
    line: dict[str, object] = {
        "doc": statement.doc,
        "start": statement.start,
        "end": statement.end,
        "quote": statement.quote,
        "kind": str(statement.kind),
        "subject": statement.subject,
        "scope": statement.scope,
        "period": list(statement.period) if statement.period else None,
    }
    if statement.kind is Kind.TASK:
        line |= {"verb": statement.verb, "object": statement.object}
    else:
        line |= {
            "value": _plain(statement.value),
            "unit": statement.unit,
            "comparator": statement.comparator,
            "basis": statement.basis,
        }
    extras: dict[str, object] = {
        "indicator_no": statement.indicator_no,
        "nature": str(statement.nature) if statement.nature else "",
        "lead_units": list(statement.lead_units),
        "supporting_units": list(statement.supporting_units),
        "leader": statement.leader,
        "due": statement.due,
        "relation": {"kind": statement.relation.kind, "to": statement.relation.to} if statement.relation else None,
        "not_stated": list(statement.not_stated),
        "page": statement.page,
        "cell": statement.cell,
    }
    line |= {key: value for key, value in extras.items() if value not in ("", None, [])}
    line["confidence"] = round(statement.confidence, 2)
    if statement.reason:
        line["reason"] = statement.reason
    return line


def _plain(value: Value | None) -> int | float | list[int | float] | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [_number(part) for part in value]
    return _number(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
