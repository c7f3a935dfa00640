"""序时进度, pure: what was promised, what is, and how much of the time has passed give a state and its formula.

An increment is measured against the share of its period that has passed. A level or a share has to stand on its due
day: before it, what counts is the line from the base value to the target, or the target itself where no base value
was stated. After the due day what counts is whether the target was met by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from luoshi.base.definitions import Words
from luoshi.base.time import days_between, print_day
from luoshi.base.units import rounded
from luoshi.kernel.verdicts.model import State

ACCUMULATES = frozenset({"increment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What has to be reached, in one unit, between two days."""

    comparator: str
    low: Fraction
    high: Fraction | None
    unit: str
    basis: str
    baseline: Fraction | None
    first_day: int
    due_day: int

    @property
    def ceiling(self) -> bool:
        """Whether less is better: an upper bound, or a rank."""
        return self.comparator in {"<", "<="} or self.basis == "rank"

    def met(self, actual: Fraction) -> bool:
        """A bare figure or "about" is met by reaching it."""
        if self.comparator == "range" and self.high is not None:
            return self.low <= actual and (self.basis in ACCUMULATES or actual <= self.high)
        if self.comparator == "<":
            return actual < self.low
        if self.ceiling:
            return actual <= self.low
        return actual > self.low if self.comparator == ">" else actual >= self.low


@dataclass(frozen=True, slots=True)
class Judged:
    state: State
    formula: Words


def elapsed(measure: Measure, as_of: int) -> Fraction:
    """The share of the period that has passed at the end of a day."""
    whole = days_between(measure.first_day, measure.due_day) + 1
    passed = days_between(measure.first_day, as_of) + 1
    return Fraction(min(max(passed, 0), whole), whole)


def judge(measure: Measure, *, as_of: int, actual: Fraction, at_due: Fraction | None) -> Judged:
    """`actual` as of the day asked, `at_due` as of the due day where that has passed."""
    if as_of > measure.due_day:
        return _after(measure, actual, actual if at_due is None else at_due)
    if measure.basis in ACCUMULATES and not measure.ceiling:
        return _accumulating(measure, as_of, actual)
    return _standing(measure, as_of, actual)


def _after(measure: Measure, actual: Fraction, at_due: Fraction) -> Judged:
    due = print_day(measure.due_day)
    zh = f"到期日 {due} 为 {_number(at_due, measure, 'zh')},目标 {_target(measure, 'zh')}"
    en = f"on the due day {due} it was {_number(at_due, measure, 'en')}, the target is {_target(measure, 'en')}"
    now = _number(actual, measure, "zh"), _number(actual, measure, "en")
    if measure.met(at_due):
        return Judged(State.DONE, Words(zh=f"{zh},按期完成", en=f"{en}: reached in time"))
    if not measure.ceiling and measure.met(actual):
        return Judged(
            State.DONE_LATE, Words(zh=f"{zh};现为 {now[0]},逾期后完成", en=f"{en}; now {now[1]}: reached late")
        )
    return Judged(State.OVERDUE, Words(zh=f"{zh};现为 {now[0]},未完成", en=f"{en}; now {now[1]}: not reached"))


def _accumulating(measure: Measure, as_of: int, actual: Fraction) -> Judged:
    share, time = _share(actual, measure.low), elapsed(measure, as_of)
    of = f"{_number(actual, measure, 'zh')} ÷ 目标 {_number(measure.low, measure, 'zh')}"
    zh = f"完成 {of} = {_percent(share)};{_time(measure, as_of, 'zh')}"
    of = f"{_number(actual, measure, 'en')} of {_number(measure.low, measure, 'en')}"
    en = f"{of} = {_percent(share)}; {_time(measure, as_of, 'en')}"
    if measure.met(actual):
        return Judged(State.DONE, Words(zh=f"{zh};已达到目标", en=f"{en}; the target is reached"))
    gap = f"{rounded(abs(share - time) * 100, 1):f}"
    if share >= time:
        return Judged(
            State.ON_SCHEDULE, Words(zh=f"{zh};快于序时 {gap} 个百分点", en=f"{en}; {gap} points ahead of schedule")
        )
    return Judged(State.BEHIND, Words(zh=f"{zh};低于序时 {gap} 个百分点", en=f"{en}; {gap} points behind schedule"))


def _standing(measure: Measure, as_of: int, actual: Fraction) -> Judged:
    time = _time(measure, as_of, "zh"), _time(measure, as_of, "en")
    zh = f"现为 {_number(actual, measure, 'zh')},目标 {_target(measure, 'zh')}"
    en = f"now {_number(actual, measure, 'en')}, the target is {_target(measure, 'en')}"
    if measure.met(actual):
        return Judged(
            State.ON_SCHEDULE, Words(zh=f"{zh},已达到;{time[0]},到期日再作结论", en=f"{en}: reached; {time[1]}")
        )
    expected = _expected(measure, as_of)
    if expected is None:
        return Judged(
            State.BEHIND,
            Words(
                zh=f"{zh},未达到;无基期值,直接与目标比较;{time[0]}", en=f"{en}: not reached; no base value; {time[1]}"
            ),
        )
    base, line = measure.baseline or Fraction(0), Fraction(rounded(expected, 2))
    zh = f"{zh};基期 {_number(base, measure, 'zh')},序时应为 {_number(line, measure, 'zh')}"
    en = f"{en}; from {_number(base, measure, 'en')} the line stands at {_number(line, measure, 'en')}"
    ahead = actual <= expected if measure.ceiling else actual >= expected
    state = State.ON_SCHEDULE if ahead else State.BEHIND
    return Judged(state, Words(zh=f"{zh};{time[0]}", en=f"{en}; {time[1]}"))


def _expected(measure: Measure, as_of: int) -> Fraction | None:
    """Where the straight line from the base value to the target stands; none where the base is already past it."""
    if measure.baseline is None or measure.met(measure.baseline):
        return None
    return measure.baseline + (measure.low - measure.baseline) * elapsed(measure, as_of)


def _share(actual: Fraction, target: Fraction) -> Fraction:
    return Fraction(1) if target == 0 else actual / target


def _time(measure: Measure, as_of: int, language: str) -> str:
    share = _percent(elapsed(measure, as_of))
    whole = days_between(measure.first_day, measure.due_day) + 1
    passed = min(max(days_between(measure.first_day, as_of) + 1, 0), whole)
    return (
        f"时间进度 {passed} ÷ {whole} 天 = {share}" if language == "zh" else f"time {passed} of {whole} days = {share}"
    )


_SIGNS = {
    ">=": ("不低于", "at least "),
    ">": ("超过", "more than "),
    "<=": ("不高于", "at most "),
    "<": ("低于", "less than "),
    "~": ("约", "about "),
}


def _target(measure: Measure, language: str) -> str:
    if measure.comparator == "range" and measure.high is not None:
        return f"{plain(measure.low)}–{_number(measure.high, measure, language)}"
    sign = _SIGNS.get(measure.comparator, ("", ""))[language == "en"]
    return f"{sign}{_number(measure.low, measure, language)}"


def _number(value: Fraction, measure: Measure, language: str) -> str:
    return told(value, measure.unit, language)


#: how Chinese papers write large round numbers
_LARGE = ((10**8, "亿"), (10**4, "万"))


def told(value: Fraction, unit: str, language: str) -> str:
    """A number with its unit as papers write it: 119亿元, 31万平方米; never rounded to look well."""
    if language == "zh" and unit != "%":
        for size, word in _LARGE:
            if abs(value) >= size and (value * 100 / size).denominator == 1:
                return f"{plain(value / size)}{word}{unit}"
    figures = plain(value)
    return f"{figures}{unit}" if language == "zh" or unit == "%" else f"{_grouped(figures)} {unit}".rstrip()


def _grouped(figures: str) -> str:
    whole, point, rest = figures.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdigit() and abs(int(whole)) >= 10_000 else figures


def plain(value: Fraction) -> str:
    """Exact where a short decimal tells it, else with four places."""
    for places in range(5):
        if (value * 10**places).denominator == 1:
            return f"{rounded(value, places):f}"
    return f"{rounded(value, 4):f}"


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 1):f}%"
