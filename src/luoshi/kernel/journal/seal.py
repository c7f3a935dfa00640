"""The sealer: numbers journal lines and hashes them into chained Merkle batches, aside from the acts themselves.

    leaf  = SHA-256(0x00 ‖ all columns of the line, length-prefixed)
    root  = Merkle root of the leaves (RFC 6962: odd nodes are promoted, inner nodes are prefixed with 0x01)
    head  = SHA-256(head before ‖ number ‖ first seq ‖ last seq ‖ root)

A line becomes visible only when its act commits, which may be after a line with a higher id: the sealer therefore
looks back `WINDOW` before the newest sealed line. A line that appears below the window was not written by Luoshi,
and `verify` names it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from luoshi.base.db import Database, Row, now
from luoshi.base.ids import floor_of, recorded_at
from luoshi.kernel.journal.model import VerifyReport

WINDOW = 15 * 60 * 1_000_000
BATCH = 200
_FIELDS = (
    "id", "at", "local_day", "kind", "version", "subject_type", "subject_id", "by_kind", "by_person", "by_post",
    "by_name", "cause", "ground", "path", "body",
)  # fmt: skip
_SELECT = ", ".join(f"j.{name}" for name in _FIELDS)


def leaf_of(row: Row) -> bytes:
    digest = hashlib.sha256(b"\x00")
    for position in range(len(_FIELDS)):
        value = row[position]
        data = b"\xff" if value is None else str(value).encode()
        digest.update(len(data).to_bytes(4, "big"))
        digest.update(data)
    return digest.digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    level = list(leaves)
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0]


def head_of(before: bytes, number: int, first: int, last: int, root: bytes) -> bytes:
    numbers = b"".join(value.to_bytes(8, "big") for value in (number, first, last))
    return hashlib.sha256(before + numbers + root).digest()


async def seal_once(database: Database, *, head_file: Path | None = None) -> int:
    """Seal one batch of lines; gives how many. Short enough (≤ 5 ms of the write lock) to run beside the doors."""
    last = await database.row("SELECT number, last_seq, head FROM seal_batch ORDER BY number DESC LIMIT 1")
    newest = await database.value("SELECT max(journal_id) FROM sealed")
    low = 0 if newest is None else floor_of(recorded_at(int(newest)) - WINDOW)
    rows = await database.fetch(
        f"SELECT {_SELECT} FROM journal j LEFT JOIN sealed s ON s.journal_id=j.id "
        "WHERE j.id >= $1 AND s.seq IS NULL ORDER BY j.id LIMIT $2",
        low,
        BATCH,
    )
    if not rows:
        return 0
    number, first = (1, 1) if last is None else (last["number"] + 1, last["last_seq"] + 1)
    before = b"" if last is None else bytes(last["head"])
    leaves = [leaf_of(row) for row in rows]
    root = root_of(leaves)
    end = first + len(rows) - 1
    head = head_of(before, number, first, end, root)
    unit = database.unit()
    unit.insert_many(
        "sealed",
        ("seq", "journal_id", "leaf", "batch"),
        [(first + i, row["id"], leaves[i], number) for i, row in enumerate(rows)],
    )
    # The batch number is the key: of two sealers one is told `Duplicate` and writes nothing.
    unit.insert(
        "seal_batch",
        {"number": number, "first_seq": first, "last_seq": end, "root": root, "head": head, "sealed_at": now()},
    )
    await unit.commit()
    if head_file is not None:
        _write_head(head_file, f"{number} {end} {head.hex()}\n")
    return len(rows)


def _write_head(path: Path, text: str) -> None:
    aside = path.with_suffix(".new")
    with aside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


async def verify(database: Database, *, against: str | None = None) -> VerifyReport:
    """Read every line and every seal again and name what does not fit. `against` is a head kept elsewhere."""
    faults: list[str] = []
    batches = await database.fetch("SELECT * FROM seal_batch ORDER BY number", slow=True)
    before, expected_seq, sealed = b"", 1, 0
    heads: set[str] = set()
    for expected_number, batch in enumerate(batches, start=1):
        number = batch["number"]
        rows = await database.fetch(
            f"SELECT {_SELECT}, s.seq, s.leaf, s.journal_id FROM sealed s LEFT JOIN journal j ON j.id=s.journal_id "
            "WHERE s.batch=$1 ORDER BY s.seq",
            number,
            slow=True,
        )
        if number != expected_number:
            faults.append(f"batch {expected_number} is missing")
        faults += _batch_faults(batch, rows, expected_seq)
        head = head_of(before, number, batch["first_seq"], batch["last_seq"], bytes(batch["root"]))
        if head != bytes(batch["head"]):
            faults.append(f"batch {number}: its head does not follow from the batch before it")
        before, expected_seq = bytes(batch["head"]), batch["last_seq"] + 1
        heads.add(before.hex())
        sealed += len(rows)
    if against is not None and against.split()[-1] not in heads:
        faults.append("the head kept elsewhere is not in this chain: lines that were sealed are gone")
    lines = int(await database.value("SELECT count(*) FROM journal"))
    faults += await _inserted(database)
    return VerifyReport(
        lines=lines,
        sealed=sealed,
        unsealed=lines - sealed,
        batches=len(batches),
        head=before.hex(),
        faults=tuple(faults),
    )


def _batch_faults(batch: Row, rows: Sequence[Row], expected_seq: int) -> list[str]:
    faults: list[str] = []
    number = batch["number"]
    if batch["first_seq"] != expected_seq or [row["seq"] for row in rows] != list(
        range(batch["first_seq"], batch["last_seq"] + 1)
    ):
        faults.append(f"batch {number}: the numbers of its lines have a gap")
    for row in rows:
        if row["id"] is None:
            faults.append(f"line {row['journal_id']} (seq {row['seq']}) was removed after it was sealed")
        elif leaf_of(row) != bytes(row["leaf"]):
            faults.append(f"line {row['journal_id']} (seq {row['seq']}) was edited after it was sealed")
    if not rows or root_of([bytes(row["leaf"]) for row in rows]) != bytes(batch["root"]):
        faults.append(f"batch {number}: its seals do not give its root")
    return faults


async def _inserted(database: Database) -> list[str]:
    newest = await database.value("SELECT max(journal_id) FROM sealed")
    if newest is None:
        return []
    rows = await database.fetch(
        "SELECT j.id FROM journal j LEFT JOIN sealed s ON s.journal_id=j.id WHERE j.id < $1 AND s.seq IS NULL",
        floor_of(recorded_at(int(newest)) - WINDOW),
        slow=True,
    )
    return [f"line {row['id']} was inserted beside the program" for row in rows]
