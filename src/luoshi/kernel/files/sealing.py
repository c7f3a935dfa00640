"""Files of a person's report lie sealed, in parts of 1 MB, each bound to its file and place (AES-256-GCM).

A part can be opened alone, so a film is shown from its middle; a part left out, moved or added is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from luoshi.kernel.files.keys import KeyRing

PART = 1 << 20
#: what sealing adds to a part: nonce and tag
OVER = 28


def parts_of(size: int) -> int:
    return max(1, -(-size // PART))


def sealed(keys: KeyRing, slot: int, identity: int, source: BinaryIO, size: int) -> Iterator[bytes]:
    """The parts of a file, one after the other."""
    count = parts_of(size)
    for index in range(count):
        yield keys.seal(slot, source.read(PART), about=_about(identity, index, count))


def opened(keys: KeyRing, slot: int, identity: int, index: int, size: int, part: bytes) -> bytes | None:
    """One part, or None when its key is gone or the part is not what was written."""
    return keys.open(slot, part, about=_about(identity, index, parts_of(size)))


def _about(identity: int, index: int, count: int) -> bytes:
    return f"file:{identity}:{index}:{count}".encode()
