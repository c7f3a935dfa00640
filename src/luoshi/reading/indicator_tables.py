"""Indicator tables (主要指标表): one row per indicator, base year, target year, growth or [cumulative], nature.

Cells that were lost when columns were joined are said so on the row; nothing is filled in for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.reading.cells import CellValue, read_cell, split_unit
from luoshi.reading.characters import plain
from luoshi.reading.columns import Column, Heading
from luoshi.reading.model import Cell, Kind, Nature, Statement
from luoshi.reading.origin import Origin
from luoshi.reading.task_tables import duty_of

_NUMBER = re.compile(r"^\s*(?:\((\d{1,3})\)|(\d{1,3})[.、．](?!\d)|([①-⑳]))\s*")
_UNIT_TAIL = re.compile(r"\(([^()]{1,14})\)\s*$")
_NATURE = re.compile(r"(约束|预期|监测)")
_GROWTH_NAME = re.compile(r"(?:增速|增长率?|增幅|降低率?|下降率?|降幅|降低|下降)$")


def is_indicator_table(heading: Heading) -> bool:
    roles = {c.role for c in heading.columns}
    valued = roles & {"base", "target", "growth"}
    return (
        bool(valued)
        and ("nature" in roles or "name" in roles or len([c for c in heading.columns if c.role in valued]) >= 2)
        and "task" not in roles
    )


def is_measured(heading: Heading) -> bool:
    """Whether a table with responsible units is nevertheless one of figures: a unit or base column says so."""
    roles = {c.role for c in heading.columns}
    return is_indicator_table(heading) and bool(roles & {"unit", "base", "nature"})


@dataclass(slots=True)
class _Row:
    cells: list[Cell]
    label: Cell
    name: str
    number: str
    unit: str
    factor: Decimal
    nature: Nature | None
    nature_at: int | None
    lost: int


def statements(
    doc: str, rows: list[list[Cell]], heading: Heading, origin: Origin, page: int | None
) -> Iterator[Statement]:
    origin = _with_years(heading, origin)
    for cells in rows[heading.rows :]:
        row = _row(cells, heading)
        if row is not None:
            yield from _of_row(doc, row, heading, origin, page)


def _with_years(heading: Heading, origin: Origin) -> Origin:
    """Where the paper's own years do not cover the table, its columns say them: the first year is the base."""
    dated = sorted((c for c in heading.columns if c.year is not None), key=lambda c: c.year or 0)
    if len(dated) < 2 or (origin.plan and origin.plan[1] >= (dated[-1].year or 0)):
        return origin
    first, last = dated[0].year or 0, dated[-1].year or 0
    if not any(c.role == "base" for c in heading.columns):
        dated[0].role = "base"
    return replace(origin, plan=(first + 1, last), past=(first, first))


def _row(cells: list[Cell], heading: Heading) -> _Row | None:
    name_at = heading.find("name")
    if name_at is None:
        name_at = next((i for i, c in enumerate(heading.columns) if c.role in ("other", "class")), 0)
    if name_at >= len(cells):
        return None
    label = cells[name_at]
    flat = plain(label.text).strip()
    if not re.search(r"[\u4e00-\u9fff]", flat) or sum(1 for c in cells if c.text and not c.merged) < 2:
        return None
    number = _NUMBER.match(flat)
    number_at = heading.find("number")
    no = (
        next((g for g in number.groups() if g), "")
        if number
        else (cells[number_at].text if number_at is not None else "")
    )
    bare = flat[number.end() :] if number else flat
    unit_at = heading.find("unit")
    unit, factor = "", Decimal(1)
    tail = _UNIT_TAIL.search(bare)
    if tail:
        unit, factor = split_unit(tail.group(1))
        offset = label.text.rstrip()
        bare = offset[_number_length(offset) : len(offset) - len(tail.group())]
    else:
        bare = label.text[_number_length(label.text) :]
    if unit_at is not None and unit_at < len(cells) and cells[unit_at].text:
        unit, factor = split_unit(cells[unit_at].text)
    return _with_nature(cells, heading, label, bare.strip(" *"), re.sub(r"\D", "", no) or no, unit, factor)


def _number_length(text: str) -> int:
    match = _NUMBER.match(plain(text))
    return match.end() if match else 0


def _with_nature(
    cells: list[Cell], heading: Heading, label: Cell, name: str, no: str, unit: str, factor: Decimal
) -> _Row:
    nature: Nature | None = None
    found_at: int | None = None
    for i, cell in enumerate(cells):
        match = _NATURE.search(cell.text)
        if match and len(cell.text) <= 6 and cell is not label:
            nature, found_at = Nature(match.group(1) + "性"), i
    expected = heading.find("nature")
    lost = 0
    if expected is not None and found_at is not None and found_at < expected:
        lost = expected - found_at
    elif len(cells) < len(heading.columns) and expected is None:
        lost = len(heading.columns) - len(cells)
    return _Row(cells, label, name, no, unit, factor, nature, found_at, lost)


def _of_row(doc: str, row: _Row, heading: Heading, origin: Origin, page: int | None) -> Iterator[Statement]:
    stop = row.nature_at if row.nature_at is not None else len(row.cells)
    blank: list[str] = []
    base = Statement(
        doc=doc,
        start=row.label.start,
        end=row.label.end,
        quote=row.label.text,
        kind=Kind.TASK,
        subject=row.name,
        scope=origin.scope,
        period=origin.plan,
        indicator_no=row.number,
        nature=row.nature,
        page=page,
        cell=row.label.name,
        confidence=0.97,
    )
    duty = duty_of(row.cells, heading)
    if duty:
        base = replace(base, lead_units=duty.lead, supporting_units=duty.support, leader=duty.leader, due=duty.due)
    if row.lost:
        note = f"本行有 {row.lost} 个单元格在合并中丢失,数值按从左到右对应,需核对"
        base = replace(base, confidence=0.55, reason=note)
    stated: list[Statement] = []
    worded: list[Statement] = []
    for i, column in enumerate(heading.columns):
        if column.role not in ("base", "target", "growth"):
            continue
        if i >= min(stop, len(row.cells)):
            if not row.lost:
                blank.append(column.title)
            continue
        cell = read_cell(row.cells[i].text)
        if cell.nothing:
            blank.append(column.title)
        elif cell.value is None:
            worded.append(_worded(base, cell, row, column))
        else:
            stated.append(_valued(base, cell, row, column, origin, i))
    out = stated + worded
    if not out:
        reason = "；".join(r for r in (base.reason, "表中没有给出数值") if r)
        out = [replace(base, object=row.name, confidence=min(base.confidence, 0.6), reason=reason)]
    for statement in out:
        yield replace(statement, not_stated=tuple(blank)) if blank and not row.lost else statement


def _worded(base: Statement, cell: CellValue, row: _Row, column: Column) -> Statement:
    verb = (
        "完成" if "完成" in cell.words else "同步" if "同步" in cell.words else "达到" if "达到" in cell.words else ""
    )
    target = cell.words.removeprefix(verb) if verb != "同步" else row.name
    return replace(
        base,
        verb=verb,
        object=target,
        relation=cell.relation,
        confidence=min(base.confidence, 0.85),
        reason=base.reason or "表中是文字要求,没有数值",
    )


def _valued(base: Statement, cell: CellValue, row: _Row, column: Column, origin: Origin, at: int) -> Statement:
    kind = Kind.BASELINE if column.role == "base" else Kind.TARGET
    unit, value = row.unit, cell.value
    growing = column.role == "growth" and not cell.cumulative
    if cell.unit and cell.unit != row.unit and not (cell.unit in ("%",) and not row.unit):
        unit = cell.unit
    elif cell.unit == "%" and not row.unit:
        unit = "%"
    elif growing and row.unit not in ("%", "‰") and not cell.unit:
        unit = "%"  # an average growth beside a level is a rate
    elif not cell.scaled and value is not None and not (growing and unit == "%"):
        value = tuple(part * row.factor for part in value) if isinstance(value, tuple) else value * row.factor  # type: ignore[assignment]
    period = origin.plan
    if column.year is not None:
        own = (column.year, column.year)
        period = own if kind is Kind.BASELINE or not origin.plan or column.year != origin.plan[1] else origin.plan
    elif kind is Kind.BASELINE:
        period = (origin.past[1], origin.past[1]) if origin.past else None
    return replace(
        base,
        kind=kind,
        value=value,
        unit=unit,
        comparator=cell.comparator,
        basis=_basis(cell, row, growing, unit),
        period=period,
        cell=row.cells[at].name or base.cell,
    )


def _basis(cell: CellValue, row: _Row, growing: bool, unit: str) -> str:
    if cell.cumulative:
        return "increment"
    if re.match(r"(?:城镇|累计|年)?新增", row.name) and unit not in ("%", "‰"):
        return "increment"
    if growing or _GROWTH_NAME.search(row.name):
        return "growth"
    return "share" if unit in ("%", "‰") else "level"
