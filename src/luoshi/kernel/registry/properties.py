"""Properties of things between what people write (8.5 metres, LED, yes) and what a row keeps (85, "led", 1)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction

from luoshi.base.errors import LuoshiError
from luoshi.base.time import date_of, day_number, parse_day
from luoshi.kernel.registry.errors import BadValue, PropertyMissing, UnknownProperty
from luoshi.kernel.registry.model import Property, ThingType

Kept = int | str | None
_LIMIT = 10**18


def stored(of: ThingType, given: Mapping[str, object]) -> dict[str, Kept]:
    """What a row keeps; unknown, missing and unfitting properties are refused by name."""
    known = {each.id: each for each in of.property}
    for name in given:
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.4)
            raise UnknownProperty(type=of.id, property=name, nearest=close[0] if close else ", ".join(known) or "—")
    kept = {name: keep(known[name], value) for name, value in given.items() if value is not None}
    for each in of.property:
        if each.required and each.id not in kept:
            raise PropertyMissing(type=of.id, property=each.id)
    return kept


def readable(of: ThingType, kept: Mapping[str, Kept]) -> dict[str, object]:
    """The values as people read them, by property id; a property that is not kept is left out."""
    known = {each.id: each for each in of.property}
    return {name: show(known[name], value) for name, value in kept.items() if name in known and value is not None}


def keep(of: Property, value: object) -> Kept:
    """One value as a row keeps it."""
    if of.type in {"integer", "decimal"}:
        return scaled(of.id, value, of.scale)
    if of.type == "boolean":
        if value in (True, False, 0, 1):
            return int(bool(value))
        raise BadValue(property=of.id, value=value, expected="true / false")
    if of.type == "date":
        return _day(of.id, value)
    if not isinstance(value, str):
        raise BadValue(property=of.id, value=value, expected="text")
    if of.type == "code" and value not in (words := [each.id for each in of.options]):
        raise BadValue(property=of.id, value=value, expected=", ".join(words))
    return value


def show(of: Property, value: Kept) -> object:
    """One kept value as people read it: an exact decimal, a yes or no, a date, a word."""
    if value is None or isinstance(value, str):
        return value
    if of.type == "decimal":
        return Decimal(value).scaleb(-of.scale)
    if of.type == "boolean":
        return bool(value)
    return date_of(value) if of.type == "date" else value


def scaled(name: str, value: object, scale: int) -> int:
    """An exact number as an integer of `scale` places; more places than that, floats and yes/no are refused."""
    expected = f"a number with at most {scale} decimals" if scale else "a whole number"
    if isinstance(value, bool | float) or not isinstance(value, int | Decimal | str):
        raise BadValue(property=name, value=value, expected=expected)
    try:
        found = Fraction(Decimal(value)) * 10**scale
    except (InvalidOperation, ValueError, OverflowError) as cause:
        raise BadValue(property=name, value=value, expected=expected) from cause
    if found.denominator != 1 or abs(found) >= _LIMIT:
        raise BadValue(property=name, value=value, expected=expected)
    return int(found)


def _day(name: str, value: object) -> int:
    if isinstance(value, datetime.date):
        return day_number(value)
    try:
        return parse_day(str(value))
    except LuoshiError as cause:
        raise BadValue(property=name, value=value, expected="yyyy-mm-dd") from cause
