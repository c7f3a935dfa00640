"""台账 as a workbook: one row per commitment, written so that nothing is lost and read back as it was written.

Row 1 holds the headings in the reader's language, from row 2 on one commitment each; columns may be moved or
hidden, and are found by their heading in either language. Ids and words are text cells: a spreadsheet keeps 15
digits of a number and would run what begins with = as a formula. Figures of up to 15 digits are number cells, so
they can be sorted and added up; longer ones are text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from luoshi.base.errors import Invalid, Refused
from luoshi.base.i18n import LANGUAGES, Language, render
from luoshi.exchange.documents import archive

#: the columns in their order; the first two say which row of the ledger it is, as of which version
COLUMNS = (
    "id", "version", "number", "subject", "verb", "object", "kind", "nature", "comparator", "value", "value_high",
    "unit", "basis", "first_year", "last_year", "scope", "area", "state", "actual", "lead_unit", "supporting",
    "due_day", "indicator", "baseline", "document", "start", "end", "quote",
)  # fmt: skip
#: what may be changed in the workbook; the rest comes from the document or from judging
OPEN = ("lead_unit", "supporting", "due_day", "indicator", "baseline")
FIGURES = frozenset({"version", "value", "value_high", "first_year", "last_year", "actual", "baseline", "start", "end"})
_DIGITS = 15
_LONGEST = 20_000
_CELL = 32_000  # a cell holds 32,767 characters


class NotALedgerSheet(Invalid):
    """The file is no workbook of commitments: `problem` says what is missing."""

    code = "E-201"


class SheetTooLong(Refused):
    """More rows than are taken at once."""

    code = "E-202"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row as read: its number in the workbook and its cells as text."""

    row: int
    cells: Mapping[str, str]


def heading(column: str, language: Language) -> str:
    return render(f"ledger_sheet.{column}", language, {})


def write(rows: Iterable[Mapping[str, str]], *, language: Language) -> bytes:
    """A workbook of these rows; cells are text or plain digits."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(render("ledger_sheet.title", language, {}))
    bold, open_ = book.add_format({"bold": True}), book.add_format({"bold": True, "bg_color": "#FFF2CC"})
    for at, column in enumerate(COLUMNS):
        sheet.write_string(0, at, heading(column, language), open_ if column in OPEN else bold)
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(COLUMNS):
            _cell(sheet, number, at, row.get(column, ""), figure=column in FIGURES)
    sheet.freeze_panes(1, 4)
    sheet.set_column(0, 1, None, None, {"hidden": True})
    sheet.set_column(3, 3, 36)
    book.close()
    return target.getvalue()


def _cell(sheet: Any, row: int, at: int, text: str, *, figure: bool) -> None:
    if not text:
        return
    if figure and len(Decimal(text).as_tuple().digits) <= _DIGITS:
        sheet.write_number(row, at, float(text))
    else:
        sheet.write_string(row, at, text[:_CELL])


def read(data: bytes) -> list[SheetRow]:
    """The rows of the first sheet, with cells as the texts that `write` was given."""
    import python_calamine

    if zipfile.is_zipfile(io.BytesIO(data)):
        archive.kind_of(data, "commitments.xlsx")  # refuses what unpacks to far more than it seems to be
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=_LONGEST + 2)
    except (
        python_calamine.CalamineError,
        python_calamine.PasswordError,
        python_calamine.XmlError,
        python_calamine.ZipError,
        zipfile.BadZipFile,
        ValueError,
    ) as damaged:
        raise NotALedgerSheet(problem=type(damaged).__name__) from damaged
    if len(table) > _LONGEST + 1:
        raise SheetTooLong(most=_LONGEST)
    where = _columns(table[0] if table else [])
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        found = {column: _text(cells[at], column) for column, at in where.items() if at < len(cells)}
        if any(found.values()):
            rows.append(SheetRow(row=number, cells=found))
    return rows


def _columns(heads: Sequence[object]) -> dict[str, int]:
    names = {heading(column, language): column for language in LANGUAGES for column in COLUMNS}
    found = {names[str(head).strip()]: at for at, head in enumerate(heads) if str(head).strip() in names}
    missing: Literal["id", "version"] | None = next((each for each in ("id", "version") if each not in found), None)
    if missing is not None:
        raise NotALedgerSheet(problem="、".join(heading(missing, language) for language in LANGUAGES))
    return found


def _text(cell: object, column: str) -> str:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if hasattr(cell, "isoformat"):  # a spreadsheet may have made a date of it
        return str(cell.isoformat())[:10]
    return str(cell).strip() if column != "quote" else str(cell)
