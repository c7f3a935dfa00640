"""One door for all formats: look at the bytes, not at the name, then let the format's own reader work."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from luoshi.exchange.documents import archive, legacy
from luoshi.exchange.documents.decode import decode
from luoshi.exchange.documents.errors import (
    DocumentEmpty,
    DocumentMissing,
    DocumentTooLarge,
    DocumentUnknown,
    DocumentWithoutText,
)
from luoshi.exchange.documents.model import LoadedDocument

LIMIT_BYTES = 50 * 1024 * 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html|head|body|div|p|table|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def load(path_or_bytes: str | Path | bytes, name: str = "", *, limit: int = LIMIT_BYTES) -> LoadedDocument:
    """The document as canonical text and tables. `name` (a file name) is needed for bytes; refusals are
    `LuoshiError`s with a sentence each and leave nothing behind."""
    data, name = _bytes(path_or_bytes, name, limit)
    if len(data) > limit:
        raise DocumentTooLarge(name=name, size=-(-len(data) // 2**20), limit=limit // 2**20)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentEmpty(name=name)
    return _by_content(data, name)


def _by_content(data: bytes, name: str) -> LoadedDocument:
    suffix = Path(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name)
    if data[:1024].lstrip().startswith(b"%PDF"):
        from luoshi.exchange.documents.pdf import load_pdf

        return load_pdf(data, name)
    if data.startswith((_OLD, b"{\\rtf")):
        form = legacy.form_of(data, name)
        converted, target = legacy.convert(data, name, form)
        loaded = _office(converted, name)
        return replace(
            loaded,
            format=suffix.lstrip(".") or form,
            warnings=(*loaded.warnings, f"“{name}”由 LibreOffice 转为 {target} 后识读。"),
        )
    if data.startswith(_PICTURES):
        raise DocumentWithoutText(name=name)
    if suffix in (".htm", ".html", ".xhtml", ".shtml") or _PAGE.match(data[:4096]):
        from luoshi.exchange.documents.html import load_html

        return load_html(data, name)
    return _text(data, name, suffix)


def _office(data: bytes, name: str) -> LoadedDocument:
    kind = archive.kind_of(data, name)
    if kind == "docx":
        from luoshi.exchange.documents.docx import load_docx

        return load_docx(data, name)
    if kind == "xlsx":
        from luoshi.exchange.documents.sheets import load_xlsx

        return load_xlsx(data, name)
    raise DocumentUnknown(name=name)


def _text(data: bytes, name: str, suffix: str) -> LoadedDocument:
    if suffix in (".csv", ".tsv"):
        from luoshi.exchange.documents.sheets import load_csv

        return load_csv(data, name)
    if suffix in (".md", ".markdown"):
        from luoshi.exchange.documents.markdown import load_markdown

        return load_markdown(data, name)
    text = decode(data, name)
    if not text.strip():
        raise DocumentEmpty(name=name)
    return LoadedDocument(name=name, text=text, format="txt")


def _bytes(source: str | Path | bytes, name: str, limit: int) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "document.txt"
    path = Path(source)
    if not path.is_file():
        raise DocumentMissing(name=str(path))
    if path.stat().st_size > limit:
        raise DocumentTooLarge(name=name or path.name, size=-(-path.stat().st_size // 2**20), limit=limit // 2**20)
    return path.read_bytes(), name or path.name
