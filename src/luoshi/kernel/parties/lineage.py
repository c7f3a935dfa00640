"""Which ground a grant reaches, on whatever day a row was written there.

A row keeps the path that was in force on its own day. A grant is for an area, not for a path, and follows the
ground. On the day of asking it reaches

- what was written under any path the area ever had: that was its own when it was written;
- what was ever written about an area that lies in it on that day, wherever that area lay before;
- predecessors all of whose ground is reached, and successors all of whose ground is reached. Who holds a grant on
  one of two merged areas keeps its past and does not gain the other's present: that needs a new grant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area's path for some days."""

    area: int
    path: str
    valid_from: int
    valid_to: int | None = None

    def holds(self, day: int) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """On `day` the ground of one area became (part of) the ground of another."""

    predecessor: int
    successor: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Every path of every area, and what became of what."""

    places: Mapping[int, Sequence[Place]] = field(default_factory=dict)
    successors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    predecessors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    #: areas that had several paths or a succession; all others are reached through the prefix of what they lie in
    movers: Sequence[int] = ()
    #: a path is given once and never to another area
    area_at: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], successions: Iterable[Succeeded]) -> Lineage:
        found: dict[int, list[Place]] = {}
        for place in places:
            found.setdefault(place.area, []).append(place)
        after: dict[int, set[int]] = {}
        before: dict[int, set[int]] = {}
        for each in successions:
            after.setdefault(each.predecessor, set()).add(each.successor)
            before.setdefault(each.successor, set()).add(each.predecessor)
        moved = {area for area, rows in found.items() if len({row.path for row in rows}) > 1}
        return cls(
            places=found,
            successors={area: frozenset(others) for area, others in after.items()},
            predecessors={area: frozenset(others) for area, others in before.items()},
            movers=tuple(sorted(moved | after.keys() | before.keys())),
            area_at={row.path: area for area, rows in found.items() for row in rows},
        )

    def reach(self, area: int, day: int) -> tuple[str, ...]:
        """The paths whose rows a grant on `area` opens on a day, shortest first, none inside another."""
        inside = self._with_parts({area}, day)
        waiting = list(inside)
        while waiting:
            each = waiting.pop()
            for onward, back in ((self.successors, self.predecessors), (self.predecessors, self.successors)):
                for candidate in onward.get(each, ()):
                    if candidate not in inside and back[candidate] <= inside:
                        fresh = self._with_parts({candidate}, day) - inside
                        inside |= fresh
                        # A new area may complete the ground of any neighbour of those that were there before.
                        waiting = list(inside)
        return _outermost(row.path for each in inside for row in self.places.get(each, ()))

    def _with_parts(self, areas: set[int], day: int) -> set[int]:
        """The areas and every mover that lies in one of them on that day."""
        roots = [row.path for area in areas for row in self.places.get(area, ()) if row.holds(day)]
        if not roots:
            return set(areas)
        parts = {
            mover
            for mover in self.movers
            for row in self.places.get(mover, ())
            if row.holds(day) and row.path.startswith(tuple(roots))
        }
        return areas | parts


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for path in sorted(set(paths), key=lambda each: (len(each), each)):
        if not path.startswith(tuple(found)):
            found.append(path)
    return tuple(found)
