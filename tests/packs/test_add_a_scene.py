"""The section "Add a scene" of CONTRIBUTING.md, followed to the letter."""

from __future__ import annotations

import asyncio
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from luoshi.app.house import open_house
from luoshi.base.definitions import KINDS
from luoshi.cli.main import app
from luoshi.kernel.intake import SignalKind

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Add a scene", 1)[1].split("\n## ", 1)[0]


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
    return ["\n".join(line[len(indent) :] for line in body.splitlines()) for indent, body in found]


def luoshi(command: str) -> str:
    """Run one command of the guide, as a shell would; generated files are looked at in the checkout."""
    words = shlex.split(command)
    assert words[0] == "luoshi"
    root = ["--root", str(ROOT)] if words[1:3] == ["packs", "generate"] else []
    result = CliRunner().invoke(app, [*words[1:], *root], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_guide_leads_from_an_empty_folder_to_an_installed_scene(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = [luoshi(line) for block in blocks("sh") for line in block.splitlines()]
    assert blocks("text")[0].strip() in [each.strip() for each in said]

    async def reportable() -> list[str]:
        house = await open_house(tmp_path / "town", None, role="test")
        try:
            day = house.installation.today()
            return [each.key for each in house.installation.definitions.all(SignalKind, day=day)]
        finally:
            await house.close()

    assert {"noise_watch.trouble", "street_lighting.lamp_dark"} <= set(asyncio.run(reportable()))


def test_the_guide_names_tables_that_there_are() -> None:
    named = re.findall(r"^ *\| `\[\[(\w+)\]\]` \|", GUIDE, re.MULTILINE)
    assert named
    assert [table for table in named if table not in KINDS] == []


def test_the_guide_names_files_that_there_are() -> None:
    named = [path for path in re.findall(r"`((?:tests|docs|src)/[\w./]+)`", GUIDE) if "noise_watch" not in path]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_command_teaches_with_an_example() -> None:
    for verb in ("check", "new", "generate", "install"):
        assert f"Example: luoshi packs {verb}" in luoshi(f"luoshi packs {verb} --help")
