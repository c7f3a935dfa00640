"""Pieces of DuckDB SQL that the rows of the function table share.

Inside a batch no cell is SQL's NULL and no intermediate leaves 128 bits: scaled numbers have at most 18 digits, so a
sum of nine stays in 64 bits and a product, or a dividend scaled for its quotient, stays below 10^38.
"""

from __future__ import annotations

from datetime import date

from luoshi.kernel.facts.tree import Cell, Constant, Made, Node
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

FALSE_CODE = 128
"""The bit of a condition that does not hold; it lies above every status, as FALSE does in an AND."""
MACHINE = 2**63 - 1
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


def scaled(node: Node, cell: Cell, scale: int) -> tuple[str, int]:
    """The number with `scale` places, exact, and how large it can be; in 64 bits where that is enough, else in 128."""
    times = int(10 ** (scale - scale_of(node)))
    bound = cell.bound * times
    if times == 1:
        return cell.value, bound
    if isinstance(node, Constant) and isinstance(node.value, int):
        return literal(node.value * times, node.type), abs(node.value) * times
    return f"({wide(cell.value, bound)} * {times})", bound


def wide(value: str, bound: int) -> str:
    """The number as 128 bits where what is made of it may not fit into 64."""
    return value if bound <= MACHINE else f"CAST({value} AS HUGEINT)"


def checked(raw: str, bound: int) -> Made:
    """A result that may leave the range of numbers: checked, unless it cannot be so large."""
    if bound <= NUMBER_LIMIT:
        return Made(f"CAST({raw} AS BIGINT)", None, bound)
    inside = f"{raw} BETWEEN {-NUMBER_LIMIT} AND {NUMBER_LIMIT}"
    value = f"CASE WHEN {inside} THEN CAST({raw} AS BIGINT) ELSE CAST(0 AS BIGINT) END"
    return Made(value, failing(f"NOT ({inside})", Status.OVERFLOW))


def not_zero(value: str) -> str:
    """A divisor; where it is 0 the caller tells so, and any other number does."""
    return f"CASE WHEN {value} = 0 THEN CAST(1 AS BIGINT) ELSE {value} END"


def failing(test: str, status: Status) -> str:
    """The status where the test holds, else 0."""
    return f"CASE WHEN {test} THEN {tiny(status)} ELSE {tiny(0)} END"


def rounded_quotient(top: str, most: int, bottom: str, least: int, largest: int) -> tuple[str, int]:
    """top ÷ bottom to the nearest whole, halves away from zero, and how large it can be.

    |top| is at most `most`; |bottom| is from `least`, which is 1 or more, to `largest`.
    """
    bound = most // least + 1
    if 2 * most + largest <= MACHINE:  # (2t + b) ÷ 2b is t ÷ b rounded: one division of 64 bits
        quotient = f"((2 * abs({top}) + abs({bottom})) // (2 * abs({bottom})))"
    else:  # twice the top could leave 128 bits, so the rest is compared instead
        above, below = f"abs(CAST({top} AS HUGEINT))", f"abs(CAST({bottom} AS HUGEINT))"
        rest = f"{above} % {below}"
        quotient = f"({above} // {below} + CASE WHEN {rest} >= {below} - {rest} THEN 1 ELSE 0 END)"
    return f"({quotient} * sign({top}) * sign({bottom}))", bound
