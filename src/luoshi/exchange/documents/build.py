"""Building canonical text piece by piece, while cells learn where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.reading import Cell, Table

GAP = " | "


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell before it has a place: `merged` cells repeat the text of the cell they are joined with."""

    text: str
    merged: bool = False
    name: str = ""


class TextBuilder:
    """Lines and tables in reading order → one text, one list of tables."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.tables: list[Table] = []
        self.page_starts: list[int] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def length(self) -> int:
        return self._length

    def line(self, text: str) -> None:
        self._add(text.rstrip() + "\n")

    def page(self) -> None:
        self.page_starts.append(self._length)

    def table(self, rows: Sequence[Sequence[RawCell]], *, title: str = "", page: int | None = None) -> None:
        """A table as lines `a | b | c`. A joined cell is left blank in the text and keeps its text in the record."""
        placed: list[tuple[Cell, ...]] = []
        for row in rows:
            if any(cell.text.strip() for cell in row):
                placed.append(self._row(row))
        if placed:
            self.tables.append(Table(rows=tuple(placed), title=title, page=page))

    def _row(self, row: Sequence[RawCell]) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for i, raw in enumerate(row):
            if i:
                self._add(GAP)
            text = one_line(raw.text)
            shown = "" if raw.merged else text
            start = self._length
            self._add(shown)
            cells.append(Cell(text=text, start=start, end=start + len(shown), merged=raw.merged, name=raw.name))
        self._add("\n")
        return tuple(cells)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def one_line(text: str) -> str:
    """The text of a cell without its own line breaks; between Han characters a break is no blank."""
    flat = re.sub(r"(?<=[\u4e00-\u9fff,、。;:])\s*\n\s*(?=[\u4e00-\u9fff])", "", text.strip())
    return re.sub(r"[\r\n\t\v\f]+", " ", flat).replace("|", "|")
