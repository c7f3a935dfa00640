"""`packs generate`: every file that follows from the packs is written by the program, and CI fails when one differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from luoshi.kernel.facts import reference_pages
from luoshi.packs import pages
from luoshi.packs.checker import check
from luoshi.packs.errors import GeneratedDiffers, PackRefused
from luoshi.packs.folder import own
from luoshi.packs.model import Pack
from luoshi.packs.schema import pack_schema
from luoshi.packs.sdk_page import sdk_page

REFERENCE = Path("docs/reference/packs")
SCHEMA = Path("docs/reference/pack-schema.json")
SDK = Path("docs/reference/sdk.md")


def outputs(root: Path, packs: Sequence[Pack]) -> dict[Path, str]:
    """What each generated file holds now."""
    written = {pack.folder.path / "README.md": pages.readme(pack) for pack in packs}
    written |= {root / REFERENCE / f"{pack.id}.md": pages.reference(pack) for pack in packs}
    written[root / REFERENCE / "README.md"] = pages.index(packs)
    written[root / SCHEMA] = json.dumps(pack_schema(), ensure_ascii=False, indent=1) + "\n"
    written[root / SDK] = sdk_page()
    written |= {root / SDK.parent / name: text for name, text in reference_pages().items()}
    return written


def write(root: Path) -> list[Path]:
    """Write what differs and remove pages of packs that are gone; gives the files that changed."""
    wanted = outputs(root, _right())
    changed = list(_differing(root, wanted))
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8")
        else:
            path.unlink()
    return changed


def differing(root: Path) -> None:
    """Refuse when a generated file is not what would be written now."""
    found = [str(path) for path in _differing(root, outputs(root, _right()))]
    if found:
        raise GeneratedDiffers(files=", ".join(found))


def _differing(root: Path, wanted: dict[Path, str]) -> Iterator[Path]:
    for path, text in wanted.items():
        if not path.is_file() or path.read_text("utf-8") != text:
            yield path
    yield from (path for path in sorted((root / REFERENCE).glob("*.md")) if path not in wanted)


def _right() -> list[Pack]:
    checked = check(own())
    if checked.problems:
        first = checked.problems[0]
        raise PackRefused(pack=first.pack, count=len(checked.problems), first=str(first))
    return sorted(checked.packs, key=lambda each: each.id)
