"""Where packs lie: folders of `luoshi.scenes`, folders of other people's packages, and folders named on the command
line."""

from __future__ import annotations

import csv
import logging
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib import resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from luoshi.packs.errors import BrokenFile, NoPackFile
from luoshi.packs.model import Folder

GROUP = "luoshi.scenes"
FILE = "pack.toml"
LOG = logging.getLogger("luoshi.packs")


def scenes() -> Path:
    """The folder of the scenes that come with Luoshi."""
    return Path(str(resources.files("luoshi.scenes")))


def own() -> list[Path]:
    """The packs that come with Luoshi, by id."""
    return sorted(path.parent for path in scenes().glob(f"*/{FILE}"))


def third_party() -> list[Path]:
    """Packs of other packages: an entry point of the group `luoshi.scenes` names the package that is the folder.

    The package is found, not imported: a pack is data, and its code runs only after it was checked.
    """
    found: list[Path] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        try:
            spec = find_spec(entry.value)
        except ModuleNotFoundError:
            spec = None
        if spec is None or not spec.submodule_search_locations:
            LOG.warning("the scene %s names the package %s, which is not there", entry.name, entry.value)
            continue
        found.append(Path(next(iter(spec.submodule_search_locations))))
    return found


def all_folders() -> list[Path]:
    return [*own(), *third_party()]


def read(path: Path) -> Folder:
    """A folder's pack.toml with the rows of its CSV tables, and its logic.py as text. Nothing is run."""
    file = path / FILE
    if not file.is_file():
        raise NoPackFile(folder=path.name)
    try:
        raw = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise BrokenFile(file=FILE, problem=cause) from cause
    tables: dict[str, list[Any]] = {key: list(value) for key, value in raw.items() if _is_table(value)}
    head = {key: value for key, value in raw.items() if key not in tables}
    for table in sorted(path.glob("*.csv")):
        tables.setdefault(table.stem, []).extend(_csv_rows(table))
    code = path / "logic.py"
    return Folder(
        id=path.name,
        path=path,
        head=head,
        tables=tables,
        code=code.read_text("utf-8") if code.is_file() else None,
    )


def sample_rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The invented rows of a pack, by thing type: `sample/lamp.csv`."""
    return {table.stem: [dict(row) for row in _csv_rows(table)] for table in sorted((path / "sample").glob("*.csv"))}


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _csv_rows(path: Path) -> Iterable[Mapping[str, Any]]:
    """Rows of a large table; a column `limit.value` is the key `value` of `limit`. A cell is read as TOML writes it
    (`5`, `2026-01-01`, `true`), and as text where that is no TOML value; an empty cell is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file)):
            row: dict[str, Any] = {}
            for name, text in cells.items():
                if name is None or text is None:
                    raise BrokenFile(file=path.name, problem=f"row {number + 1} has not as many cells as the header")
                if text != "":
                    _put(row, name.split("."), _cell(text))
            yield row


def _put(row: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        row = row.setdefault(name, {})
    row[names[-1]] = value


def _cell(text: str) -> Any:
    try:
        value = tomllib.loads(f"x = {text}", parse_float=Decimal)["x"]
    except tomllib.TOMLDecodeError:
        return text
    return text if isinstance(value, dict) else value
