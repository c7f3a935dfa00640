"""Row 3: locate among 20,000 cells and the scope of every role × area × door, before and after a merge."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from benchmarks import harness
from benchmarks.rows import city, locate, scope

WHEN = ("before a merge", "after a merge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    located: list[locate.Located]
    scoped: list[scope.Scoped]


def measure(folder: Path, *, cells: int, points: int, compared: int, every: int) -> Ground:
    async def story() -> Ground:
        installation, territory = await city.build(folder, cells)
        parties = scope.parties_of(installation, territory)
        people = await scope.grant_everywhere(installation, parties, territory, roles=20)
        found = Ground(located=[], scoped=[])
        for merged in (False, True):
            if merged:
                await city.merge_two_communities(installation, territory)
            day = installation.today()
            found.located.append(locate.measure(territory, day, points=points, compared=compared, seed=1 + merged))
            found.scoped.append(await scope.measure(installation, parties, territory, people, compare_every=every))
        await installation.database.close()
        return found

    return asyncio.run(story())


def _print_row(name: str, asked: int, row: locate.Located | scope.Scoped) -> None:
    print(f"{name:28}{asked:>9}{row.p50_ms:>9.3f}{row.p99_ms:>9.3f}{row.compared:>10}{row.different:>11}")


def print_bars(found: Ground | None, *, cells: int) -> None:
    """Quick runs draw fewer cells; then the time says nothing about 20,000 and is not held to the bar."""
    if found is not None:
        print(f"\n{'':28}{'asked':>9}{'p50 ms':>9}{'p99 ms':>9}{'compared':>10}{'different':>11}")
        for when, row in zip(WHEN, found.located, strict=True):
            _print_row(f"locate {when}", row.cells, row)
        for when, each in zip(WHEN, found.scoped, strict=True):
            _print_row(f"scope {when}", each.asked, each)
    whole = found if found is not None and cells >= 20_000 else None
    harness.bar(
        "locate among 20,000 cells: p99", None if whole is None else max(r.p99_ms for r in whole.located), "ms", "<= 1"
    )
    harness.bar(
        "locate: answers unlike brute force, before and after a merge",
        None if found is None else sum(row.different for row in found.located),
        "points",
        "<= 0",
    )
    harness.bar(
        "scope of a role, area and door: p99",
        None if whole is None else max(row.p99_ms for row in whole.scoped),
        "ms",
        "<= 1",
    )
    harness.bar(
        "scope: answers unlike brute force, before and after a merge",
        None if found is None else sum(row.different for row in found.scoped),
        "scopes",
        "<= 0",
    )
