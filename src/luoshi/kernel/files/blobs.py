"""Where bytes lie: a folder by address. Another store (S3) is another class with the same five verbs."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from luoshi.base.db import DiscFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PART = ".part-"
#: parts; a long file is synced as it grows: one great sync at its end would hold up every commit of the database
SYNC_EVERY = 1


class Blobs(Protocol):
    """Bytes by address. All verbs wait for the disc: call them in a thread. `put` and `adopt` are durable when they
    return."""

    def put(self, address: str, parts: Iterable[bytes]) -> None: ...

    def adopt(self, address: str, path: Path) -> None:
        """Take over a file of the scratch folder that was synced."""

    def read(self, address: str, start: int, length: int) -> bytes: ...

    def remove(self, address: str) -> None: ...

    def unchanged_since(self, second: float) -> Iterator[str]:
        """Addresses (and remains of interrupted writes) that nobody touched since then."""


@contextmanager
def room() -> Iterator[None]:
    """A full disc, a quota or a size limit of the system, said in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiscFull() from error
        raise


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FolderBlobs:
    """`files/ab/cd…`: 256 folders by the first two signs of the address."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, address: str, parts: Iterable[bytes]) -> None:
        place = self._ready(address)
        part = place.with_name(f"{_PART}{place.name}")
        with room():
            try:
                with part.open("wb") as file:
                    for number, each in enumerate(parts, start=1):
                        file.write(each)
                        if number % SYNC_EVERY == 0:
                            file.flush()
                            os.fdatasync(file.fileno())
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(place)
                sync_folder(place.parent)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def adopt(self, address: str, path: Path) -> None:
        place = self._ready(address)
        with room():
            path.replace(place)
            os.utime(place)  # bytes that were here before are young again: the sweeper leaves them
            sync_folder(place.parent)

    def read(self, address: str, start: int, length: int) -> bytes:
        with self._place(address).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def remove(self, address: str) -> None:
        self._place(address).unlink(missing_ok=True)

    def unchanged_since(self, second: float) -> Iterator[str]:
        for folder in sorted(self._root.glob("??")):
            for entry in os.scandir(folder):
                if entry.is_file() and entry.stat().st_mtime < second:
                    yield folder.name + entry.name

    def _place(self, address: str) -> Path:
        return self._root / address[:2] / address[2:]

    def _ready(self, address: str) -> Path:
        place = self._place(address)
        with room():
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(self._root)
        return place
