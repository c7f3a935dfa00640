"""A store of files over both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database, Unit
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor
from luoshi.kernel.files import Arrived, File, Files, FolderBlobs, KeyRing, Personal
from luoshi.kernel.journal import Subject
from tests.unit.kernel.lamps import NORTH, SHANGHAI, HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]
RESIDENT = Actor(kind="resident")
CLERK = Actor(kind="person", person=7, post=8, agency=9, name="受理员")
SENDER = "visitor:a"
REPORT = Subject("signal", 5)


async def pieces(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@dataclass(kw_only=True)
class Shelf:
    """Files and personal values of one small installation in a folder of its own."""

    root: Path
    clock: HandClock
    installation: Installation
    keys: KeyRing
    files: Files
    personal: Personal
    run: Run

    def unit(self) -> Unit:
        return self.installation.database.unit()

    def receive(self, data: bytes, name: str = "photo.jpg") -> Arrived:
        found: Arrived = self.run(self.files.receive(pieces(data), name, uploader=SENDER))
        return found

    def keep(self, data: bytes, name: str = "photo.jpg", *, sealed: bool = True, uploader: str = SENDER) -> File:
        async def go() -> File:
            arrived = await self.files.receive(pieces(data), name, uploader=uploader)
            async with self.unit() as unit:
                return await self.files.keep(unit, arrived, purpose="report", path="", uploader=uploader, sealed=sealed)

        found: File = self.run(go())
        return found

    def attach(self, *ids: int, about: Subject = REPORT, uploader: str = SENDER) -> None:
        async def go() -> None:
            async with self.unit() as unit:
                await self.files.attach(
                    unit, ids, about=about, path=NORTH, uploader=uploader, by=RESIDENT, ground="resident"
                )

        self.run(go())

    def bytes_on_disc(self) -> dict[str, bytes]:
        return {str(each.relative_to(self.root)): each.read_bytes() for each in self.root.rglob("*") if each.is_file()}

    def stored(self) -> list[Path]:
        """What lies in `files` and in the scratch folder."""
        return [each for part in ("files", "scratch") for each in (self.root / part).rglob("*") if each.is_file()]


@pytest.fixture
def shelf(database: Database, run: Run, tmp_path: Path) -> Shelf:
    root = tmp_path / "data"
    for name in ("files", "scratch"):
        (root / name).mkdir(parents=True)
    clock = HandClock()
    installation = Installation(database=database, definitions=Definitions(database), zone=SHANGHAI, clock=clock)
    keys = KeyRing(root / "keys.bin")
    personal = Personal(installation, keys)
    files = Files(installation, keys, FolderBlobs(root / "files"), root / "scratch")
    return Shelf(root=root, clock=clock, installation=installation, keys=keys, files=files, personal=personal, run=run)
