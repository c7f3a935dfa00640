"""A document as it came in: its canonical text, its tables and what had to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.reading import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDocument:
    """`text` is canonical: decoded, CRLF → LF; for .txt nothing else is changed. Offsets of statements count its
    code points. `pages` holds the offset at which each page starts, where the format knows pages."""

    name: str
    text: str
    tables: tuple[Table, ...] = ()
    title: str = ""
    format: str = "txt"
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
