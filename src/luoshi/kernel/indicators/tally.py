"""Counting, pure: rows and a definition in, an exact value and the rows behind it out.

A row counts in the numerator when its condition is true. What cannot be decided is never taken for false: it is left
out and told, or counted as the definition says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from luoshi.base import units
from luoshi.base.definitions import Words
from luoshi.base.units import rounded_integer
from luoshi.kernel.facts import Outcome, Program, Schema, Status, Truth, compile_condition, compile_expression
from luoshi.kernel.indicators.model import Excluded, Fact, Indicator, State, Value

LIMIT = 10**18


@dataclass(slots=True)
class Tally:
    """What was counted for one area and period. With `rows=False` only the counts are kept."""

    rows: bool = True
    numerator: int = 0
    denominator: int = 0
    left_out: int = 0
    invalid: int = 0
    total: Fraction = Fraction(0)
    least: Fraction | None = None
    most: Fraction | None = None
    numerator_rows: list[Fact] = field(default_factory=list)
    denominator_rows: list[Fact] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)

    def include(self, fact: Fact, *, holds: bool) -> None:
        self.denominator += 1
        self.numerator += holds
        if self.rows:
            self.denominator_rows.append(fact)
            if holds:
                self.numerator_rows.append(fact)

    def add(self, fact: Fact, number: Fraction) -> None:
        self.include(fact, holds=True)
        self.total += number
        self.least = number if self.least is None else min(self.least, number)
        self.most = number if self.most is None else max(self.most, number)

    def leave_out(self, fact: Fact, reason: str, truth: Truth) -> None:
        self.left_out += 1
        self.invalid += truth is Truth.INVALID
        if self.rows:
            self.excluded.append(Excluded(fact=fact, reason=reason, truth=str(truth)))


class Counter:
    """One definition ready to count: its expressions read once."""

    def __init__(self, body: Indicator, schema: Schema) -> None:
        self.body = body
        self._filter = compile_condition(body.filter, schema) if body.filter else None
        self._numerator = compile_condition(body.numerator, schema) if body.numerator else None
        self._denominator = compile_condition(body.denominator, schema) if body.denominator else None
        self._value = compile_expression(body.value, schema) if body.value else None

    def tally(self, facts: Iterable[Fact], *, rows: bool = True) -> Tally:
        result = Tally(rows=rows)
        for fact in facts:
            self.count(result, fact)
        return result

    def count(self, into: Tally, fact: Fact) -> None:
        """Look at one row."""
        for gate in (self._filter, self._denominator):
            if gate is None:
                continue
            outcome = gate(fact.values)
            if outcome.truth is Truth.FALSE:
                return
            if outcome.truth is not Truth.TRUE:
                into.leave_out(fact, _reason(outcome, gate), outcome.truth)
                return
        if self._value is not None:
            self._add(into, fact, self._value)
            return
        if self._numerator is None:
            into.include(fact, holds=True)
            return
        outcome = self._numerator(fact.values)
        if outcome.truth in (Truth.TRUE, Truth.FALSE):
            into.include(fact, holds=outcome.truth is Truth.TRUE)
        elif self.body.missing == "as_false":
            into.include(fact, holds=False)
        else:
            into.leave_out(fact, _reason(outcome, self._numerator), outcome.truth)

    def _add(self, into: Tally, fact: Fact, program: Program) -> None:
        number = program.value(fact.values)
        if type(number) in (int, Decimal):  # a yes is no number
            assert isinstance(number, int | Decimal)
            into.add(fact, Fraction(number))
        else:
            truth = Truth(number.word) if isinstance(number, Status) else Truth.INVALID
            into.leave_out(fact, program.text, truth)

    def value(self, tally: Tally) -> Value:
        """The exact value of what was counted, halves rounded away from zero."""
        body = self.body
        if tally.left_out and body.missing == "no_value":
            return self._without(State.INVALID if tally.invalid else State.MISSING)
        number = self._number(tally)
        if number is None:
            return self._without(State.MISSING if tally.left_out else State.NOT_APPLICABLE)
        scaled = rounded_integer(number * 10**body.scale)
        if abs(scaled) >= LIMIT:
            return self._without(State.INVALID)
        return Value(state=State.NUMBER, scaled=scaled, scale=body.scale, unit=body.unit)

    def _number(self, tally: Tally) -> Fraction | None:
        if self.body.measure == "count":
            return Fraction(tally.numerator)
        if tally.denominator == 0:
            return None
        if self.body.measure == "rate":
            return Fraction(tally.numerator, tally.denominator) / units.unit(self.body.unit).factor
        match self.body.aggregate:
            case "sum":
                return tally.total
            case "average":
                return tally.total / tally.denominator
            case "minimum":
                return tally.least
            case _:
                return tally.most

    def _without(self, state: State) -> Value:
        return Value(state=state, scale=self.body.scale, unit=self.body.unit)

    def formula(self, tally: Tally) -> Words:
        """How the value came about, with the numbers in it."""
        value, name = self.value(tally), self.body.name
        return Words(
            zh=f"{name.zh} = {self._right(tally, 'zh')} = {_shown(value, 'zh')}",
            en=f"{name.en} = {self._right(tally, 'en')} = {_shown(value, 'en')}",
        )

    def _right(self, tally: Tally, language: str) -> str:
        match self.body.measure:
            case "count":
                return f"计数 {tally.numerator}" if language == "zh" else f"count of {tally.numerator}"
            case "rate":
                factor = 1 / units.unit(self.body.unit).factor
                times = "" if factor == 1 else f" × {factor}"
                return f"{tally.numerator} ÷ {tally.denominator}{times}"
            case _:
                words = _AGGREGATES[self.body.aggregate]
                counted = f"{tally.denominator} 条" if language == "zh" else f" of {tally.denominator} rows"
                return f"{words[language]}{counted}"


_AGGREGATES = {
    "sum": Words(zh="合计", en="sum"),
    "average": Words(zh="平均", en="average"),
    "minimum": Words(zh="最小", en="minimum"),
    "maximum": Words(zh="最大", en="maximum"),
}
_STATES = {
    State.MISSING: Words(zh="缺少数据", en="missing"),
    State.NOT_APPLICABLE: Words(zh="不适用", en="not applicable"),
    State.SUPPRESSED: Words(zh="不予公开", en="suppressed"),
    State.INVALID: Words(zh="数据无效", en="invalid"),
}


def _shown(value: Value, language: str) -> str:
    if value.number is None:
        return _STATES[value.state][language]
    label = value.unit if value.unit == "%" else units.unit(value.unit).label(language)
    gap = "" if language == "zh" or label == "%" else " "
    return f"{value.number:f}{gap}{label}"


def _reason(outcome: Outcome, program: Program) -> str:
    """The condition that leaves it open, as written."""
    return next((reason.condition for reason in outcome.undecided), program.text)
