"""Which ground a grant reaches, on whatever day a row was written there.

A row keeps the path that was in force on its own day. A grant is for an area, not for a path: it reaches every path
the area ever had, and follows the territory through merges, splits and moves as far as the ground is the same:

- what lies wholly inside the granted ground is reached (a merged-in predecessor, every part of a split);
- what is only partly granted is not: a grant on one of two merged areas does not open the other one's cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area's path for some days."""

    area: int
    path: str
    valid_from: int
    valid_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """On `day` the ground of one area became (part of) the ground of another."""

    predecessor: int
    successor: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Every path of every area, and what became of what."""

    paths: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    successors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    predecessors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    #: area -> the areas that lay directly or deeper below one of its paths while it had that path
    below: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], successions: Iterable[Succeeded]) -> Lineage:
        places = list(places)
        paths: dict[int, set[str]] = {}
        for place in places:
            paths.setdefault(place.area, set()).add(place.path)
        after: dict[int, set[int]] = {}
        before: dict[int, set[int]] = {}
        touched: set[int] = set()
        for each in successions:
            after.setdefault(each.predecessor, set()).add(each.successor)
            before.setdefault(each.successor, set()).add(each.predecessor)
            touched |= {each.predecessor, each.successor}
        return cls(
            paths={area: tuple(sorted(found)) for area, found in paths.items()},
            successors={area: frozenset(found) for area, found in after.items()},
            predecessors={area: frozenset(found) for area, found in before.items()},
            below=_below(places, {area for area in paths if area in touched or len(paths[area]) > 1}),
        )

    def reach(self, area: int) -> tuple[str, ...]:
        """The paths whose rows a grant on `area` opens, shortest first, none inside another."""
        inside = {area} | self._under(area)
        grew = True
        while grew:
            grew = False
            for near, other in ((self.successors, self.predecessors), (self.predecessors, self.successors)):
                for each in list(inside):
                    for candidate in near.get(each, frozenset()):
                        if candidate not in inside and other[candidate] <= inside:
                            inside |= {candidate} | self._under(candidate)
                            grew = True
        found: list[str] = []
        for path in sorted({path for each in inside for path in self.paths.get(each, ())}, key=lambda p: (len(p), p)):
            if not any(path.startswith(kept) for kept in found):
                found.append(path)
        return tuple(found)

    def _under(self, area: int) -> set[int]:
        return set(self.below.get(area, frozenset()))


def _below(places: list[Place], movers: set[int]) -> dict[int, frozenset[int]]:
    """Only areas that moved or succeeded need to be known by name: all others are reached through their prefix."""
    moving = [place for place in places if place.area in movers]
    by_path: dict[str, list[Place]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place)
    found: dict[int, set[int]] = {}
    for place in moving:
        for end in range(len(place.path) - 1, -1, -1):
            for over in by_path.get(place.path[:end], ()):
                if over.area != place.area and _together(over, place):
                    found.setdefault(over.area, set()).add(place.area)
    return {area: frozenset(inner) for area, inner in found.items()}


def _together(one: Place, other: Place) -> bool:
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )
