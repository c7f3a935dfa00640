"""`luoshi demo`: the sample district with a few weeks of life in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from luoshi.app.begin import lay
from luoshi.app.house import open_house
from luoshi.app.place import DataFolder
from luoshi.app.sample import lay_people, lay_territory, sample_table
from luoshi.app.sample_plan import lay_plan
from luoshi.base.installation import put_setting

DAYS = 35
SCALE = 1.0
SEED = 20261122


async def prepare(data: Path, url: str | None, *, say: Callable[[str], None], days: int = DAYS) -> None:
    """Make the sample district in an empty folder; a second start finds it and does nothing. `days` it has lived."""
    table = sample_table("people.toml")
    if not DataFolder(data).exists():
        await _make(data, url, say=say, days=days)
    say(f"demo accounts, all with the password {table['password']}:")
    for row in demo_accounts(table):
        say(f"  {row['name']:<12} {row['label']['zh']} {row['label']['en']}")
    say(f"  … grid{len(table['offices']['grid_workers'])}")


def demo_accounts(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The accounts that the sign-in page of a demo offers."""
    named = [{"name": row["account"], "label": row["label"], "face": row["face"]} for row in table["person"]]
    return [*named, {"name": "grid1", "label": table["offices"]["post"], "face": "field"}]


async def _make(data: Path, url: str | None, *, say: Callable[[str], None], days: int) -> None:
    from luoshi.app.simulate import live

    table = sample_table("people.toml")
    say("Making the sample district (once): areas, people, lamps, rivers …")
    house = await lay(data, url, name="示例区", zone="Asia/Shanghai", demo=True)
    try:
        district = await lay_territory(house)
        await lay_people(house, district)
        accounts = [{"password": table["password"], **row} for row in demo_accounts(table)]
        settings = {
            "demo_accounts": json.dumps(accounts, ensure_ascii=False),
            "area_code": district.code or "",
            "area_name": district.name,
            "name_en": "Sample district",
        }
        for name, value in settings.items():
            await put_setting(house.database, name, value)
    finally:
        await house.close()
    say(f"Letting it live for {days} days …")
    await live(data, url, days=days, scale=SCALE, seed=SEED, say=say)
    say("Putting its plan into the ledger …")
    house = await open_house(data, url, role="begin")
    try:
        await lay_plan(house, house.territory.tree.by_code(district.code or "", house.installation.today()))
    finally:
        await house.close()
