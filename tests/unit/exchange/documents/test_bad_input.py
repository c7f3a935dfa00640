"""What cannot be read is refused with a sentence, in both languages, and nothing half-read comes back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from luoshi.base.errors import LuoshiError
from luoshi.exchange.documents import legacy, load
from luoshi.exchange.documents.errors import (
    ConverterMissing,
    DocumentBomb,
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncoding,
    DocumentEncrypted,
    DocumentEntities,
    DocumentMissing,
    DocumentTooLarge,
    DocumentUnknown,
    DocumentWithoutText,
)
from tests.unit.exchange.documents import paper

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", data)
    return buffer.getvalue()


BAD = [
    ("empty.txt", b"", DocumentEmpty),
    ("blank.txt", b" \r\n\t", DocumentEmpty),
    ("empty.docx", b"", DocumentEmpty),
    ("program.txt", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(range(256)), DocumentUnknown),
    ("broken.txt", b"\xd6\xd0\xff\xff\xfe\x80\x81" * 40, DocumentEncoding),
    ("scan.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100, DocumentWithoutText),
    ("cut.docx", b"PK\x03\x04" + b"cut off", DocumentDamaged),
    ("other.docx", archive(a=b"<a/>"), DocumentUnknown),
    ("bomb.docx", archive(word__document=b"0" * 40_000_000), DocumentBomb),
    ("entity.docx", archive(word__document=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), DocumentEntities),
    ("entity.xlsx", archive(xl__workbook=b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), DocumentEntities),
    ("hollow.docx", archive(word__document=b"<x/>"), DocumentDamaged),
    ("hollow.xlsx", archive(xl__workbook=b"<x/>"), DocumentDamaged),
    ("secret.docx", OLD + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"), DocumentEncrypted),
    ("cut.pdf", b"%PDF-1.7\nnothing more", DocumentDamaged),
    ("script.html", b"<html><body><script>alert(1)</script></body></html>", DocumentEmpty),
]


@pytest.mark.parametrize(("name", "data", "refusal"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_input_is_refused_with_a_sentence(name: str, data: bytes, refusal: type[LuoshiError]) -> None:
    with pytest.raises(refusal) as said:
        load(data, name)
    assert name in said.value.sentence("zh")
    assert name in said.value.sentence("en")


def test_a_file_above_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"a" * 3_000_000)
    with pytest.raises(DocumentTooLarge, match="3 MB"):
        load(file, limit=2 * 2**20)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match="nowhere"):
        load(tmp_path / "nowhere.txt")


def test_an_old_format_without_libreoffice_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert legacy.converter() is None
    with pytest.raises(ConverterMissing, match="LibreOffice"):
        load(OLD + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "minutes.doc")


@pytest.mark.skipif(legacy.converter() is None, reason="LibreOffice is not installed here")
def test_a_pdf_with_a_password_and_a_pdf_of_pictures_are_told_apart(tmp_path: Path) -> None:
    locked = ':writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'  # noqa: E501
    with pytest.raises(DocumentEncrypted):
        load(paper.by_office(paper.docx_form(), tmp_path, "pdf", locked), "locked.pdf")


def test_a_page_with_script_gives_its_text_only() -> None:
    page = "<html><body><p>新建公厕5座。</p><script>document.write('新建公厕500座')</script></body></html>"
    assert load(page.encode(), "page.html").text == "新建公厕5座。\n"


def test_a_text_cut_in_its_last_character_is_still_read() -> None:
    text = "全县新建农村公路二百公里。" * 40
    assert load(text.encode()[:-1], "cut.txt").text == text[:-1]
