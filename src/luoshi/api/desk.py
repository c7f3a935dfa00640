"""What the doors of the plan office share: the house, the asker's area, and numbers in bodies."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request

from luoshi.api import shapes
from luoshi.app.house import House
from luoshi.base.errors import Malformed
from luoshi.base.scope import Scope, minimal
from luoshi.base.time import parse_day, parse_moment
from luoshi.publish.shapes import place

Req = Request[Any, Any, Any]


def house_of(request: Req) -> House:
    house: House = request.app.state.house
    return house


async def area_path(house: House, code: str | None, scope: Scope) -> str:
    """The path of a code; without one, the largest area the asker may see: the place itself, or the asker's own."""
    named = await shapes.path_of(house, code, scope)
    if named is not None:
        return named
    reaches = minimal(scope.reaches)
    own = reaches[0].path if len(reaches) == 1 else ""
    whole = place(house)
    return whole if whole.startswith(own) else own


def number(field: str, text: str | None) -> Decimal | None:
    """An exact number as text; None and blank say that there is none."""
    if text is None or not text.strip():
        return None
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation as cause:
        raise Malformed(field=field, problem=text[:40]) from cause
    if not found.is_finite() or abs(found) >= Decimal(10) ** 18:
        raise Malformed(field=field, problem=text[:40])
    return found


def day(text: str | None) -> int | None:
    return None if not text else parse_day(text)


def moment(house: House, text: str | None) -> int | None:
    """A moment known; a bare day means its end is not meant: it is refused."""
    if not text:
        return None
    found = parse_moment(text.replace(" ", "+"), house.installation.zone)
    if found.at is None:
        raise Malformed(field="known_at", problem=text[:40])
    return found.at
