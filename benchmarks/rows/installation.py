"""Installations of Luoshi to be measured: the sample district, without rate limits, on each database."""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import shapely

from benchmarks import harness
from luoshi.app.begin import lay
from luoshi.app.sample import lay_people, lay_territory, sample_table
from luoshi.base.db import Database
from luoshi.base.db.postgresql import PostgreSQL
from luoshi.base.db.sqlite import SQLite

LUOSHI = (sys.executable, "-m", "luoshi.cli.main")
UNLIMITED = ("resident_report", "resident_file", "resident_read", "sign_in")
CELLS = (
    "SELECT a.path, s.wkb FROM area a JOIN area_shape s ON s.area=a.area "
    "WHERE a.level='grid_cell' AND a.valid_to IS NULL AND s.valid_to IS NULL ORDER BY a.path"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder, and a database address where it is not the embedded one."""

    data: Path
    url: str | None = None

    def arguments(self) -> list[str]:
        return ["--data", str(self.data), *(["--database", self.url] if self.url else [])]

    async def open(self) -> Database:
        return SQLite(self.data / "luoshi.db") if self.url is None else await PostgreSQL.open(self.url, size=1)

    def copy(self, data: Path, url: str | None) -> Place:
        """The same installation beside itself; a PostgreSQL database is copied by its server before."""
        shutil.copytree(self.data, data)
        return Place(data=data, url=url)


def make(place: Place) -> Place:
    """The sample district and its people before anything has happened, with no limit on how often one address may
    report."""

    async def lay_out() -> None:
        house = await lay(place.data, place.url, name="示例区", zone="Asia/Shanghai", demo=True)
        try:
            district = await lay_territory(house)
            await lay_people(house, district)
            values = ", ".join(f"('rate.{name}', '0', 1)" for name in UNLIMITED)
            await house.database.script([f"INSERT INTO setting (name, value, changed_at) VALUES {values}"])
        finally:
            await house.close()

    asyncio.run(lay_out())
    return place


def cells_of(place: Place) -> list[tuple[str, bytes]]:
    """Path and outline of every grid cell, so that the others locate in the same ones."""

    async def read() -> list[tuple[str, bytes]]:
        database = await place.open()
        rows = await database.fetch(CELLS)
        await database.close()
        return [(row["path"], bytes(row["wkb"])) for row in rows]

    return asyncio.run(read())


def write_cells(cells: list[tuple[str, bytes]], path: Path) -> Path:
    path.write_text("\n".join(f"C{n:06d} {at} {outline.hex()}" for n, (at, outline) in enumerate(cells)))
    return path


def points_in(cells: list[tuple[str, bytes]], count: int, seed: int) -> list[tuple[float, float]]:
    """Points well inside random cells."""
    rng = random.Random(seed)
    found = []
    for _, outline in rng.choices(cells, k=count):
        point = shapely.from_wkb(outline).representative_point()
        found.append((point.x, point.y))
    return found


def serve(place: Place, folder: Path, name: str, processes: list[int] | None = None) -> harness.Server:
    """`luoshi serve`: doors and worker."""
    return harness.Server(
        name,
        lambda port: [*LUOSHI, "serve", "--demo", "--port", str(port), *place.arguments()],
        path="/api/v1/reports",
        ready="/health",
        folder=folder,
        database=lambda: [pid for root in processes or [] for pid in harness.family(root)],
    )


def serve_unsealed(place: Place, folder: Path, name: str, processes: list[int] | None = None) -> harness.Server:
    """The same with a worker that does not seal."""
    return harness.Server(
        name,
        harness.python("benchmarks.rows.unsealed", *place.arguments()),
        path="/api/v1/reports",
        ready="/health",
        folder=folder,
        database=lambda: [pid for root in processes or [] for pid in harness.family(root)],
    )


def durability(place: Place) -> dict[str, str]:
    """The settings that make a commit durable, read back through Luoshi's own engine."""

    async def read() -> dict[str, str]:
        database = await place.open()
        found = await database.durability()
        await database.close()
        return found

    return asyncio.run(read())


def district() -> str:
    """The official code of the sample's district."""
    return str(sample_table("territory.toml")["district"])
