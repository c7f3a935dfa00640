"""The second look at a pack: its tables become the typed bodies that the kernel runs on."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from luoshi.base.definitions import KINDS, Body
from luoshi.packs.errors import DoesNotFit
from luoshi.packs.model import COMPILED, Folder, Head, Pack, Problem

T = TypeVar("T")
_PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`\Z")


def understand(folder: Folder) -> tuple[Pack | None, list[Problem]]:
    """The pack, or what does not fit the kernel's declarations."""
    problems: list[Problem] = []
    head = _convert(folder.head, Head, folder.id, "", problems)
    bodies: dict[str, list[Body]] = {}
    for kind, rows in folder.tables.items():
        if kind not in KINDS or kind in COMPILED:
            continue
        found = [
            _convert(row, KINDS[kind].struct, folder.id, f"{kind}[{number}]", problems)
            for number, row in enumerate(rows)
        ]
        bodies[kind] = [each for each in found if each is not None]
    if problems or head is None:
        return None, problems
    return Pack(folder=folder, head=head, bodies=bodies), []


def _convert(value: object, to: type[T], pack: str, where: str, problems: list[Problem]) -> T | None:
    try:
        return msgspec.convert(value, to, strict=True)
    except msgspec.ValidationError as cause:
        text = str(cause)
        place = _PLACE.search(text)
        inner = place["place"] if place else ""
        problem = text[: place.start()] if place else text
        problems.append(Problem(pack=pack, where=(where + inner).lstrip("."), error=DoesNotFit(problem=problem)))
        return None
