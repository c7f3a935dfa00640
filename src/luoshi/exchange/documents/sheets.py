"""Workbooks and comma-separated lists: rows of cells, joined cells marked, percentages as they are shown."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.etree import ElementTree

from luoshi.exchange.documents.build import RawCell, TextBuilder
from luoshi.exchange.documents.decode import decode
from luoshi.exchange.documents.errors import DocumentDamaged, DocumentEmpty, DocumentEncrypted
from luoshi.exchange.documents.model import LoadedDocument

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(r"([A-Z]+)(\d+)")
_WIDEST, _LONGEST = 256, 100_000


def load_xlsx(data: bytes, name: str) -> LoadedDocument:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        percent = _percent_cells(data)
        builder = TextBuilder()
        for title in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(title)
            rows = sheet.to_python(skip_empty_area=False, nrows=_LONGEST)
            joined = {
                (r, c): origin
                for origin, last in sheet.merged_cell_ranges or []
                for r in range(origin[0], min(last[0], _LONGEST) + 1)
                for c in range(origin[1], min(last[1], _WIDEST) + 1)
                if (r, c) != origin
            }
            table = [
                [_cell(rows, r, c, joined, percent.get(title, set()), title) for c in range(min(len(row), _WIDEST))]
                for r, row in enumerate(rows)
            ]
            if not any(cell.text for row in table for cell in row):
                continue
            if len(workbook.sheet_names) > 1 or not re.fullmatch(r"Sheet\d*|工作表\d*", title):
                builder.line(title)
            _lines(builder, table, title)
    except python_calamine.PasswordError as locked:
        raise DocumentEncrypted(name=name) from locked
    except (
        python_calamine.CalamineError,
        python_calamine.XmlError,
        python_calamine.ZipError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        ValueError,
    ) as broken:
        raise DocumentDamaged(name=name, format="xlsx") from broken
    if not builder.text.strip():
        raise DocumentEmpty(name=name)
    return LoadedDocument(name=name, text=builder.text, tables=tuple(builder.tables), format="xlsx")


def load_csv(data: bytes, name: str) -> LoadedDocument:
    text = decode(data, name)
    sample = text[:4000]
    separator = max(("\t", ",", ";", "|"), key=sample.count)
    builder = TextBuilder()
    rows = [
        [RawCell(value, name=f"第{r + 1}行第{c + 1}列") for c, value in enumerate(row[:_WIDEST])]
        for r, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator if separator in sample else ","))
        if r < _LONGEST
    ]
    _lines(builder, rows, "")
    if not builder.text.strip():
        raise DocumentEmpty(name=name)
    return LoadedDocument(name=name, text=builder.text, tables=tuple(builder.tables), format="csv")


def _lines(builder: TextBuilder, rows: list[list[RawCell]], title: str) -> None:
    """Title rows above the heading are lines of text; the rest is one table."""
    at = 0
    while at < len(rows):
        own = [cell for cell in rows[at] if cell.text and not cell.merged]
        if len(own) > 1:
            break
        if own:
            builder.line(own[0].text)
        at += 1
    width = max((i + 1 for row in rows[at:] for i, cell in enumerate(row) if cell.text), default=0)
    builder.table([row[:width] for row in rows[at:]], title=title)


def _cell(
    rows: Sequence[Sequence[object]],
    r: int,
    c: int,
    joined: dict[tuple[int, int], tuple[int, int]],
    percent: set[tuple[int, int]],
    sheet: str,
) -> RawCell:
    origin = joined.get((r, c))
    row, column = origin or (r, c)
    value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    return RawCell(
        _shown(value, (row, column) in percent), merged=origin is not None, name=f"{sheet}!{_letters(c)}{r + 1}"
    )


def _shown(value: object, percent: bool) -> str:
    """A value as the sheet shows it: 0.955 in a percentage cell is 95.5%."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        number = Decimal(repr(value)) * (100 if percent else 1)
        return _plain(number) + ("%" if percent else "")
    if isinstance(value, dt.datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def _plain(number: Decimal) -> str:
    rounded = round(number, 10)
    text = format(rounded.normalize(), "f")
    return text if text != "-0" else "0"


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _percent_cells(data: bytes) -> dict[str, set[tuple[int, int]]]:
    """Cells with a percentage format, by sheet. Entities were refused before, so the stock parser is safe here."""
    found: dict[str, set[tuple[int, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        styles = _percent_styles(archive) if "xl/styles.xml" in names else set()
        if not styles:
            return found
        for title, part in _sheet_parts(archive):
            if part in names:
                with archive.open(part) as stream:
                    found[title] = {
                        _position(element.get("r", ""))
                        for _, element in ElementTree.iterparse(stream)
                        if element.tag == _S + "c" and element.get("s") in styles and _CELL.match(element.get("r", ""))
                    }
    return found


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats = {f.get("numFmtId") for f in root.iter(_S + "numFmt") if "%" in (f.get("formatCode") or "")} | {"9", "10"}
    cells = root.find(_S + "cellXfs")
    return {str(i) for i, xf in enumerate(cells if cells is not None else []) if xf.get("numFmtId") in formats}


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = {
        r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(_S + "sheet")
    return [(s.get("name", ""), "xl/" + relations.get(s.get(_R + "id"), "").removeprefix("/xl/")) for s in sheets]


def _position(reference: str) -> tuple[int, int]:
    match = _CELL.match(reference)
    if match is None:
        return (-1, -1)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1
