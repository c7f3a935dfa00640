"""A list of official areas (code, name, level, parent code) as statistics bureaux publish it.

Such lists name the committee instead of the place (…社区居委会, …村委会) and put subdistricts and townships on one
level. The place is named here, and the level is read from the name's last word.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.kernel.territory.errors import CodeUsedTwice, WrongRow
from luoshi.kernel.territory.model import Level

_COLUMNS = ("code", "name", "level", "parent")
_VILLAGE = ("村民委员会", "村委会")
_COMMUNITY = ("居民委员会", "居委会")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One area of a list: parents stand before their parts."""

    code: str
    name: str
    level: Level
    parent: str | None


def read_areas(text: str) -> list[AreaRow]:
    """The rows of a list, checked: no code twice, every parent listed before. Lines with `#` are remarks."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or not set(_COLUMNS) <= set(reader.fieldnames):
        raise WrongRow(line=1, problem=f"columns {', '.join(_COLUMNS)}")
    return list(_rows(reader))


def _rows(reader: csv.DictReader[str]) -> Iterator[AreaRow]:
    known: dict[str, Level] = {}
    for number, row in enumerate(reader, start=2):
        code, name, parent = row["code"].strip(), row["name"].strip(), row["parent"].strip() or None
        if not code or not name:
            raise WrongRow(line=number, problem="code, name")
        if code in known:
            raise CodeUsedTwice(code=code, name=name)
        if parent is not None and parent not in known:
            raise WrongRow(line=number, problem=f"parent {parent}")
        level = level_of(row["level"].strip(), name)
        known[code] = level
        yield AreaRow(code=code, name=place_name(name), level=level, parent=parent)


def level_of(word: str, name: str) -> Level:
    """The level of the tree for a list's level and name."""
    if word == "township" and name.endswith(("街道", "街道办事处")):
        return Level.SUBDISTRICT
    if word == "community" and name.endswith((*_VILLAGE, "村")):
        return Level.VILLAGE
    if word == "district" and name.endswith("县"):
        return Level.COUNTY
    try:
        return Level(word)
    except ValueError:
        raise WrongRow(line=name, problem=f"level {word}") from None


def place_name(name: str) -> str:
    """The place instead of its committee: 商家村委会 → 商家村, 北源社区居委会 → 北源社区."""
    for suffix in _VILLAGE:
        if name.endswith(suffix):
            place = name.removesuffix(suffix)
            return place if place.endswith("村") else f"{place}村"
    for suffix in (*_COMMUNITY, "办事处"):
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name
