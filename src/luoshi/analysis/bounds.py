"""What a figure allows: the numbers that satisfy a promise, and whether two figures can both hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luoshi.analysis.lines import Said, amount
from luoshi.analysis.measures import lexicon, scaled


@dataclass(frozen=True, slots=True)
class Bounds:
    """The allowed numbers; None is no bound. `below_open`, `above_open`: the bound itself is not allowed."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Decimal) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def meets(self, other: Bounds) -> bool:
        """Whether some number satisfies both."""
        return _reaches(self, other) and _reaches(other, self)


def _reaches(one: Bounds, other: Bounds) -> bool:
    if one.high is None or other.low is None or one.high > other.low:
        return True
    return one.high == other.low and not (one.high_open or other.low_open)


def stated(said: Said) -> Bounds:
    """What the words say, read strictly: a bare figure is that figure."""
    value = amount(said)
    about = abs(value) * lexicon().about / 1000
    bounds = {
        ">=": Bounds(value, None),
        ">": Bounds(value, None, low_open=True),
        "<=": Bounds(None, value),
        "<": Bounds(None, value, high_open=True),
        "~": Bounds(value - about, value + about),
        "range": Bounds(value, None if said.high is None else scaled(said.high, said.unit)),
    }
    return bounds.get(said.comparator, Bounds(value, value))


def satisfying(said: Said) -> Bounds:
    """What counts as kept: more than promised is kept too, less where less is better; 以内 and 以上 as they stand."""
    found = stated(said)
    if said.comparator in {">=", ">", "<=", "<"}:
        return found
    return Bounds(None, found.high) if lower_is_better(said) else Bounds(found.low, None)


def lower_is_better(said: Said) -> bool:
    """A rank, a rate of unemployment, a delay. A rate of change tells its direction by its verb and so is met by
    more."""
    if said.basis == "growth":
        return False
    return said.basis == "rank" or any(word in said.subject for word in lexicon().down)
