"""What the territory says to indicators: which paths, of today and of earlier days, belong to an area."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from luoshi.kernel.parties import Lineage
from luoshi.kernel.territory import Territory


class Areas:
    """Areas in force, and the rows of those that were merged into them, split or moved."""

    def __init__(self, territory: Territory, lineage: Callable[[], Lineage]) -> None:
        self._territory = territory
        self._lineage = lineage
        self._of: object = None
        self._kept = Lineage()

    def prefixes(self, path: str, day: int) -> tuple[str, ...]:
        """Every path whose rows belong to the area that has `path` on `day`."""
        tree = self._territory.tree
        if tree is not self._of:
            self._kept, self._of = self._lineage(), tree
        area = tree.find_path(path, day) if path else None
        return (path,) if area is None else self._kept.reach(area.area, day) or (path,)

    def areas(self, day: int) -> Sequence[str]:
        return [version.path for version in self._territory.tree.versions if version.in_force(day)]
