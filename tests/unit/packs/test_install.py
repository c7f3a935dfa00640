"""A pack is compiled to dated, immutable rows, and a release cannot change what was decided under the one before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import MACHINE
from luoshi.kernel import journal
from luoshi.kernel.cases import CaseKind
from luoshi.kernel.indicators import Indicator
from luoshi.kernel.rules import Logic
from luoshi.packs import Installed, check, install_all, install_checked
from luoshi.packs.errors import LogicAltered, NotUpdated, PackRefused
from luoshi.packs.folder import scenes
from tests.unit.kernel.lamps import SHANGHAI, WHOLE, HandClock

Run = Callable[[Any], Any]
RELEASE = "pack street_lighting.street_lighting"


@pytest.fixture
def installation(database: Database) -> Installation:
    return Installation(database=database, definitions=Definitions(database), zone=SHANGHAI, clock=HandClock())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release of a pack that a test may change."""
    return Path(shutil.copytree(scenes() / "street_lighting", tmp_path / "street_lighting"))


def changed(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), "utf-8")


async def release(installation: Installation, folder: Path) -> Installed:
    (done,) = await install_checked(installation, check([folder]), ["street_lighting"], by=MACHINE, ground="a release")
    return done


def test_everything_that_comes_with_luoshi_installs(installation: Installation, run: Run) -> None:
    done = run(install_all(installation, by=MACHINE, ground="first"))
    assert "street_lighting" in {each.pack for each in done}
    kind = installation.definitions.body(CaseKind, "street_lighting.lamp_fault", day=20_260_301)
    assert kind is not None and kind.about == "lamp"
    logic = installation.definitions.body(Logic, "street_lighting.on_lamp_dark@1", day=20_260_301)
    assert logic is not None and "def on_lamp_dark(signal: Signal" in logic.code


def test_installing_the_same_release_again_changes_nothing(
    installation: Installation, folder: Path, run: Run, database: Database
) -> None:
    run(release(installation, folder))
    rows = run(database.value("SELECT count(*) FROM definition"))
    again = run(release(installation, folder))
    assert (again.added, again.changed, again.ended) == ((), (), ())
    assert run(database.value("SELECT count(*) FROM definition")) == rows
    lines = [line for line in run(journal.page(database, scope=WHOLE)) if line.kind == "pack.installed"]
    assert len(lines) == 1


def test_a_changed_limit_holds_from_the_day_of_its_release(installation: Installation, folder: Path, run: Run) -> None:
    run(release(installation, folder))
    changed(folder, "pack.toml", 'value = 2, calendar = "working_day"', 'value = 3, calendar = "working_day"')
    changed(folder, "pack.toml", "updated = 2026-11-22", "updated = 2026-12-01")
    done = run(release(installation, folder))
    assert done.changed == (RELEASE, "case_kind street_lighting.lamp_fault")

    def limit(day: int) -> Any:
        kind = installation.definitions.body(CaseKind, "street_lighting.lamp_fault", day=day)
        assert kind is not None
        return kind.conditions[0].limit.value

    assert (limit(20_261_130), limit(20_261_201)) == (2, 3)


def test_a_row_that_is_taken_out_ends_with_the_release(installation: Installation, folder: Path, run: Run) -> None:
    run(release(installation, folder))
    text = (folder / "pack.toml").read_text("utf-8")
    start, end = text.index('[[indicator]]\nid = "faults_reported"'), text.index('[[indicator]]\nid = "repaired')
    (folder / "pack.toml").write_text((text[:start] + text[end:]).replace("2026-11-22", "2026-12-01"), "utf-8")
    done = run(release(installation, folder))
    assert done.ended == ("indicator street_lighting.faults_reported",)
    body = installation.definitions.body
    assert body(Indicator, "street_lighting.faults_reported", day=20_261_130) is not None
    assert body(Indicator, "street_lighting.faults_reported", day=20_261_201) is None


def test_a_row_that_changed_and_then_goes_does_not_bring_the_older_one_back(
    installation: Installation, folder: Path, run: Run
) -> None:
    run(release(installation, folder))
    changed(folder, "pack.toml", '"lamp faults reported"', '"faults of lamps"')
    changed(folder, "pack.toml", "updated = 2026-11-22", "updated = 2026-12-01")
    run(release(installation, folder))
    text = (folder / "pack.toml").read_text("utf-8")
    start, end = text.index('[[indicator]]\nid = "faults_reported"'), text.index('[[indicator]]\nid = "repaired')
    (folder / "pack.toml").write_text((text[:start] + text[end:]).replace("2026-12-01", "2026-12-15"), "utf-8")
    run(release(installation, folder))

    def name(day: int) -> str | None:
        found = installation.definitions.body(Indicator, "street_lighting.faults_reported", day=day)
        return None if found is None else found.name.en

    assert [name(day) for day in (20_261_130, 20_261_201, 20_261_215)] == [
        "lamp faults reported",
        "faults of lamps",
        None,
    ]


def test_a_function_that_changes_needs_its_next_version(installation: Installation, folder: Path, run: Run) -> None:
    run(release(installation, folder))
    changed(folder, "pack.toml", "updated = 2026-11-22", "updated = 2026-12-01")
    changed(
        folder, "logic.py", 'return _one_case(signal, facts, "danger")', 'return _one_case(signal, facts, "single")'
    )
    with pytest.raises(LogicAltered, match=r"on_lamp_damaged@1.*@version\(2\)"):
        run(release(installation, folder))
    changed(folder, "logic.py", "@version(1)\ndef on_lamp_damaged", "@version(2)\ndef on_lamp_damaged")
    changed(folder, "pack.toml", "on_lamp_damaged@1", "on_lamp_damaged@2")
    done = run(release(installation, folder))
    assert (done.added, done.changed, done.ended) == (
        ("logic street_lighting.on_lamp_damaged@2",),
        (RELEASE, "rule street_lighting.damage_becomes_a_case"),
        (),
    )


def test_a_comment_or_a_docstring_is_no_change_of_a_function(
    installation: Installation, folder: Path, run: Run
) -> None:
    run(release(installation, folder))
    changed(folder, "logic.py", '"""A worker saw the lamp lit on a night round."""', '"""Seen lit."""  # at night')
    assert run(release(installation, folder)).changed == ()


def test_a_helper_that_changes_changes_every_function_that_uses_it(
    installation: Installation, folder: Path, run: Run
) -> None:
    run(release(installation, folder))
    changed(folder, "logic.py", "value=lit, at=signal.at", "value=not lit, at=signal.at")
    with pytest.raises(LogicAltered):
        run(release(installation, folder))


def test_a_change_without_a_new_date_is_refused(installation: Installation, folder: Path, run: Run) -> None:
    run(release(installation, folder))
    changed(folder, "pack.toml", 'value = 2, calendar = "working_day"', 'value = 3, calendar = "working_day"')
    with pytest.raises(NotUpdated, match="2026-11-22"):
        run(release(installation, folder))


def test_a_pack_with_a_problem_is_not_installed(
    installation: Installation, folder: Path, run: Run, database: Database
) -> None:
    changed(folder, "pack.toml", 'unit = "kw"', 'unit = "kilowat"')
    with pytest.raises(PackRefused, match=r"1 problems.*kilowat"):
        run(release(installation, folder))
    assert run(database.value("SELECT count(*) FROM definition")) == 0


def test_the_searchable_properties_of_a_type_become_a_job(
    installation: Installation, folder: Path, run: Run, database: Database
) -> None:
    run(release(installation, folder))
    (job,) = run(database.fetch("SELECT kind, args FROM job"))
    assert (job["kind"], job["args"]) == ("registry.index_filters", '{"type": "street_lighting.lamp"}')
