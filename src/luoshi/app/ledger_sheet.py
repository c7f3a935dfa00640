"""The ledger goes out as a workbook and comes back: rows that were not touched change nothing, each other row says
what it changes or why it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from luoshi.app.ledger import judge
from luoshi.base.errors import Conflict, Invalid, LuoshiError, Malformed, NotFound, Refused
from luoshi.base.i18n import Language
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.base.time import parse_day, print_day
from luoshi.exchange.ledger_sheet import OPEN, SheetRow, read, write
from luoshi.kernel.ledger import Amendment, Commitment, Filter

if TYPE_CHECKING:
    from luoshi.app.house import House

MOST = 20_000
_PART = 500


class RowUnknown(NotFound):
    """A row names no commitment that the asker may see."""

    code = "E-203"


class RowChangedMeanwhile(Conflict):
    """Somebody changed the commitment after the workbook was written."""

    code = "E-204"


class ColumnClosed(Refused):
    """A column was changed that comes from the document or from judging."""

    code = "E-205"


class NoSuchAgency(Invalid):
    """A unit that the directory does not have, or has twice under that name."""

    code = "E-206"


class RowTwice(Invalid):
    """A commitment stands in two rows."""

    code = "E-207"


class SheetHasErrors(Refused):
    """Some rows cannot be entered, so none was."""

    code = "E-208"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one row changes: field, from, to."""

    row: int
    of: Commitment
    to: Amendment
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why one row cannot be entered."""

    row: int
    column: str
    error: LuoshiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    rows: int
    changes: tuple[Planned, ...]
    errors: tuple[Wrong, ...]


async def export(house: House, chosen: Filter, *, scope: Scope, language: Language) -> bytes:
    """The chosen commitments as a workbook."""
    of = await house.ledger.commitments(chosen, scope=scope, limit=MOST, slow=True)
    cells = await _cells(house, of, language)
    return await asyncio.to_thread(write, cells, language=language)


async def plan(house: House, data: bytes, *, scope: Scope, language: Language) -> Plan:
    """What entering a workbook would change. Nothing is written."""
    sheet = await asyncio.to_thread(read, data)
    ids = [int(row.cells["id"]) for row in sheet if row.cells.get("id", "").isdigit()]
    of: dict[int, Commitment] = {}
    for start in range(0, len(ids), _PART):
        part = Filter(ids=tuple(ids[start : start + _PART]), status=None)
        of |= {each.id: each for each in await house.ledger.commitments(part, scope=scope, limit=_PART)}
    now = dict(zip(of, await _cells(house, list(of.values()), language), strict=True))
    changes, errors, seen = [], [], set[int]()
    for row in sheet:
        try:
            planned = _planned(house, row, of, now, seen)
        except _At as wrong:
            errors.append(Wrong(row=row.row, column=wrong.column, error=wrong.error))
            continue
        if planned.fields:
            changes.append(planned)
    return Plan(rows=len(sheet), changes=tuple(changes), errors=tuple(errors))


async def enter(house: House, of: Plan, *, by: Actor, ground: str, scope: Scope) -> None:
    """Enter a plan without errors: all rows in one transaction; of two people at once the second is told."""
    if of.errors:
        raise SheetHasErrors(count=len(of.errors), row=of.errors[0].row)
    async with house.unit() as unit:
        unit.in_order()
        for each in of.changes:
            await house.ledger.amend(
                unit, each.of.id, version=each.of.version, to=each.to, by=by, ground=ground, scope=scope
            )
    for start in range(0, len(of.changes), _PART):
        part = [each.of.id for each in of.changes[start : start + _PART]]
        await judge(house, part, cause=ground, found=True)


class _At(Exception):
    def __init__(self, column: str, error: LuoshiError) -> None:
        super().__init__(column)
        self.column, self.error = column, error


def _planned(
    house: House,
    row: SheetRow,
    of: Mapping[int, Commitment],
    now: Mapping[int, Mapping[str, str]],
    seen: set[int],
) -> Planned:
    key = row.cells.get("id", "")
    found = of.get(int(key)) if key.isdigit() else None
    if found is None:
        raise _At("id", RowUnknown(row=row.row))
    if found.id in seen:
        raise _At("id", RowTwice(row=row.row, number=found.number))
    seen.add(found.id)
    stands = now[found.id]
    typed = {name: row.cells[name] for name in OPEN if name in row.cells and not _same(row.cells[name], stands[name])}
    to = _amended(house, found, typed)
    moved = tuple((name, stands[name], new) for name, new in typed.items() if getattr(to, name) != getattr(found, name))
    told = ("subject", "comparator", "value", "value_high", "unit", "first_year", "last_year", "nature", "quote")
    closed = next((name for name in told if name in row.cells and not _same(row.cells[name], stands[name])), None)
    late = row.cells.get("version", "") != str(found.version)
    if late and (moved or closed):
        raise _At("version", RowChangedMeanwhile(number=found.number))
    if closed is not None:
        raise _At(closed, ColumnClosed(number=found.number, column=closed))
    return Planned(row=row.row, of=found, to=to, fields=moved)


def _same(one: str, other: str) -> bool:
    """Equal as text, or as figures."""
    if one.strip() == other.strip():
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _amended(house: House, of: Commitment, new: Mapping[str, str]) -> Amendment:
    to = Amendment(
        lead_unit=of.lead_unit,
        supporting=of.supporting,
        due_day=of.due_day,
        indicator=of.indicator,
        baseline=of.baseline,
    )
    for column, text in new.items():
        try:
            to = _with(house, of, to, column, text.strip())
        except LuoshiError as error:
            raise _At(column, error) from error
    return to


def _with(house: House, of: Commitment, to: Amendment, column: str, text: str) -> Amendment:
    if column == "lead_unit":
        return replace(to, lead_unit=_agency(house, text) if text else None)
    if column == "supporting":
        names = [each for each in text.replace(",", "、").replace(";", "、").split("、") if each.strip()]
        return replace(to, supporting=tuple(sorted(_agency(house, each.strip()) for each in names)))
    if column == "due_day":
        return replace(to, due_day=parse_day(text) if text else None)
    if column == "indicator":
        if text:
            house.indicators.definition(text, path=of.path)
        return replace(to, indicator=text or None)
    try:
        return replace(to, baseline=Decimal(text) if text else None)
    except InvalidOperation as cause:
        raise Malformed(field=column, problem=text[:40]) from cause


def _agency(house: House, name: str) -> int:
    """By code, or by a name that only one agency has."""
    agencies = house.parties.directory.agencies.values()
    found = [each.id for each in agencies if name == each.code] or [
        each.id for each in agencies if name in {each.name.zh, each.name.en}
    ]
    if len(found) != 1:
        raise NoSuchAgency(name=name[:40], found=len(found))
    return found[0]


async def _cells(house: House, of: Sequence[Commitment], language: Language) -> list[dict[str, str]]:
    """The rows of these commitments, in their order."""
    titles: dict[int, str] = {}
    spans: dict[int, tuple[int, int, str]] = {}
    for identity in {each.document for each in of}:
        document = await house.ledger.document(identity, scope=EVERYTHING)
        titles[identity] = document.title
        for each in await house.ledger.statements(document, scope=EVERYTHING, limit=1_000_000):
            spans[each.id] = (each.start, each.end, each.quote)
    return [
        _row(house, each, titles[each.document], spans.get(each.statement or 0, (0, 0, "")), language) for each in of
    ]


def _row(house: House, of: Commitment, title: str, span: tuple[int, int, str], language: Language) -> dict[str, str]:
    start, end, quote = span
    area = house.territory.tree.find_path(of.path, house.installation.today()) if of.path else None
    first, last = of.period or ("", "")
    return {
        "id": str(of.id), "version": str(of.version), "number": of.number, "subject": of.subject, "verb": of.verb,
        "object": of.object, "kind": of.kind, "nature": of.nature, "comparator": of.comparator,
        "value": _figure(of.value), "value_high": _figure(of.value_high), "unit": of.unit, "basis": of.basis,
        "first_year": str(first), "last_year": str(last), "scope": of.scope,
        "area": "" if area is None else f"{area.code} {area.name}",
        "state": of.state or "", "actual": of.actual or "",
        "lead_unit": "" if of.lead_unit is None else _name(house, of.lead_unit, language),
        "supporting": "、".join(_name(house, each, language) for each in of.supporting),
        "due_day": "" if of.due_day is None else print_day(of.due_day),
        "indicator": of.indicator or "", "baseline": _figure(of.baseline), "document": title,
        "start": str(start), "end": str(end), "quote": quote,
    }  # fmt: skip


def _figure(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _name(house: House, identity: int, language: Language) -> str:
    """The name of an agency, or its code where another bears the same name."""
    agencies = house.parties.directory.agencies
    found = agencies[identity]
    name = found.name.zh if language == "zh" else found.name.en
    alone = sum(name in {each.name.zh, each.name.en} for each in agencies.values()) == 1
    return name if alone and "、" not in name and "," not in name else found.code
