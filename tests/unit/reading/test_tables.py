"""Tables of indicators and of tasks, drawn in text."""

from __future__ import annotations

from decimal import Decimal

from luoshi.reading import Kind, Statement, read

INDICATORS = """绿原市“十五五”规划主要指标
类别 | 序号 | 指标 | 2025年 | 2030年 | 年均/累计 | 属性
经济 | 1 | 地区生产总值(亿元) | 1200 | 1600 | 6% | 预期性
 | 2 | 全员劳动生产率(万元/人) | 16.5 | 20以上 | 〔3.5〕 | 预期性
创新 | 3 | 研发经费投入增长(%) | — | — | >7 | 预期性
绿色 | 4 | 单位生产总值碳排放降低(%) | 18 | — | 完成省下达目标 | 约束性
 | 5 | 非化石能源占比(%) | 20左右 | 25左右 | — | 约束性
 | 6 | 居民收入增长(%) | 5.1 | — | 与经济增长同步 | 预期性
"""


def rows(text: str) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in read(text, doc="t"):
        found.setdefault(statement.indicator_no, []).append(statement)
    return found


def test_base_target_growth_and_cumulative_cells_are_told_apart() -> None:
    table = rows(INDICATORS)
    assert [(s.kind, s.value, s.unit, s.basis, s.period) for s in table["1"]] == [
        (Kind.BASELINE, Decimal("120000000000"), "元", "level", (2025, 2025)),
        (Kind.TARGET, Decimal("160000000000"), "元", "level", (2026, 2030)),
        (Kind.TARGET, Decimal(6), "%", "growth", (2026, 2030)),
    ]
    assert [(s.value, s.comparator, s.basis) for s in table["2"]] == [
        (Decimal(165000), "=", "level"),
        (Decimal(200000), ">=", "level"),
        (Decimal(35000), "=", "increment"),
    ]
    assert [s.comparator for s in table["5"]] == ["~", "~"]


def test_what_a_cell_leaves_open_is_said() -> None:
    table = rows(INDICATORS)
    assert table["3"][0].not_stated == ("2025年", "2030年")
    assert table["5"][0].not_stated == ("年均/累计",)


def test_words_in_a_cell_become_a_relation() -> None:
    table = rows(INDICATORS)
    relations = [s.relation for no in ("4", "6") for s in table[no] if s.relation]
    assert [(r.kind, r.to) for r in relations] == [("下达", "省下达目标"), ("同步", "经济增长")]


def test_a_row_that_lost_a_cell_is_flagged_and_nothing_is_filled_in() -> None:
    text = """白水县主要指标
指标 | 2020年 | 2025年 | 年均增速 | 属性
(1)森林覆盖率(%) | 35.1 | 36 | —— | 约束性
(2)优良天数比率(%) | 60.4 | 约束性 |
"""
    table = rows(text)
    assert [(s.kind, s.value) for s in table["2"]] == [(Kind.BASELINE, Decimal("60.4"))]
    assert table["2"][0].confidence < 0.6 < table["1"][0].confidence
    assert "丢失" in table["2"][0].reason


def test_a_table_with_one_cell_a_line_is_put_together_again() -> None:
    cells = ["指标(单位)", "2020年", "2025年", "属性", "(1)人均预期寿命(岁)", "78", "80", "预期性"]
    table = rows("主要指标表\n" + "".join(f"{cell} |\n" for cell in cells))
    assert [(s.kind, s.value, s.unit) for s in table["1"]] == [
        (Kind.BASELINE, Decimal(78), "岁"),
        (Kind.TARGET, Decimal(80), "岁"),
    ]


def test_yearly_columns_keep_their_years() -> None:
    text = """白水县国民经济和社会发展第十四个五年规划纲要
指标 | 2020年 | 2023年 | 2025年 | 属性
城镇化率(%) | 60 | 63 | 65 | 预期性
"""
    assert [s.period for s in read(text, doc="t")] == [(2020, 2020), (2023, 2023), (2021, 2025)]


def test_a_table_of_figures_with_responsible_units_names_them() -> None:
    text = """2023年主要目标任务表
指标名称 | 计量单位 | 2022年完成 | 2023年目标 | 责任单位
固定资产投资 | 亿元 | 120 | 132 | 发改局、统计局
"""
    found = read(text, doc="t")
    assert [s.value for s in found] == [Decimal("12000000000"), Decimal("13200000000")]
    assert {(s.lead_units, s.supporting_units) for s in found} == {(("发改局",), ("统计局",))}


def test_progress_is_a_result_of_the_year_of_the_table_even_where_joined_cells_are_lost() -> None:
    text = """2022年区政府民生实事项目进展情况表
序号 | 项目内容 | 进展情况 | 责任单位
1 | 新建公办幼儿园7所。 | 新建幼儿园5所。 | 教育局
新增学位800个。 | 新增学位820个。 | |
"""
    found = read(text, doc="t")
    assert [(s.kind, s.value, s.period, s.lead_units) for s in found] == [
        (Kind.TARGET, Decimal(7), (2022, 2022), ("教育局",)),
        (Kind.RESULT, Decimal(5), (2022, 2022), ("教育局",)),
        (Kind.TARGET, Decimal(800), (2022, 2022), ("教育局",)),
        (Kind.RESULT, Decimal(820), (2022, 2022), ("教育局",)),
    ]
