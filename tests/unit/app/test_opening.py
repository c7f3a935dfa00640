"""What the gate reads of a paper is enough to see a secrecy mark or a number, in every format that is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from luoshi.app.gate import above, numbers_in
from luoshi.app.opening import opening_text
from luoshi.kernel.files.kinds import HEAD, whole_look
from tests.unit.kernel.files.pictures import compound, docx, packed

MARK = "机密★10年"
REST = "关于某项工作的通知\n各镇办:\n现将有关事项通知如下。联系人电话 13805331234。"
PLAIN = "关于加强保密工作的通知\n要严守国家秘密,防止机密外泄。"


def pdf(text: str) -> bytes:
    """One page in a font every reader knows, its text as UCS-2."""
    lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in text.split("\n"))
    stream = f"BT /F1 12 Tf 50 700 Td {lines} ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + head + table + tail


def xlsx(text: str) -> bytes:
    shared = "".join(f"<si><t>{line}</t></si>" for line in text.split("\n")).encode()
    return packed(
        {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/sharedStrings.xml": b"<sst>%s</sst>" % shared}
    )


def old_doc(text: str) -> bytes:
    return compound("Root Entry", "WordDocument") + b"\x13" + text.replace("\n", "\r").encode("utf-16-le") + bytes(64)


def web(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<!doctype html><html><script>{PLAIN}</script><body>{body}</body></html>".encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "html": web,
    "docx": docx,
    "xlsx": xlsx,
    "pdf": pdf,
    "doc": old_doc,
}


def text_of(data: bytes, folder: Path) -> str:
    path = folder / "paper"
    path.write_bytes(data)
    return opening_text(path, whole_look(path, data[:HEAD], "paper"))


@pytest.mark.parametrize("form", FORMS)
def test_a_mark_on_the_first_page_is_seen(form: str, tmp_path: Path) -> None:
    found = above(text_of(FORMS[form](f"{MARK}\n{REST}"), tmp_path), "public")
    assert found is not None
    assert found.level == "机密"


@pytest.mark.parametrize("form", FORMS)
def test_speech_about_secrecy_is_no_mark(form: str, tmp_path: Path) -> None:
    assert above(text_of(FORMS[form](PLAIN), tmp_path), "public") is None


@pytest.mark.parametrize("form", FORMS)
def test_numbers_of_persons_are_seen(form: str, tmp_path: Path) -> None:
    assert numbers_in(text_of(FORMS[form](REST), tmp_path)) == {"mobile": 1}


def test_a_mark_in_the_head_of_the_pages_is_seen(tmp_path: Path) -> None:
    header = f"<w:hdr><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:hdr>".encode()
    data = docx(REST, word__header1_xml=header).replace(b"header1_xml", b"header1.xml")
    assert above(text_of(data, tmp_path), "public") is not None


@pytest.mark.parametrize(
    ("level", "mark", "passes"),
    [
        ("public", "内部资料 不得外传", False),
        ("internal", "内部资料 不得外传", True),
        ("internal", "工作秘密", False),
        ("work_secret", "工作秘密", True),
        ("work_secret", "秘密★1年", False),
        ("secret", "秘密★1年", True),
        ("highly_secret", "绝密", False),
        ("top_secret", "绝密", True),
    ],
)
def test_each_level_takes_its_own_mark_and_those_below(level: str, mark: str, passes: bool) -> None:
    assert (above(f"{mark}\n{REST}", level) is None) is passes


def test_a_paper_that_cannot_be_opened_is_left_to_the_reader(tmp_path: Path) -> None:
    assert text_of(b"%PDF-1.7\nrubbish", tmp_path) == ""
