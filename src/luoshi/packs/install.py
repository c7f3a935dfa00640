"""`packs install`: a checked pack becomes dated, immutable rows. The system reads those, never the folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from luoshi.base import definitions, jobs
from luoshi.base.db import Row, Unit, now
from luoshi.base.definitions import Body
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor
from luoshi.base.time import day_number
from luoshi.kernel import journal
from luoshi.kernel.registry import ThingType
from luoshi.kernel.rules import Logic
from luoshi.packs.checker import Checked, check_all, compiled_logic
from luoshi.packs.errors import LogicAltered, NotUpdated, PackRefused
from luoshi.packs.model import Pack, Release

INSTALLED = journal.event_kind("pack.installed")
INDEX_FILTERS = "registry.index_filters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an install changed: definitions added, replaced by a new row, ended; the rest stood already. The release
    itself is one of them."""

    pack: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]
    same: int


async def install(
    installation: Installation, pack: Pack, *, by: Actor, ground: str, development: bool = False
) -> Installed:
    """Compile a pack into definitions, in one act. What stands already with the same content keeps its row and its
    first day; what changed holds from the day of the release on; what is no longer there ends that day. In
    `development` a changed row takes the place of the one before at once."""
    held = await _held(installation, pack.id)
    bodies = [Release.of(pack.head), *(body for _, _, body in pack.rows()), *compiled_logic(pack)]
    wanted = {(body.kind, f"{pack.id}.{body.id}"): body for body in bodies}
    added = [key for key in wanted if key not in held]
    changed = [key for key, body in wanted.items() if key in held and held[key]["sha256"] != digest(body)]
    ended = [key for key in held if key not in wanted and key[0] != Logic.kind]
    if not development:
        _may(pack, held, changed, ended)
    updated = day_number(pack.head.updated)
    first = day_number(pack.head.valid_from or pack.head.updated)
    unit = installation.database.unit()
    unit.in_order()
    source = f"{pack.id} {pack.head.version}, {pack.head.updated.isoformat()}"
    for key in (*added, *changed):
        day = _day(wanted[key], held.get(key), first=first if development or not held else updated, updated=updated)
        if development and key in held:
            day = held[key]["valid_from"]
            _replace(unit, key, day, digest(wanted[key]))
        definitions.install(unit, installation.id, pack=pack.id, body=wanted[key], valid_from=day, source=source)
    for key in ended:
        _end(unit, key, 0 if development else updated)
    done = Installed(
        pack=pack.id,
        added=tuple(_names(added)),
        changed=tuple(_names(changed)),
        ended=tuple(_names(ended)),
        same=len(wanted) - len(added) - len(changed),
    )
    if added or changed or ended:
        _record(installation, unit, pack, done, by=by, ground=ground)
        for body in bodies:
            if isinstance(body, ThingType) and any(each.filter for each in body.property):
                key_ = f"{pack.id}.{body.id}"
                jobs.enqueue(unit, installation.id, INDEX_FILTERS, {"type": key_}, key=f"{INDEX_FILTERS} {key_}")
        await unit.commit()
        await installation.definitions.refresh()
    return done


async def install_all(installation: Installation, *, by: Actor, ground: str) -> list[Installed]:
    """Install every pack that comes with Luoshi or with another package; problems in one of them stop all."""
    checked = check_all()
    names = dict.fromkeys([*(each.pack for each in checked.problems), *(each.id for each in checked.packs)])
    return await install_checked(installation, checked, names, by=by, ground=ground)


async def install_checked(
    installation: Installation, checked: Checked, wanted: Iterable[str], *, by: Actor, ground: str
) -> list[Installed]:
    """Install these packs of a look at all of them; one with problems is refused before any is installed."""
    names = list(wanted)
    for name in names:
        mine = [each for each in checked.problems if each.pack == name]
        if mine:
            raise PackRefused(pack=name, count=len(mine), first=str(mine[0]))
    return [
        await install(installation, pack, by=by, ground=ground)
        for pack in checked.packs
        if not names or pack.id in names
    ]


def digest(body: Body) -> str:
    """The hash of a body, as its definition row has it."""
    return hashlib.sha256(msgspec.json.encode(body, order="deterministic")).hexdigest()


async def _held(installation: Installation, pack: str) -> dict[tuple[str, str], Row]:
    """The newest row of each definition of a pack that has not ended."""
    rows = await installation.database.fetch(
        "SELECT id, kind, key, sha256, valid_from, source FROM definition "
        "WHERE pack=$1 AND path='' AND valid_to IS NULL ORDER BY valid_from, id",
        pack,
    )
    return {(row["kind"], row["key"]): row for row in rows}


def _may(pack: Pack, held: dict[tuple[str, str], Row], changed: list[Any], ended: list[Any]) -> None:
    """A release may not give a function another meaning under its version, nor change without a new date."""
    for kind, key in changed:
        if kind == Logic.kind:
            name, version = key.split(".", 1)[1].split("@")
            raise LogicAltered(name=f"{name}@{version}", next=int(version) + 1)
    before = max((row["source"].rsplit(", ", 1)[-1] for row in held.values()), default="")
    stale = [*changed, *ended]
    if stale and pack.head.updated.isoformat() <= before:
        raise NotUpdated(pack=pack.id, changed=", ".join(_names(stale)), updated=pack.head.updated.isoformat())


def _day(body: Body, before: Row | None, *, first: int, updated: int) -> int:
    """The first day of a definition: its own `from` where that is new, else the day of the release."""
    own = getattr(body, "valid_from", None)
    if before is None:
        return first if own is None else day_number(own)
    return day_number(own) if own is not None and day_number(own) > before["valid_from"] else updated


def _end(unit: Unit, key: tuple[str, str], day: int) -> None:
    """From that day on no row of the definition is in force, the newest or an older one."""
    unit.run(
        "UPDATE definition SET valid_to=$1 WHERE kind=$2 AND key=$3 AND path='' AND (valid_to IS NULL OR valid_to>$1)",
        day,
        *key,
    )


def _replace(unit: Unit, key: tuple[str, str], day: int, sha256: str) -> None:
    """In development: the rows of that first day are never in force, save one that has the wanted content again."""
    unit.run(
        "UPDATE definition SET valid_to=valid_from WHERE kind=$1 AND key=$2 AND path='' AND valid_from=$3", *key, day
    )
    unit.run(
        "UPDATE definition SET valid_to=NULL, installed_at=$5 "
        "WHERE kind=$1 AND key=$2 AND path='' AND valid_from=$3 AND sha256=$4",
        *key,
        day,
        sha256,
        now(),
    )


def _names(keys: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{kind} {key}" for kind, key in keys)


def _record(installation: Installation, unit: Any, pack: Pack, done: Installed, *, by: Actor, ground: str) -> None:
    at = installation.now()
    journal.record(
        unit,
        installation.id(),
        kind=INSTALLED,
        subject=journal.Subject("pack", int(hashlib.sha256(pack.id.encode()).hexdigest()[:15], 16)),
        by=by,
        ground=ground,
        at=at,
        local_day=installation.local_day(at),
        path="",
        body={
            "pack": pack.id,
            "version": pack.head.version,
            "added": list(done.added),
            "changed": list(done.changed),
            "ended": list(done.ended),
        },
    )
