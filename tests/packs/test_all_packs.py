"""One look at every pack that comes with Luoshi: what must hold for all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from luoshi.packs import Pack, check_all, own
from luoshi.packs.generate import differing, outputs
from luoshi.packs.samples import sample_things
from luoshi.packs.schema import pack_schema

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    checked = check_all()
    assert [str(problem) for problem in checked.problems] == []
    return list(checked.packs)


def test_every_folder_of_scenes_is_a_pack_that_is_right(packs: list[Pack]) -> None:
    assert {path.name for path in own()} <= {pack.id for pack in packs}


def test_every_scene_serves_a_system_of_the_mission(packs: list[Pack], shared: Path) -> None:
    text = (shared / "systems.md").read_text("utf-8")
    unknown = [f"{pack.id}: {system}" for pack in packs for system in pack.head.serves if f"`{system}`" not in text]
    assert unknown == []


def test_every_scene_can_be_seen_at_work_by_its_sample(packs: list[Pack]) -> None:
    assert [pack.id for pack in packs if not sample_things(pack)] == []


def test_every_scene_has_its_story_test(packs: list[Pack]) -> None:
    own_ids = {path.name for path in own()}
    missing = [
        pack.id
        for pack in packs
        if pack.id in own_ids and not list((ROOT / "tests" / "scenes" / pack.id).glob("test_*.py"))
    ]
    assert missing == []


def test_no_scene_names_a_place(packs: list[Pack]) -> None:
    """Places are data of an installation: a scene works in any district."""
    places = ("淄博", "张店", "3703", "孝妇河", "猪龙河", "涝淄河", "玉龙河")
    found = [
        f"{path}: {word}"
        for pack in packs
        for path in pack.folder.path.rglob("*")
        if path.suffix in {".toml", ".csv", ".py", ".md"}
        for word in places
        if word in path.read_text("utf-8")
    ]
    assert found == []


def test_what_is_generated_is_as_it_would_be_generated_now() -> None:
    differing(ROOT)


def test_a_reference_page_tells_every_row(packs: list[Pack]) -> None:
    written = outputs(ROOT, packs)
    for pack in packs:
        page = written[ROOT / "docs" / "reference" / "packs" / f"{pack.id}.md"]
        assert [body.id for _, _, body in pack.rows() if f"### `{body.id}`" not in page] == []


def test_the_schema_knows_every_table_a_pack_uses(packs: list[Pack]) -> None:
    schema: dict[str, Any] = json.loads(json.dumps(pack_schema()))
    assert {kind for pack in packs for kind in pack.bodies} <= set(schema["properties"])
    assert schema["$defs"]["Limit"]["properties"]["value"] == {"type": "number"}
