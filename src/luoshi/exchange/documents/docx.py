"""Word documents (.docx): paragraphs and tables in their order, deleted text left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from luoshi.exchange.documents.build import RawCell, TextBuilder
from luoshi.exchange.documents.errors import DocumentDamaged, DocumentWithoutText
from luoshi.exchange.documents.model import LoadedDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n"}
_GONE = (_W + "del", _W + "moveFrom", _W + "instrText", _W + "txbxContent", _W + "footnote")


def load_docx(data: bytes, name: str) -> LoadedDocument:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as broken:
        raise DocumentDamaged(name=name, format="docx") from broken
    builder = TextBuilder()
    for block in _blocks(document.element.body):
        if block.tag == _W + "p":
            for line in _text(block).split("\n"):
                builder.line(line)
        else:
            builder.table(_rows(block, f"表{len(builder.tables) + 1}"))
    if not builder.text.strip():
        raise DocumentWithoutText(name=name)
    title = (document.core_properties.title or "").strip()
    return LoadedDocument(name=name, text=builder.text, tables=tuple(builder.tables), title=title, format="docx")


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside content controls too."""
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "smartTag", _W + "customXml"):
            yield from _blocks(child)


def _text(node: Any) -> str:
    """The text that stands in a paragraph or cell now."""
    parts: list[str] = []
    _collect(node, parts)
    return "".join(parts)


def _collect(node: Any, parts: list[str]) -> None:
    for child in node:
        if child.tag == _W + "t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == _W + "noBreakHyphen":
            parts.append("-")
        elif child.tag not in _GONE:
            _collect(child, parts)


def _rows(table: Any, name: str) -> list[list[RawCell]]:
    """Rows with joined cells repeated and marked, so that each row has the width of the heading."""
    rows: list[list[RawCell]] = []
    above: list[RawCell] = []
    for at, row in enumerate(_rows_of(table)):
        cells: list[RawCell] = [RawCell("", merged=True)] * _skipped(row)
        for cell in _cells_of(row):
            span, joined = _span(cell)
            label = f"{name} 第{at + 1}行第{len(cells) + 1}列"
            text = "\n".join(filter(None, (_text(p) for p in _paragraphs(cell))))
            if joined and len(cells) < len(above):
                cells.append(RawCell(above[len(cells)].text, merged=True, name=label))
            else:
                cells.append(RawCell(text, name=label))
            cells.extend(RawCell(cells[-1].text, merged=True, name=label) for _ in range(span - 1))
        rows.append(cells)
        above = cells
    return rows


def _rows_of(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _W + "tr":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _rows_of(child)


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml"):
            yield from _cells_of(child)


def _paragraphs(cell: Any) -> Iterator[Any]:
    for block in _blocks(cell):
        if block.tag == _W + "p":
            yield block
        else:
            for row in _rows_of(block):
                for inner in _cells_of(row):
                    yield from _paragraphs(inner)


def _span(cell: Any) -> tuple[int, bool]:
    """How many columns a cell spans and whether it continues the cell above."""
    properties = cell.find(_W + "tcPr")
    if properties is None:
        return 1, False
    grid = properties.find(_W + "gridSpan")
    down = properties.find(_W + "vMerge")
    span = int(grid.get(_W + "val") or 1) if grid is not None else 1
    return min(max(span, 1), 64), down is not None and down.get(_W + "val") != "restart"


def _skipped(row: Any) -> int:
    properties = row.find(_W + "trPr")
    before = properties.find(_W + "gridBefore") if properties is not None else None
    return min(int(before.get(_W + "val") or 0), 64) if before is not None else 0
