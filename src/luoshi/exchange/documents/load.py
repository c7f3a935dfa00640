"""One door for all formats: look at the bytes, not at the name, then let the format's own reader work."""

from __future__ import annotations

from pathlib import Path

from luoshi.exchange.documents.decode import decode
from luoshi.exchange.documents.errors import DocumentEmpty, DocumentMissing, DocumentTooLarge
from luoshi.exchange.documents.model import LoadedDocument

LIMIT_BYTES = 50 * 1024 * 1024


def load(path_or_bytes: str | Path | bytes, name: str = "", *, limit: int = LIMIT_BYTES) -> LoadedDocument:
    """The document as canonical text and tables. `name` (a file name) is needed for bytes; refusals are
    `LuoshiError`s with a sentence each and leave nothing behind."""
    data, name = _bytes(path_or_bytes, name, limit)
    if len(data) > limit:
        raise DocumentTooLarge(name=name, size=-(-len(data) // 2**20), limit=limit // 2**20)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentEmpty(name=name)
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
