"""What was done stays done: an edit, a removal and an insertion in the journal are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.ids import floor_of
from luoshi.base.scope import MACHINE
from luoshi.kernel import journal

Run = Callable[[Any], Any]
KIND = journal.event_kind("test.act")
DAY = 20_260_301


async def _write(database: Database, count: int, *, first: int | None = None) -> list[int]:
    written = []
    for number in range(count):
        unit = database.unit()
        identity = first if first is not None else database.ids()
        journal.record(
            unit,
            identity,
            kind=KIND,
            subject=journal.Subject("case", 7),
            by=MACHINE,
            ground="a test",
            at=1_772_300_000_000_000,
            local_day=DAY,
            path="0001",
            body={"n": number, "words": "路灯不亮"},
        )
        await unit.commit()
        written.append(identity)
    return written


async def _seal_all(database: Database) -> None:
    while await journal.seal_once(database):
        pass


async def _tamper(database: Database, statement: str) -> None:
    drop = {
        "sqlite": ["DROP TRIGGER keep_journal_update", "DROP TRIGGER keep_journal_delete"],
        "postgresql": ["ALTER TABLE journal DISABLE TRIGGER keep_journal"],
    }
    await database.script([*drop[database.dialect], statement])


def test_a_sealed_journal_verifies_and_names_its_unsealed_lines(database: Database, run: Run, tmp_path: Path) -> None:
    run(_write(database, 450))
    run(_seal_all(database))
    run(_write(database, 3))
    report = run(journal.verify(database))
    assert (report.lines, report.sealed, report.unsealed, report.faults) == (453, 450, 3, ())


def test_history_cannot_be_edited_through_the_database(database: Database, run: Run) -> None:
    (identity,) = run(_write(database, 1))
    with pytest.raises(Exception, match="history"):
        run(database.script([f"UPDATE journal SET ground='other' WHERE id={identity}"]))
    with pytest.raises(Exception, match="history"):
        run(database.script([f"DELETE FROM journal WHERE id={identity}"]))


def test_an_edit_beside_the_program_is_named(database: Database, run: Run) -> None:
    lines = run(_write(database, 5))
    run(_seal_all(database))
    run(_tamper(database, f"UPDATE journal SET ground='another ground' WHERE id={lines[2]}"))
    report = run(journal.verify(database))
    assert report.faults == (f"line {lines[2]} (seq 3) was edited after it was sealed",)


def test_a_removed_line_is_named(database: Database, run: Run) -> None:
    lines = run(_write(database, 5))
    run(_seal_all(database))
    run(_tamper(database, f"DELETE FROM journal WHERE id={lines[4]}"))
    report = run(journal.verify(database))
    assert report.faults == (f"line {lines[4]} (seq 5) was removed after it was sealed",)


def test_a_line_slipped_in_below_the_window_is_named(database: Database, run: Run) -> None:
    run(_write(database, 2))
    run(_seal_all(database))
    old = floor_of(1_700_000_000_000_000)
    run(_write(database, 1, first=old))
    report = run(journal.verify(database))
    assert report.faults == (f"line {old} was inserted beside the program",)


def test_a_head_kept_elsewhere_shows_a_chain_cut_short(database: Database, run: Run, tmp_path: Path) -> None:
    run(_write(database, 2))
    run(_seal_all(database))
    run(journal.seal_once(database, head_file=tmp_path / "head"))
    assert run(journal.verify(database, against=run(journal.state(database))["head"])).faults == ()
    report = run(journal.verify(database, against="2 9 " + "ab" * 32))
    assert report.faults == ("the head kept elsewhere is not in this chain: lines that were sealed are gone",)
