"""The disc that forgets does forget, and does not forget what was synced: otherwise its rounds would prove nothing."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.power import Disc, library

pytestmark = pytest.mark.skipif(
    library() is None, reason="no C compiler: the disc that forgets what was not fsynced is left out"
)

WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = " + sys.argv[2])
connection.execute("PRAGMA wal_autocheckpoint = 20")
number = connection.execute("SELECT coalesce(max(id), 0) FROM report").fetchone()[0]
while True:
    number += 1
    connection.execute("INSERT INTO report VALUES (?, ?)", (number, "x" * (number % 3000)))
    print(number, flush=True)
"""

FILER = """
import os, sys
from pathlib import Path
folder, name, sync_file, sync_folder = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "1", sys.argv[4] == "1"
scratch = folder / (name + ".part")
with scratch.open("wb") as file:
    file.write(b"evidence" * 1000)
    file.flush()
    if sync_file:
        os.fsync(file.fileno())
scratch.rename(folder / name)
if sync_folder:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def disc(tmp_path: Path) -> Disc:
    root = tmp_path / "data"
    root.mkdir()
    return Disc(root, tmp_path / "power")


@pytest.fixture
def start(disc: Disc) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    begun: list[subprocess.Popen[str]] = []

    def start_program(program: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=disc.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield start_program
    for process in begun:
        process.kill()
        process.communicate()


def prepare(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE report (id INTEGER PRIMARY KEY, text TEXT)")
    connection.commit()
    connection.close()


def acknowledged(process: subprocess.Popen[str], count: int) -> int:
    """Read acknowledgements until `count` of them have come; the last one."""
    assert process.stdout is not None
    return int([process.stdout.readline() for _ in range(count)][-1])


def drain(process: subprocess.Popen[str], last: int) -> int:
    """Acknowledgements that were on their way when the power went."""
    assert process.stdout is not None
    rest = process.stdout.read().split("\n")  # not communicate(): it forgets what was read ahead
    process.wait()
    whole = [int(line) for line in rest[:-1]]
    return whole[-1] if whole else last


def count(path: Path) -> tuple[int, int, str]:
    connection = sqlite3.connect(path)
    rows, last = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM report").fetchone()
    checked = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return rows, last, checked


@pytest.mark.parametrize("some_survives", [False, True], ids=["all is lost", "sectors survive by chance"])
def test_full_sync_loses_no_acknowledged_row(
    disc: Disc, start: Callable[..., subprocess.Popen[str]], some_survives: bool
) -> None:
    path = disc.root / "case.db"
    prepare(path)
    disc.random = random.Random(5)
    for round_ in range(4):
        process = start(WRITER, str(path), "FULL")
        last = acknowledged(process, 60 + 17 * round_)
        disc.cut([process.pid], some_survives=some_survives)
        last = drain(process, last)
        rows, highest, checked = count(path)
        assert (checked, rows) == ("ok", highest)
        assert last <= highest <= last + 1


def test_without_sync_acknowledged_rows_are_lost(disc: Disc, start: Callable[..., subprocess.Popen[str]]) -> None:
    path = disc.root / "case.db"
    prepare(path)
    process = start(WRITER, str(path), "OFF")
    last = acknowledged(process, 100)
    pending = disc.cut([process.pid])
    assert pending > 100
    assert count(path)[0] < drain(process, last)


@pytest.mark.parametrize(
    ("sync_file", "sync_folder", "survives"), [("1", "1", True), ("1", "0", False), ("0", "1", False)]
)
def test_a_renamed_file_survives_only_with_its_bytes_and_its_name_synced(
    disc: Disc,
    start: Callable[..., subprocess.Popen[str]],
    sync_file: str,
    sync_folder: str,
    survives: bool,
) -> None:
    process = start(FILER, str(disc.root), "photo.jpg", sync_file, sync_folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    disc.cut([process.pid])
    kept = disc.root / "photo.jpg"
    assert (kept.exists() and kept.read_bytes() == b"evidence" * 1000) is survives
    assert not (disc.root / "photo.jpg.part").exists()


def test_a_full_disc_refuses_the_write_and_keeps_what_was_there(
    disc: Disc, start: Callable[..., subprocess.Popen[str]]
) -> None:
    path = disc.root / "case.db"
    prepare(path)
    process = start(WRITER, str(path), "FULL")
    last = acknowledged(process, 30)
    disc.fill()
    last = drain(process, last)
    disc.make_room()
    assert process.returncode == 1
    assert count(path) == (last, last, "ok")


def test_a_file_that_was_replaced_comes_back(disc: Disc, start: Callable[..., subprocess.Popen[str]]) -> None:
    (disc.root / "photo.jpg").write_bytes(b"the first")
    process = start(FILER, str(disc.root), "photo.jpg", "1", "0")
    assert process.stdout is not None
    process.stdout.readline()
    assert (disc.root / "photo.jpg").stat().st_size == 8000
    disc.cut([process.pid])
    assert (disc.root / "photo.jpg").read_bytes() == b"the first"
