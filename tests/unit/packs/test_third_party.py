"""A scene that somebody else ships in a package of their own is found, checked and installed like ours."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import MACHINE
from luoshi.kernel.intake import SignalKind
from luoshi.packs import check_all, install_all, third_party
from luoshi.packs.new import begin
from tests.unit.kernel.lamps import SHANGHAI, HandClock

Run = Callable[[Any], Any]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `acme_scenes` on the path, with one scene and the metadata an installer would have written."""
    package = tmp_path / "acme_scenes"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    folder = begin(package, "noise_watch", serves="example")
    (folder / "__init__.py").write_text("raise RuntimeError('a pack is data and is not imported')\n", "utf-8")
    info = tmp_path / "acme_scenes-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-scenes\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[luoshi.scenes]\nnoise_watch = acme_scenes.noise_watch\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "acme_scenes", raising=False)
    return folder


def test_an_entry_point_names_the_package_that_is_the_folder(shipped: Path) -> None:
    assert third_party() == [shipped]
    assert check_all().find("noise_watch") is not None


def test_it_is_installed_with_the_others(shipped: Path, database: Database, run: Run) -> None:
    installation = Installation(database=database, definitions=Definitions(database), zone=SHANGHAI, clock=HandClock())
    done = {each.pack for each in run(install_all(installation, by=MACHINE, ground="first"))}
    assert {"noise_watch", "street_lighting", "river_patrol"} <= done
    keys = [each.key for each in installation.definitions.all(SignalKind, day=20_991_231)]
    assert "noise_watch.trouble" in keys


def test_an_entry_point_to_a_package_that_is_gone_is_said_and_passed_over(
    shipped: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(shipped.parent)
    assert third_party() == []
    assert "acme_scenes.noise_watch" in caplog.text
