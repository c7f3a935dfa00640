"""How a batch is worked out: one SQL query of thin layers, each piece of any expression exactly once.

Every distinct piece of all expressions becomes a column (a value and its status, or one code for a yes-or-no) in the
layer above the pieces it is made of. So thirty rules that ask the same thing ask it once, and no SQL text is ever
copied into another, however deep the expression.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from luoshi.kernel.facts.batch.snapshot import reading
from luoshi.kernel.facts.conditions import Condition, Group
from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.sql import FALSE_CODE, tiny
from luoshi.kernel.facts.program import Program
from luoshi.kernel.facts.tree import Apply, Cell, Choice, Constant, Fact, Logic, Node
from luoshi.kernel.facts.types import BOOLEAN

NO_STATUS = tiny(0)
FALSE = tiny(FALSE_CODE)
MASKS = ((8, "UTINYINT"), (16, "USMALLINT"), (32, "UINTEGER"), (64, "UBIGINT"))


@dataclass
class Plan:
    """The layers of a batch. `clean`: columns in which every cell has a value; `companions`: with a status column."""

    clean: Collection[str]
    companions: Collection[str]
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
        width = next(name for most, name in MASKS if len(program.conditions) <= most)
        code, _ = self.cell(_node_of(program.root))
        failed = self._mask(program.root, f"= {FALSE_CODE}", width)
        open_ = self._mask(program.root, f"BETWEEN 1 AND {FALSE_CODE - 1}", width)
        return [f"{code.code} AS t{place}", f"{failed} AS f{place}", f"{open_} AS u{place}"]

    def _mask(self, part: Condition | Group, test: str, width: str) -> str:
        """Bits of the conditions to blame that pass the test (false, or undecided)."""
        if isinstance(part, Condition):
            cell, _ = self.cell(_node_of(part))
            return f"CASE WHEN {cell.code} {test} THEN CAST({1 << part.index} AS {width}) ELSE CAST(0 AS {width}) END"
        bits = " | ".join(self._mask(each, test, width) for each in part.parts)
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
            case Constant(value=bool() as value):
                return _coded(tiny(0 if value else FALSE_CODE)), 0
            case Constant(value=value, type=kind):
                return Cell(sql.literal(value, kind), NO_STATUS), 0
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
        clean = node.name in self.clean
        value, status = reading(node.name, node.type, clean=clean, companion=node.name in self.companions)
        return self._keep(node, value, status, 0)

    def _keep(self, node: Node, value: str, status: str | None, level: int) -> Cell:
        """Give a piece its columns in a layer."""
        while len(self.layers) <= level:
            self.layers.append([])
        name = str(len(self.cells))
        if node.type == BOOLEAN:
            known = f"CASE WHEN {value} THEN {tiny(0)} ELSE {FALSE} END"
            if status is not None:
                known = f"CASE WHEN {status} <> 0 THEN {status} WHEN {value} THEN {tiny(0)} ELSE {FALSE} END"
            return self._keep_code(known, level)
        self.layers[level].append(f"{value} AS n{name}")
        if status is None:
            return Cell(f"n{name}", NO_STATUS)
        self.layers[level].append(f"{status} AS s{name}")
        return Cell(f"n{name}", f"s{name}")

    def _keep_code(self, code: str, level: int) -> Cell:
        while len(self.layers) <= level:
            self.layers.append([])
        name = f"c{len(self.cells)}"
        self.layers[level].append(f"{code} AS {name}")
        return _coded(name)

    def _apply(self, node: Apply) -> tuple[Cell, int]:
        parts = [self.cell(each) for each in node.arguments]
        cells, level = tuple(cell for cell, _ in parts), 1 + max(level for _, level in parts)
        value, fault = node.function.duckdb(node.arguments, node.type, cells)
        if not node.function.strict:
            return self._keep(node, value, fault, level), level
        statuses = list(dict.fromkeys(cell.status for cell in cells if cell.status != NO_STATUS))
        given = _worst(statuses)
        if given is None:
            status = fault
        elif fault is None:
            status = given
        else:
            status = f"CASE WHEN {given} <> 0 THEN {given} ELSE {fault} END"
        return self._keep(node, value, status, level), level

    def _logic(self, node: Logic) -> tuple[Cell, int]:
        parts = [self.cell(each) for each in node.arguments]
        codes = [_code(cell) for cell, _ in parts]
        level = 1 + max(level for _, level in parts)
        match node.word:
            case "not":
                code = _negated(codes[0])
            case "and":
                code = f"greatest({', '.join(codes)})"
            case "or":
                code = _negated(f"greatest({', '.join(_negated(each) for each in codes)})")
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
            status += f"WHEN {code} = 0 THEN {then.status} WHEN {code} <> {FALSE_CODE} THEN {code} "
        last = otherwise[0]
        value, status = f"CASE {value}ELSE {last.value} END", f"CASE {status}ELSE {last.status} END"
        return self._keep(node, value, status, level), level


def _node_of(part: Condition | Group) -> Node:
    """The tree of a condition or group with NOT moved down to the conditions."""
    if isinstance(part, Condition):
        return Logic(BOOLEAN, part.text, "not", (part.node,)) if part.negated else part.node
    return Logic(BOOLEAN, "", part.word, tuple(_node_of(each) for each in part.parts), part.count)


def _coded(code: str) -> Cell:
    return Cell(f"({code} = 0)", f"CASE WHEN {code} = {FALSE_CODE} THEN {tiny(0)} ELSE {code} END", code)


def _code(cell: Cell) -> str:
    assert cell.code is not None
    return cell.code


def _negated(code: str) -> str:
    return f"CASE WHEN {code} = 0 THEN {FALSE} WHEN {code} = {FALSE_CODE} THEN {tiny(0)} ELSE {code} END"


def _worst(statuses: list[str]) -> str | None:
    if not statuses:
        return None
    return statuses[0] if len(statuses) == 1 else f"greatest({', '.join(statuses)})"


def _at_least(count: int, codes: list[str]) -> str:
    true = " + ".join(f"CAST({code} = 0 AS INTEGER)" for code in codes)
    possible = " + ".join(f"CAST({code} <> {FALSE_CODE} AS INTEGER)" for code in codes)
    worst = ", ".join(f"CASE WHEN {code} = {FALSE_CODE} THEN {tiny(0)} ELSE {code} END" for code in codes)
    return (
        f"CASE WHEN {true} >= {count} THEN {tiny(0)} WHEN {possible} < {count} THEN {FALSE} "
        f"ELSE greatest({worst}, {tiny(0)}) END"
    )
