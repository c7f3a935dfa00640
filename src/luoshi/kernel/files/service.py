"""Files of one installation: received, kept, attached to the matter they belong to, shown, erased, swept."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from pathlib import Path

from luoshi.base.db import Row, Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.files import sealing, store
from luoshi.kernel.files.arrival import PART, arrive, largest
from luoshi.kernel.files.blobs import Blobs
from luoshi.kernel.files.errors import FileTaken, FileUnknown, NoRoomLeft, NoThumbnail
from luoshi.kernel.files.keys import KeyRing
from luoshi.kernel.files.model import Arrived, File, State
from luoshi.kernel.files.stripping import stripped

KEPT = journal.event_kind("file.kept")
ERASED = journal.event_kind("file.erased")
THUMBNAIL = "-small"
#: bytes that one uploader may have waiting for a report; setting `files.waiting`, in MB
WAITING = 1000
#: the same for all residents together: whoever sends without an account can be many senders
OF_RESIDENTS = 20_000
VISITORS = "visitor"
_TOTAL_FRESH = 60.0
DAY = 24 * 3600.0


class Files:
    """Bytes by id. Who may see a file about a matter is decided where the matter is known (`app`)."""

    def __init__(self, installation: Installation, keys: KeyRing, blobs: Blobs, scratch: Path) -> None:
        self._installation = installation
        self._keys = keys
        self._blobs = blobs
        self._scratch = scratch
        self._total: tuple[float, int] = (0.0, 0)

    async def largest(self) -> int:
        """The largest body that any kind of file may have."""
        return largest(await store.rules(self._installation.database))

    async def receive(self, stream: AsyncIterator[bytes], name: str, *, uploader: str) -> Arrived:
        """Take bytes into the scratch folder and look at them; end with `keep` or `discard`."""
        database = self._installation.database
        rules = await store.rules(database)
        quota = int(rules.get("quota", 0)) * PART
        if quota and await self._used() > quota:
            raise NoRoomLeft()
        for whose, rule, default in ((uploader, "waiting", WAITING), (VISITORS, "waiting_residents", OF_RESIDENTS)):
            room = int(rules.get(rule, default)) * PART
            if uploader.startswith(whose) and await store.waiting_of(database, whose) > room:
                raise NoRoomLeft()
        return await arrive(stream, name, self._scratch, rules)

    def discard(self, arrived: Arrived) -> None:
        """Leave nothing of what arrived; what was kept has already left the scratch folder."""
        arrived.scratch.unlink(missing_ok=True)

    async def keep(
        self,
        unit: Unit,
        arrived: Arrived,
        *,
        purpose: str,
        path: str,
        uploader: str,
        sealed: bool,
        state: State = State.PENDING,
    ) -> File:
        """Put the bytes where they stay (on disc when this returns), and the row into the unit: pending until
        something takes it, or kept at once."""
        installation = self._installation
        identity = installation.id()
        slot = self._keys.take() if sealed else None
        salt = b"" if slot is None else self._keys.salt(slot)
        address = hmac.new(salt, arrived.digest, hashlib.sha256).hexdigest() if salt else arrived.digest.hex()
        await asyncio.to_thread(self._lay, arrived, identity, slot, address)
        at = installation.now()
        file = File(
            id=identity,
            address=address,
            name=arrived.name,
            type=arrived.type.media,
            size=arrived.size,
            slot=slot,
            photo=arrived.photo,
            thumbnail=arrived.thumbnail is not None,
            purpose=purpose,
            path=path,
            uploader=uploader,
            at=at,
            local_day=installation.local_day(at),
            state=state,
            about=None,
        )
        self._total = (self._total[0], self._total[1] + arrived.size)
        store.insert(unit, file, detail=self._detail(identity, slot, arrived))
        return file

    def _lay(self, arrived: Arrived, identity: int, slot: int | None, address: str) -> None:
        if slot is None:
            if arrived.thumbnail is not None:
                self._blobs.put(address + THUMBNAIL, [arrived.thumbnail])
            self._blobs.adopt(address, arrived.scratch)
            return
        if arrived.thumbnail is not None:
            small = self._keys.seal(slot, arrived.thumbnail, about=_small(identity))
            self._blobs.put(address + THUMBNAIL, [small])
        with arrived.scratch.open("rb") as source:
            self._blobs.put(address, sealing.sealed(self._keys, slot, identity, source, arrived.size))
        arrived.scratch.unlink(missing_ok=True)

    def _detail(self, identity: int, slot: int | None, arrived: Arrived) -> bytes:
        photo = None if arrived.photo is None else asdict(arrived.photo)
        detail = json.dumps({"name": arrived.name, "photo": photo}, ensure_ascii=False).encode()
        return detail if slot is None else self._keys.seal(slot, detail, about=_detail_of(identity))

    async def attach(
        self,
        unit: Unit,
        ids: Sequence[int],
        *,
        about: journal.Subject,
        path: str,
        uploader: str,
        by: Actor,
        ground: str,
    ) -> None:
        """Give pending files to the matter of this unit: they exist, are the asker's own and nobody else's yet."""
        wanted = list(dict.fromkeys(ids))
        found = {row["id"]: row for row in await store.rows(self._installation.database, wanted)}
        for identity in wanted:
            row = found.get(identity)
            if row is None or row["uploader"] != uploader or row["state"] == State.ERASED:
                raise FileUnknown(id=identity)
            if row["state"] == State.KEPT:
                raise FileTaken(id=identity)
            unit.update(
                "file",
                {"state": str(State.KEPT), "about_type": about.type, "about_id": about.id, "path": path},
                where={"id": identity, "state": str(State.PENDING)},
                what="file",
            )
            body = {"address": row["address"], "type": row["type"], "size": row["size"], "about": list(about)}
            self._line(unit, KEPT, identity, path, by=by, ground=ground, body=body)

    async def get(self, identity: int, *, scope: Scope, uploader: str | None = None) -> File:
        """One file within the scope, or one that the uploader has just sent."""
        row = await store.row(self._installation.database, identity)
        if row is None or row["state"] == State.ERASED:
            raise FileUnknown(id=identity)
        own = uploader is not None and row["uploader"] == uploader
        if not own and (row["state"] == State.PENDING or not scope.covers(row["path"])):
            raise FileUnknown(id=identity)
        return self._file(row)

    async def several(self, ids: Sequence[int], *, scope: Scope) -> list[File]:
        """Those of the files that are kept and within the scope, in the order asked."""
        found = {row["id"]: row for row in await store.rows(self._installation.database, list(dict.fromkeys(ids)))}
        rows = [found[each] for each in dict.fromkeys(ids) if each in found]
        return [self._file(row) for row in rows if row["state"] == State.KEPT and scope.covers(row["path"])]

    async def about(self, subject: journal.Subject, *, scope: Scope) -> list[File]:
        """The files of one matter that are still there."""
        rows = await store.about(self._installation.database, subject.type, subject.id)
        return [self._file(row) for row in rows if row["state"] == State.KEPT and scope.covers(row["path"])]

    async def content(self, file: File, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`, part by part."""
        stop = file.size if end is None else min(end, file.size)
        for index in range(start // PART, sealing.parts_of(stop)):
            part = await asyncio.to_thread(self._part, file, index)
            first = index * PART
            yield part[max(start - first, 0) : stop - first]

    async def whole(self, file: File) -> bytes:
        return b"".join([part async for part in self.content(file)])

    async def public_copy(self, file: File) -> bytes:
        """A photo without what its camera wrote into it."""
        data = await self.whole(file)
        return await asyncio.to_thread(stripped, data, file.type)

    async def thumbnail(self, file: File) -> bytes:
        if not file.thumbnail:
            raise NoThumbnail(id=file.id)
        raw = await asyncio.to_thread(self._read, file, file.address + THUMBNAIL, 0, PART + sealing.OVER)
        small = raw if file.slot is None else self._keys.open(file.slot, raw, about=_small(file.id))
        if small is None:
            raise FileUnknown(id=file.id)
        return small

    def _part(self, file: File, index: int) -> bytes:
        if file.slot is None:
            return self._read(file, file.address, index * PART, PART)
        step = PART + sealing.OVER
        raw = self._read(file, file.address, index * step, step)
        part = sealing.opened(self._keys, file.slot, file.id, index, file.size, raw)
        if part is None:
            raise FileUnknown(id=file.id)
        return part

    def _read(self, file: File, address: str, start: int, length: int) -> bytes:
        try:
            return self._blobs.read(address, start, length)
        except FileNotFoundError as error:
            raise FileUnknown(id=file.id) from error

    async def erase(self, unit: Unit, files: Sequence[File], *, by: Actor, ground: str) -> list[int]:
        """Empty the rows and leave their lines. After the commit destroy the keys given back and call `dispose`."""
        for file in files:
            unit.update(
                "file",
                {"state": str(State.ERASED), "detail": b"", "thumbnail": 0, "uploader": ""},
                where={"id": file.id},
                what="file",
            )
            self._line(unit, ERASED, file.id, file.path, by=by, ground=ground, body={"address": file.address})
        return [file.slot for file in files if file.slot is not None]

    async def unfinished(self) -> list[tuple[int, str]]:
        """Keys and addresses that should have gone with an erasure and did not."""
        found = await store.erased_slots(self._installation.database)
        return [(slot, address) for slot, address in found if self._keys.holds(slot)]

    async def dispose(self, addresses: Sequence[str]) -> int:
        """Remove bytes that no row names any more."""
        gone = set(addresses) - await store.known(self._installation.database, list(addresses))
        for address in gone:
            await asyncio.to_thread(self._blobs.remove, address)
            await asyncio.to_thread(self._blobs.remove, address + THUMBNAIL)
        return len(gone)

    async def sweep(self, *, older: float = DAY) -> dict[str, int]:
        """Remove what nothing took: pending files, bytes without a row, remains in the scratch folder."""
        return {
            "pending": await self._sweep_pending(older),
            "orphans": await self._sweep_orphans(time.time() - older),
            "scratch": await asyncio.to_thread(self._sweep_scratch, time.time() - older),
        }

    async def _sweep_pending(self, older: float) -> int:
        database = self._installation.database
        before, removed = self._installation.now() - int(older * 1_000_000), 0
        while rows := await store.pending_before(database, before, limit=200):
            unit = database.unit()
            for row in rows:
                unit.run("DELETE FROM file WHERE id=$1 AND state='pending'", row["id"])
            await unit.commit()
            taken = {row["id"] for row in await store.rows(database, [row["id"] for row in rows])}
            gone = [row for row in rows if row["id"] not in taken]
            self._keys.destroy([row["slot"] for row in gone if row["slot"] is not None])
            await self.dispose([row["address"] for row in gone])
            removed += len(gone)
        return removed

    async def _sweep_orphans(self, old: float) -> int:
        removed = 0
        addresses = await asyncio.to_thread(lambda: list(self._blobs.unchanged_since(old)))
        for start in range(0, len(addresses), 500):
            some = addresses[start : start + 500]
            named = {each.removesuffix(THUMBNAIL) for each in some}
            known = await store.known(self._installation.database, list(named))
            for each in some:
                if each.removesuffix(THUMBNAIL) not in known:
                    await asyncio.to_thread(self._blobs.remove, each)
                    removed += 1
        return removed

    def _sweep_scratch(self, old: float) -> int:
        remains = [each for each in self._scratch.glob("*.part") if each.stat().st_mtime < old]
        for each in remains:
            each.unlink(missing_ok=True)
        return len(remains)

    async def _used(self) -> int:
        when, total = self._total
        if time.monotonic() - when > _TOTAL_FRESH:
            total = await store.total(self._installation.database)
            self._total = (time.monotonic(), total)
        return total

    def _file(self, row: Row) -> File:
        raw, slot = bytes(row["detail"]), row["slot"]
        plain = raw if slot is None else self._keys.open(slot, raw, about=_detail_of(row["id"]))
        return store.file_of(row, json.loads(plain) if plain else {"name": "", "photo": None})

    def _line(
        self, unit: Unit, kind: str, identity: int, path: str, *, by: Actor, ground: str, body: dict[str, object]
    ) -> None:
        at = self._installation.now()
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject("file", identity),
            by=by,
            ground=ground,
            at=at,
            local_day=self._installation.local_day(at),
            path=path,
            body=body,
        )


def _detail_of(identity: int) -> bytes:
    return f"detail:{identity}".encode()


def _small(identity: int) -> bytes:
    return f"small:{identity}".encode()
