"""A photo says when and where; its public copy says neither and shows the same picture."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from luoshi.kernel.files import PhotoFacts, stripped
from luoshi.kernel.files.errors import PhotoDamaged, PhotoTooWide
from luoshi.kernel.files.kinds import JPEG, PNG, WEBP
from luoshi.kernel.files.model import FileType
from luoshi.kernel.files.photos import look
from tests.unit.kernel.files.pictures import photo

KINDS = [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)]


def seen(data: bytes, kind: FileType, folder: Path) -> tuple[PhotoFacts, bytes]:
    path = folder / "photo"
    path.write_bytes(data)
    return look(path, kind, "photo")


@pytest.mark.parametrize(("form", "kind"), KINDS)
def test_time_and_place_are_read(form: str, kind: FileType, tmp_path: Path) -> None:
    facts, _ = seen(photo(form), kind, tmp_path)
    assert facts == PhotoFacts(width=640, height=480, taken="2026-03-01T19:12:05", lon=1_180_500_000, lat=368_083_333)


def test_a_photo_without_a_place_has_none(tmp_path: Path) -> None:
    facts, _ = seen(photo(place=False), JPEG, tmp_path)
    assert (facts.lon, facts.lat) == (None, None)


@pytest.mark.parametrize(("form", "kind"), KINDS)
def test_the_small_picture_is_small_upright_and_says_nothing(form: str, kind: FileType, tmp_path: Path) -> None:
    _, small = seen(photo(form, orientation=6), kind, tmp_path)
    image = Image.open(io.BytesIO(small))
    assert (image.format, image.size) == ("JPEG", (240, 320))
    assert b"Geheimkamera" not in small
    assert not image.getexif()


@pytest.mark.parametrize(("form", "kind"), KINDS)
def test_the_public_copy_is_the_same_picture_and_says_nothing(form: str, kind: FileType) -> None:
    data = photo(form)
    copy = stripped(data, kind.media)
    assert b"Geheimkamera" in data
    assert b"Geheimkamera" not in copy
    assert b"2026:03:01" not in copy
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(copy))
    assert before.tobytes() == after.tobytes()
    assert not after.getexif()


def test_a_photo_held_upright_stays_so(tmp_path: Path) -> None:
    copy = Image.open(io.BytesIO(stripped(photo(orientation=6), JPEG.media)))
    assert dict(copy.getexif()) == {274: 6}


def test_what_follows_the_picture_is_cut_off() -> None:
    film = b"ftypmp42 film of the room with its place"
    assert film not in stripped(photo() + film, JPEG.media)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_photo_that_was_cut_short_is_refused(cut: float, tmp_path: Path) -> None:
    data = photo()
    with pytest.raises(PhotoDamaged):
        seen(data[: int(len(data) * cut)], JPEG, tmp_path)


def test_a_small_file_that_unfolds_to_a_giant_is_refused(tmp_path: Path) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    giant = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(PhotoTooWide):
        seen(giant, PNG, tmp_path)


@given(st.binary(max_size=400), st.integers(0, 400))
def test_damage_anywhere_never_breaks_the_copying(noise: bytes, at: int) -> None:
    data = photo(size=(16, 16))
    broken = data[:2] + data[2 : at + 2] + noise + data[at + 2 :]
    assert stripped(broken, JPEG.media).startswith(b"\xff\xd8")
