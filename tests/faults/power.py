"""The disc that forgets, from the test's side: build it, wear it, cut the power (see `power.c`)."""

from __future__ import annotations

import atexit
import fcntl
import os
import random
import shutil
import signal
import struct
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

SOURCE = Path(__file__).with_name("power.c")
HEAD = struct.Struct("=IIQQQQQIIII")
MAGIC = 0x4C554F50
WRITE, TRUNCATE, SYNC, CREATE, REMOVE, MOVE = range(1, 7)
SECTOR = 512


@cache
def library() -> Path | None:
    """The built layer, once per run; None where this machine has no C compiler or is not Linux."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or os.uname().sysname != "Linux":
        return None
    folder = Path(mkdtemp(prefix="luoshi-power-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    built = folder / "power.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(built), str(SOURCE), "-lpthread"]
    subprocess.run(command, check=True, capture_output=True)
    return built


def preloaded(**own: str) -> dict[str, str]:
    """The environment of a process with the layer; it does nothing unless a variable of its own asks for it."""
    built = library()
    assert built is not None, "ask `library()` first"
    return {**os.environ, "LD_PRELOAD": str(built), **own}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was done to the watched folder."""

    kind: int
    inode: int
    at: int
    size: int
    old: bytes
    new: bytes
    source: str
    target: str
    kept: str


@dataclass(slots=True)
class Disc:
    """A watched folder `root` and what is remembered about it in `side` (same file system, outside of it)."""

    root: Path
    side: Path
    random: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self) -> None:
        self.root, self.side = self.root.resolve(), self.side.resolve()
        self.side.mkdir(exist_ok=True)

    def environment(self) -> dict[str, str]:
        """What a process needs to live on this disc. Everything that is there before counts as durable."""
        return {**preloaded(), "POWER_ROOT": str(self.root), "POWER_SIDE": str(self.side)}

    def cut(self, pids: Iterable[int], *, some_survives: bool = False) -> int:
        """Cut the power: every process dies at one instant, then what was not synced is taken back.

        With `some_survives`, sectors of it stay by chance, in no order, as discs do. Returns how many changes
        were not yet durable.
        """
        with (self.side / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for pid in pids:
                _kill(pid)
            assert (self.side / "log").stat().st_size > 0, "nobody wrote on this disc"
            pending = unsynced(read(self.side / "log"))
            self._take_back(pending, some_survives)
            (self.side / "log").write_bytes(b"")
        for kept in self.side.glob("kept-*"):
            kept.unlink()
        for shared in self.root.rglob("*-shm"):
            shared.unlink()
        return len(pending)

    def fill(self) -> None:
        """From now on no file of the folder can grow."""
        (self.side / "full").touch()

    def make_room(self) -> None:
        (self.side / "full").unlink()

    def _take_back(self, pending: list[Change], some_survives: bool) -> None:
        data = [change for change in pending if change.kind in {WRITE, TRUNCATE}]
        names = [change for change in pending if change.kind in {CREATE, REMOVE, MOVE}]
        files = _open_all([self.root, self.side])
        try:
            for change in reversed(data):
                _undo_data(files.get(change.inode), change)
            if some_survives:
                for change in data:
                    self._redo_some(files.get(change.inode), change)
        finally:
            for descriptor in files.values():
                os.close(descriptor)
        # A journalling file system keeps the first of its unsynced namings, never a later one without an earlier.
        survivors = self.random.randint(0, len(names)) if some_survives else 0
        for change in reversed(names[survivors:]):
            _undo_name(change)

    def _redo_some(self, descriptor: int | None, change: Change) -> None:
        if descriptor is None or self.random.random() < 0.4:
            return
        if change.kind == TRUNCATE:
            os.ftruncate(descriptor, change.at)
            return
        for start in range(0, len(change.new), SECTOR):
            if self.random.random() < 0.7:
                os.pwrite(descriptor, change.new[start : start + SECTOR], change.at + start)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def read(log: Path) -> Iterator[Change]:
    """The log, oldest first; a record that a dying process left half-written at the end is not there."""
    if not log.exists():
        return
    with log.open("rb") as file:
        while len(head := file.read(HEAD.size)) == HEAD.size:
            magic, kind, inode, at, size, old, new, source, target, kept, _ = HEAD.unpack(head)
            assert magic == MAGIC, "the log of the disc is damaged"
            body = file.read(old + new + source + target + kept)
            if len(body) < old + new + source + target + kept:
                return
            take = _taker(body)
            yield Change(
                kind=kind,
                inode=inode,
                at=at,
                size=size,
                old=take(old),
                new=take(new),
                source=os.fsdecode(take(source)),
                target=os.fsdecode(take(target)),
                kept=os.fsdecode(take(kept)),
            )


def _taker(body: bytes) -> Callable[[int], bytes]:
    at = 0

    def take(length: int) -> bytes:
        nonlocal at
        at += length
        return body[at - length : at]

    return take


def unsynced(changes: Iterable[Change]) -> list[Change]:
    """What no later fsync of its file (or of its folder, for names) covers."""
    pending: dict[int, list[tuple[int, Change]]] = {}
    for number, change in enumerate(changes):
        if change.kind == SYNC:
            pending.pop(change.inode, None)
        else:
            pending.setdefault(change.inode, []).append((number, change))
    ordered = sorted(((number, change) for group in pending.values() for number, change in group), key=lambda p: p[0])
    return [change for _, change in ordered]


def _open_all(folders: list[Path]) -> dict[int, int]:
    """inode → descriptor of every file that still has a name, or is kept because its name was removed."""
    found: dict[int, int] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and path.stat().st_ino not in found:
                found[path.stat().st_ino] = os.open(path, os.O_RDWR)
    return found


def _undo_data(descriptor: int | None, change: Change) -> None:
    if descriptor is None:
        return
    if change.old:
        os.pwrite(descriptor, change.old, change.at)
    os.ftruncate(descriptor, change.size)


def _undo_name(change: Change) -> None:
    if change.kind == CREATE:
        target = Path(change.target)
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        return
    if change.kind == MOVE and Path(change.target).exists():
        Path(change.target).rename(change.source)
    if change.kept and Path(change.kept).exists():
        back = Path(change.source if change.kind == REMOVE else change.target)
        back.unlink(missing_ok=True)
        back.hardlink_to(change.kept)
