"""Whole papers of several kinds: whose they are, for which years, looking back or ahead, who is to do what."""

from __future__ import annotations

import pytest

from luoshi.reading import Kind, Statement, read

REPORT = """政府工作报告
——2018年1月25日在云岭省第十三届人民代表大会第一次会议上
各位代表:
一、过去五年工作回顾
过去五年,地区生产总值由1万亿元增加到1.6万亿元,年均增长9.4%。新增城镇就业220万人。
二、今后五年的总体要求和2018年工作安排
到2020年地区生产总值比2010年翻一番。
2018年全省主要预期目标:地区生产总值增长8.5%左右,居民收入增长与经济增长同步,完成国家下达的减排任务。
推进“五网”建设,健全河湖长制。各位代表,让我们团结奋斗!
"""


def kinds(text: str) -> list[tuple[Kind, str, tuple[int, int] | None]]:
    return [(s.kind, s.subject, s.period) for s in read(text, doc="d")]


def test_a_report_looks_back_on_its_years_and_ahead_on_its_own() -> None:
    assert kinds(REPORT) == [
        (Kind.RESULT, "地区生产总值", (2013, 2017)),
        (Kind.RESULT, "地区生产总值", (2013, 2017)),
        (Kind.RESULT, "地区生产总值", (2013, 2017)),
        (Kind.RESULT, "城镇就业", (2013, 2017)),
        (Kind.TARGET, "地区生产总值", (2018, 2020)),
        (Kind.TARGET, "地区生产总值", (2018, 2018)),
        (Kind.TASK, "居民收入增长", (2018, 2018)),
        (Kind.TASK, "国家下达的减排任务", (2018, 2018)),
        (Kind.TASK, "“五网”建设", (2018, 2018)),
        (Kind.TASK, "河湖长制", (2018, 2018)),
    ]


@pytest.mark.parametrize(
    ("text", "scope", "period"),
    [
        ("平泽县国民经济和社会发展第十三个五年规划纲要\n新建公厕5座。", "平泽县", (2016, 2020)),
        ("绿原市“十五五”规划\n新建公厕5座。", "绿原市", (2026, 2030)),
        ("青河区人民政府办公室关于印发《2022年实事项目》的通知\n新建公厕5座。", "青河区", (2022, 2022)),
        ("滨海市制造强市三年行动计划(2023—2025年)\n新建公厕5座。", "滨海市", (2023, 2025)),
        ("科技部等八部门关于印发行动计划(2021-2023年)的通知\n新建公厕5座。", "全国", (2021, 2023)),
        ("2024年,东湖高新区准备这么干!\n2024-01-31\n新建公厕5座。", "东湖高新区", (2024, 2024)),
        ("在滨海市第十届人民代表大会第四次会议上\n2022年12月28日\n政府工作报告\n新建公厕5座。", "滨海市", (2023, 2023)),
        ("石家庄市2019年工作要点\n石家庄市新建公厕5座。", "石家庄市", (2019, 2019)),
        ("南湾街道2026年重点工作\n新建公厕5座。", "南湾街道", (2026, 2026)),
    ],
)
def test_whose_paper_it_is_and_for_which_years(text: str, scope: str, period: tuple[int, int]) -> None:
    found = read(text, doc="d")[-1]
    assert (found.scope, found.period) == (scope, period)


def test_issuer_and_title_help_where_the_text_is_silent() -> None:
    (found,) = read("新建公厕5座。", doc="d", issuer="平泽县人民政府", title="平泽县2023年工作要点")
    assert (found.scope, found.period) == ("平泽县", (2023, 2023))


def test_what_each_district_owes_is_never_a_total_of_the_city() -> None:
    (found,) = read("滨海市2023年工作要点\n每个区县新建2处以上特色街区。", doc="d")
    assert found.scope == "每个区县"


def test_minutes_name_lead_support_and_date() -> None:
    text = """青河区人民政府第12次常务会议纪要
2025年3月18日
会议明确,年内新增停车泊位1500个以上,由区城市管理局牵头,区公安分局配合,9月底前完成。
请区教育局于8月底前完成5所学校食堂改造。
"""
    first, second = (s for s in read(text, doc="d") if s.kind is Kind.TARGET)
    assert (first.lead_units, first.supporting_units) == (("区城市管理局",), ("区公安分局",))
    assert (second.lead_units, second.due) == (("区教育局",), "8月底前")


@pytest.mark.parametrize(
    "line",
    [
        "来源:滨海日报  编辑:张某  2023-04-22 08:47:06",
        "扫描“滨海晨报”APP二维码查看30条内容",
        "滨海日报记者 张某 通讯员 李某",
        "富强民主文明和谐",
        "索引号: | 11370000/2021-52 | 文号: | 滨政〔2021〕20号 |",
    ],
)
def test_page_chrome_bylines_and_slogans_say_nothing(line: str) -> None:
    assert read(f"滨海市2023年工作要点\n{line}\n", doc="d") == []


def tasks(sentence: str) -> list[tuple[str, str]]:
    text = f"滨海市2023年工作要点\n重点工作如下,请抓好落实。{sentence}。"
    return [(s.verb, s.object) for s in read(text, doc="d") if s.kind is Kind.TASK and s.start > 12][-2:]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("积极培育新型农业经营主体", ("培育", "新型农业经营主体")),
        ("加快综合体建设", ("加快", "综合体建设")),
        ("支持龙头企业扩大规模", ("支持", "龙头企业扩大规模")),
        ("依托产业园引进创投基金", ("引进", "创投基金")),
        ("将网格治理扩大到街区", ("扩大到", "网格治理")),
        ("停车难问题得到有效解决", ("解决", "停车难问题")),
        ("城市管理水平显著提升", ("提升", "城市管理水平")),
        ("策划实施一批重点项目", ("策划实施", "一批重点项目")),
        ("实现社区服务设施全覆盖", ("实现", "社区服务设施全覆盖")),
    ],
)
def test_a_commitment_without_a_figure_has_verb_and_object(sentence: str, expected: tuple[str, str]) -> None:
    assert tasks(sentence)[-1] == expected


@pytest.mark.parametrize("frame", ["以项目建设为抓手", "坚持人民至上、生命至上", "聚焦主导产业", "围绕城市定位"])
def test_framing_is_no_task(frame: str) -> None:
    assert ("", frame) not in tasks(frame)
    assert all(frame not in thing for _, thing in tasks(frame))


def test_a_run_in_title_is_no_task_but_what_follows_is() -> None:
    text = "滨海市2023年工作要点\n提升城市承载能力。完善国土空间规划体系,推进城市更新,建设一批智慧停车项目,健全机制。"
    assert [s.verb for s in read(text, doc="d")] == ["完善", "推进", "建设", "健全"]


def test_doubt_lowers_confidence_and_says_why() -> None:
    def by_subject(text: str) -> dict[str, Statement]:
        return {s.quote: s for s in read(text, doc="d")}

    found = by_subject("滨海市2023年政府工作报告\n二、2023年主要任务\n财政收入达到20亿元,增长5%。")
    assert found["增长5%"].confidence < found["财政收入达到20亿元"].confidence
    assert "省略主语" in found["增长5%"].reason


PASTED = (
    "滨海市2023年工作要点\n"
    + (
        "推进城市更新,完善国土空间规划体系,新建改造农村公路二百公里以上,健全网格化管理机制,打造一批特色街区,"
        "建设智慧停车平台,年内新增停车泊位1500个,改造老旧小区32个,提升城市承载能力,培育壮大数字经济,"
    )
    * 4
)


def test_text_broken_at_a_width_reads_like_the_paragraph_it_was() -> None:
    broken = "\n".join(line[at : at + 34] for line in PASTED.split("\n") for at in range(0, len(line), 34))
    plain, found = read(PASTED, doc="d"), read(broken, doc="d")
    assert [(s.subject, s.value, s.verb) for s in found] == [(s.subject, s.value, s.verb) for s in plain]
    assert all(broken[s.start : s.end] == s.quote and "\n" not in s.quote for s in found)


def test_statements_know_their_page() -> None:
    text = "滨海市2023年工作要点\n新建公厕5座。\n改造道路3条。\n"
    assert [s.page for s in read(text, doc="d", pages=(0, text.index("改造")))] == [1, 2]


def test_a_summary_and_plan_looks_back_on_one_year_and_ahead_on_the_next() -> None:
    text = """南湾街道2022年工作总结及2023年工作思路
发布日期:2023-01-12 17:22
一、2022年工作成效
全年实现财政总收入18.35亿元,走访企业300余家次,一般公共预算收入2亿元,同比分别增长3%、-1.2%。
二、2023年工作思路
新引进企业40家。
"""
    found = read(text, doc="d")
    assert [(s.kind, s.period) for s in found[-1:]] == [(Kind.TARGET, (2023, 2023))]
    assert {(s.kind, s.period) for s in found[:-1]} == {(Kind.RESULT, (2022, 2022))}
    assert [(str(s.value), s.unit, s.basis) for s in found[3:5]] == [("3", "%", "growth"), ("-1.2", "%", "growth")]


def test_a_list_carries_over_the_semicolon() -> None:
    text = "滨海市教育规划纲要(2010-2020年)\n2015年入园率、巩固率分别达到90%、99%;2020年分别达到98%、99%以上。"
    assert [(s.subject, str(s.value), s.period) for s in read(text, doc="d")] == [
        ("入园率", "90", (2010, 2015)),
        ("巩固率", "99", (2010, 2015)),
        ("入园率", "98", (2010, 2020)),
        ("巩固率", "99", (2010, 2020)),
    ]


def test_a_place_named_in_passing_is_not_the_issuer() -> None:
    (found,) = read("工作总结及2023年工作思路\n今年以来加强管理,越级走访同比减少。\n新引进外省企业40家。", doc="d")
    assert found.scope == ""
    assert "辖区不明" in found.reason
