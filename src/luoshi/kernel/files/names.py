"""File names as people send them, made harmless: no folders, no hidden direction marks, not too long."""

from __future__ import annotations

import unicodedata

LONGEST = 120
_BAD = frozenset('<>:"|?*')


def harmless(name: str, ending: str = "") -> str:
    """The last part of a name without what a file system or a page could trip over; the ending follows the bytes."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if ch in _BAD else ch for ch in last if unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Co"})
    stem = kept.strip().strip(".")
    if ending and not stem.lower().endswith(ending):
        stem = stem.rpartition(".")[0] if "." in stem[-6:] else stem
        stem = f"{stem or 'file'}{ending}"
    if len(stem) <= LONGEST:
        return stem or "file"
    head, dot, tail = stem.rpartition(".")
    if not dot or len(tail) > 8:
        return stem[:LONGEST]
    return f"{head[: LONGEST - len(tail) - 1]}.{tail}"
