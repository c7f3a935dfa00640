"""Who may see a file: whoever sees the matter it belongs to; its sender, from the same browser; a reporter, by key."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from luoshi.base.scope import NOTHING, Scope
from luoshi.kernel.cases import CaseUnknown
from luoshi.kernel.files import File, State
from luoshi.kernel.files.errors import FileUnknown
from luoshi.kernel.journal import Subject

if TYPE_CHECKING:
    from luoshi.app.house import House

DEGREE = 10_000_000
#: mean radius in metres
EARTH = 6_371_000
ScopeFor = Callable[[str], Scope]
#: the verb that opens the files of a matter of some kind
_VERBS = {"document": "document.read", "commitment": "commitment.read", "claim": "commitment.read"}


async def seen(house: House, identity: int, *, scope_for: ScopeFor, uploader: str) -> File:
    """The file, if this asker may see it; else it does not exist."""
    file = await house.files.get(identity, scope=house.everything, uploader=uploader)
    own = file.uploader == uploader and uploader not in {"visitor", ""}
    if own and (file.state is State.PENDING or uploader.startswith("visitor:")):
        return file
    if file.state is State.PENDING:
        raise FileUnknown(id=identity)
    if file.about is None:
        verb = "document.read" if file.purpose == "document" else "file.read"
        return _within(file, scope_for(verb))
    if file.about.type in {"case", "signal"}:
        return await _of_case(house, file, file.about, scope_for("case.read"))
    return _within(file, scope_for(_VERBS.get(file.about.type, "file.read")))


async def seen_by_reporter(house: House, identity: int, *, number: str, key: str) -> File:
    """A photo of the reporter's own report."""
    case = await house.cases.by_number(number)
    signal = None if case is None else await house.intake.followed(case, key)
    if signal is None:
        raise FileUnknown(id=identity)
    file = await house.files.get(identity, scope=house.everything)
    if file.about != Subject("signal", signal.id):
        raise FileUnknown(id=identity)
    return file


async def _of_case(house: House, file: File, about: Subject, scope: Scope) -> File:
    if scope == NOTHING or not scope.reaches:
        raise FileUnknown(id=file.id)
    case = about.id if about.type == "case" else await house.intake.case_of(about.id)
    if case is None:
        return _within(file, scope)
    try:
        await house.cases.get(case, scope=scope)
    except CaseUnknown as error:
        raise FileUnknown(id=file.id) from error
    return file


def _within(file: File, scope: Scope) -> File:
    if not scope.covers(file.path):
        raise FileUnknown(id=file.id)
    return file


def metres_apart(file: File, lon: int | None, lat: int | None) -> int | None:
    """How far from a point a photo says it was taken; None where either place is unknown. It is a fact beside the
    case, never a refusal: phones are wrong, and a report may be sent from home."""
    if file.photo is None or file.photo.lon is None or file.photo.lat is None or lon is None or lat is None:
        return None
    a, b = math.radians(lat / DEGREE), math.radians(file.photo.lat / DEGREE)
    half_across = math.sin(math.radians((file.photo.lon - lon) / DEGREE) / 2)
    half_up = math.sin((b - a) / 2)
    root = half_up * half_up + math.cos(a) * math.cos(b) * half_across * half_across
    return round(2 * EARTH * math.asin(min(1.0, math.sqrt(root))))


def may_see_original(file: File, scope_for: ScopeFor) -> bool:
    """A photo with all its camera wrote into it holds where somebody was: for those who may open personal values."""
    scope = scope_for("person.unmask")
    return scope.personal and bool(scope.reaches) and any(file.path.startswith(each.path) for each in scope.reaches)
