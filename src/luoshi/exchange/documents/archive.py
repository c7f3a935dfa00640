"""The gate before an Office archive is opened: bombs, outside entities, passwords."""

from __future__ import annotations

import io
import re
import zipfile

from luoshi.exchange.documents.errors import DocumentBomb, DocumentDamaged, DocumentEncrypted, DocumentEntities

_LARGEST = 300 * 2**20  # all parts together, unpacked
_RATIO = 120  # of one large part; Office text packs at 5 to 30
_PARTS = 20_000
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> str:
    """docx, xlsx or empty, after the archive was found harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            _measure(archive, name)
            _look_for_entities(archive, name)
    except zipfile.BadZipFile as broken:
        raise DocumentDamaged(name=name, format="Office") from broken
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else ""


def _measure(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > _PARTS or sum(p.file_size for p in parts) > _LARGEST:
        raise DocumentBomb(name=name)
    for part in parts:
        if part.flag_bits & 1:
            raise DocumentEncrypted(name=name)
        if part.file_size > 4 * 2**20 and part.file_size > _RATIO * max(1, part.compress_size):
            raise DocumentBomb(name=name)
        if part.filename.lower().endswith((".zip", ".docx", ".xlsx")) and part.file_size > 64 * 2**20:
            raise DocumentBomb(name=name)


def _look_for_entities(archive: zipfile.ZipFile, name: str) -> None:
    """A document type or entity stands before the first element, so the head of each part is enough."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(65536)
            if _ENTITY.search(head) or _ENTITY.search(head.replace(b"\x00", b"")):
                raise DocumentEntities(name=name)
