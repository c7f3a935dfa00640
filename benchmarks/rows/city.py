"""An invented city of 20,000 cells in a real installation's tables, for the rows that ask where and how far."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from luoshi.app.schema import ddl
from luoshi.base.db.sqlite import SQLite
from luoshi.base.definitions import Definitions
from luoshi.base.ids import Ids
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel.territory import AreaRow, Brush, Level, NewArea, Territory

BEGUN = 20200101
DISTRICT = "990101"
SUBDISTRICTS, COMMUNITIES = 10, 20


def area_rows() -> list[AreaRow]:
    """One district, ten subdistricts, twenty communities in each."""
    rows = [AreaRow(code=DISTRICT, name="样例区", level=Level.DISTRICT, parent=None)]
    for number in range(SUBDISTRICTS):
        code = f"{DISTRICT}{number + 1:03d}"
        rows.append(AreaRow(code=code, name=f"第{number + 1}街道", level=Level.SUBDISTRICT, parent=DISTRICT))
        rows += [
            AreaRow(code=f"{code}{part + 1:03d}", name=f"第{part + 1}社区", level=Level.COMMUNITY, parent=code)
            for part in range(COMMUNITIES)
        ]
    return rows


async def build(folder: Path, cells: int) -> tuple[Installation, Territory]:
    """The installation and its territory, drawn down to `cells` cells."""
    database = SQLite(folder / "city.db", ids=Ids(1))
    await database.script(ddl("sqlite"))
    installation = Installation(database=database, definitions=Definitions(database), zone=ZoneInfo("Asia/Shanghai"))
    territory = Territory(installation)
    listed = await territory.enter_list(
        area_rows(), day=BEGUN, source="invented", by=MACHINE, ground="a measurement", scope=EVERYTHING
    )
    brush = Brush(lon=118.1, lat=36.8, area_km2=360, cells=cells, seed=7, source="invented")
    await territory.draw(listed[0].area, brush, day=BEGUN, by=MACHINE, ground="a measurement", scope=EVERYTHING)
    return installation, territory


async def merge_two_communities(installation: Installation, territory: Territory) -> None:
    """From today on two neighbouring communities are one."""
    day = installation.today()
    first = territory.tree.by_code(f"{DISTRICT}001001", day)
    second = territory.tree.by_code(f"{DISTRICT}001002", day)
    await territory.merge(
        [first.area, second.area],
        NewArea(name="合并社区", level=Level.COMMUNITY, code=f"{DISTRICT}001099"),
        day=day,
        source="invented",
        by=MACHINE,
        ground="a measurement",
        scope=EVERYTHING,
    )
