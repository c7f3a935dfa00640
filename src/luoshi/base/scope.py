"""Who asks, and how far that person may look: plain records that every reading function takes.

A grant says: this role, in this area and everything below it, for this agency or for all. `parties.scope_of`
expands the grants of an actor into a `Scope`; a Scope is a union of reaches and compiles to one predicate, the
same for lists, counts, exports, events, maps, search and snapshots. Nothing here knows what a role may do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts: a person at a post, a resident at a door, or the machine itself."""

    kind: str  # "person" | "resident" | "machine"
    person: int | None = None
    post: int | None = None
    agency: int | None = None
    name: str = ""
    #: for "machine": the definition or run that caused the act
    cause: str = ""


MACHINE = Actor(kind="machine", name="luoshi")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reach:
    """An area (path prefix, empty for the whole installation) for one agency, or for all (`None`)."""

    path: str = ""
    agency: int | None = None

    def covers(self, path: str, agencies: Iterable[int | None]) -> bool:
        return path.startswith(self.path) and (self.agency is None or self.agency in agencies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A union of reaches. `personal`: may open persons' values (each opening is logged).

    `released`: sees only what a named officer released (residents and open standards).
    """

    reaches: tuple[Reach, ...] = ()
    personal: bool = False
    released: bool = False
    #: acts open to this asker, such as "case.dispatch"; empty on public scopes
    verbs: frozenset[str] = field(default_factory=frozenset)

    def covers(self, path: str, *agencies: int | None) -> bool:
        """Whether a row at `path` that belongs to these agencies may be seen."""
        return any(reach.covers(path, agencies) for reach in self.reaches)

    def may(self, verb: str) -> bool:
        return verb in self.verbs

    def predicate(
        self, *, path: str = "path", agency: str | None = None, start: int = 1
    ) -> tuple[str, list[str | int]]:
        """SQL text and arguments numbered from `start`, the same text on both databases.

        `path` and `agency` are column expressions; rows without an agency column pass `agency=None`, and a reach
        limited to one agency then sees the area's rows.
        """
        if not self.reaches:
            return "1=0", []
        terms: list[str] = []
        args: list[str | int] = []
        for reach in minimal(self.reaches):
            parts: list[str] = []
            if reach.path:
                args.append(reach.path)
                parts.append(f"substr({path},1,{len(reach.path)})=${start + len(args) - 1}")
            if reach.agency is not None and agency is not None:
                args.append(reach.agency)
                parts.append(f"{agency}=${start + len(args) - 1}")
            if not parts:
                return "1=1", []
            terms.append("(" + " AND ".join(parts) + ")")
        return "(" + " OR ".join(terms) + ")", args


def minimal(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """Without reaches that another reach contains: the shortest predicate with the same meaning."""
    kept: list[Reach] = []
    for reach in sorted(set(reaches), key=lambda r: (len(r.path), r.agency is not None, r.path, r.agency or 0)):
        inside = any(reach.path.startswith(k.path) and (k.agency is None or k.agency == reach.agency) for k in kept)
        if not inside:
            kept.append(reach)
    return tuple(kept)


#: the machine's own work: everything, persons excluded
EVERYTHING = Scope(reaches=(Reach(),))
NOTHING = Scope()
