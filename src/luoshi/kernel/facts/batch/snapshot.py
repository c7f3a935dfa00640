"""A snapshot: many subjects as typed columns, with a companion column where a cell may have no value.

Column `x` carries numbers as scaled integers (yuan with two places as fen), instants and durations as integers, days
as date32, texts and codes as strings (also dictionary-encoded), yes or no as booleans, lists as lists of these.
`x__status`, where present, is one byte: 0 there is a value, else the bit of a `values.Status`. An Arrow null without
a status is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from luoshi.kernel.facts.errors import Phrase, SnapshotDoesNotFit
from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.model import Schema
from luoshi.kernel.facts.types import (
    FIRST_INSTANT,
    LAST_INSTANT,
    LIST_LIMIT,
    NUMBER_LIMIT,
    TEXT_LIMIT,
    BooleanType,
    CodeType,
    DateType,
    InstantType,
    ListType,
    TextType,
    Type,
)
from luoshi.kernel.facts.values import MISSING, OVERFLOW, WRONG_TYPE, Status, take
from luoshi.kernel.facts.words import called

SUFFIX = "__status"
ALL_STATUSES = sum(Status)


def arrow_type(kind: Type) -> pa.DataType:
    """The Arrow type in which a snapshot carries this kind."""
    match kind:
        case TextType() | CodeType():
            return pa.string()
        case DateType():
            return pa.date32()
        case BooleanType():
            return pa.bool_()
        case ListType(of=of):
            return pa.list_(arrow_type(of))
        case _:
            return pa.int64()


def snapshot(rows: Iterable[Mapping[str, object]], schema: Schema) -> pa.Table:
    """Facts of many subjects (in the outside form, as for a program) as one typed table."""
    subjects = list(rows)
    columns: dict[str, pa.Array] = {}
    for name, column in schema.columns.items():
        values = [take(subject.get(name), column.type) for subject in subjects]
        plain = [None if isinstance(value, Status) else value for value in values]
        columns[name] = pa.array(plain, arrow_type(column.type))
        statuses = [int(value) if isinstance(value, Status) else 0 for value in values]
        if any(statuses):
            columns[name + SUFFIX] = pa.array(statuses, pa.uint8())
    return pa.table(columns)


def _fits(given: pa.DataType, kind: Type) -> bool:
    match kind:
        case TextType() | CodeType():
            text = given.value_type if pa.types.is_dictionary(given) else given
            return bool(pa.types.is_string(text) or pa.types.is_large_string(text))
        case DateType():
            return bool(pa.types.is_date32(given))
        case BooleanType():
            return bool(pa.types.is_boolean(given))
        case ListType(of=of):
            lists = pa.types.is_list(given) or pa.types.is_large_list(given)
            return bool(lists) and _fits(given.value_type, of)
        case _:
            return bool(pa.types.is_signed_integer(given) or given in (pa.uint8(), pa.uint16(), pa.uint32()))


def check_column(table: pa.Table, name: str, kind: Type) -> None:
    """Refuse a table that lacks the column or has it in another shape."""
    if name not in table.column_names:
        raise SnapshotDoesNotFit(name=name, problem=Phrase("no_column"), expected=_expected(kind))
    for column, fits, expected in (
        (name, _fits(table.schema.field(name).type, kind), _expected(kind)),
        (name + SUFFIX, _status_fits(table, name + SUFFIX), Phrase("arrow_type", {"found": "uint8"})),
    ):
        if not fits:
            found = Phrase("arrow_type", {"found": str(table.schema.field(column).type)})
            raise SnapshotDoesNotFit(name=column, problem=found, expected=expected)


def _expected(kind: Type) -> Phrase:
    return Phrase("arrow_column", {"kind": called(kind), "arrow": str(arrow_type(kind))})


def _status_fits(table: pa.Table, name: str) -> bool:
    return name not in table.column_names or table.schema.field(name).type == pa.uint8()


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look at a column tells: cheaper SQL where nothing can be wrong with it.

    `inside`: every value is within the range of its kind; `bound`: no whole number in it is larger.
    """

    nulls: bool
    companion: bool
    inside: bool
    bound: int = NUMBER_LIMIT


def survey(table: pa.Table, name: str, kind: Type) -> Survey:
    """Look over a column once."""
    column = table.column(name)
    inside, bound = _extent(column, kind)
    return Survey(column.null_count > 0, name + SUFFIX in table.column_names, inside, bound)


def _extent(column: pa.ChunkedArray, kind: Type) -> tuple[bool, int]:
    match kind:
        case BooleanType():
            return True, 0
        case TextType() | CodeType():
            return _longest(column) <= TEXT_LIMIT, 0
        case ListType(of=of):
            elements = pc.list_flatten(column)
            lengths = pc.max(pc.list_value_length(column)).as_py() or 0
            inside, bound = _extent(elements, of)
            return inside and elements.null_count == 0 and lengths <= LIST_LIMIT, bound
    return _between_ends(column, kind)


def _longest(column: pa.ChunkedArray) -> int:
    """An upper bound in bytes; a longer text is looked at row by row."""
    longest = 0
    for chunk in column.chunks:
        words = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
        longest = max(longest, pc.max(pc.binary_length(words)).as_py() or 0)
    return longest


def _between_ends(column: pa.ChunkedArray, kind: Type) -> tuple[bool, int]:
    ends = pc.min_max(column)
    if not ends["min"].is_valid:
        return True, 0
    try:
        low, high = take(ends["min"].as_py(), kind), take(ends["max"].as_py(), kind)
    except (ValueError, OverflowError):  # a day beyond Python's calendar
        return False, NUMBER_LIMIT
    if isinstance(low, Status) or isinstance(high, Status):
        return False, NUMBER_LIMIT
    return True, max(abs(low), abs(high)) if isinstance(low, int) and isinstance(high, int) else 0


def reading(name: str, kind: Type, seen: Survey) -> tuple[str, str | None]:
    """SQL that reads one column: its value, never SQL's NULL, and its status (None where every cell has a value)."""
    column = sql.named(name)
    value = f"CAST({column} AS {sql.sql_type(kind)})"
    told = f"(coalesce({sql.named(name + SUFFIX)}, {sql.tiny(0)}) & {sql.tiny(ALL_STATUSES)})"
    cases = [f"WHEN {told} <> 0 THEN {told}"] if seen.companion else []
    if seen.nulls:
        cases.append(f"WHEN {column} IS NULL THEN {sql.tiny(MISSING)}")
    if not seen.inside:
        cases.append(_faults(value, kind))
        value = f"CASE WHEN {_inside(value, kind)} THEN {value} ELSE {sql.filler(kind)} END"
    elif seen.nulls:
        value = f"coalesce({value}, {sql.filler(kind)})"
    if seen.companion and len(cases) == 1:
        return value, told
    return value, f"CASE {' '.join(cases)} ELSE {sql.tiny(0)} END" if cases else None


def _inside(value: str, kind: Type) -> str:
    """A test that is true for values within their range and not for SQL's NULL."""
    match kind:
        case TextType() | CodeType():
            return f"length({value}) <= {TEXT_LIMIT}"
        case DateType():
            return f"{value} {sql.DAYS}"
        case BooleanType():
            return f"{value} IS NOT NULL"
        case InstantType():
            return f"{value} BETWEEN {FIRST_INSTANT} AND {LAST_INSTANT}"
        case ListType(of=of):
            whole = f"len({value}) <= {LIST_LIMIT} AND list_count({value}) = len({value})"
            return f"({whole} AND len(list_filter({value}, lambda x: NOT ({_inside('x', of)}))) = 0)"
        case _:
            return f"{value} BETWEEN {-NUMBER_LIMIT} AND {NUMBER_LIMIT}"


def _faults(value: str, kind: Type) -> str:
    if isinstance(kind, ListType):
        beyond = f"len(list_filter({value}, lambda x: x IS NOT NULL AND NOT ({_inside('x', kind.of)}))) > 0"
        return (
            f"WHEN len({value}) > {LIST_LIMIT} OR {beyond} THEN {sql.tiny(OVERFLOW)} "
            f"WHEN list_count({value}) <> len({value}) THEN {sql.tiny(WRONG_TYPE)}"
        )
    return f"WHEN NOT ({_inside(value, kind)}) THEN {sql.tiny(OVERFLOW)}"
