"""`luoshi erase` as an administrator calls it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from luoshi.app.begin import lay
from luoshi.app.house import open_house
from luoshi.base.scope import Reach, Scope
from luoshi.cli.erase import erase
from luoshi.kernel.journal import Subject, verify

APP = typer.Typer()
APP.command()(erase)
PHONE = "13805331234"
PERSON = Subject("signal", 5)
OPENING = Scope(reaches=(Reach(),), personal=True)


def call(data: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(APP, ["--data", str(data), "--ground", "request of 2026-03-02", *words], input=typed)


async def _laid(data: Path) -> None:
    house = await lay(data, None, name="试点镇", zone="Asia/Shanghai")
    async with house.unit() as unit:
        for field, value in (("name", "王小芳"), ("phone", PHONE)):
            house.personal.put(
                unit, owner=PERSON, field=field, value=value, path="", purpose="answer", ground="given",
                retain_until=None,
            )  # fmt: skip
    await house.close()


async def _left(data: Path) -> tuple[dict[str, str], tuple[str, ...], str]:
    house = await open_house(data, role="look")
    masked = await house.personal.masked(PERSON, scope=OPENING)
    [line] = await house.personal.openings(PERSON, scope=OPENING)
    report = await verify(house.database)
    await house.close()
    return masked, report.faults, line.ground


def test_a_number_that_is_typed_is_erased_and_the_journal_holds(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(_laid(data))
    nobody = call(data, "--phone", "13900000000")
    assert (nobody.exit_code, nobody.stdout.strip()) == (0, "No record holds this value.")
    done = call(data, "--phone", "-", typed=f"{PHONE}\n")
    assert done.exit_code == 0, done.output
    assert "1 values erased by rule." in done.stdout
    assert PHONE not in done.stdout
    assert asyncio.run(_left(data)) == ({"name": "王**"}, (), "request of 2026-03-02")


def test_without_a_value_nothing_is_erased(tmp_path: Path) -> None:
    refused = call(tmp_path)
    assert refused.exit_code == 1
    assert "Give --phone" in refused.output
