"""What became of each promise, by the papers of the place alone: kept, missed, changed, never mentioned again.

The papers are all that is judged here; what is true of a commitment is for verdicts to say from data. Where papers do
not suffice the promise is under way, unclear or open, and the reason says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.analysis.bounds import satisfying
from luoshi.analysis.lines import Entry, Line, Paper, Role, amount, lines


class Outcome(StrEnum):
    """兑现 kept · 未完成 missed · 有调整 changed · 未再提及 never mentioned again; and where papers do not tell:
    推进中 under way · 待辨认 unclear · 暂无后续文件 open."""

    KEPT = "kept"
    MISSED = "missed"
    CHANGED = "changed"
    NEVER_MENTIONED = "never_mentioned"
    UNDER_WAY = "under_way"
    UNCLEAR = "unclear"
    OPEN = "open"


class Because(StrEnum):
    """The reason of an outcome."""

    REACHED = "reached"
    REACHED_EARLY = "reached_early"
    BELOW = "below"
    OTHER_TARGET = "other_target"
    NOT_NAMED = "not_named"
    NOT_REVIEWED = "not_reviewed"
    NAMED_AGAIN = "named_again"
    ALIKE = "alike"
    NO_LATER_PAPER = "no_later_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One promise and what became of it. `by` are the sentences that tell; `near` those that may mean the same."""

    outcome: Outcome
    because: Because
    promise: Entry
    by: tuple[Entry, ...]
    near: tuple[Entry, ...]
    line: Line


def reconcile(papers: Iterable[Paper]) -> list[Found]:
    """What became of every promise with a figure, in the order of papers and text."""
    given = list(papers)
    drawn = lines(given)
    by_place: dict[str, list[Paper]] = {}
    for paper in given:
        by_place.setdefault(paper.place, []).append(paper)
    found = [
        _judged(line, promise, _near(drawn.lines, drawn.near.get(at, ())), by_place)
        for at, line in enumerate(drawn.lines)
        for promise in _promises(line)
    ]
    return sorted(found, key=lambda each: (each.promise.paper.turn, each.promise.said.start, each.promise.said.end))


def _promises(line: Line) -> list[Entry]:
    """Each promise of the line once: a heading or a table may repeat it in the same paper."""
    seen: set[tuple[str, tuple[int, int] | None, Decimal]] = set()
    kept = []
    for entry in line.entries:
        if entry.role is Role.REPORTED:
            continue
        said = entry.said
        mark = entry.paper.key, said.period, amount(said)
        if mark not in seen:
            seen.add(mark)
            kept.append(entry)
    return kept


def _near(all_: Sequence[Line], numbers: Sequence[int]) -> list[Entry]:
    return [entry for number in numbers for entry in all_[number].entries]


def _judged(line: Line, promise: Entry, near: Sequence[Entry], papers: Mapping[str, Sequence[Paper]]) -> Found:
    after = [paper for paper in papers[line.place] if paper.turn > promise.paper.turn]
    keys = {paper.key for paper in after}
    later = [entry for entry in line.entries if entry.paper.key in keys]
    close = tuple(entry for entry in near if entry.paper.key in keys)
    outcome, because, by = _outcome(promise, later, line.entries)
    if outcome is Outcome.OPEN and after:
        spoken = any(_covers(paper, promise) for paper in after)
        outcome, because = Outcome.NEVER_MENTIONED, Because.NOT_NAMED if spoken else Because.NOT_REVIEWED
        if close:
            outcome, because = Outcome.UNCLEAR, Because.ALIKE
    return Found(outcome=outcome, because=because, promise=promise, by=tuple(by), near=close, line=line)


def _outcome(promise: Entry, later: Sequence[Entry], all_: Sequence[Entry]) -> tuple[Outcome, Because, list[Entry]]:
    reports = [entry for entry in all_ if entry.role is Role.REPORTED and entry.said.kind == "result"]
    final = [entry for entry in reports if entry in later and _ends_alike(promise, entry)]
    if final:
        held = satisfying(promise.said).holds(amount(final[-1].said))
        return (Outcome.KEPT, Because.REACHED, final) if held else (Outcome.MISSED, Because.BELOW, final)
    early = [entry for entry in later if entry in reports and _reached_early(promise, entry)]
    if early:
        return Outcome.KEPT, Because.REACHED_EARLY, early
    again = [entry for entry in later if entry.role is not Role.REPORTED]
    other = [entry for entry in again if entry.said.period == promise.said.period and _differs(promise, entry)]
    if other:
        return Outcome.CHANGED, Because.OTHER_TARGET, other
    if later:
        return Outcome.UNDER_WAY, Because.NAMED_AGAIN, list(later)
    return Outcome.OPEN, Because.NO_LATER_PAPER, []


def _ends_alike(promise: Entry, report: Entry) -> bool:
    """A sum or rate needs the same years; a stock or share needs the same last year."""
    ours, theirs = promise.said.period, report.said.period
    if ours is None or theirs is None:
        return False
    if promise.said.basis in {"increment", "growth"}:
        return ours == theirs
    return ours[1] == theirs[1]


def _reached_early(promise: Entry, report: Entry) -> bool:
    """A stock that stands above the promise before its time. A share or a rate has to hold at the end."""
    ours, theirs = promise.said.period, report.said.period
    if ours is None or theirs is None or not ours[0] <= theirs[1] < ours[1]:
        return False
    stock = promise.said.basis == "level" and promise.said.unit != "%" and promise.said.comparator not in {"<=", "<"}
    return stock and satisfying(promise.said).holds(amount(report.said))


def _differs(one: Entry, other: Entry) -> bool:
    return (amount(one.said), one.said.comparator) != (amount(other.said), other.said.comparator)


def _covers(paper: Paper, promise: Entry) -> bool:
    """Whether the paper speaks of any year of the promise."""
    ours = promise.said.period
    return ours is not None and any(first <= ours[1] and ours[0] <= last for first, last in paper.spans)
