"""An installation is kept and moved: backup while it lives, restore with equal counts, to PostgreSQL and back."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from luoshi.app.backup import BackupDamaged, backup, restore
from luoshi.app.begin import AlreadyThere, lay
from luoshi.app.copying import TargetNotEmpty, copy
from luoshi.app.house import open_house
from luoshi.base.scope import EVERYTHING, MACHINE, Reach, Scope
from luoshi.kernel.journal import Subject, seal_once, verify
from tests.city import Run
from tests.postgres import Postgres

PERSON = Subject("signal", 5)
OPEN = Scope(reaches=(Reach(),), personal=True)


def quiet(_: str) -> None:
    pass


async def _lived_in(data: Path) -> None:
    """A small installation with a text to find, a sealed journal and one resident's number."""
    house = await lay(data, None, name="试点镇", zone="Asia/Shanghai")
    async with house.unit() as unit:
        house.search.put(unit, kind="case", ref=1, path="", title="路灯", body="停车场门口路灯不亮")
        house.personal.put(
            unit, owner=PERSON, field="phone", value="13805331234", path="", purpose="answer", ground="given",
            retain_until=None,
        )  # fmt: skip
    while await seal_once(house.database):
        pass
    await house.close()


async def _facts(data: Path, url: str | None = None) -> tuple[int, list[int], dict[str, str], int]:
    house = await open_house(data, url, role="look")
    found = await house.search.find("停车", scope=EVERYTHING)
    masked = await house.personal.masked(PERSON, scope=OPEN)
    report = await verify(house.database)
    assert report.faults == ()
    rows = int(await house.database.value("SELECT count(*) FROM definition"))
    await house.close()
    return rows, [each.id for each in found], masked, report.lines


def test_a_backup_restores_with_equal_counts_and_the_same_finds(tmp_path: Path, run: Run) -> None:
    run(_lived_in(tmp_path / "here"))
    run(backup(tmp_path / "here", None, tmp_path / "monday", say=quiet))
    run(restore(tmp_path / "monday", tmp_path / "there", None, keys=None, erased=None, say=quiet))
    assert run(_facts(tmp_path / "there")) == run(_facts(tmp_path / "here"))
    assert run(_facts(tmp_path / "there"))[2] == {"phone": "138****1234"}


def test_an_embedded_installation_moves_to_postgresql_and_back(tmp_path: Path, run: Run, postgres: Postgres) -> None:
    run(_lived_in(tmp_path / "here"))
    postgres.sql("CREATE DATABASE moved")
    url = postgres.url("moved")
    assert run(copy(tmp_path / "here", None, url, say=quiet)) > 100
    assert run(_facts(tmp_path / "here", url)) == run(_facts(tmp_path / "here"))
    with pytest.raises(TargetNotEmpty):
        run(copy(tmp_path / "here", None, url, say=quiet))
    run(backup(tmp_path / "here", url, tmp_path / "tuesday", say=quiet))
    run(restore(tmp_path / "tuesday", tmp_path / "back", None, keys=None, erased=None, say=quiet))
    assert run(_facts(tmp_path / "back")) == run(_facts(tmp_path / "here", url))


def test_who_has_the_archive_without_its_keys_reads_no_person(tmp_path: Path, run: Run) -> None:
    run(_lived_in(tmp_path / "here"))
    run(backup(tmp_path / "here", None, tmp_path / "monday", say=quiet))
    (tmp_path / "monday.keys").unlink()
    run(restore(tmp_path / "monday", tmp_path / "there", None, keys=None, erased=None, say=quiet))
    assert run(_facts(tmp_path / "there"))[2] == {}


def test_a_restore_does_not_bring_back_whom_we_erased_since(tmp_path: Path, run: Run) -> None:
    async def erase() -> None:
        house = await open_house(tmp_path / "here", role="erase")
        rows = await house.personal.of(PERSON, scope=OPEN)
        async with house.unit() as unit:
            slots = await house.personal.erase(unit, rows, by=MACHINE, ground="asked for")
        house.keys.destroy(slots)
        await house.close()

    run(_lived_in(tmp_path / "here"))
    run(backup(tmp_path / "here", None, tmp_path / "monday", say=quiet))
    run(erase())
    listed = tmp_path / "here" / "keys.erased"
    run(restore(tmp_path / "monday", tmp_path / "there", None, keys=None, erased=listed, say=quiet))
    assert run(_facts(tmp_path / "there"))[2] == {}


def test_a_damaged_archive_is_refused_and_an_installation_is_never_overwritten(tmp_path: Path, run: Run) -> None:
    run(_lived_in(tmp_path / "here"))
    run(backup(tmp_path / "here", None, tmp_path / "monday", say=quiet))
    with pytest.raises(AlreadyThere):
        run(restore(tmp_path / "monday", tmp_path / "here", None, keys=None, erased=None, say=quiet))
    whole = (tmp_path / "monday").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupDamaged):
        run(restore(tmp_path / "half", tmp_path / "there", None, keys=None, erased=None, say=quiet))
    assert not (tmp_path / "there").exists()
    with tarfile.open(tmp_path / "monday") as archive:
        assert "manifest.json" in archive.getnames()
