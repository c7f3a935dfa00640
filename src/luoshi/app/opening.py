"""The text of a paper as far as the gate needs it: where a secrecy mark or a number of a person would stand.

This is no reading: bytes that cannot be opened give the text that was found, and the reader refuses them later.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from luoshi.kernel.files import FileType

MOST = 400_000
_TAIL = 20_000
_PARTS = re.compile(r"word/(?:header\d*|document|footer\d*)\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml")
_PARAGRAPH = re.compile(r"</w:p>|</si>|</row>|<w:br/>|</is>")
_TAG = re.compile(r"<[^>]+>")
_HTML_LINE = re.compile(r"(?i)<(?:br|/p|/div|/h\d|/tr|/li|/title)[^>]*>")
_HTML_DROPPED = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>")
_RUN = re.compile(r"[\u0020-\u007e\u2018-\u201d\u2605\u2606\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{2,}")
_PAGES = 3


def opening_text(path: Path, kind: FileType) -> str:
    """Text of the first pages (and of the last), by format."""
    if kind.ending in {".docx", ".xlsx"}:
        return _packed(path)
    if kind.ending == ".pdf":
        return _pdf(path)
    if kind.ending in {".doc", ".xls"}:
        return _compound(path)
    text = _decoded(path)
    if kind.ending == ".html":
        text = html.unescape(_TAG.sub("", _HTML_LINE.sub("\n", _HTML_DROPPED.sub("", text))))
    return text


def _ends(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - _TAIL] + "\n" + text[-_TAIL:]


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _ends(data.decode("utf-16", "replace"))
    try:
        return _ends(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _ends(data.decode("gb18030", "replace"))


def _packed(path: Path) -> str:
    found: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(filter(_PARTS.fullmatch, archive.namelist()), key=lambda name: ("document" in name, name))
            for name in names:
                with archive.open(name) as part:
                    raw = part.read(8 * MOST).decode("utf-8", "replace")
                found.append(html.unescape(_TAG.sub("", _PARAGRAPH.sub("\n", raw))))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
        return _ends("\n".join(found))
    return _ends("\n".join(found))


def _pdf(path: Path) -> str:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as paper:
            pages = paper.pages
            wanted = [*pages[:_PAGES], *(pages[-1:] if len(pages) > _PAGES else [])]
            return "\n".join(page.extract_text() or "" for page in wanted)
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect, ValueError, TypeError, KeyError, OSError):
        return ""


def _compound(path: Path) -> str:
    """Old office files keep Chinese text as UTF-16 in runs, at even or odd places."""
    data = path.read_bytes()
    texts = (data[shift:].decode("utf-16-le", "ignore") for shift in (0, 1))
    return _ends("\n".join(run for text in texts for run in _RUN.findall(text)))
