"""What bytes are is told from the bytes; programs and swelling archives are refused whatever their name."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.kernel.files.errors import ArchiveDamaged, ArchiveSwells, FileEmpty, Program, TypeUnknown
from luoshi.kernel.files.kinds import HEAD, whole_look
from luoshi.kernel.files.names import harmless
from tests.unit.kernel.files.pictures import compound, docx, packed, photo

WORDS = "关于印发路灯管理办法的通知\n第一条 为了加强管理,制定本办法。\n" * 20


def kind_of(data: bytes, name: str, folder: Path) -> str:
    path = folder / "bytes"
    path.write_bytes(data)
    return whole_look(path, data[:HEAD], name).ending


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (photo("JPEG"), ".jpg"),
        (photo("PNG"), ".png"),
        (photo("WEBP"), ".webp"),
        (b"GIF89a" + bytes(40), ".gif"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(400), ".mp4"),
        (b"\x00\x00\x00\x14ftypqt  " + bytes(400), ".mp4"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ".pdf"),
        (docx(), ".docx"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), ".xlsx"),
        (compound("Root Entry", "WordDocument"), ".doc"),
        (compound("Root Entry", "Workbook"), ".xls"),
        (WORDS.encode(), ".txt"),
        (WORDS.encode("gb18030"), ".txt"),
        (WORDS.encode("utf-16"), ".txt"),
        (WORDS.encode("utf-16-le"), ".txt"),
        (WORDS.encode()[:-2], ".txt"),
        (b"<!DOCTYPE html><html><body>x</body></html>", ".html"),
    ],
)
def test_bytes_tell_their_kind_under_any_name(data: bytes, ending: str, tmp_path: Path) -> None:
    assert kind_of(data, "photo.jpg", tmp_path) == ending


def test_a_table_in_text_is_told_by_its_name(tmp_path: Path) -> None:
    assert kind_of("街道,数量\n甲,3\n".encode(), "table.csv", tmp_path) == ".csv"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(4000),
        b"\x7fELF" + bytes(4000),
        b"#!/bin/sh\nrm -rf /\n",
        b"\xef\xbb\xbf\n#!/usr/bin/env python\n",
        b"<?php system($_GET['c']); ?>",
        b"\xca\xfe\xba\xbe" + bytes(400),
        compound("WordDocument", "_VBA_PROJECT"),
        docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
    ],
)
def test_a_photo_that_is_a_program_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Program):
        kind_of(data, "photo.jpg", tmp_path)


@pytest.mark.parametrize("name", ["run.bat", "a.PS1", "x.txt.js", "page.hta"])
def test_text_under_the_name_of_a_program_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Program):
        kind_of(WORDS.encode(), name, tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<?xml version='1.0'?><x/>",
        b"7z\xbc\xaf\x27\x1c" + bytes(100),
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        packed({"a.txt": b"x"}),
        compound("PowerPoint Document"),
    ],
)
def test_bytes_of_no_known_kind_are_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(TypeUnknown):
        kind_of(data, "photo.jpg", tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        kind_of(b"", "photo.jpg", tmp_path)


def test_a_paper_that_swells_when_unpacked_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveSwells):
        kind_of(docx(word__media=bytes(40_000_000)), "plan.docx", tmp_path)


def test_a_paper_of_countless_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveSwells):
        kind_of(packed({f"word/{n}": b"" for n in range(10_001)}), "plan.docx", tmp_path)


def test_a_paper_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged):
        kind_of(docx()[:-30], "plan.docx", tmp_path)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\灯.jpg", "灯.jpg"),
        ("灯 😀.jpg", "灯 😀.jpg"),
        ("a\u202egpj.exe\x00.jpg", "agpj.exe.jpg"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_harmless(sent: str, kept: str) -> None:
    assert harmless(sent) == kept


def test_the_ending_of_a_photo_follows_its_bytes() -> None:
    assert harmless("灯.png", ".jpg") == "灯.jpg"
    assert harmless("IMG", ".jpg") == "IMG.jpg"


def test_a_very_long_name_keeps_its_ending() -> None:
    kept = harmless("长" * 5000 + ".docx")
    assert len(kept) == 120
    assert kept.endswith("长.docx")
