"""What bytes are, told from the bytes; the name is never believed.

First bytes after the formats' own registrations: JPEG (ISO 10918-1), PNG (ISO 15948), WebP and AVI (RIFF), ISO base
media (ISO 14496-12), PDF (ISO 32000), compound documents (MS-CFB), Office Open XML (ISO 29500, packed as zip).
"""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path

from luoshi.kernel.files.errors import ArchiveDamaged, ArchiveSwells, FileEmpty, Program, TypeUnknown
from luoshi.kernel.files.model import Family, FileType

JPEG = FileType(media="image/jpeg", ending=".jpg", family=Family.PHOTO)
PNG = FileType(media="image/png", ending=".png", family=Family.PHOTO)
WEBP = FileType(media="image/webp", ending=".webp", family=Family.PHOTO)
GIF = FileType(media="image/gif", ending=".gif", family=Family.PHOTO)
MP4 = FileType(media="video/mp4", ending=".mp4", family=Family.VIDEO)
PDF = FileType(media="application/pdf", ending=".pdf", family=Family.DOCUMENT)
DOC = FileType(media="application/msword", ending=".doc", family=Family.DOCUMENT)
XLS = FileType(media="application/vnd.ms-excel", ending=".xls", family=Family.DOCUMENT)
_OPEN = "application/vnd.openxmlformats-officedocument."
DOCX = FileType(media=f"{_OPEN}wordprocessingml.document", ending=".docx", family=Family.DOCUMENT)
XLSX = FileType(media=f"{_OPEN}spreadsheetml.sheet", ending=".xlsx", family=Family.DOCUMENT)
HTML = FileType(media="text/html", ending=".html", family=Family.TEXT)
CSV = FileType(media="text/csv", ending=".csv", family=Family.TEXT)
TXT = FileType(media="text/plain", ending=".txt", family=Family.TEXT)

HEAD = 4096
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"<?php",
)
#: endings that systems run when they are opened, whatever text stands inside
_RUN = frozenset(
    f".{ending}"
    for ending in (
        "exe", "com", "bat", "cmd", "ps1", "psm1", "js", "jse", "mjs", "vbs", "vbe", "wsf", "wsh", "hta", "sh", "py",
        "pyw", "jar", "apk", "msi", "scr", "lnk", "url", "reg", "dll", "so", "php", "asp", "aspx", "jsp", "pl", "rb",
        "chm", "cpl", "inf",
    )
)  # fmt: skip
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  ", b"3gp4", b"3gp5")
MOST_ENTRIES = 10_000
MOST_UNPACKED = 512 * 1024 * 1024
MOST_SWELLING = 200


def first_look(head: bytes, name: str) -> FileType | None:
    """The kind that the first bytes show, or None where the whole must be seen (packed and compound documents,
    text). Refuses programs."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_PROGRAMS) or start.startswith((b"#!", b"<?php")) or Path(name).suffix.lower() in _RUN:
        raise Program(name=name)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS:
        return MP4
    if b"%PDF-" in head[:1024]:
        return PDF
    return None


def whole_look(path: Path, head: bytes, name: str) -> FileType:
    """The kind of bytes that lie in a file; refuses what is unknown, can be run, or swells."""
    if not head:
        raise FileEmpty(name=name)
    found = first_look(head, name)
    if found is not None:
        return found
    if head.startswith(b"PK"):
        return _packed(path, name)
    if head.startswith(_COMPOUND):
        return _compound(path, name)
    if not _is_text(path):
        raise TypeUnknown(name=name)
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<?xml")):
        raise TypeUnknown(name=name)
    return CSV if Path(name).suffix.lower() in {".csv", ".tsv"} else TXT


def _packed(path: Path, name: str) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveDamaged(name=name) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    largest = max((entry.file_size / max(entry.compress_size, 1) for entry in entries), default=0)
    swells = unpacked > 1024 * 1024 and (unpacked / packed > MOST_SWELLING or largest > MOST_SWELLING * 5)
    if swells or unpacked > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        raise ArchiveSwells(name=name)
    if any(each.lower().endswith(("vbaproject.bin", ".class", ".dex", ".exe")) for each in names):
        raise Program(name=name)
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    raise TypeUnknown(name=name)


def _compound(path: Path, name: str) -> FileType:
    """Old .doc, .xls and .wps: the names in their directory tell (UTF-16)."""
    data = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("_VBA_PROJECT"):
        raise Program(name=name)
    if holds("WordDocument"):
        return DOC
    if holds("Workbook") or holds("Book"):
        return XLS
    raise TypeUnknown(name=name)


def _is_text(path: Path) -> bool:
    """Text in UTF-8, UTF-16 or GB18030 to its end, without control characters."""
    with path.open("rb") as file:
        begin = file.read(2)
    encodings = ("utf-16",) if begin in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    return any(_decodes(path, each) for each in encodings)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            try:
                text = decoder.decode(part)
            except UnicodeDecodeError:
                return False
            if _CONTROL.search(text) or (encoding.startswith("utf-16-") and _rare(text[:4096])):
                return False
    return True


def _rare(text: str) -> bool:
    """Two bytes at random are rarely letters in use: most of a real text is Chinese, Latin or punctuation."""
    usual = sum(
        ch < "\u0250" or "\u2000" <= ch <= "\u206f" or "\u3000" <= ch <= "\u9fff" or ch >= "\uff00" for ch in text
    )
    return usual < len(text) * 0.95
