"""How values look on pages: exact decimals as text, five ways of having no number, names in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from luoshi.base import units
from luoshi.base.definitions import Words
from luoshi.base.errors import LuoshiError
from luoshi.base.i18n import LANGUAGES, catalogue, render
from luoshi.base.time import print_day, print_instant
from luoshi.kernel.indicators import Measured, Value
from luoshi.kernel.journal import Line
from luoshi.publish.rooms import Rooms


def both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def word(key: str, **values: object) -> dict[str, str]:
    """A word of the catalogues; a key that no catalogue has stands for itself."""
    return {language: render(key, language, values) if key in catalogue(language) else key for language in LANGUAGES}


def day(value: int | None) -> str | None:
    return None if value is None else print_day(value)


def instant(rooms: Rooms, at: int | None) -> str | None:
    return None if at is None else print_instant(at, rooms.installation.zone)


def number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def unit_name(id_: str) -> dict[str, str]:
    """A unit as pages write it: % as the sign, others by name; a word that is no unit as itself. A plain count has a
    measure word in Chinese and none in English."""
    if id_ in {"", "%"}:
        return {"zh": id_, "en": id_}
    if id_ == "count":
        return {"zh": "个", "en": ""}
    try:
        found = units.find_unit(id_)
    except LuoshiError:
        return {"zh": id_, "en": id_}
    return {"zh": found.zh, "en": found.en}


def value(of: Value, *, why: str | None = None) -> dict[str, Any]:
    return {"value": number(of.number), "state": str(of.state), "unit": unit_name(of.unit), "why": why}


def count(how_many: int, *, unit: str = "", exact: bool = True) -> dict[str, Any]:
    """A plain count as a value; "more than" is said beside it."""
    return {"value": str(how_many), "state": "number", "unit": unit_name(unit), "why": None, "exact": exact}


def why_link(rooms: Rooms, of: Measured) -> str:
    """Where the number opens."""
    asked = {"area": code_of(rooms, of.path) or "", "period": of.period}
    return f"/api/v1/indicators/{of.key}/why?{urlencode(asked)}"


def code_of(rooms: Rooms, path: str) -> str | None:
    found = rooms.territory.tree.find_path(path, rooms.installation.today()) if path else None
    return None if found is None else found.code


def area(rooms: Rooms, path: str) -> dict[str, Any]:
    """The area of a path; the root is the whole installation and bears its name."""
    found = rooms.territory.tree.find_path(path, rooms.installation.today()) if path else None
    if found is None:
        return {"code": None, "name": rooms.name or path, "level": None, "path": path}
    return {"code": found.code, "name": found.name, "level": str(found.level), "path": path}


def place(rooms: Rooms) -> str:
    """The path of the place itself: down from the top as long as there is one way."""
    tree, today, path = rooms.territory.tree, rooms.installation.today(), ""
    parts = tree.parts(path, today)
    while len(parts) == 1:
        path = parts[0].path
        parts = tree.parts(path, today)
    return path


def agency(rooms: Rooms, identity: int | None) -> dict[str, Any] | None:
    found = None if identity is None else rooms.parties.directory.agencies.get(identity)
    return None if found is None else {"id": str(found.id), "name": both(found.name)}


def officer(rooms: Rooms, about: str, path: str, agency_: int | None) -> dict[str, Any] | None:
    """The leading officer's post that the portfolio list of the day names for an agency, a theme or a place."""
    day = rooms.installation.today()
    row = rooms.parties.lists.officer(about=about, path=path, agency=agency_, day=day)
    if row is None:
        return None
    names = [each.name for each in rooms.parties.directory.holders(row.post, day)]
    return {"post": {"id": str(row.post), "name": post(rooms, row.post)}, "people": names, "line": str(row.line)}


def post(rooms: Rooms, identity: int | None) -> dict[str, str] | None:
    found = None if identity is None else rooms.parties.directory.posts.get(identity)
    return None if found is None else both(found.name)


def history(rooms: Rooms, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines of the journal, newest first."""
    return [
        {
            "id": str(line.id),
            "at": instant(rooms, line.at),
            "verb": line.kind,
            "verb_name": word(f"line.{line.kind}"),
            "by": line.by.name if line.by.kind == "person" else None,
            "post": post(rooms, line.by.post),
            "ground": line.ground or None,
            "note": None,
            "changes": dict(line.body),
        }
        for line in reversed(lines)
    ]
