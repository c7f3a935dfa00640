"""序时进度, worked by hand: a promise, a day, what was true, and the state a supervision office would say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base.time import days_between, shift_day
from luoshi.kernel.verdicts.schedule import Measure, elapsed, judge, told

YEAR = {"first_day": 20_260_101, "due_day": 20_261_231}


def measure(comparator: str, low: str, basis: str, *, high: str | None = None, base: str | None = None) -> Measure:
    return Measure(
        comparator=comparator,
        low=Fraction(low),
        high=None if high is None else Fraction(high),
        unit="%" if basis in {"share", "growth"} else "个",
        basis=basis,
        baseline=None if base is None else Fraction(base),
        first_day=20_260_101,
        due_day=20_261_231,
    )


@pytest.mark.parametrize(
    ("what", "as_of", "actual", "at_due", "state"),
    [
        # an increment against the share of the year that has passed
        (measure("=", "3000", "increment"), 20_260_702, "1600", None, "on_schedule"),
        (measure("=", "3000", "increment"), 20_260_702, "1400", None, "behind"),
        (measure(">=", "3000", "increment"), 20_260_702, "3000", None, "done"),
        (measure(">", "3000", "increment"), 20_260_702, "3000", None, "on_schedule"),
        (measure("=", "3000", "increment"), 20_260_101, "0", None, "behind"),
        (measure("range", "10", "increment", high="12"), 20_260_702, "15", None, "done"),
        # after the due day: what was true by then
        (measure("=", "3000", "increment"), 20_270_110, "3000", "3000", "done"),
        (measure("=", "3000", "increment"), 20_270_110, "3000", "2900", "done_late"),
        (measure("=", "3000", "increment"), 20_270_110, "2950", "2900", "overdue"),
        (measure(">=", "98", "share"), 20_270_110, "97", "98.2", "done"),
        # a level that has to stand on its day
        (measure(">=", "98", "share"), 20_260_702, "98.2", None, "on_schedule"),
        (measure(">=", "98", "share"), 20_260_702, "97.9", None, "behind"),
        (measure(">=", "98", "share", base="96"), 20_260_702, "97.1", None, "on_schedule"),
        (measure(">=", "98", "share", base="96"), 20_260_702, "96.9", None, "behind"),
        # base = target: to be held, every day
        (measure("=", "10.7", "level", base="10.7"), 20_260_702, "10.7", None, "on_schedule"),
        (measure("=", "10.06", "level", base="10.06"), 20_260_702, "10.05", None, "behind"),
        # a floor below the base is no licence to fall
        (measure(">=", "2", "level", base="2.23"), 20_260_702, "2.1", None, "on_schedule"),
        (measure(">=", "2", "level", base="2.23"), 20_260_702, "1.9", None, "behind"),
        # ceilings and ranks: less is better
        (measure("<=", "4.5", "share"), 20_260_702, "4.1", None, "on_schedule"),
        (measure("<=", "4.5", "share"), 20_260_702, "4.6", None, "behind"),
        (measure("<=", "4.5", "share"), 20_270_110, "4.2", "4.6", "overdue"),
        (measure("<=", "10", "increment"), 20_260_702, "11", None, "behind"),
        (measure("=", "5", "rank"), 20_260_702, "3", None, "on_schedule"),
        # a target of zero, a negative base, a shrinking level
        (measure("=", "0", "increment"), 20_260_702, "0", None, "done"),
        (measure(">=", "1", "growth", base="-3"), 20_260_702, "-0.9", None, "on_schedule"),
        (measure("<=", "20", "level", base="40"), 20_260_702, "29", None, "on_schedule"),
        (measure("<=", "20", "level", base="40"), 20_260_702, "31", None, "behind"),
    ],
)
def test_the_state_a_supervision_office_would_say(
    what: Measure, as_of: int, actual: str, at_due: str | None, state: str
) -> None:
    due = None if at_due is None else Fraction(at_due)
    assert judge(what, as_of=as_of, actual=Fraction(actual), at_due=due).state == state


def test_the_formula_has_the_numbers_in_it() -> None:
    judged = judge(measure("=", "3000", "increment"), as_of=20_260_702, actual=Fraction(1200), at_due=None)
    assert judged.formula.zh == (
        "完成 1200个 ÷ 目标 3000个 = 40.0%;时间进度 183 ÷ 365 天 = 50.1%;低于序时 10.1 个百分点"
    )
    assert "10.1 points behind schedule" in judged.formula.en


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("11900000000", "元", "119亿元", "11,900,000,000 元"),
        ("310000", "平方米", "31万平方米", "310,000 平方米"),
        ("12345", "户", "12345户", "12,345 户"),
        ("9999", "个", "9999个", "9999 个"),
        ("98.5", "%", "98.5%", "98.5%"),
        ("-12000", "人", "-1.2万人", "-12,000 人"),
        ("1/3", "公里", "0.3333公里", "0.3333 公里"),
    ],
)
def test_numbers_are_told_as_papers_write_them(value: str, unit: str, zh: str, en: str) -> None:
    assert (told(Fraction(value), unit, "zh"), told(Fraction(value), unit, "en")) == (zh, en)


def test_time_passes_from_the_first_day_to_the_due_day() -> None:
    what = measure("=", "1", "increment")
    assert elapsed(what, 20_251_231) == 0
    assert elapsed(what, 20_260_101) == Fraction(1, 365)
    assert elapsed(what, 20_261_231) == 1
    assert elapsed(what, 20_270_301) == 1


@given(
    st.integers(1, 10_000),
    st.integers(0, 12_000),
    st.integers(0, 364),
)
def test_an_increment_is_on_schedule_exactly_when_its_share_is_not_below_the_share_of_days(
    target: int, actual: int, day: int
) -> None:
    what = Measure(comparator="=", low=Fraction(target), high=None, unit="个", basis="increment", baseline=None, **YEAR)
    as_of = shift_day(20_260_101, day)
    state = judge(what, as_of=as_of, actual=Fraction(actual), at_due=None).state
    passed = days_between(20_260_101, as_of) + 1
    expected = "done" if actual >= target else "on_schedule" if actual * 365 >= target * passed else "behind"
    assert state == expected
