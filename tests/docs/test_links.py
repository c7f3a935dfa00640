"""What the pages point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, named, pages

PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages()]
#: built, or made by the reader of a page
MADE = ("web/dist", "src/luoshi/web/dist", "tests/scenes/noise_watch")


def resolved(page: Path, link: str) -> bool:
    path, _, place = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not place or place in anchors(target))


@pytest.mark.parametrize("paper", PAGES)
def test_every_link_leads_somewhere(paper: Path) -> None:
    assert [link for link in links(paper) if not resolved(paper, link)] == []


@pytest.mark.parametrize("paper", PAGES)
def test_every_file_that_a_page_names_is_there(paper: Path) -> None:
    missing = [each for each in named(paper) if not each.startswith(MADE) and not list(ROOT.glob(each.rstrip("/")))]
    assert missing == []


def test_the_readme_follows_one_signal_through_files_that_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    walk = readme.split("## Follow one signal")[1].split("## Folders")[0]
    rows = [line.split("|")[2] for line in walk.splitlines() if line.startswith("| ") and line[2].isdigit()]
    named_there = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(named_there) >= 11
    assert [
        name for name in named_there if not any((ROOT / base / name).exists() for base in ("src/luoshi", "."))
    ] == []


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {name for page in pages() for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert asked - targets == set()


def test_a_new_page_stands_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    listed = {(index.parent / link).resolve() for link in links(index)}
    kinds = [ROOT / "docs" / kind for kind in ("tutorials", "how-to", "explanation", "reference")]
    assert [page for kind in kinds for page in sorted(kind.glob("*.md")) if page not in listed] == []
