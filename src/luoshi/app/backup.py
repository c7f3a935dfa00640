"""Backup while everything runs, and restore into an empty folder with equal counts.

One archive holds one state of all tables, the files, and a manifest with the count and the hash of each table. The
keys of personal values are written apart (`FILE.keys`): whoever has only the archive can read no person. A restore
destroys again the keys that were erased since, by the list of erased keys that is kept beside the installation.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from luoshi.app import tables
from luoshi.app.begin import AlreadyThere
from luoshi.app.house import open_house
from luoshi.app.place import DataFolder, open_database
from luoshi.app.upgrade import HEAD, migrate, revision
from luoshi.base.db import Database
from luoshi.base.db.sqlite import SQLite
from luoshi.base.errors import Invalid, NotFound, Refused
from luoshi.kernel.files.keys import KeyRing, erased_slots
from luoshi.kernel.search import rebuild

FORMAT = 1
Say = Callable[[str], None]


class NoBackup(NotFound):
    code = "L-120"


class BackupDamaged(Invalid):
    code = "L-121"


class BackupNewer(Refused):
    code = "L-122"


async def backup(data: Path, url: str | None, target: Path, *, say: Say) -> dict[str, Any]:
    """Write one state of an installation to `target` and its keys to `target.keys`; gives the manifest."""
    house = await open_house(data, url, role="backup")
    folder = house.folder
    aside = target.with_name(target.name + ".part")
    try:
        manifest: dict[str, Any] = {"format": FORMAT, "revision": await revision(house.database), "tables": {}}
        with tarfile.open(aside, "w:gz", compresslevel=1) as archive:
            async with house.database.snapshot() as state:
                for table in tables.tables():
                    part = folder.scratch / f"backup-{os.getpid()}-{table.name}"
                    try:
                        manifest["tables"][table.name] = await _write_table(state, table, part)
                        archive.add(part, f"tables/{table.name}.jsonl")
                    finally:
                        part.unlink(missing_ok=True)
                    say(f"{table.name}: {manifest['tables'][table.name]['rows']}")
            manifest["files"] = _add_files(archive, folder.files)
            _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
        _settle(aside, target)
        keys = target.with_name(target.name + ".keys")
        shutil.copyfile(folder.keys, keys.with_suffix(".part"))
        keys.with_suffix(".part").chmod(0o600)
        _settle(keys.with_suffix(".part"), keys)
        return manifest
    finally:
        aside.unlink(missing_ok=True)
        await house.close()


async def restore(
    archive: Path, data: Path, url: str | None, *, keys: Path | None, erased: Path | None, say: Say
) -> dict[str, Any]:
    """Make an installation in an empty folder from an archive, and compare every table with its manifest."""
    if not archive.is_file():
        raise NoBackup(file=archive)
    folder = DataFolder(data)
    if folder.exists():
        raise AlreadyThere(where=data)
    manifest = read_manifest(archive)
    folder.make(url)
    if url is None:
        SQLite(folder.database)
    database = await open_database(folder, url)
    try:
        await migrate(database)
        with tarfile.open(archive, "r:gz") as tar:
            for table in tables.tables():
                await _read_table(tar, database, table)
                say(f"{table.name}: {manifest['tables'][table.name]['rows']}")
            _take_files(tar, folder.files)
        await rebuild(database)
        await compare(database, manifest)
    finally:
        await database.close()
    _keys(folder, archive.with_name(archive.name + ".keys") if keys is None else keys, erased)
    return manifest


async def compare(database: Database, manifest: dict[str, Any]) -> None:
    """Refuse when a table does not have the count and the hash that the manifest gives."""
    for table in tables.tables():
        found, wanted = await tables.sum_of(database, table), manifest["tables"][table.name]
        if (found.rows, found.sha256) != (wanted["rows"], wanted["sha256"]):
            raise BackupDamaged(what=f"{table.name}: {found.rows} / {wanted['rows']}")


def read_manifest(archive: Path) -> dict[str, Any]:
    """What an archive holds; refuses one of a newer program and one that cannot be read."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            member = tar.extractfile("manifest.json")
            manifest: dict[str, Any] = json.loads(member.read()) if member is not None else {}
    except (tarfile.TarError, KeyError, EOFError, OSError, ValueError) as error:
        raise BackupDamaged(what=archive.name) from error
    if manifest.get("format", 0) > FORMAT or manifest.get("revision", HEAD) > HEAD:
        raise BackupNewer(found=manifest.get("revision"), expected=HEAD)
    return manifest


async def _write_table(state: Any, table: Any, part: Path) -> dict[str, Any]:
    count, digest = 0, hashlib.sha256()
    with part.open("wb") as file:
        async for rows in tables.pages(state, table):
            text = b"".join(tables.line(row) for row in rows)
            digest.update(text)
            file.write(text)
            count += len(rows)
    return {"rows": count, "sha256": digest.hexdigest()}


async def _read_table(tar: tarfile.TarFile, database: Database, table: Any) -> None:
    member = tar.extractfile(f"tables/{table.name}.jsonl")
    if member is None:
        raise BackupDamaged(what=table.name)
    for rows in _batches(member):
        await tables.fill(database, table, rows)


def _batches(lines: Any) -> Iterator[list[tables.Row]]:
    batch: list[tables.Row] = []
    for text in io.BufferedReader(lines):
        batch.append(tables.row_of(text))
        if len(batch) == tables.PAGE:
            yield batch
            batch = []
    if batch:
        yield batch


def _add_files(archive: tarfile.TarFile, root: Path) -> int:
    count = 0
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        try:
            archive.add(path, f"files/{path.relative_to(root)}")
        except FileNotFoundError:  # swept meanwhile: no row of this state names it any more
            continue
        count += 1
    return count


def _take_files(tar: tarfile.TarFile, root: Path) -> None:
    for member in tar.getmembers():
        if member.name.startswith("files/") and member.isfile():
            member.name = member.name.removeprefix("files/")
            tar.extract(member, root, filter="data")


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def _settle(part: Path, target: Path) -> None:
    """On disc before it has its name."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _keys(folder: DataFolder, keys: Path, erased: Path | None) -> None:
    """Bring the keys back, without those that were erased since the backup."""
    if keys.is_file():
        shutil.copyfile(keys, folder.keys)
        folder.keys.chmod(0o600)
    ring = KeyRing(folder.keys)
    if erased is not None and erased.is_file():
        ring.destroy(erased_slots(erased))
    ring.close()
