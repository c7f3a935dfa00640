"""A key per record, in a file of its own, leased in blocks: what the twin needs to seal bodies and personal values."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY, BLOCK = 32, 256


class Vault:
    """Keys are on disc before any of them is used."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._free: list[tuple[int, bytes]] = []
        self._lock = Lock()
        self._index_key = os.urandom(KEY)

    def take(self) -> tuple[int, bytes]:
        """A fresh slot and its key."""
        with self._lock:
            if not self._free:
                first, block = os.fstat(self._file).st_size // KEY, os.urandom(KEY * BLOCK)
                os.pwrite(self._file, block, first * KEY)
                os.fsync(self._file)
                self._free = [(first + n, block[n * KEY : (n + 1) * KEY]) for n in range(BLOCK)]
            return self._free.pop()

    def index_digest(self, field: str, value: str) -> bytes:
        return hmac.new(self._index_key, f"{field}:{value}".encode(), hashlib.sha256).digest()


def seal(key: bytes, value: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, value, b"")
