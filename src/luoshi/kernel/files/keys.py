"""The key ring: one key per person or record, in a file of its own, so that erasing a key erases what it locked.

`keys.bin` is a row of 32-byte slots behind a 32-byte head. A process leases a block of slots under a file lock;
their keys are drawn and on disc before any of them is used, so taking a key writes nothing. Destroying a key
overwrites its slot and syncs. Backups carry this file apart; a restore destroys again what was erased meanwhile.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SLOT = 32
BLOCK = 256
MAGIC = b"luoshi keys 1\n"
_DESTROYED = b"\x00" * SLOT


class KeyRing:
    """Keys of one installation, by slot number. Slot 0 does not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDWR | os.O_CREAT
        self._file = os.open(path, flags, 0o600)
        self._free: list[int] = []
        if os.fstat(self._file).st_size == 0:
            os.pwrite(self._file, MAGIC.ljust(SLOT, b"\x00"), 0)
            os.fsync(self._file)

    def take(self) -> int:
        """A fresh slot for one person or record."""
        if not self._free:
            self._lease()
        return self._free.pop()

    def seal(self, slot: int, value: bytes, *, about: bytes = b"") -> bytes:
        """Encrypt under the key of `slot` (AES-256-GCM); `about` binds the text to its record."""
        key = self._key(slot)
        if key == _DESTROYED:
            raise ValueError(f"key {slot} was destroyed: nothing more is sealed under it")
        nonce = os.urandom(12)
        return nonce + AESGCM(key).encrypt(nonce, value, about)

    def open(self, slot: int, sealed: bytes, *, about: bytes = b"") -> bytes | None:
        """The value, or None when its key was destroyed."""
        key = self._key(slot)
        if key == _DESTROYED:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:12], sealed[12:], about)
        except InvalidTag:
            return None

    def holds(self, slot: int) -> bool:
        """Whether the key is still there."""
        return self._key(slot) != _DESTROYED

    def salt(self, slot: int) -> bytes:
        """The salt for hashes of the record: gone with the key."""
        return self._key(slot)

    def destroy(self, slots: list[int]) -> None:
        """Overwrite keys; what they locked can never be read again, in this place or in any copy without its keys.

        The list of erased keys beside the ring is on disc first: a restore of an older copy destroys them again.
        """
        with self.erased.open("a", encoding="ascii") as listed:
            listed.writelines(f"{slot}\n" for slot in slots)
            listed.flush()
            os.fsync(listed.fileno())
        for slot in slots:
            os.pwrite(self._file, _DESTROYED, slot * SLOT)
        os.fsync(self._file)

    @property
    def erased(self) -> Path:
        """The erasure list: numbers of keys, nothing else."""
        return self.path.with_suffix(".erased")

    def close(self) -> None:
        os.close(self._file)

    def _key(self, slot: int) -> bytes:
        key = os.pread(self._file, SLOT, slot * SLOT)
        return key if len(key) == SLOT else _DESTROYED

    def _lease(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            first = os.fstat(self._file).st_size // SLOT
            os.pwrite(self._file, os.urandom(SLOT * BLOCK), first * SLOT)
            os.fsync(self._file)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._free = list(range(first + BLOCK - 1, first - 1, -1))


def erased_slots(listed: Path) -> list[int]:
    """The keys an erasure list names."""
    return [int(line) for line in listed.read_text("ascii").split()]
