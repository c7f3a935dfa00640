"""Lines of history: what papers of one place said of one measure, in their order.

A five-year plan promises, a yearly plan promises a part of it, the next report tells what came of it. `lines` puts
such statements side by side, each with the reason why it stands there. Linear in the statements: equal measures meet
in a table; of the others only those that share a rare two-character word are compared. A measure joins a line only if
it is alike to every measure in it, the most alike first, so the outcome does not depend on the order of the papers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from luoshi.analysis.measures import Measure, is_one, lexicon, likeness, measure_of, scaled


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement with a figure: what a paper says, verbatim and in numbers. `key` is whatever its keeper uses."""

    key: str
    kind: str
    subject: str
    value: Decimal
    high: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    basis: str = ""
    period: tuple[int, int] | None = None
    scope: str = ""
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True)  # without slots: what is asked of it again and again is kept beside it
class Paper:
    """A document of a place with what was read from it. Papers follow one another by `period`, then by `order`."""

    key: str
    title: str
    place: str
    period: tuple[int, int] | None
    order: int = 0
    said: tuple[Said, ...] = ()

    @cached_property
    def spans(self) -> frozenset[tuple[int, int]]:
        """The years its statements are about."""
        return frozenset(said.period for said in self.said if said.period is not None)

    @cached_property
    def turn(self) -> tuple[int, int, int, int, str]:
        """Where it stands among others: by the first year it plans for; the longer plan comes first, and of papers
        about the same years one that mainly reports comes after one that mainly promises."""
        told = sum(said.kind == "result" for said in self.said) * 2 > len(self.said)
        first, last = self.period or self._years_told()
        return first, -last, int(told), self.order, self.key

    def _years_told(self) -> tuple[int, int]:
        last = max((last for _, last in self.spans), default=9999)
        return last, last


class Role(StrEnum):
    PROMISED = "promised"
    PROMISED_LATER = "promised_later"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of a line. `alike` (thousandths) and `beside` say why it stands there: the words it was joined
    to; 1000 means the same words once act, place and way of counting are taken off."""

    paper: Paper
    said: Said
    role: Role
    alike: int
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was promised, promised later and reported of one measure of one place."""

    place: str
    measure: Measure
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The fullest wording of the measure."""
        return max((each.said.subject for each in self.entries), key=lambda words: (len(words), words))


@dataclass(slots=True)
class _Bundle:
    """Statements of one place with equal measures, and the bundles that joined them."""

    place: str
    measure: Measure
    said: list[tuple[Paper, Said]] = field(default_factory=list)

    @property
    def papers(self) -> frozenset[str]:
        return frozenset(paper.key for paper, _ in self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """All lines, and for each the measures that may be the same but were kept apart."""

    lines: tuple[Line, ...]
    near: Mapping[int, tuple[int, ...]]


def lines(papers: Iterable[Paper]) -> Lines:
    """The lines of history of these papers, each place for itself."""
    bundles = _bundles(sorted(papers, key=lambda paper: paper.turn))
    found, near = _compared(bundles)
    groups: list[list[int]] = [[number] for number in range(len(bundles))]
    home = list(range(len(bundles)))
    joined: dict[int, tuple[int, str]] = {}
    for alike, one, other in found:
        a, b = home[one], home[other]
        if a == b or not _fits(bundles, groups[a], groups[b]):
            continue
        joined.update({each: (alike, "、".join(bundles[one].measure.members)) for each in groups[b]})
        groups[a] += groups[b]
        for each in groups[b]:
            home[each] = a
        groups[b] = []
    made = [(number, group) for number, group in enumerate(groups) if group]
    place = {number: at for at, (number, _) in enumerate(made)}
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in near:
        a, b = place[home[one]], place[home[other]]
        if a != b:
            beside[a].add(b)
            beside[b].add(a)
    return Lines(
        lines=tuple(_line(bundles, group, joined) for _, group in made),
        near={at: tuple(sorted(others)) for at, others in beside.items()},
    )


def _bundles(papers: Sequence[Paper]) -> list[_Bundle]:
    found: dict[tuple[str, Measure | str], _Bundle] = {}
    for paper in papers:
        for said in paper.said:
            measure = measure_of(said.subject, unit=said.unit, basis=said.basis, scope=said.scope or paper.place)
            same: Measure | str = measure if measure.named else f"{paper.key} {said.key}"
            found.setdefault((paper.place, same), _Bundle(paper.place, measure)).said.append((paper, said))
    return list(found.values())


def _compared(bundles: Sequence[_Bundle]) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """The pairs that are one, most alike first, and those that may be."""
    lexis = lexicon()
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, bundle in enumerate(bundles):
        for pair in bundle.measure.words:
            holders[bundle.place, pair].append(number)
    joins: list[tuple[int, int, int]] = []
    near: list[tuple[int, int]] = []
    for number, bundle in enumerate(bundles):
        for other in _met(number, bundle, bundles, holders):
            found = likeness(bundle.measure, bundles[other].measure)
            if is_one(found) and not bundle.papers & bundles[other].papers:
                joins.append((found.thousandths, number, other))
            elif found.thousandths >= lexis.near and found.against not in {"scope", "wide"}:
                near.append((number, other))
    joins.sort(key=lambda row: (-row[0], bundles[row[1]].measure.members, bundles[row[2]].measure.members))
    return _unrivalled(joins), near + [(one, other) for _, one, other in joins]


def _met(
    number: int, bundle: _Bundle, bundles: Sequence[_Bundle], holders: Mapping[tuple[str, str], Sequence[int]]
) -> list[int]:
    """The later bundles that share enough words with this one to be near."""
    lexis = lexicon()
    shared: Counter[int] = Counter()
    unseen = 0
    for pair in bundle.measure.words:
        others = holders[bundle.place, pair]
        if len(others) > lexis.common:
            unseen += 1
        else:
            shared.update(others[bisect_right(others, number) :])
    size = len(bundle.measure.words)
    return sorted(
        other
        for other, count in shared.items()
        if 2000 * (count + unseen) >= lexis.near * (size + len(bundles[other].measure.words))
    )


def _unrivalled(joins: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without pairs that have an equally good rival: nobody can tell which of the two is meant."""
    best: dict[int, list[int]] = defaultdict(list)
    for alike, one, other in joins:
        best[one].append(alike)
        best[other].append(alike)
    return [row for row in joins if best[row[1]].count(row[0]) == 1 and best[row[2]].count(row[0]) == 1]


def _fits(bundles: Sequence[_Bundle], one: Sequence[int], other: Sequence[int]) -> bool:
    return all(
        is_one(likeness(bundles[a].measure, bundles[b].measure)) and not bundles[a].papers & bundles[b].papers
        for a in one
        for b in other
    )


def _line(bundles: Sequence[_Bundle], group: Sequence[int], joined: Mapping[int, tuple[int, str]]) -> Line:
    of = [(paper, said, *joined.get(number, (1000, ""))) for number in group for paper, said in bundles[number].said]
    of.sort(key=lambda row: (row[0].turn, row[1].start, row[1].end))
    first = next((paper.key for paper, said, *_ in of if said.kind == "target"), None)
    entries = tuple(
        Entry(paper=paper, said=said, role=_role(paper, said, first), alike=alike, beside=beside)
        for paper, said, alike, beside in of
    )
    return Line(place=bundles[group[0]].place, measure=bundles[group[0]].measure, entries=entries)


def _role(paper: Paper, said: Said, first: str | None) -> Role:
    if said.kind != "target":
        return Role.REPORTED
    return Role.PROMISED if paper.key == first else Role.PROMISED_LATER


def amount(said: Said) -> Decimal:
    """Its figure in the unit that measures of one line share; an amount of each year as the sum over its years."""
    value = scaled(said.value, said.unit)
    yearly = said.basis == "increment" and any(word in said.quote for word in lexicon().yearly)
    return value * (said.period[1] - said.period[0] + 1) if yearly and said.period else value
