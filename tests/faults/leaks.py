"""Where a number can still be read: all bytes of all files, in every writing a program could leave it in."""

from __future__ import annotations

import base64
import gzip
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path


def writings(number: str) -> list[bytes]:
    """A mobile number as text in several encodings and groupings, as an integer, and in base 64."""
    first, middle, last = number[:3], number[3:7], number[7:]
    grouped = [number, f"{first}-{middle}-{last}", f"{first} {middle} {last}", f"{number[:7]}-{last}"]
    texts = [each.encode(code) for each in grouped for code in ("utf-8", "utf-16-le", "utf-16-be")]
    integers = [int(number).to_bytes(8, order) for order in ("little", "big")]
    encoded = [base64.b64encode(b"x" * shift + number.encode())[4 : 4 + 12] for shift in (3, 4, 5)]
    return texts + integers + encoded


def readable_in(number: str, folders: Iterable[Path]) -> list[str]:
    """The files in which the number stands, with how; archives are looked at unpacked."""
    wanted = writings(number)
    found: list[str] = []
    for path in _files(folders):
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                continue
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                whole: bytes | mmap.mmap = gzip.decompress(data[:]) if data[:2] == b"\x1f\x8b" else data
                written = next((each for each in wanted if whole.find(each) >= 0), None)
                found += [] if written is None else [f"{path}: {written!r}"]
    return found


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_file():
            yield folder
        else:
            yield from (each for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink())
