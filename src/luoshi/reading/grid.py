"""Tables drawn in text, with bars or tabs, as rows of cells with their runs.

Two drawings occur: one row a line, and one cell a line (what some portals leave of a table); in the second the
rows are found by the width of the heading.
"""

from __future__ import annotations

import re

from luoshi.reading.layout import Line, is_table
from luoshi.reading.model import Cell, Table

_RULE = re.compile(r"^[\s|:+—-]*$")
_HEADWORD = re.compile(
    r"指标|名称|单位|序号|编号|类别|分类|领域|属性|性质|类型|基期|基数|现状|目标|完成|规划|累计|增速|增长"
    r"|年均|备注|(?:19|20)\d\d"
)
_NUMBERED = re.compile(r"^\s*(?:\(\d{1,3}\)|\d{1,3}[.、．](?!\d)|\d{1,3}\s*$)")
_WITH_UNIT = re.compile(r"[(][^()]{1,12}[)]\s*$")


def tables_in(text: str, plain: str, lines: list[Line]) -> list[Table]:
    """The tables of the text in order."""
    found: list[Table] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and is_table(line.text):
            run.append(line)
            continue
        if run:
            table = _table(text, plain, run)
            if table:
                found.append(table)
        run = []
    return found


def _table(text: str, plain: str, run: list[Line]) -> Table | None:
    rows = [_cells(text, line) for line in run if "---" not in line.text or not _RULE.match(line.text)]
    rows = [row for row in rows if row]
    if not rows:
        return None
    filled = [sum(1 for c in row if c.text) for row in rows]
    if len(rows) >= 6 and sum(1 for n in filled if n <= 1) > 0.8 * len(rows):
        rows = _from_column([cell for row in rows for cell in row])
    return Table(rows=tuple(tuple(row) for row in rows))


def _cells(text: str, line: Line) -> list[Cell]:
    """The cells of one line; the bar at the start belongs to the frame, one at the end closes the last cell."""
    sign = "|" if "|" in line.text else "\t"
    raw = text[line.start : line.end]
    edges = [i for i, c in enumerate(line.text if sign == "|" else raw) if c == sign]
    begin = 0
    # A bar in the first column is the frame; after a blank it closes an empty first cell.
    if len(edges) > 1 and edges[0] == 0 and raw.strip().strip("|").strip():
        begin = edges.pop(0) + 1
    cells: list[Cell] = []
    for edge in [*edges, len(raw)]:
        piece = raw[begin:edge]
        start = line.start + begin + (len(piece) - len(piece.lstrip()))
        stripped = piece.strip()
        if edge < len(raw) or stripped:
            cells.append(Cell(text=stripped, start=start, end=start + len(stripped)))
        begin = edge + 1
    return cells


def _from_column(cells: list[Cell]) -> list[list[Cell]]:
    """Rows from a column of single cells: the heading's width is the width of every row that has a number or unit."""
    width = 0
    while (
        width < len(cells)
        and cells[width].text
        and _HEADWORD.search(cells[width].text)
        and not _row_start(cells[width].text)
    ):
        width += 1
    if width < 2:
        return [[cell] for cell in cells if cell.text]
    rows: list[list[Cell]] = [cells[:width]]
    row: list[Cell] = []
    for cell in cells[width:]:
        begins = bool(cell.text) and (_row_start(cell.text) or (len(row) >= width))
        if begins and row:
            rows.append(row)
            row = []
        if row or cell.text:
            row.append(cell)
    if row:
        rows.append(row)
    return [row[:width] if not any(c.text for c in row[width:]) else row for row in rows]


def _row_start(text: str) -> bool:
    return _NUMBERED.match(text) is not None and not re.fullmatch(r"\d{1,3}", text.strip())
