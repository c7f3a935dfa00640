"""The gate for arriving bytes: rights, size, what they are, secrecy marks; and a word about numbers of persons.

Bytes wait in the scratch folder while the gate looks. A refusal deletes them and leaves one line in the security log,
without the name of the file; nothing else is stored.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.app.apart import apart
from luoshi.app.opening import opening_text
from luoshi.base.db import Unit
from luoshi.base.errors import LuoshiError, Refused, Unavailable
from luoshi.base.installation import setting
from luoshi.base.scope import Actor
from luoshi.kernel.files import Arrived, Family, File, State
from luoshi.reading.personal import personal_numbers
from luoshi.reading.secrecy import Mark, secrecy_mark

if TYPE_CHECKING:
    from luoshi.app.house import House

SECURITY = logging.getLogger("luoshi.security")
#: setting `secrecy_level`: what the installation may hold, lowest first, with the mark that each takes in
LEVELS = {
    "public": "",
    "internal": "内部",
    "work_secret": "工作秘密",
    "secret": "秘密",
    "highly_secret": "机密",
    "top_secret": "绝密",
}
PICTURES = frozenset({Family.PHOTO, Family.VIDEO})
EVERY = frozenset(Family)


class CarriesASecrecyMark(Refused):
    """A paper above the level this installation may hold. Nothing of it is kept."""

    code = "E-015"


class KindNotHere(Refused):
    """This asker sends photos and films only."""

    code = "H-101"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What passed the gate and waits in the scratch folder. `numbers`: how many numbers of persons were seen, by
    kind (mobile, identity, card), for the sender to decide before it is used."""

    arrived: Arrived
    numbers: Mapping[str, int]


def uploader_of(actor: Actor, visitor: str = "") -> str:
    """Who sent a file, as its row names them: a person, a program, or a browser that is known by its cookie."""
    if actor.person is not None:
        return f"person:{actor.person}"
    if actor.kind == "machine":
        return f"machine:{actor.cause or actor.name}"
    return f"visitor:{hashlib.sha256(visitor.encode()).hexdigest()[:32]}" if visitor else "visitor"


@asynccontextmanager
async def entrance(
    house: House, stream: AsyncIterator[bytes], name: str, *, uploader: str, families: frozenset[Family] = EVERY
) -> AsyncIterator[Admitted]:
    """Take bytes in and look at them; inside, `house.files.keep` them, or they are gone at the end."""
    try:
        arrived = await house.files.receive(stream, name, uploader=uploader)
    except Unavailable:
        raise
    except LuoshiError as error:
        SECURITY.info("%s upload refused, from %s", error.code, uploader)
        raise
    try:
        try:
            numbers = await _look(house, arrived, families)
        except LuoshiError as error:
            SECURITY.info(
                "%s upload refused, from %s, %s, %d bytes", error.code, uploader, arrived.type.media, arrived.size
            )
            raise
        yield Admitted(arrived=arrived, numbers=numbers)
    finally:
        house.files.discard(arrived)


async def _look(house: House, arrived: Arrived, families: frozenset[Family]) -> Mapping[str, int]:
    if arrived.type.family not in families:
        raise KindNotHere()
    if arrived.type.family in PICTURES:
        return {}
    text = await apart(arrived.size, opening_text, arrived.scratch, arrived.type)
    mark = await apart(len(text), above, text, await level_of(house))
    if mark is not None:
        raise CarriesASecrecyMark(level=mark.level, name=arrived.name)
    return await apart(len(text), numbers_in, text)


async def level_of(house: House) -> str:
    """The highest level that the installation may hold; unless it was set, papers without a mark only."""
    found = await setting(house.database, "secrecy_level")
    return found if found in LEVELS else "public"


def above(text: str, allowed: str) -> Mark | None:
    """The secrecy mark of a text that stands above the level the installation may hold."""
    mark = secrecy_mark(text)
    if mark is None or list(LEVELS.values()).index(mark.level) <= list(LEVELS).index(allowed):
        return None
    return mark


def numbers_in(text: str) -> Mapping[str, int]:
    return dict(Counter(span.kind for span in personal_numbers(text)))


async def keep_paper(house: House, unit: Unit, data: bytes, name: str, *, path: str, by: Actor) -> int:
    """Keep the bytes of a paper that is received in this unit; gives the id of the file. Its text was looked at."""

    async def parts() -> AsyncIterator[bytes]:
        yield data

    uploader = uploader_of(by)
    arrived = await house.files.receive(parts(), name, uploader=uploader)
    try:
        file = await house.files.keep(
            unit, arrived, purpose="document", path=path, uploader=uploader, sealed=False, state=State.KEPT
        )
        return file.id
    finally:
        house.files.discard(arrived)


async def admit(
    house: House,
    stream: AsyncIterator[bytes],
    name: str,
    *,
    by: Actor,
    visitor: str = "",
    purpose: str = "evidence",
    families: frozenset[Family] = EVERY,
) -> tuple[File, Mapping[str, int]]:
    """Take one file in as pending: a report, a step or a document takes it later, or it is swept after a day. Photos,
    films and whatever a resident sends are sealed."""
    uploader = uploader_of(by, visitor)
    async with entrance(house, stream, name, uploader=uploader, families=families) as admitted:
        sealed = by.kind == "resident" or admitted.arrived.type.family in PICTURES
        unit = house.unit()
        file = await house.files.keep(
            unit, admitted.arrived, purpose=purpose, path="", uploader=uploader, sealed=sealed
        )
        await unit.commit()
        return file, admitted.numbers
