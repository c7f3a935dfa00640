"""Bytes that arrive: written to the scratch folder as they come, hashed, counted, and looked at. The event loop
never waits for the disc."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from luoshi.base.db import DiscFull
from luoshi.kernel.files import kinds, photos
from luoshi.kernel.files.blobs import room
from luoshi.kernel.files.errors import FileEmpty, FileTooLarge
from luoshi.kernel.files.model import Arrived, Family, FileType
from luoshi.kernel.files.names import harmless

PART = 1 << 20
#: a long file is synced in steps: one great sync at its end would hold up every commit of the database
SYNC_EVERY = PART
#: what an upload may not take: the database needs it to go on
MARGIN = 64 * PART
#: how much of a refused upload is still read, so that the sender hears the refusal instead of a broken line
DRAIN = 96 * PART
#: settings `files.limit.<family>`, in MB
LIMITS = {Family.PHOTO: 20, Family.DOCUMENT: 50, Family.TEXT: 50, Family.VIDEO: 300}


def limit_of(kind: FileType | None, rules: Mapping[str, str]) -> int:
    """How many bytes are taken; what is not known yet from its first bytes can only be a document or text."""
    family = Family.DOCUMENT if kind is None else kind.family
    return int(rules.get(f"limit.{family}", LIMITS[family])) * PART


def largest(rules: Mapping[str, str]) -> int:
    return max(int(rules.get(f"limit.{family}", default)) for family, default in LIMITS.items()) * PART


class _Scratch:
    """One growing file and the hash of what is in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hash = hashlib.sha256()
        self.size = 0
        self._unsynced = 0
        with room():
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def write(self, part: bytes) -> None:
        with room():
            left = memoryview(part)
            while left:
                left = left[os.write(self._file, left) :]
            self.hash.update(part)
            self.size += len(part)
            self._unsynced += len(part)
            if self._unsynced >= SYNC_EVERY:
                self.sync()

    def sync(self) -> None:
        with room():
            os.fdatasync(self._file)
        self._unsynced = 0
        if shutil.disk_usage(self.path.parent).free < MARGIN:
            raise DiscFull()

    def close(self) -> None:
        os.close(self._file)


async def arrive(stream: AsyncIterator[bytes], name: str, folder: Path, rules: Mapping[str, str]) -> Arrived:
    """Take the bytes and look at them. What is refused leaves nothing behind."""
    path = folder / f"{secrets.token_hex(16)}.part"
    scratch = await asyncio.to_thread(_Scratch, path)
    try:
        try:
            head = await _write(stream, name, scratch, rules)
        finally:
            await asyncio.to_thread(scratch.close)
        return await asyncio.to_thread(_look, scratch, head, name)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


async def _write(stream: AsyncIterator[bytes], name: str, scratch: _Scratch, rules: Mapping[str, str]) -> bytes:
    head, buffer = b"", bytearray()
    limit: int | None = None
    async for part in stream:
        buffer += part
        if limit is None and len(buffer) >= kinds.HEAD:
            head = bytes(buffer[: kinds.HEAD])
            limit = limit_of(kinds.first_look(head, name), rules)
        if limit is not None and scratch.size + len(buffer) > limit:
            await _drain(stream)
            raise FileTooLarge(name=harmless(name), limit=limit // PART)
        if len(buffer) >= PART:
            await asyncio.to_thread(scratch.write, bytes(buffer))
            buffer.clear()
    if scratch.size + len(buffer) == 0:
        raise FileEmpty(name=harmless(name))
    await asyncio.to_thread(_finish, scratch, bytes(buffer))
    return head or bytes(buffer[: kinds.HEAD])


def _finish(scratch: _Scratch, rest: bytes) -> None:
    scratch.write(rest)
    scratch.sync()


async def _drain(stream: AsyncIterator[bytes]) -> None:
    seen = 0
    async for part in stream:
        seen += len(part)
        if seen > DRAIN:
            return


def _look(scratch: _Scratch, head: bytes, name: str) -> Arrived:
    kind = kinds.whole_look(scratch.path, head, harmless(name))
    shown = harmless(name, kind.ending if kind.family in {Family.PHOTO, Family.VIDEO} else "")
    facts, small = photos.look(scratch.path, kind, shown) if kind.family == Family.PHOTO else (None, None)
    return Arrived(
        scratch=scratch.path,
        name=shown,
        type=kind,
        size=scratch.size,
        digest=scratch.hash.digest(),
        photo=facts,
        thumbnail=small,
    )
