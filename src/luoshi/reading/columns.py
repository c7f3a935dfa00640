"""The heading of a table: what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoshi.reading.characters import plain
from luoshi.reading.model import Cell

_YEAR = re.compile(r"((?:19|20)\d\d)")


@dataclass(slots=True)
class Column:
    role: str  # name, number, unit, nature, base, target, growth, class, task, lead, support, leader, due, other
    title: str
    year: int | None = None


@dataclass(slots=True)
class Heading:
    columns: list[Column] = field(default_factory=list)
    rows: int = 0

    def find(self, role: str) -> int | None:
        return next((i for i, c in enumerate(self.columns) if c.role == role), None)


_ROLES = (
    ("nature", re.compile(r"^(?:指标)?(?:属性|性质)$|指标类型|约束性")),
    ("number", re.compile(r"^(?:序号|编号|No\.?|项次|号)$")),
    ("leader", re.compile(r"(?:牵头|责任|分管|包保|联系|市级|县级|区级)?领导|责任人|负责人|分管")),
    ("lead", re.compile(r"牵头(?:单位|部门|责任单位)?|主办(?:单位|部门)|第一责任")),
    ("support", re.compile(r"配合(?:单位|部门)?|协办|参与单位|协同单位|参加单位")),
    ("duty", re.compile(r"责任(?:单位|部门|主体|科室)|承办(?:单位|部门)|实施(?:单位|主体)|落实单位|负责(?:单位|部门)")),
    ("due", re.compile(r"(?:完成|办结|推进)?(?:时限|时间|期限|节点)|完成日期|进度安排")),
    (
        "task",
        re.compile(
            r"任务(?:内容|名称|事项|分解)?$|工作(?:内容|任务|事项|举措|措施)|(?:重点|主要|具体)(?:任务|工作|举措|措施|事项)"
            r"|议定事项|事项$|建设内容|目标任务|内容$|举措|年度目标|工作目标|项目内容"
        ),
    ),
    ("progress", re.compile(r"进展|(?:完成|落实|推进|实施|办理)情况|成效")),
    ("growth", re.compile(r"增速|增长|累计|增幅|年均")),
    ("unit", re.compile(r"^(?:计量)?单位$")),
    ("name", re.compile(r"指标|名称$|项目$")),
    ("class", re.compile(r"类别|分类|领域|类型|板块|方面|维度")),
)  # fmt: skip


def heading_of(rows: list[list[Cell]], plan: tuple[int, int] | None) -> Heading | None:
    """The heading among the first rows: the one that names most columns; a second heading row is folded in."""
    best: Heading | None = None
    for i, row in enumerate(rows[:4]):
        columns = [_column(c.text, plan) for c in row]
        named = sum(1 for c in columns if c.role != "other")
        if named >= 2 and (best is None or named > sum(1 for c in best.columns if c.role != "other")):
            best = Heading(columns, i + 1)
    if best is None:
        return None
    if best.rows < len(rows):
        _fold(best, rows[best.rows], plan)
    return best


def _fold(heading: Heading, row: list[Cell], plan: tuple[int, int] | None) -> None:
    """A second heading row (2020年 | 2025年 under 目标值) fills the columns it names."""
    columns = [_column(c.text, plan) for c in row]
    words = [c for c in row if c.text]
    if not words or any(re.fullmatch(r"[\d.,%]+", c.text) for c in words if not _YEAR.search(c.text)):
        return
    if sum(1 for c in columns if c.role in ("base", "target", "growth")) < 1 or any(
        c.role == "other" and c.title for c in columns
    ):
        return
    for i, column in enumerate(columns[: len(heading.columns)]):
        if column.role in ("base", "target", "growth"):
            heading.columns[i] = column
    heading.rows += 1


def _column(text: str, plan: tuple[int, int] | None) -> Column:
    title = re.sub(r"\s", "", plain(text))
    if not title or len(title) > 24:
        return Column("other", title)
    year = _YEAR.search(title)
    if year and not re.search(r"年均|任务|内容|举措", title):
        number = int(year.group(1))
        behind = (plan is not None and number < plan[0]) or re.search(r"基期|基数|实际|现状|完成|预计|基础", title)
        if not re.search(r"增速|增长|累计", title) or re.search(r"目标", title):
            return Column("base" if behind else "target", title, number)
    if re.search(r"基期|现状值|基数|实际值|完成值|上年", title):
        return Column("base", title)
    if re.search(r"目标值|规划值|规划目标|预期目标|计划目标|目标$", title) and not re.search(
        r"工作目标|年度目标任务", title
    ):
        return Column("target", title)
    for role, pattern in _ROLES:
        if pattern.search(title):
            return Column(role, title)
    return Column("other", title)
