"""How a batch is worked out: one SQL query of thin layers, each piece of any expression exactly once.

Every distinct piece of all expressions becomes a column (a value and its status, or one code for a yes-or-no) in the
layer above the pieces it is made of. So thirty rules that ask the same thing ask it once, and no SQL text is ever
copied into another, however deep the expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from luoshi.kernel.facts.batch.snapshot import Survey, reading
from luoshi.kernel.facts.conditions import Condition, Group
from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.sql import FALSE_CODE, tiny
from luoshi.kernel.facts.program import Program
from luoshi.kernel.facts.tree import Apply, Cell, Choice, Constant, Fact, Logic, Made, Node
from luoshi.kernel.facts.types import BOOLEAN, NUMBER_LIMIT, Type
from luoshi.kernel.facts.values import Status

NO_STATUS = tiny(0)
FALSE = tiny(FALSE_CODE)
MASKS = ((8, "UTINYINT"), (16, "USMALLINT"), (32, "UINTEGER"), (64, "UBIGINT"))


@dataclass
class Plan:
    """The layers of a batch over columns that have been surveyed; `fixed` facts are the same for every row."""

    columns: Mapping[str, Survey]
    fixed: Mapping[str, object] = field(default_factory=dict)
    layers: list[list[str]] = field(default_factory=list)
    cells: dict[Node, tuple[Cell, int]] = field(default_factory=dict)

    def sql(self, programs: tuple[Program, ...], source: str) -> str:
        """The query: per program a column of codes and two masks, or a value and its status."""
        result = [column for place, program in enumerate(programs) for column in self._result(place, program)]
        query = f"SELECT {', '.join(self.layers[0]) or '1 AS nothing'} FROM {source}" if self.layers else source
        for layer in self.layers[1:]:
            query = f"SELECT *, {', '.join(layer)} FROM ({query})"
        return (
            f"SELECT {', '.join(result)} FROM ({query})" if self.layers else f"SELECT {', '.join(result)} FROM {source}"
        )

    def _result(self, place: int, program: Program) -> list[str]:
        if program.type != BOOLEAN:
            cell, _ = self.cell(program.node)
            return [f"{cell.value} AS v{place}", f"{cell.status} AS s{place}"]
        code, _ = self.cell(_node_of(program.root))
        width = next(name for most, name in MASKS if len(program.conditions) <= most)
        failed, undecided = self._mask(program.root, width, _false_bit), self._mask(program.root, width, _open_bit)
        return [f"{code.code} AS t{place}", f"{failed} AS f{place}", f"{undecided} AS u{place}"]

    def _mask(self, part: Condition | Group, width: str, bit: Callable[[str, int, str], str]) -> str:
        """Bits of the conditions to blame that are false, or that have no answer."""
        if isinstance(part, Condition):
            cell, _ = self.cell(_node_of(part))
            return bit(_code(cell), part.index, width)
        bits = " | ".join(self._mask(each, width, bit) for each in part.parts)
        if part.word == "and":
            return f"({bits})"
        whole, _ = self.cell(_node_of(part))
        return f"CASE WHEN {whole.code} = 0 THEN CAST(0 AS {width}) ELSE ({bits}) END"

    def cell(self, node: Node) -> tuple[Cell, int]:
        """The columns of a piece and the layer they are in; added on first sight."""
        if node not in self.cells:
            self.cells[node] = self._add(node)
        return self.cells[node]

    def _add(self, node: Node) -> tuple[Cell, int]:
        match node:
            case Constant(value=value, type=kind):
                return _constant(value, kind), 0
            case Fact(name=name, type=kind) if name in self.fixed:
                return _constant(self.fixed[name], kind), 0
            case Fact():
                return self._fact(node), 0
            case Apply():
                return self._apply(node)
            case Logic():
                return self._logic(node)
            case Choice():
                return self._choice(node)
        raise AssertionError(f"unknown node {node}")

    def _fact(self, node: Fact) -> Cell:
        seen = self.columns[node.name]
        value, status = reading(node.name, node.type, seen)
        return self._keep(node, Made(value, status, seen.bound), 0)

    def _keep(self, node: Node, made: Made, level: int) -> Cell:
        """Give a piece its columns in a layer."""
        if node.type == BOOLEAN:
            return self._keep_code(_code_of(made), level)
        name = f"n{len(self.cells)}"
        self._column(level, made.value, name)
        if made.fault is None:
            return Cell(name, NO_STATUS, bound=made.bound)
        if not made.fault.isidentifier():
            self._column(level, made.fault, f"s{name}")
            return Cell(name, f"s{name}", bound=made.bound)
        return Cell(name, made.fault, bound=made.bound)

    def _keep_code(self, code: str, level: int) -> Cell:
        name = f"c{len(self.cells)}"
        self._column(level, code, name)
        return _coded(name)

    def _column(self, level: int, expression: str, name: str) -> None:
        while len(self.layers) <= level:
            self.layers.append([])
        self.layers[level].append(f"{expression} AS {name}")

    def _apply(self, node: Apply) -> tuple[Cell, int]:
        parts = [self.cell(each) for each in node.arguments]
        cells, level = tuple(cell for cell, _ in parts), 1 + max(level for _, level in parts)
        made = node.function.duckdb(node.arguments, node.type, cells)
        if node.function.strict:
            statuses = list(dict.fromkeys(cell.status for cell in cells if cell.status != NO_STATUS))
            given = f"({' | '.join(statuses)})" if len(statuses) > 1 else "".join(statuses)
            made = replace(made, fault=_either(given, made.fault))
        return self._keep(node, made, level), level

    def _logic(self, node: Logic) -> tuple[Cell, int]:
        parts = [self.cell(each) for each in node.arguments]
        codes = [_code(cell) for cell, _ in parts]
        level = 1 + max(level for _, level in parts)
        match node.word:
            case "not":
                code = _negated(codes[0])
            case "and":
                code = f"({' | '.join(codes)})"
            case "or":
                code = _any(codes)
            case "at_least":
                code = _at_least(node.count, codes)
        return self._keep_code(code, level), level

    def _choice(self, node: Choice) -> tuple[Cell, int]:
        whens = [self.cell(when) for when, _ in node.branches]
        thens = [self.cell(then) for _, then in node.branches]
        otherwise = self.cell(node.otherwise)
        level = 1 + max(level for _, level in (*whens, *thens, otherwise))
        value = status = ""
        for (when, _), (then, _) in zip(whens, thens, strict=True):
            code = _code(when)
            value += f"WHEN {code} = 0 THEN {then.value} "
            status += f"WHEN {code} = 0 THEN {then.status} WHEN {code} < {FALSE_CODE} THEN {code} "
        last = otherwise[0]
        bound = max(cell.bound for cell, _ in (*thens, otherwise))
        made = Made(f"CASE {value}ELSE {last.value} END", f"CASE {status}ELSE {last.status} END", bound)
        return self._keep(node, made, level), level


def _node_of(part: Condition | Group) -> Node:
    """The tree of a condition or group with NOT moved down to the conditions."""
    if isinstance(part, Condition):
        return Logic(BOOLEAN, part.text, "not", (part.node,)) if part.negated else part.node
    return Logic(BOOLEAN, "", part.word, tuple(_node_of(each) for each in part.parts), part.count)


def _constant(value: object, kind: Type) -> Cell:
    """A value in the inside form, or a Status, that needs no column."""
    if isinstance(value, Status):
        if kind == BOOLEAN:
            return _coded(tiny(value))
        return Cell(sql.filler(kind), tiny(value), bound=0)
    if isinstance(value, bool):
        return _coded(tiny(0 if value else FALSE_CODE))
    return Cell(sql.literal(value, kind), NO_STATUS, bound=abs(value) if isinstance(value, int) else NUMBER_LIMIT)


def _coded(code: str) -> Cell:
    return Cell(f"({code} = 0)", f"CASE WHEN {code} >= {FALSE_CODE} THEN {NO_STATUS} ELSE {code} END", code)


def _code(cell: Cell) -> str:
    assert cell.code is not None
    return cell.code


def _code_of(made: Made) -> str:
    """The code of a yes-or-no from its value and status."""
    holds = f"CASE WHEN {made.value} THEN {NO_STATUS} ELSE {FALSE} END"
    if made.fault is None:
        return holds
    return f"CASE WHEN {made.fault} <> 0 THEN {made.fault} WHEN {made.value} THEN {NO_STATUS} ELSE {FALSE} END"


def _either(given: str, fault: str | None) -> str | None:
    """The arguments' status, and where they all have values that of the function itself."""
    if not given or fault is None:
        return given or fault
    return f"CASE WHEN {given} <> 0 THEN {given} ELSE {fault} END"


def _negated(code: str) -> str:
    return f"CASE WHEN {code} = 0 THEN {FALSE} WHEN {code} >= {FALSE_CODE} THEN {NO_STATUS} ELSE {code} END"


def _any(codes: list[str]) -> str:
    true = " OR ".join(f"{code} = 0" for code in codes)
    false = " AND ".join(f"{code} >= {FALSE_CODE}" for code in codes)
    return f"CASE WHEN {true} THEN {NO_STATUS} WHEN {false} THEN {FALSE} ELSE {_open(codes)} END"


def _open(codes: list[str]) -> str:
    """The statuses of those without an answer, united."""
    return " | ".join(f"CASE WHEN {code} >= {FALSE_CODE} THEN {NO_STATUS} ELSE {code} END" for code in codes)


def _at_least(count: int, codes: list[str]) -> str:
    true = " + ".join(f"CAST({code} = 0 AS INTEGER)" for code in codes)
    possible = " + ".join(f"CAST({code} < {FALSE_CODE} AS INTEGER)" for code in codes)
    return (
        f"CASE WHEN {true} >= {count} THEN {NO_STATUS} WHEN {possible} < {count} THEN {FALSE} ELSE {_open(codes)} END"
    )


def _false_bit(code: str, index: int, width: str) -> str:
    if width == "UTINYINT":  # the bit of FALSE shifted into place: a third of the time of a CASE
        return f"(({code} & {FALSE}) >> {7 - index})"
    return f"CASE WHEN {code} >= {FALSE_CODE} THEN CAST({1 << index} AS {width}) ELSE CAST(0 AS {width}) END"


def _open_bit(code: str, index: int, width: str) -> str:
    test = f"{code} > 0 AND {code} < {FALSE_CODE}"
    return f"CASE WHEN {test} THEN CAST({1 << index} AS {width}) ELSE CAST(0 AS {width}) END"
