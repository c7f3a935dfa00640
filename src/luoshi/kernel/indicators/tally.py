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

    def take(self, fact: Fact, look: Look, times: int = 1) -> None:
        """Count a row, or so many that are alike, as what it was judged to be."""
        if look.truth is not None:
            self._leave_out(fact, look.reason, look.truth, times)
        elif look.counts:
            self._include(fact, times, holds=look.holds)
            if look.number is not None:
                self._add(look.number, times)

    def _include(self, fact: Fact, times: int, *, holds: bool) -> None:
        self.denominator += times
        self.numerator += times if holds else 0
        if self.rows:
            self.denominator_rows.append(fact)
            if holds:
                self.numerator_rows.append(fact)

    def _add(self, number: Fraction, times: int) -> None:
        self.total += number * times
        self.least = number if self.least is None else min(self.least, number)
        self.most = number if self.most is None else max(self.most, number)

    def _leave_out(self, fact: Fact, reason: str, truth: Truth, times: int) -> None:
        self.left_out += times
        self.invalid += times if truth is Truth.INVALID else 0
        if self.rows:
            self.excluded.append(Excluded(fact=fact, reason=reason, truth=str(truth)))


@dataclass(frozen=True, slots=True)
class Look:
    """What one row is to a definition: looked at or not, in the numerator or not, or left out with the reason."""

    counts: bool = False
    holds: bool = False
    number: Fraction | None = None
    reason: str = ""
    truth: Truth | None = None


_OUTSIDE = Look()
_IN, _NOT = Look(counts=True, holds=True), Look(counts=True)
#: distinct rows of which a counter remembers what they are; rows of a city repeat a few patterns
_REMEMBERED = 10_000


class Counter:
    """One definition ready to count: its expressions read once, equal rows judged once."""

    def __init__(self, body: Indicator, schema: Schema) -> None:
        self.body = body
        self._filter = compile_condition(body.filter, schema) if body.filter else None
        self._numerator = compile_condition(body.numerator, schema) if body.numerator else None
        self._denominator = compile_condition(body.denominator, schema) if body.denominator else None
        self._value = compile_expression(body.value, schema) if body.value else None
        programs = (self._filter, self._numerator, self._denominator, self._value)
        #: the columns its expressions read
        self.reads = tuple(sorted({name for each in programs if each is not None for name in each.facts}))
        self._known: dict[tuple[object, ...], Look] = {}

    def tally(self, facts: Iterable[Fact], *, rows: bool = True) -> Tally:
        result = Tally(rows=rows)
        for fact in facts:
            result.take(fact, self.look(fact))
        return result

    def look(self, fact: Fact) -> Look:
        """Judge one row. A value and its kind are the key, because a yes and a one are different things."""
        read = [fact.values.get(name) for name in self.reads]
        try:
            key = tuple((type(each), each) for each in read)
            found = self._known.get(key)
        except TypeError:  # a column that cannot be a key, such as a list, is judged each time
            return self._look(fact)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._look(fact)
        return found

    def _look(self, fact: Fact) -> Look:
        for gate in (self._filter, self._denominator):
            if gate is None:
                continue
            outcome = gate(fact.values)
            if outcome.truth is Truth.FALSE:
                return _OUTSIDE
            if outcome.truth is not Truth.TRUE:
                return Look(reason=_reason(outcome, gate), truth=outcome.truth)
        if self._value is not None:
            return _told(self._value, fact)
        if self._numerator is None:
            return _IN
        outcome = self._numerator(fact.values)
        if outcome.truth in (Truth.TRUE, Truth.FALSE):
            return _IN if outcome.truth is Truth.TRUE else _NOT
        if self.body.missing == "as_false":
            return _NOT
        return Look(reason=_reason(outcome, self._numerator), truth=outcome.truth)

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


def _told(program: Program, fact: Fact) -> Look:
    """The number a row tells; a yes is no number."""
    number = program.value(fact.values)
    if type(number) in (int, Decimal):
        assert isinstance(number, int | Decimal)
        return Look(counts=True, holds=True, number=Fraction(number))
    truth = Truth(number.word) if isinstance(number, Status) else Truth.INVALID
    return Look(reason=program.text, truth=truth)
