"""PDF with text: lines joined to paragraphs, tables read as tables, page numbers and running heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from luoshi.exchange.documents.build import RawCell, TextBuilder
from luoshi.exchange.documents.errors import DocumentDamaged, DocumentEncrypted, DocumentWithoutText
from luoshi.exchange.documents.model import LoadedDocument

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–·]\s*)?(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[//]\s*(?:共\s*)?\d{1,4}\s*页?)?(?:\s*[-—–·])?\s*"
    r"$|^第\s*\d+\s*页\s*共\s*\d+\s*页$"
)
_ENDS = ("。", "!", "?", ";", ":", ":", ";", "!", "?", "。”", "》")
_STARTS = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[章节篇条部]|[一二三四五六七八九十]+、"
    r"|[((][一二三四五六七八九十\d]+[))]|\d{1,2}[.、.]\s*\D|专栏|附件|——|[•●■◆])"
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float


def load_pdf(data: bytes, name: str) -> LoadedDocument:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _read(pdf, name)
    except PdfminerException as wrapped:
        cause = wrapped.args[0] if wrapped.args else None
        if isinstance(cause, PDFPasswordIncorrect):
            raise DocumentEncrypted(name=name) from wrapped
        raise DocumentDamaged(name=name, format="pdf") from wrapped
    except (PSException, ValueError, KeyError, TypeError, IndexError, RecursionError) as broken:
        raise DocumentDamaged(name=name, format="pdf") from broken


def _read(pdf: Any, name: str) -> LoadedDocument:
    pages: list[tuple[list[_Line], list[tuple[float, list[list[str | None]]]]]] = []
    letters = pictures = 0
    for page in pdf.pages:
        letters += len(page.chars)
        pictures += len(page.images)
        found = page.find_tables() if page.rects or page.lines or page.edges else []
        tables = [(t.bbox, t.extract()) for t in found if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1]
        rest = page
        for box, _ in tables:
            rest = rest.outside_bbox(_inside(box, page.bbox))
        lines = [
            _Line(w["text"], w["x0"], w["x1"], w["top"])
            for w in rest.extract_text_lines(strip=True, return_chars=False)
        ]
        pages.append((lines, [(box[1], rows) for box, rows in tables]))
        page.close()
    if letters < 8 * max(1, len(pages)) and (pictures or not letters):
        raise DocumentWithoutText(name=name)
    return _compose(pages, name)


def _inside(
    box: tuple[float, float, float, float], page: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])


def _compose(pages: list[tuple[list[_Line], list[tuple[float, list[list[str | None]]]]]], name: str) -> LoadedDocument:
    heads = _running_heads(pages)
    builder, open_line = TextBuilder(), ""
    for number, (lines, tables) in enumerate(pages, 1):
        kept = [line for line in lines if not _PAGE_NUMBER.match(line.text) and line.text not in heads]
        left, right = min((line.left for line in kept), default=0.0), max((line.right for line in kept), default=0.0)
        steps = sorted(b.top - a.top for a, b in pairwise(kept) if b.top > a.top)
        pitch = steps[len(steps) // 2] if steps else 1000.0
        waiting = sorted(tables, key=lambda t: t[0])
        placed = not open_line
        if placed:
            builder.page()
        before: _Line | None = None
        for line in kept:
            while waiting and waiting[0][0] < line.top:
                open_line = _close(builder, open_line)
                _table(builder, waiting.pop(0)[1], number)
            size = max(8.0, (line.right - line.left) / max(1, len(line.text)))
            if open_line and _begins(line, before, left, right, size, pitch):
                open_line = _close(builder, open_line)
            if not placed and not open_line:
                builder.page()
                placed = True
            open_line = _join(open_line, line.text)
            before = line
        for _, rows in waiting:
            open_line = _close(builder, open_line)
            _table(builder, rows, number)
        if before is None or before.right < right - 24 or open_line.endswith(_ENDS):
            open_line = _close(builder, open_line)
        if not placed:
            builder.page()
    _close(builder, open_line)
    return LoadedDocument(
        name=name, text=builder.text, tables=tuple(builder.tables), format="pdf", pages=tuple(builder.page_starts)
    )


def _begins(line: _Line, before: _Line | None, left: float, right: float, size: float, pitch: float) -> bool:
    """Whether a line begins a paragraph: indented, numbered, set apart, or after a line that stopped short. A line
    may stop a character or two early where a sign may not begin the next one."""
    if line.left > left + 1.2 * size or _STARTS.match(line.text):
        return True
    if before is None:
        return False
    short = right - before.right
    return (
        short > 3.6 * size
        or (short > 1.6 * size and before.text.endswith(_ENDS))
        or line.top - before.top > 1.35 * pitch
    )


def _join(before: str, text: str) -> str:
    if before and re.search(r"[A-Za-z\d,.]$", before) and re.match(r"[A-Za-z]", text):
        return before + " " + text
    return before + text


def _close(builder: TextBuilder, line: str) -> str:
    if line.strip():
        builder.line(_tight(line.strip()))
    return ""


def _tight(text: str) -> str:
    """Blanks that justification put between Han characters."""
    return re.sub(r"(?<=[\u4e00-\u9fff,。;:、]) +(?=[\u4e00-\u9fff])", "", text) if len(text) > 30 else text


def _table(builder: TextBuilder, rows: list[list[str | None]], page: int) -> None:
    """A cell without text of its own (None) is part of a joined one."""
    grid: list[list[RawCell]] = []
    for r, row in enumerate(rows):
        cells: list[RawCell] = []
        for c, value in enumerate(row):
            label = f"第{page}页表 第{r + 1}行第{c + 1}列"
            if value is None:
                above = grid[-1][c].text if grid and c < len(grid[-1]) else ""
                beside = cells[-1].text if cells else ""
                cells.append(RawCell(above if r and above and not beside else beside or above, merged=True, name=label))
            else:
                cells.append(RawCell(re.sub(r"\s*\n\s*", "", value), name=label))
        grid.append(cells)
    builder.table(grid, page=page)


def _running_heads(pages: list[tuple[list[_Line], Any]]) -> frozenset[str]:
    """Lines that stand first or last on most pages."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines, _ in pages:
        seen.update({line.text for line in (*lines[:1], *lines[-1:])})
    return frozenset(text for text, times in seen.items() if times >= max(3, 0.5 * len(pages)))
