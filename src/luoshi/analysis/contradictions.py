"""One paper against itself: the same measure, years and place with two targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from luoshi.analysis.bounds import stated
from luoshi.analysis.lines import Paper, Said, amount
from luoshi.analysis.measures import Measure, measure_of


class Clash(StrEnum):
    """Excluding: no number satisfies both. Differing: one number may, but two figures were given."""

    EXCLUDING = "excluding"
    DIFFERING = "differing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two sentences of one paper that give one measure two targets."""

    clash: Clash
    one: Said
    other: Said


def contradictions(paper: Paper) -> list[Contradiction]:
    """In the order of the text. Only equal measures are held against each other, never ones that are merely alike;
    counts of things done (新建3处, 新建5处) may be two lots and are left alone unless the sentences are the same."""
    by_measure: dict[tuple[Measure, tuple[int, int] | None], list[Said]] = {}
    for said in paper.said:
        measure = measure_of(said.subject, unit=said.unit, basis=said.basis, scope=said.scope or paper.place)
        if said.kind == "target" and measure.named:
            by_measure.setdefault((measure, said.period), []).append(said)
    found = [each for group in by_measure.values() for each in _within(group)]
    return sorted(found, key=lambda each: (each.one.start, each.other.start))


def _within(group: Sequence[Said]) -> list[Contradiction]:
    """Each figure against the first of its measure that differs from it."""
    found = []
    for number, other in enumerate(group):
        for one in group[:number]:
            clash = _clash(one, other)
            if clash is not None:
                found.append(Contradiction(clash=clash, one=one, other=other))
                break
    return found


def _clash(one: Said, other: Said) -> Clash | None:
    if (amount(one), one.high) == (amount(other), other.high):
        return None  # 超过70% and 70%左右 say one figure in two ways
    if one.basis == "increment" and _act(one) != _act(other):
        return None
    return Clash.DIFFERING if stated(one).meets(stated(other)) else Clash.EXCLUDING


def _act(said: Said) -> str:
    """The words of the sentence without its figures."""
    return "".join(sign for sign in said.quote if not (sign.isdigit() or sign in ".,万亿 以上力争年内"))
