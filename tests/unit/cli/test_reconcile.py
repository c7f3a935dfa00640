"""`luoshi reconcile` on files, as scripts and eyes read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from luoshi.cli.reconcile import reconcile

APP = typer.Typer()
APP.command()(reconcile)
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
PLAN = "示例区2025年工作计划\n年内新增高新技术企业14家,新建口袋公园8处,改造背街小巷12条。\n"
REPORT = "示例区2026年政府工作报告\n一、2025年工作回顾\n过去的一年,新增高新技术企业12家,建成口袋公园9处。\n"


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    return [str(tmp_path / "report.txt"), str(tmp_path / "plan.txt")]


def test_each_promise_is_one_line_with_its_sentences(papers: list[str]) -> None:
    done = CliRunner().invoke(APP, [*papers, "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {row["measure"]: (row["outcome"], [each["value"] for each in row["by"]]) for row in rows}
    assert told == {
        "高新技术企业": ("missed", ["12"]),
        "口袋公园": ("kept", ["9"]),
        "背街小巷": ("never_mentioned", []),
    }
    promise = rows[0]["promise"]
    assert PLAN[promise["start"] : promise["end"]] == promise["quote"]


def test_the_table_counts_each_outcome(papers: list[str]) -> None:
    printed = CliRunner().invoke(APP, papers).stdout
    assert "未完成 missed: 1" in printed
    assert "自相矛盾 contradictions: 0" in printed


def test_another_place_or_form_and_no_documents_are_answered_plainly(papers: list[str]) -> None:
    assert "missed: 0" in CliRunner().invoke(APP, [*papers, "--place", "邻区"]).stdout
    assert CliRunner().invoke(APP, [*papers, "--format", "xml"]).exit_code == 1
    assert CliRunner().invoke(APP, [], env={"LUOSHI_DATA": ""}).exit_code == 1


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents of ../shared/seeds are not here")
def test_a_five_year_plan_meets_the_next_yearly_plan_of_its_district_and_no_other_figure() -> None:
    files = [str(path) for path in sorted(SEEDS.glob("00[13]_*.txt"))]
    rows = [json.loads(line) for line in CliRunner().invoke(APP, [*files, "--format", "jsonl"]).stdout.splitlines()]
    joined = {row["promise"]["value"]: [each["value"] for each in row["by"]] for row in rows if row.get("by")}
    assert joined == {"60000": ["10000"], "200": ["170"], "176": ["16"]}
    assert not {"kept", "missed", "changed"} & {row["outcome"] for row in rows}
