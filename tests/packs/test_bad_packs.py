"""Each folder of `bad/` is a pack with one fault, named after it; `expected.txt` is what the checker says, exactly.

The code of a bad pack lies there as `logic.txt`, so that nothing but the checker takes it for Python.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from luoshi.packs import check
from luoshi.packs.folder import read

BAD = Path(__file__).parent / "bad"
FOLDERS = sorted(path for path in BAD.iterdir() if path.is_dir())


@pytest.fixture
def laid(folder: Path, tmp_path: Path) -> Path:
    """The folder as its author would have it."""
    copy = Path(shutil.copytree(folder, tmp_path / folder.name))
    for code in copy.glob("logic.txt"):
        code.rename(copy / "logic.py")
    return copy


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_checker_names_the_place_the_fault_and_the_way_out(folder: Path, laid: Path) -> None:
    checked = check([laid])
    said = "".join(f"{problem}\n" for problem in checked.problems)
    assert said == (folder / "expected.txt").read_text("utf-8")
    assert checked.find(folder.name) is None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_fault_is_said_in_chinese_too(laid: Path) -> None:
    said = [problem.said("zh") for problem in check([laid]).problems]
    assert said
    assert [line for line in said if "{" in line.split("[")[0]] == []


def test_a_pack_is_data_and_its_code_is_not_run_by_looking_at_it(tmp_path: Path) -> None:
    folder = tmp_path / "noise_watch"
    folder.mkdir()
    (folder / "pack.toml").write_text('id = "noise_watch"\n', "utf-8")
    (folder / "logic.py").write_text(f"open({str(tmp_path / 'touched')!r}, 'w')\n", "utf-8")
    check([folder])
    assert not (tmp_path / "touched").exists()


def test_an_empty_folder_is_told_from_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    (problem,) = check([tmp_path / "nothing"]).problems
    assert str(problem).startswith("nothing · pack.toml: The folder 'nothing' has no pack.toml.")


def test_rows_of_a_large_table_come_from_csv(tmp_path: Path) -> None:
    folder = tmp_path / "noise_watch"
    folder.mkdir()
    (folder / "pack.toml").write_text('id = "noise_watch"\n', "utf-8")
    (folder / "stage_limit.csv").write_text(
        "id,limit.value,limit.calendar,from\na,2.5,working_day,2026-01-01\n", "utf-8"
    )
    (row,) = read(folder).tables["stage_limit"]
    assert str(row["limit"]["value"]) == "2.5"
    assert (row["limit"]["calendar"], row["from"].isoformat()) == ("working_day", "2026-01-01")
