"""A promise is followed through the papers of its place: joined when it is surely one measure, else left apart."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from luoshi.analysis.contradictions import Clash, contradictions
from luoshi.analysis.lines import Line, Paper, Role, Said, lines
from luoshi.analysis.measures import is_one, likeness, measure_of
from luoshi.analysis.reconcile import Because, Found, Outcome, reconcile

PLACE = "某区"
FIVE = (2021, 2025)


def said(
    subject: str,
    value: str,
    unit: str = "家",
    *,
    kind: str = "target",
    basis: str = "level",
    comparator: str = "=",
    years: tuple[int, int] = (2022, 2022),
    quote: str = "",
    start: int = 0,
) -> Said:
    words = quote or f"{subject}{value}{unit}"
    return Said(
        key=f"{start}", kind=kind, subject=subject, value=Decimal(value), unit=unit, comparator=comparator,
        basis=basis, period=years, scope=PLACE, start=start, end=start + len(words), quote=words,
    )  # fmt: skip


def paper(year: int, *of: Said, last: int | None = None, place: str = PLACE) -> Paper:
    years = (year, last or year)
    return Paper(key=f"{place}{year}-{last}", title=f"{year}年文件", place=place, period=years, said=of)


def one_measure(one: str, other: str, unit: str = "家", other_unit: str = "家", basis: str = "level") -> bool:
    first = measure_of(one, unit=unit, basis=basis, scope=PLACE)
    return is_one(likeness(first, measure_of(other, unit=other_unit, basis=basis, scope=PLACE)))


def became(*papers: Paper) -> list[tuple[Outcome, Because]]:
    return [(each.outcome, each.because) for each in reconcile(papers)]


def the_only(found: list[Found]) -> Found:
    (only,) = found
    return only


def test_act_place_and_way_of_counting_do_not_make_another_measure() -> None:
    assert one_measure("全区科技型中小企业数量", "科技型中小企业总数")
    assert one_measure("新增绿地", "新建改造绿地", "公顷", "平方米", "increment")
    assert one_measure("老旧小区改造", "老旧小区", "个", "个", "increment")
    assert one_measure("城镇登记失业率", "某区城镇登记失业率(%)", "%", "%")
    assert one_measure("省级及以上科技创新平台", "省级以上创新平台")
    assert one_measure("GDP", "地区生产总值增速", "%", "%", "growth")
    assert one_measure("中心村卫生室", "新增中心村卫生室", "家", "处")


def test_words_that_tell_measures_apart_keep_them_apart() -> None:
    assert not one_measure("进出口总额", "出口总额", "元", "元")
    assert not one_measure("城镇居民人均可支配收入", "农村居民人均可支配收入", "元", "元")
    assert not one_measure("省级高新技术企业", "市级高新技术企业")
    assert not one_measure("瞪羚企业", "瞪羚企业、专精特新企业")
    assert not one_measure("老旧小区", "老旧小区", "户", "个")
    assert not one_measure("百亿级产业链", "千亿级产业链", "条", "条")
    assert not one_measure("项目", "项目", "个", "个")
    assert not one_measure("节水型社区建成率", "节水型机关建成率", "%", "%")


@given(st.text("科技型中小企业高新平台总数、省级", min_size=1), st.text("科技型中小企业高新平台总数、省级", min_size=1))
def test_likeness_is_symmetric_and_whole_for_the_same_words(one: str, other: str) -> None:
    first = measure_of(one, unit="家", basis="level", scope=PLACE)
    second = measure_of(other, unit="家", basis="level", scope=PLACE)
    assert likeness(first, second).thousandths == likeness(second, first).thousandths
    assert likeness(first, first).thousandths in {0, 1000}


def line_of(*papers: Paper) -> Line:
    (found,) = lines(papers).lines
    return found


def test_a_line_holds_what_was_promised_promised_later_and_reported() -> None:
    plan = paper(2021, said("科技型中小企业数量", "200", years=FIVE), last=2025)
    yearly = paper(2022, said("科技型中小企业总数", "170"))
    review = paper(2023, said("科技型中小企业", "176", kind="result"))
    found = line_of(review, plan, yearly)
    assert [each.role for each in found.entries] == [Role.PROMISED, Role.PROMISED_LATER, Role.REPORTED]
    assert {each.alike for each in found.entries} == {1000}


def test_a_measure_joined_by_likeness_says_to_which_words() -> None:
    found = line_of(
        paper(2022, said("省级以上创新平台", "448")), paper(2023, said("省级以上科技创新平台", "500", kind="result"))
    )
    assert [(each.alike, each.beside) for each in found.entries] == [(1000, ""), (750, "省级以上创新平台")]


def test_of_two_equally_good_candidates_none_is_taken() -> None:
    later = paper(2023, said("甲类科技创新平台", "5"), said("乙类科技创新平台", "6", start=50))
    found = reconcile([paper(2022, said("科技创新平台", "4", years=(2022, 2023))), later])
    assert (found[0].outcome, len(found[0].near)) == (Outcome.UNCLEAR, 2)


def test_kept_and_missed_by_the_figure_of_the_next_report() -> None:
    plan = paper(
        2022,
        said("高新技术企业", "14", basis="increment"),
        said("城镇登记失业率", "3", "%", basis="share", start=40),
        said("科技型中小企业", "170", comparator=">=", start=80),
    )
    report = paper(
        2023,
        said("高新技术企业", "15", basis="increment", kind="result"),
        said("城镇登记失业率", "2.8", "%", basis="share", kind="result", start=40),
        said("科技型中小企业", "169", kind="result", start=80),
    )
    kept, missed = (Outcome.KEPT, Because.REACHED), (Outcome.MISSED, Because.BELOW)
    assert became(plan, report) == [kept, kept, missed]


def test_another_figure_for_the_same_years_is_a_change() -> None:
    first = paper(2021, said("高新技术企业", "80", years=FIVE), last=2025)
    later = paper(2023, said("高新技术企业数量", "70", years=FIVE))
    found = reconcile([first, later])[0]
    assert (found.outcome, found.by[0].said.value) == (Outcome.CHANGED, Decimal(70))


def test_the_next_years_own_target_is_no_change_but_a_step_on_the_way() -> None:
    first = paper(2021, said("老旧小区改造", "176", "个", basis="increment", years=FIVE), last=2025)
    step = paper(2022, said("老旧小区", "16", "个", basis="increment"))
    assert became(first, step)[0] == (Outcome.UNDER_WAY, Because.NAMED_AGAIN)


def test_silence_is_told_apart_by_whether_a_later_paper_speaks_of_those_years() -> None:
    promise = paper(2022, said("停车场泊位", "20", "个", basis="increment"))
    review = paper(2023, said("人均公园绿地面积", "20", "平方米", kind="result"))
    later = paper(2025, said("人均公园绿地面积", "21", "平方米", kind="result", years=(2024, 2024)))
    assert became(promise, review) == [(Outcome.NEVER_MENTIONED, Because.NOT_NAMED)]
    assert became(promise, later) == [(Outcome.NEVER_MENTIONED, Because.NOT_REVIEWED)]
    assert became(promise) == [(Outcome.OPEN, Because.NO_LATER_PAPER)]


def test_another_place_never_answers() -> None:
    promise = paper(2022, said("停车场泊位", "20", "个", basis="increment"))
    there = paper(2023, said("停车场泊位", "30", "个", basis="increment", kind="result"), place="邻区")
    assert became(promise, there) == [(Outcome.OPEN, Because.NO_LATER_PAPER)]


def test_a_stock_reached_before_its_time_is_kept_and_a_share_has_to_last() -> None:
    plan = paper(
        2021,
        said("高新技术企业", "80", years=FIVE),
        said("农村自来水普及率", "100", "%", basis="share", years=FIVE, start=30),
        last=2025,
    )
    report = paper(
        2023,
        said("高新技术企业", "85", kind="result"),
        said("农村自来水普及率", "100", "%", basis="share", kind="result", start=30),
    )
    assert became(plan, report) == [
        (Outcome.KEPT, Because.REACHED_EARLY),
        (Outcome.UNDER_WAY, Because.NAMED_AGAIN),
    ]


def test_an_amount_of_each_year_is_held_against_the_sum_of_the_years() -> None:
    plan = paper(2021, said("口袋公园", "8", "处", basis="increment", years=FIVE, quote="每年建口袋公园8处"), last=2025)
    report = paper(2026, said("口袋公园", "40", "个", basis="increment", kind="result", years=FIVE))
    assert the_only(reconcile([plan, report])).outcome is Outcome.KEPT


def test_the_order_in_which_papers_are_given_changes_nothing() -> None:
    of = [
        paper(2021, said("高新技术企业", "80", years=FIVE), last=2025),
        paper(2022, said("高新技术企业数量", "60")),
        paper(2023, said("全区高新技术企业", "61", kind="result")),
    ]
    assert reconcile(of) == reconcile(of[::-1])


def test_a_paper_that_gives_one_measure_two_targets_contradicts_itself() -> None:
    plan = paper(
        2022,
        said("科技型中小企业", "170", comparator=">="),
        said("高新技术企业", "60", start=30),
        said("科技型中小企业数量", "150", comparator="<=", start=60),
        said("高新技术企业", "60", comparator=">=", start=90),
        said("停车场泊位", "5", "个", basis="increment", start=120, quote="东片新增停车场泊位5个"),
        said("停车场泊位", "9", "个", basis="increment", start=150, quote="西片新增停车场泊位9个"),
        said("城镇登记失业率", "4", "%", comparator="<=", basis="share", start=180),
        said("城镇登记失业率", "3.5", "%", comparator="<=", basis="share", start=200),
    )
    found = [(each.clash, each.one.start, each.other.start) for each in contradictions(plan)]
    assert found == [(Clash.EXCLUDING, 0, 60), (Clash.DIFFERING, 180, 200)]
