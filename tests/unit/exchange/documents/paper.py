"""One invented plan in many formats."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import xlsxwriter

from luoshi.exchange.documents import LoadedDocument
from luoshi.exchange.documents.legacy import converter
from luoshi.reading import Statement, read

LINES = (
    "平泽县国民经济和社会发展第十四个五年规划纲要",
    "第一章 发展基础",
    "“十三五”期间,全县新建农村公路680余公里,2020年地区生产总值达到186.3亿元,是2015年的1.5倍。",
    "第二章 发展目标",
    "到2025年,地区生产总值突破300亿元,年均增长7%以上;森林覆盖率稳定在64%以上,城镇登记失业率控制在4.5%以内。",
    "加快建设智慧城管平台,健全网格化管理机制,新建公厕50座、停车场20处以上。",
)
TABLE = (
    ("序号", "指标名称", "单位", "2020年", "2025年", "属性"),
    ("1", "常住人口城镇化率", "%", "46.5", "53", "预期性"),
    ("2", "耕地保有量", "万亩", "62.1", "62", "约束性"),
)


def text_form() -> str:
    return "\n".join([*LINES, *(" | ".join(row) for row in TABLE)]) + "\n"


def markdown_form() -> str:
    head, *rest = LINES
    table = "\n".join("| " + " | ".join(row) + " |" for row in (TABLE[0], ("---",) * 6, *TABLE[1:]))
    body = [f"## {line}" if line.startswith("第") else line for line in rest]
    return f"# {head}\n\n" + "\n\n".join(body) + f"\n\n{table}\n"


def html_form() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        "<!doctype html><html><head><title>信息公开</title><script>var n='新建公厕999座';</script></head><body>"
        f"<nav>首页 新建学校888所</nav><div>{body}<table>{rows}</table></div><footer>版权所有</footer></body></html>"
    )


def docx_form() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
    table.style = "Table Grid"
    for r, row in enumerate(TABLE):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(rows: list[list[object]], *, merged: tuple[str, object] | None = None, percent: str = "") -> bytes:
    """A workbook of one sheet; `merged` is a range with its value, `percent` a cell shown as a percentage."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("分解表")
    shown = book.add_format({"num_format": "0.0%"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    if merged:
        sheet.merge_range(merged[0], merged[1])
    if percent:
        sheet.write(percent, 0.955, shown)
    book.close()
    return buffer.getvalue()


def by_office(data: bytes, folder: Path, suffix: str, options: str = "") -> bytes:
    """The document as LibreOffice saves it in another format."""
    program = converter()
    assert program is not None
    source = folder / "paper.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix + options, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"paper.{suffix}").read_bytes()


def statements(document: LoadedDocument) -> list[Statement]:
    return read(document.text, doc="paper", title=document.title or None, tables=list(document.tables) or None)


def substance(document: LoadedDocument) -> list[tuple[object, ...]]:
    """What the statements say, without where they stand."""
    return [
        (s.kind, s.subject, s.value, s.unit, s.comparator, s.basis, s.period, s.scope, s.verb, s.indicator_no, s.nature)
        for s in statements(document)
    ]
