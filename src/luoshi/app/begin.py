"""An installation begins: tables, roles, templates, scenes, and the one-time link of the first administrator."""

from __future__ import annotations

from pathlib import Path

from luoshi.app.house import House, open_house
from luoshi.app.place import DataFolder, open_database
from luoshi.app.upgrade import migrate
from luoshi.base.db.sqlite import SQLite
from luoshi.base.errors import Refused
from luoshi.base.installation import put_setting
from luoshi.base.scope import MACHINE
from luoshi.packs.checker import check_all
from luoshi.packs.install import install_checked

BEGINNING = 20_200_101


class AlreadyThere(Refused):
    code = "L-111"


async def begin(data: Path, url: str | None, *, name: str, zone: str) -> str:
    """Make an empty installation; gives the secret of the one-time link. Where there is one in which nobody has an
    account yet, it stays and a new link is made: the first one was lost or grew too old."""
    there = DataFolder(data).exists()
    house = await open_house(data, url, role="begin") if there else await lay(data, url, name=name, zone=zone)
    try:
        if there and await house.parties.accounts.exist():
            raise AlreadyThere(where=data)
        async with house.unit() as unit:
            return await house.parties.accounts.make_setup_link(unit)
    finally:
        await house.close()


async def lay(data: Path, url: str | None, *, name: str, zone: str, demo: bool = False) -> House:
    """Lay the tables and what every installation starts with; gives the house, open."""
    folder = DataFolder(data)
    if folder.exists():
        raise AlreadyThere(where=data)
    folder.make(url)
    if url is None:
        SQLite(folder.database)
    database = await open_database(folder, url)
    await migrate(database)
    for key, value in {"zone": zone, "name": name, "demo": "1" if demo else "0"}.items():
        await put_setting(database, key, value)
    await database.close()
    house = await open_house(data, url, role="begin")
    async with house.unit() as unit:
        house.parties.seed(unit, day=BEGINNING)
        house.messages.seed(unit, day=BEGINNING)
    await house.calendars.seed(by=MACHINE, ground="first installation")
    await install_checked(house.installation, check_all(), [], by=MACHINE, ground="first installation")
    await house.refresh()
    return house
