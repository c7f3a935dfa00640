"""While a scene is being written, a saved pack is in the installation within a second."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import MACHINE
from luoshi.kernel.cases import CaseKind
from luoshi.kernel.intake import SignalKind
from luoshi.kernel.rules import Rule
from luoshi.packs import Watch, follow, function_of, reload
from luoshi.packs.new import begin
from tests.unit.kernel.lamps import SHANGHAI, HandClock

Run = Callable[[Any], Any]


@pytest.fixture
def installation(database: Database) -> Installation:
    return Installation(database=database, definitions=Definitions(database), zone=SHANGHAI, clock=HandClock())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begin(tmp_path, "noise_watch", zh="噪声监测", en="Noise watch", serves="example")


def save(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert before in text
    later = path.stat().st_mtime_ns + 1_000_000
    path.write_text(text.replace(before, after), "utf-8")
    os.utime(path, ns=(later, later))


def test_only_folders_that_were_written_are_looked_at(folder: Path) -> None:
    watch = Watch([folder])
    assert watch.changed() == []
    save(folder, "pack.toml", "点位修复", "噪声处置")
    assert watch.changed() == [folder]
    assert watch.changed() == []


def test_a_saved_change_takes_the_place_of_the_row_before(installation: Installation, folder: Path, run: Run) -> None:
    said: list[str] = []
    run(reload(installation, [folder], by=MACHINE, say=said.append))
    day = int(folder.joinpath("pack.toml").read_text().split("updated = ")[1][:10].replace("-", ""))

    def kind() -> Any:
        return installation.definitions.body(CaseKind, "noise_watch.repair", day=day)

    assert kind().conditions[0].limit.value == 3
    save(folder, "pack.toml", "limit = { value = 3,", "limit = { value = 5,")
    run(reload(installation, [folder], by=MACHINE, say=said.append))
    assert (kind().conditions[0].limit.value, said) == (5, [])
    save(folder, "pack.toml", "limit = { value = 5,", "limit = { value = 3,")
    run(reload(installation, [folder], by=MACHINE, say=said.append))
    assert kind().conditions[0].limit.value == 3
    save(folder, "pack.toml", 'id = "trouble"\nname', 'id = "noise"\nname')
    save(folder, "pack.toml", "signal:trouble", "signal:noise")
    run(reload(installation, [folder], by=MACHINE, say=said.append))
    assert [each.body.id for each in installation.definitions.all(SignalKind, day=day)] == ["noise"]


def test_a_saved_function_runs_at_once(installation: Installation, folder: Path, run: Run) -> None:
    run(reload(installation, [folder], by=MACHINE, say=print))
    save(folder, "logic.py", 'condition="ordinary"', "condition=None")
    run(reload(installation, [folder], by=MACHINE, say=print))
    (definition,) = installation.definitions.all(Rule, day=20_991_231)
    assert isinstance(definition.body, Rule)
    decide = function_of(installation.definitions, definition, definition.body)
    assert decide is not None


def test_a_mistake_is_said_and_changes_nothing(installation: Installation, folder: Path, run: Run) -> None:
    said: list[str] = []
    run(reload(installation, [folder], by=MACHINE, say=said.append))
    save(folder, "pack.toml", 'unit = "%"', 'unit = "percnt"')
    assert run(reload(installation, [folder], by=MACHINE, say=said.append)) == []
    assert len(said) == 1
    assert said[0].startswith('noise_watch · indicator[0].unit: "percnt" is not a unit.')


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_follower_sees_a_save_within_two_seconds(installation: Installation, folder: Path, run: Run) -> None:
    said: list[str] = []

    async def story() -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(follow(installation, stop, by=MACHINE, say=said.append, extra=[folder]))
        await asyncio.sleep(0.1)
        save(folder, "pack.toml", "点位修复", "噪声处置")
        for _ in range(30):
            await asyncio.sleep(0.1)
            if said:
                break
        stop.set()
        await task

    run(story())
    assert said[0].startswith("noise_watch: pack noise_watch.noise_watch")
