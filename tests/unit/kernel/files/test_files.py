"""A file arrives, is kept, belongs to one matter, is shown in parts, and goes when nothing took it."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import resource
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from luoshi.base.db import DiscFull
from luoshi.base.installation import put_setting
from luoshi.base.scope import Reach, Scope
from luoshi.kernel import journal
from luoshi.kernel.files import File, FolderBlobs, State
from luoshi.kernel.files.errors import (
    ArchiveSwells,
    FileEmpty,
    FileTaken,
    FileTooLarge,
    FileUnknown,
    NoRoomLeft,
    PhotoDamaged,
    Program,
)
from luoshi.kernel.files.keys import KeyRing
from luoshi.kernel.files.sealing import PART, opened, sealed
from luoshi.kernel.journal import Subject
from tests.unit.kernel.files.conftest import CLERK, REPORT, SENDER, Shelf, pieces
from tests.unit.kernel.files.pictures import docx, photo
from tests.unit.kernel.lamps import IN_NORTH, WHOLE

PHOTO = photo()
SOUTH_ONLY = Scope(reaches=(Reach(path="000100010002"),))
#: where the database plays no part
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 9000


def whole(shelf: Shelf, file: File, start: int = 0, end: int | None = None) -> bytes:
    async def go() -> bytes:
        return b"".join([part async for part in shelf.files.content(file, start=start, end=end)])

    found: bytes = shelf.run(go())
    return found


def test_a_photo_comes_back_as_it_was_sent(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO, "灯.jpg")
    shelf.attach(file.id)
    again = shelf.run(shelf.files.get(file.id, scope=IN_NORTH))
    assert (again.name, again.type, again.size, again.state) == ("灯.jpg", "image/jpeg", len(PHOTO), State.KEPT)
    assert again.photo == file.photo
    assert whole(shelf, again) == PHOTO
    assert shelf.run(shelf.files.thumbnail(again)).startswith(b"\xff\xd8")
    assert b"Geheimkamera" not in shelf.run(shelf.files.public_copy(again))


def test_a_photo_of_a_report_lies_sealed_under_a_salted_address(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO, "王芳家门口.jpg")
    on_disc = b"".join(shelf.bytes_on_disc().values())
    assert b"Geheimkamera" not in on_disc
    assert PHOTO[5000:5040] not in on_disc
    assert file.address != hashlib.sha256(PHOTO).hexdigest()
    row = shelf.run(shelf.installation.database.row("SELECT * FROM file WHERE id=$1", file.id))
    assert "王芳".encode() not in bytes(row["detail"])


def test_a_paper_of_the_office_lies_under_the_hash_of_its_content_once(shelf: Shelf) -> None:
    paper = docx("关于路灯的通知")
    first, second = (shelf.keep(paper, name, sealed=False) for name in ("一.docx", "二.docx"))
    assert first.address == second.address == hashlib.sha256(paper).hexdigest()
    assert len(shelf.stored()) == 1
    assert whole(shelf, second) == paper


@ON_SQLITE
@pytest.mark.parametrize("kept_sealed", [True, False])
def test_a_film_is_shown_from_any_place(shelf: Shelf, kept_sealed: bool) -> None:
    file = shelf.keep(FILM, "film.mp4", sealed=kept_sealed)
    shelf.attach(file.id)
    for start, end in ((0, 1), (PART - 3, PART + 3), (PART, 2 * PART), (len(FILM) - 1, len(FILM)), (5, 5)):
        assert whole(shelf, file, start, end) == FILM[start:end]


@ON_SQLITE
def test_two_uploads_at_once_do_not_meet(shelf: Shelf) -> None:
    films = [b"\x00\x00\x00\x20ftypisom" + bytes([n]) * 3_000_000 for n in range(4)]

    async def go() -> list[File]:
        arrived = await asyncio.gather(
            *(shelf.files.receive(pieces(each), f"{n}.mp4", uploader=SENDER) for n, each in enumerate(films))
        )
        async with shelf.unit() as unit:
            return [
                await shelf.files.keep(unit, each, purpose="report", path="", uploader=SENDER, sealed=True)
                for each in arrived
            ]

    files = shelf.run(go())
    assert [whole(shelf, file) for file in files] == films


@ON_SQLITE
@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "a.jpg", FileEmpty),
        (b"MZ" + bytes(90_000), "a.jpg", Program),
        (PHOTO[:-3000], "a.jpg", PhotoDamaged),
        (docx(word__media=bytes(40_000_000)), "a.docx", ArchiveSwells),
        (b"\xff\xd8\xff" + bytes(60 << 20), "a.jpg", FileTooLarge),
    ],
)
def test_what_is_refused_leaves_nothing(shelf: Shelf, data: bytes, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        shelf.receive(data, name)
    assert shelf.stored() == []
    assert shelf.run(shelf.installation.database.value("SELECT count(*) FROM file")) == 0


@ON_SQLITE
def test_a_sender_who_goes_away_leaves_nothing(shelf: Shelf) -> None:
    async def broken() -> None:
        async def line() -> AsyncIterator[bytes]:
            yield PHOTO[:5000]
            raise ConnectionResetError

        await shelf.files.receive(line(), "a.jpg", uploader=SENDER)

    with pytest.raises(ConnectionResetError):
        shelf.run(broken())
    assert shelf.stored() == []


@ON_SQLITE
def test_limits_are_settings(shelf: Shelf) -> None:
    shelf.run(put_setting(shelf.installation.database, "files.limit.video", "1"))
    with pytest.raises(FileTooLarge):
        shelf.receive(FILM, "film.mp4")


def test_the_quota_of_the_installation_holds(shelf: Shelf) -> None:
    shelf.run(put_setting(shelf.installation.database, "files.quota", "1"))
    shelf.attach(shelf.keep(FILM, "film.mp4").id)
    with pytest.raises(NoRoomLeft):
        shelf.receive(PHOTO)


def test_one_sender_cannot_fill_the_room_with_files_nobody_takes(shelf: Shelf) -> None:
    shelf.run(put_setting(shelf.installation.database, "files.waiting", "1"))
    file = shelf.keep(FILM, "film.mp4")
    with pytest.raises(NoRoomLeft):
        shelf.receive(PHOTO)
    shelf.attach(file.id)
    assert shelf.receive(PHOTO).size == len(PHOTO)


@ON_SQLITE
def test_residents_together_cannot_fill_the_room_either(shelf: Shelf) -> None:
    shelf.run(put_setting(shelf.installation.database, "files.waiting_residents", "1"))
    shelf.keep(FILM, "film.mp4", uploader="visitor:other")
    with pytest.raises(NoRoomLeft):
        shelf.receive(PHOTO)
    assert shelf.keep(PHOTO, uploader="person:7").size == len(PHOTO)


@ON_SQLITE
def test_a_full_disc_refuses_and_leaves_nothing(shelf: Shelf) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(DiscFull):
            shelf.receive(FILM, "film.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert shelf.stored() == []


@ON_SQLITE
def test_a_disc_that_fills_while_a_file_is_laid_down_keeps_no_half(shelf: Shelf) -> None:
    store = FolderBlobs(shelf.root / "files")

    def parts() -> Iterator[bytes]:
        yield b"x" * 100
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiscFull):
        store.put("ab" * 32, parts())
    assert shelf.stored() == []


def test_a_file_belongs_to_its_sender_until_a_report_takes_it(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO)
    assert shelf.run(shelf.files.get(file.id, scope=WHOLE, uploader=SENDER)).id == file.id
    for uploader in (None, "visitor:b"):
        with pytest.raises(FileUnknown):
            shelf.run(shelf.files.get(file.id, scope=WHOLE, uploader=uploader))
    with pytest.raises(FileUnknown):
        shelf.attach(file.id, uploader="visitor:b")
    with pytest.raises(FileUnknown):
        shelf.attach(file.id + 1)


def test_a_file_is_taken_once(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO)
    shelf.attach(file.id)
    with pytest.raises(FileTaken):
        shelf.attach(file.id, about=Subject("signal", 6))
    [line] = shelf.run(journal.history(shelf.installation.database, Subject("file", file.id), scope=WHOLE))
    assert (line.kind, line.body["about"]) == ("file.kept", ["signal", 5])


def test_a_kept_file_is_seen_within_the_scope_only(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO)
    shelf.attach(file.id)
    with pytest.raises(FileUnknown):
        shelf.run(shelf.files.get(file.id, scope=SOUTH_ONLY))
    assert shelf.run(shelf.files.about(REPORT, scope=SOUTH_ONLY)) == []
    assert [each.id for each in shelf.run(shelf.files.about(REPORT, scope=IN_NORTH))] == [file.id]


def test_what_nothing_took_is_swept_after_a_day(shelf: Shelf) -> None:
    left, taken = shelf.keep(PHOTO), shelf.keep(PHOTO)
    shelf.attach(taken.id)
    shelf.clock.set("2026-03-02T11:00")
    assert shelf.run(shelf.files.sweep())["pending"] == 0
    shelf.clock.set("2026-03-02T13:00")
    assert shelf.run(shelf.files.sweep())["pending"] == 1
    with pytest.raises(FileUnknown):
        shelf.run(shelf.files.get(left.id, scope=WHOLE, uploader=SENDER))
    assert left.slot is not None
    assert not shelf.keys.holds(left.slot)
    assert whole(shelf, taken) == PHOTO
    assert len(shelf.stored()) == 2


def test_bytes_without_a_row_are_swept_after_a_day(shelf: Shelf) -> None:
    """The process was killed between the file and the row, or in the middle of the file."""
    kept = shelf.keep(PHOTO)

    async def killed() -> None:
        arrived = await shelf.files.receive(pieces(PHOTO), "b.jpg", uploader=SENDER)
        await shelf.files.keep(shelf.unit(), arrived, purpose="report", path="", uploader=SENDER, sealed=True)

    shelf.run(killed())
    half = shelf.root / "files" / "ab" / ".part-cd"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    (shelf.root / "scratch" / "x.part").write_bytes(b"half")
    assert shelf.run(shelf.files.sweep()) == {"pending": 0, "orphans": 0, "scratch": 0}
    yesterday = time.time() - 25 * 3600
    for each in shelf.stored():
        os.utime(each, (yesterday, yesterday))
    assert shelf.run(shelf.files.sweep()) == {"pending": 0, "orphans": 3, "scratch": 1}
    assert whole(shelf, kept) == PHOTO


def test_an_erased_file_leaves_its_row_and_its_line(shelf: Shelf) -> None:
    file = shelf.keep(PHOTO)
    shelf.attach(file.id)

    async def erase() -> None:
        async with shelf.unit() as unit:
            slots = await shelf.files.erase(unit, [file], by=CLERK, ground="on request")
        assert await shelf.files.unfinished() == [(file.slot, file.address)]
        shelf.keys.destroy(slots)
        await shelf.files.dispose([file.address])

    shelf.run(erase())
    assert shelf.stored() == []
    assert shelf.run(shelf.files.unfinished()) == []
    with pytest.raises(FileUnknown):
        shelf.run(shelf.files.get(file.id, scope=WHOLE))
    lines = shelf.run(journal.history(shelf.installation.database, Subject("file", file.id), scope=WHOLE))
    assert [line.kind for line in lines] == ["file.kept", "file.erased"]


@ON_SQLITE
def test_bytes_that_were_changed_on_disc_are_not_shown(shelf: Shelf) -> None:
    file = shelf.keep(FILM, "film.mp4")
    [path] = shelf.stored()
    data = bytearray(path.read_bytes())
    data[PART + 500] ^= 1
    path.write_bytes(data)
    assert whole(shelf, file, 0, 100) == FILM[:100]
    with pytest.raises(FileUnknown):
        whole(shelf, file, PART, PART + 100)


@ON_SQLITE
def test_parts_cannot_change_places_or_files(shelf: Shelf) -> None:
    slot, size = shelf.keys.take(), 3 * PART
    source = shelf.root / "source"
    source.write_bytes(os.urandom(size))
    with source.open("rb") as file:
        parts = list(sealed(shelf.keys, slot, 77, file, size))
    assert opened(shelf.keys, slot, 77, 1, size, parts[1]) is not None
    assert opened(shelf.keys, slot, 77, 0, size, parts[1]) is None
    assert opened(shelf.keys, slot, 78, 1, size, parts[1]) is None
    assert opened(shelf.keys, slot, 77, 1, size - PART, parts[1]) is None


@ON_SQLITE
def test_the_folder_is_synced_with_every_file(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def note(handle: int) -> None:
        synced.append(os.path.realpath(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    file = shelf.keep(PHOTO)
    folder = str((shelf.root / "files" / file.address[:2]).resolve())
    assert folder in synced
    assert str((shelf.root / "files").resolve()) in synced
    assert any(each.startswith(folder + "/") for each in synced)


def test_a_ring_that_lost_its_key_opens_nothing(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.bin")
    slot = ring.take()
    text = ring.seal(slot, b"138")
    ring.destroy([slot])
    assert ring.open(slot, text) is None
    with pytest.raises(ValueError, match="destroyed"):
        ring.seal(slot, b"139")
