"""A town enters its official areas: the list that the statistics office publishes, before any outline is drawn."""

from __future__ import annotations

from pathlib import Path

from luoshi.app.house import open_house
from luoshi.base.scope import MACHINE
from luoshi.base.time import parse_day
from luoshi.kernel.territory import read_areas


async def enter_areas(data: Path, url: str | None, listed: Path, *, source: str, since: str | None) -> int:
    """Enter a whole list in one act, from a day on (today); gives how many areas."""
    rows = read_areas(listed.read_text("utf-8-sig"))
    house = await open_house(data, url, role="areas")
    try:
        day = house.installation.today() if since is None else parse_day(since)
        made = await house.territory.enter_list(
            rows, day=day, source=source, by=MACHINE, ground=source, scope=house.everything
        )
        return len(made)
    finally:
        await house.close()
