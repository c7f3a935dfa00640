"""`luoshi demo`: the sample district with a few weeks of life in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from luoshi.app.begin import lay
from luoshi.app.place import DataFolder
from luoshi.app.sample import lay_people, lay_territory, sample_table

DAYS = 35
SCALE = 1.0
SEED = 20261122


async def prepare(data: Path, url: str | None, *, say: Callable[[str], None]) -> None:
    """Make the sample district in an empty folder; a second start finds it and does nothing."""
    table = sample_table("people.toml")
    if not DataFolder(data).exists():
        await _make(data, url, say=say)
    say(f"demo accounts, all with the password {table['password']}:")
    for row in table["person"]:
        say(f"  {row['account']:<12} {row['label']['zh']} {row['label']['en']}")
    say("  grid1…grid13 网格员 Grid workers")


async def _make(data: Path, url: str | None, *, say: Callable[[str], None]) -> None:
    from luoshi.app.simulate import live

    say("Making the sample district (once): areas, people, lamps, rivers …")
    house = await lay(data, url, name="示例区", zone="Asia/Shanghai", demo=True)
    try:
        district = await lay_territory(house)
        await lay_people(house, district)
    finally:
        await house.close()
    say(f"Letting it live for {DAYS} days …")
    await live(data, url, days=DAYS, scale=SCALE, seed=SEED, say=say)
