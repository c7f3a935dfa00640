"""Old formats (.doc, .wps, .xls, .et, .rtf): LibreOffice turns them into new ones, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from luoshi.exchange.documents.errors import ConverterMissing, DocumentDamaged, DocumentEncrypted

_SECONDS = 120
_SHEETS = (".xls", ".et", ".ods")


def converter() -> str | None:
    """The LibreOffice of this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def form_of(data: bytes, name: str) -> str:
    """doc or xls, from the streams of the old container; the name decides where they do not tell."""
    if data[:1] == b"{":
        return "rtf"
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentEncrypted(name=name)
    if "Workbook".encode("utf-16-le") in data or (
        "Book".encode("utf-16-le") in data[:200_000] and Path(name).suffix.lower() in _SHEETS
    ):
        return "xls"
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    return "xls" if Path(name).suffix.lower() in _SHEETS else "doc"


def convert(data: bytes, name: str, form: str) -> tuple[bytes, str]:
    """The bytes as .docx or .xlsx."""
    program = converter()
    if program is None:
        raise ConverterMissing(name=name, format=Path(name).suffix.lstrip(".") or form)
    target = "xlsx" if form == "xls" else "docx"
    with tempfile.TemporaryDirectory(prefix="luoshi-convert-") as folder:
        source = Path(folder) / f"in.{form}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired as slow:
            raise DocumentDamaged(name=name, format=form) from slow
        made = Path(folder) / f"in.{target}"
        if not made.is_file():
            raise DocumentDamaged(name=name, format=form)
        return made.read_bytes(), target
