"""One plan, many formats: the same statements, each quote verbatim in the canonical text."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.exchange.documents import load
from luoshi.exchange.documents.legacy import converter
from luoshi.reading import Kind
from tests.unit.exchange.documents import paper

BASE = load(paper.text_form().encode(), "plan.txt")
needs_office = pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed here")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.txt", paper.text_form().encode("gb18030")),
        ("plan.txt", paper.text_form().encode("utf-16")),
        ("plan.txt", paper.text_form().encode("utf-16-le")),
        ("plan.txt", paper.text_form().encode("utf-16-be")),
        ("plan.txt", b"\xef\xbb\xbf" + paper.text_form().encode()),
        ("plan.txt", paper.text_form().replace("\n", "\r\n").encode()),
        ("plan.md", paper.markdown_form().encode()),
        ("plan.html", paper.html_form().encode()),
        ("plan.htm", paper.html_form().replace("<head>", '<head><meta charset="gbk">').encode("gbk")),
        ("plan.docx", paper.docx_form()),
    ],
    ids=["gb18030", "utf-16", "utf-16-le", "utf-16-be", "bom", "crlf", "md", "html", "html-gbk", "docx"],
)
def test_every_format_gives_the_same_statements(name: str, data: bytes) -> None:
    document = load(data, name)
    assert paper.substance(document) == paper.substance(BASE)
    assert all(document.text[s.start : s.end] == s.quote for s in paper.statements(document))


def test_the_plan_says_what_it_should() -> None:
    found = paper.statements(BASE)
    assert [s.subject for s in found if s.kind is Kind.TASK] == ["智慧城管平台", "网格化管理机制"]
    assert [str(s.value) for s in found if s.quote.startswith("新建公厕")] == ["50", "20"]
    assert [s.nature for s in found if s.indicator_no == "2"] == ["约束性", "约束性"]


@needs_office
@pytest.mark.parametrize("suffix", ["pdf", "rtf"])
def test_a_pdf_and_an_old_format_read_like_the_text(suffix: str, tmp_path: Path) -> None:
    document = load(paper.by_office(paper.docx_form(), tmp_path, suffix), f"plan.{suffix}")
    assert paper.substance(document) == paper.substance(BASE)
    assert document.format == suffix


def test_a_task_table_gives_owner_and_date_whatever_the_order_of_its_columns() -> None:
    rows: list[list[object]] = [
        ["平泽县2024年重点任务分解表", "", "", "", ""],
        ["完成时限", "序号", "责任单位", "任务内容", "牵头领导"],
        ["6月底前", 1, "住建局、财政局", "改造老旧小区32个", "王某"],
        ["年底前", 2, "", "新建充电桩260个,健全网格化管理机制", "李某"],
    ]
    document = load(paper.workbook(rows, merged=("C3:C4", "住建局、财政局")), "tasks.xlsx")
    found = paper.statements(document)
    assert [(s.subject, s.due, s.leader) for s in found] == [
        ("老旧小区", "6月底前", "王某"),
        ("充电桩", "年底前", "李某"),
        ("网格化管理机制", "年底前", "李某"),
    ]
    assert {(s.lead_units, s.supporting_units) for s in found} == {(("住建局",), ("财政局",))}
    assert found[0].cell == "分解表!D3"
    assert found[0].period == (2024, 2024)


def test_the_same_list_as_csv_reads_the_same() -> None:
    data = "任务内容,责任单位,完成时限\n改造老旧小区32个,住建局,6月底前\n".encode("gb18030")
    (found,) = paper.statements(load(data, "tasks.csv"))
    assert (found.kind, str(found.value), found.lead_units, found.due) == (Kind.TARGET, "32", ("住建局",), "6月底前")


def test_a_percentage_cell_is_read_as_it_is_shown() -> None:
    document = load(paper.workbook([["指标", "单位", "2025年目标"], ["网办率", "", ""]], percent="C2"), "a.xlsx")
    assert "95.5%" in document.text


def test_a_pasted_table_with_joined_cells_keeps_its_width() -> None:
    page = (
        "<table><tr><th>类别</th><th>任务内容</th><th>责任单位</th></tr>"
        "<tr><td rowspan=2>城建</td><td>新建公厕5座</td><td rowspan=2>城管局</td></tr>"
        "<tr><td>改造道路3条</td></tr></table>"
    )
    found = paper.statements(load(page.encode(), "table.html"))
    assert [(s.quote, s.lead_units) for s in found] == [("新建公厕5座", ("城管局",)), ("改造道路3条", ("城管局",))]
