"""Row 6: one resident of 10,000 is erased; then the number is looked for, byte by byte, wherever it could be."""

from __future__ import annotations

import asyncio
import gzip
import json
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import harness
from benchmarks.client import HOST
from benchmarks.rows import installation
from benchmarks.rows.create import KIND, Made
from benchmarks.rows.installation import Place
from luoshi.app.backup import backup, restore
from luoshi.app.erasure import erase_by_name
from luoshi.app.house import open_house
from luoshi.kernel.journal import verify

PHONE = "19900004711"
#: the number as people write it, and as a program might keep it
FORMS = tuple(
    form.encode(kind)
    for form in (PHONE, "199 0000 4711", "199-0000-4711", PHONE[::-1])
    for kind in ("utf-8", "utf-16-le")
)
COUNTED = ("receipt", "signal", "cases", "case_clock", "personal", "intake_key", "search_entry", "message", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    residents: int
    before: int  # values of this number that could be opened
    places: tuple[str, ...]  # where the number was still found
    openable: int  # values that can still be opened, here and in the restored backup
    verifies: bool
    counts_equal: bool


def measure(made: Made, folder: Path, stores: list[Path], *, residents: int) -> Erased:
    """`stores`: folders of a database server that may hold what Luoshi wrote."""
    place = made.luoshi
    with installation.serve(place, folder, f"luoshi erase/{made.database}") as server:
        harness.load(server, made.bodies, seconds=100, count=residents, connections=16)
        _report(server.port, made)
    archive, second = folder / f"before-{made.database}.luoshi", folder / f"restored-{made.database}"

    async def story() -> tuple[int, int, bool, bool]:
        before = await _openable(place)
        counted = await _counts(place)
        await backup(place.data, place.url, archive, say=_quiet)
        await erase_by_name(place.data, place.url, "phone", PHONE, ground="asked for by the resident")
        # The backup is older than the erasure; the restore is told what was erased since.
        await restore(archive, second, None, keys=None, erased=place.data / "keys.erased", say=_quiet)
        left = await _openable(place) + await _openable(Place(data=second))
        return before, left, await _verifies(place), await _counts(place) == counted

    control = folder / "control"
    control.write_text(f"the search finds {PHONE} where it stands")
    assert list(_holding(control)) == [control]
    before, left, verifies, equal = asyncio.run(story())
    roots = [place.data, second, archive, server.log, *stores]
    return Erased(
        residents=residents,
        before=before,
        places=tuple(str(path.relative_to(folder.parent)) for root in roots for path in _holding(root)),
        openable=left,
        verifies=verifies,
        counts_equal=equal,
    )


def _quiet(_: str) -> None:
    return


def _report(port: int, made: Made) -> None:
    """The resident's own report: the number as contact and in the text."""
    body = json.loads(made.bodies.read_bytes().split(b"\n", 1)[0])
    body |= {"request_id": str(uuid.uuid4()), "kind": KIND, "phone": PHONE, "name": "某某"}
    body["text"] = f"路灯不亮, 修好请打我电话199-0000-4711, 或者{PHONE}。"
    request = urllib.request.Request(
        f"http://{HOST}:{port}/api/v1/reports",
        json.dumps(body, ensure_ascii=False).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()


async def _openable(place: Place) -> int:
    house = await open_house(place.data, place.url, role="benchmark")
    try:
        return len(await house.personal.owned_by("phone", PHONE))
    finally:
        await house.close()


async def _counts(place: Place) -> dict[str, int]:
    database = await place.open()
    try:
        return {table: int(await database.value(f"SELECT count(*) FROM {table}")) for table in COUNTED}
    finally:
        await database.close()


async def _verifies(place: Place) -> bool:
    database = await place.open()
    try:
        return not (await verify(database)).faults
    finally:
        await database.close()


def _holding(root: Path) -> Iterator[Path]:
    """Files that hold the number in one of its forms."""
    for path in [root] if root.is_file() else sorted(each for each in root.rglob("*") if each.is_file()):
        try:
            content = path.read_bytes()
        except (FileNotFoundError, PermissionError):
            continue
        if content.startswith(b"\x1f\x8b"):
            content += gzip.decompress(content)
        if any(form in content for form in FORMS):
            yield path


def print_bars(database: str, found: Erased | None) -> None:
    what = f"erase one resident on {database}"
    if found is not None:
        print(
            f"\n{what}: of {found.residents} residents; {found.before} values before, {found.openable} after; "
            f"journal {'verifies' if found.verifies else 'DOES NOT VERIFY'}, "
            f"counts {'unchanged' if found.counts_equal else 'CHANGED'}; the number stands in {list(found.places)}"
        )
    sound = None if found is None or not found.before else found.openable + len(found.places)
    broken = None if found is None else (not found.verifies) + (not found.counts_equal)
    harness.bar(f"{what}: places where the number can be read", sound, "places", "<= 0")
    harness.bar(f"{what}: journal and counts that do not hold", broken, "faults", "<= 0")
