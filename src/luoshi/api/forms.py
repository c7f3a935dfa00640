"""What the forms of the administration share: names in two languages, dated rows, pages of lists held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request

from luoshi.api.security import Asker, asker_of
from luoshi.api.served import Served, served
from luoshi.base.db import Duplicate, Unit
from luoshi.base.definitions import Words
from luoshi.base.errors import Malformed
from luoshi.base.scope import Scope, minimal
from luoshi.base.time import parse_day, print_day
from luoshi.kernel.parties import Agency, Person, Post
from luoshi.kernel.parties.errors import NameTaken

T = TypeVar("T")
Req = Request[Any, Any, Any]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Long = Annotated[str, msgspec.Meta(max_length=2000)]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD")]
Id = Annotated[str, msgspec.Meta(pattern=r"^\d{1,19}$")]
Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]


class Name(msgspec.Struct, forbid_unknown_fields=True):
    """A name in both languages; without an English one the Chinese stands for both."""

    zh: Short
    en: str = ""

    def words(self) -> Words:
        return Words(zh=self.zh.strip(), en=self.en.strip() or self.zh.strip())


class DatedForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From when (today if nothing is said) until before when, and on what ground the row is written."""

    valid_from: Day | None = None
    valid_to: Day | None = None
    ground: Long = ""

    def first(self, house: Served, before: Any = None) -> int:
        """The first day: as said, as the row that is changed had it, or today."""
        if self.valid_from is not None:
            return parse_day(self.valid_from)
        return house.installation.today() if before is None else int(before.valid_from)

    def end(self, before: Any = None) -> int | None:
        if self.valid_to is not None:
            return parse_day(self.valid_to)
        return None if before is None else before.valid_to


class Ending(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """End a row: from that day on it no longer holds (today if nothing is said)."""

    version: int = 0
    day: Day | None = None
    ground: Long = ""

    def on(self, house: Served) -> int:
        return house.installation.today() if self.day is None else parse_day(self.day)


class Act:
    """One act of the administration: who, with which scope, into which unit; then everybody sees it."""

    def __init__(self, request: Req, verb: str) -> None:
        self.house = served(request)
        self.asker: Asker = asker_of(request)
        self.scope: Scope = self.asker.need(verb)
        self.unit: Unit = self.house.installation.database.unit()

    async def __aenter__(self) -> Act:
        await self.house.parties.refresh()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            await commit(self.unit)
            await self.house.parties.refresh()


async def commit(unit: Unit) -> None:
    """Commit a unit that may create an account: a name that is taken is told as such."""
    try:
        await unit.commit()
    except Duplicate as taken:
        if taken.constraint == "uq_account_name":
            raise NameTaken() from taken
        raise


def ground_of(text: str) -> str:
    return text.strip() or "administration"


def both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def needed(field: str, text: str | None) -> int:
    found = number(text)
    if found is None:
        raise Malformed(field=field, problem=text or "missing")
    return found


def dated(row: Any) -> dict[str, Any]:
    return {
        "valid_from": print_day(row.valid_from),
        "valid_to": None if row.valid_to is None else print_day(row.valid_to),
    }


def paged(rows: Iterable[T], *, cursor: str | None, limit: int, show: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """A page of a list held in memory, which is cut by position: the cursor is where the next one begins."""
    whole: Sequence[T] = list(rows)
    start = number(cursor) or 0
    end = start + max(1, min(limit, 200))
    return {
        "items": [show(each) for each in whole[start:end]],
        "next": str(end) if end < len(whole) else None,
        "count": len(whole),
        "count_is": "exact",
    }


def agency_ref(house: Served, identity: int | None) -> dict[str, Any] | None:
    found: Agency | None = None if identity is None else house.parties.directory.agencies.get(identity)
    return None if found is None else {"id": str(found.id), "name": both(found.name)}


def post_ref(house: Served, identity: int | None) -> dict[str, Any] | None:
    found: Post | None = None if identity is None else house.parties.directory.posts.get(identity)
    if found is None:
        return None
    return {"id": str(found.id), "name": both(found.name), "agency": agency_ref(house, found.agency)}


def person_ref(house: Served, identity: int | None) -> dict[str, Any] | None:
    found: Person | None = None if identity is None else house.parties.directory.people.get(identity)
    return None if found is None else {"id": str(found.id), "name": found.name}


def area_ref(house: Served, path: str) -> dict[str, Any]:
    """The area of a path as it was last known; the root is the whole installation."""
    day = house.installation.today()
    found = house.territory.tree.find_path(path, day)
    name = found.name if found is not None else house.territory.tree.last_name(path)
    return {"code": None if found is None else found.code, "name": name or None, "path": path}


async def area_of(house: Served, code: str | None, scope: Scope) -> tuple[int | None, str]:
    """The area of an official code. None means all that the asker reaches: the whole installation, or the own area."""
    if code:
        found = await house.territory.by_code(code, scope=scope)
        return found.area, found.path
    paths = {reach.path for reach in minimal(scope.reaches)}
    if "" in paths:
        return None, ""
    in_force = {path: house.territory.tree.find_path(path, house.installation.today()) for path in paths}
    now = [area for area in in_force.values() if area is not None]
    if len(now) != 1:
        raise Malformed(field="area", problem="missing")
    return now[0].area, now[0].path


def sees(scope: Scope, agency: Agency) -> bool:
    """Agencies within the asker's reach, and those above it: everybody knows whom the own area belongs to."""
    return any(agency.path.startswith(reach.path) or reach.path.startswith(agency.path) for reach in scope.reaches)


def fits(q: str, *texts: str) -> bool:
    wanted = q.strip().lower()
    return not wanted or any(wanted in text.lower() for text in texts)


def inside(scope: Scope, path: str) -> bool:
    return any(path.startswith(reach.path) or reach.path.startswith(path) for reach in scope.reaches)
