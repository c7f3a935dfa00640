"""Pieces of DuckDB SQL that the rows of the function table share.

Inside a batch no cell is SQL's NULL and no intermediate leaves 128 bits: scaled numbers have at most 18 digits, so a
sum of nine stays in 64 bits and a product, or a dividend scaled for its quotient, stays below 10^38.
"""

from __future__ import annotations

from datetime import date

from luoshi.kernel.facts.tree import Cell, Constant, Node
from luoshi.kernel.facts.types import (
    FIRST_DAY,
    LAST_DAY,
    NUMBER_LIMIT,
    BooleanType,
    CodeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from luoshi.kernel.facts.values import Status

FALSE_CODE = 9
DAYS = f"BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"


def tiny(number: int) -> str:
    """A literal of one byte, so that status columns stay one byte wide."""
    return f"CAST({number} AS UTINYINT)"


def literal(value: object, kind: Type) -> str:
    """SQL of a constant in the inside form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return f"CAST({value} AS {'BIGINT' if abs(value) < 2**63 else 'HUGEINT'})"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple) and isinstance(kind, ListType):
        return f"CAST([{', '.join(literal(each, kind.of) for each in value)}] AS {sql_type(kind)})"
    raise AssertionError(f"no SQL for {value!r}")


def quoted(text: str) -> str:
    """A text literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A column name that came from outside."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(kind: Type) -> str:
    """The column type that carries this kind inside a batch."""
    match kind:
        case TextType() | CodeType():
            return "VARCHAR"
        case DateType():
            return "DATE"
        case BooleanType():
            return "BOOLEAN"
        case ListType(of=of):
            return f"{sql_type(of)}[]"
        case _:
            return "BIGINT"


def filler(kind: Type) -> str:
    """What stands in a value column where the status says there is no value."""
    match kind:
        case TextType() | CodeType():
            return "''"
        case DateType():
            return "DATE '1970-01-01'"
        case BooleanType():
            return "FALSE"
        case ListType():
            return f"CAST([] AS {sql_type(kind)})"
        case _:
            return "CAST(0 AS BIGINT)"


def scale_of(node: Node) -> int:
    """Decimal places of a number; other kinds that travel as whole numbers have none."""
    return node.type.scale if isinstance(node.type, NumberType) else 0


def scaled(node: Node, cell: Cell, scale: int) -> str:
    """The number with `scale` places, exact and unchecked (64 bits where nothing is to be done, else 128)."""
    more = scale - scale_of(node)
    if more == 0:
        return cell.value
    if isinstance(node, Constant) and isinstance(node.value, int):
        return literal(node.value * 10**more, node.type)
    return f"(CAST({cell.value} AS HUGEINT) * {10**more})"


def checked(raw: str) -> tuple[str, str]:
    """A result that may leave the range of numbers: its value, and the status that says so."""
    inside = f"{raw} BETWEEN {-NUMBER_LIMIT} AND {NUMBER_LIMIT}"
    return (
        f"CASE WHEN {inside} THEN CAST({raw} AS BIGINT) ELSE CAST(0 AS BIGINT) END",
        failing(f"NOT ({inside})", Status.OVERFLOW),
    )


def failing(test: str, status: Status) -> str:
    """The status where the test holds, else 0."""
    return f"CASE WHEN {test} THEN {tiny(status)} ELSE {tiny(0)} END"


def rounded_quotient(numerator: str, denominator: str) -> str:
    """numerator ÷ denominator to the nearest whole, halves away from zero; the denominator must not be 0."""
    top, bottom = f"abs(CAST({numerator} AS HUGEINT))", f"abs(CAST({denominator} AS HUGEINT))"
    away = f"CASE WHEN {top} % {bottom} >= {bottom} - {top} % {bottom} THEN 1 ELSE 0 END"
    sign = f"CASE WHEN ({numerator} < 0) = ({denominator} < 0) THEN 1 ELSE -1 END"
    return f"({sign} * ({top} // {bottom} + {away}))"
