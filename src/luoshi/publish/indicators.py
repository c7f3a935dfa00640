"""The pages of indicators: the list, one indicator by area and through time, and why its value is what it is."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from luoshi.base.definitions import Definition
from luoshi.base.scope import Scope
from luoshi.kernel.indicators import Excluded, Fact, Indicator, Measured, Why
from luoshi.publish import shapes
from luoshi.publish.rooms import Rooms

_LINKS = {"thing": "/things/{}", "case": "/desk/cases/{}"}
POINTS = 12


async def items(rooms: Rooms, *, path: str, scope: Scope) -> list[dict[str, Any]]:
    """Every indicator in force at a place, with its newest value there."""
    found: list[dict[str, Any]] = []
    for definition in rooms.indicators.all(path=path):
        latest = await rooms.indicators.value(definition.key, path=path, scope=scope)
        found.append(item(rooms, definition, latest))
    return found


def item(rooms: Rooms, definition: Definition, latest: Measured | None) -> dict[str, Any]:
    body = cast(Indicator, definition.body)
    return {
        "id": definition.key,
        "scene": definition.pack,
        "name": shapes.both(body.name),
        "unit": shapes.unit_name(body.unit),
        "direction": body.direction,
        "kind": body.measure,
        "period": body.period,
        "definition_text": shapes.both(body.definition_text),
        "latest": None if latest is None else measured(rooms, latest),
    }


def measured(rooms: Rooms, of: Measured) -> dict[str, Any]:
    """A value with the counts behind it and where it opens."""
    return shapes.value(of.value, why=shapes.why_link(rooms, of)) | {
        "numerator": of.numerator,
        "denominator": of.denominator,
        "excluded": of.excluded,
        "period": of.period,
        "as_of": shapes.day(of.as_of),
    }


async def page(rooms: Rooms, key: str, *, path: str, period: str | None, scope: Scope) -> dict[str, Any]:
    """One indicator: its definition, the areas below, its series."""
    definition = rooms.indicators.definition(key, path=path)
    body = cast(Indicator, definition.body)
    latest = await rooms.indicators.value(key, path=path, period=period, scope=scope)
    below = rooms.territory.tree.parts(path, rooms.installation.today())
    parts = await rooms.indicators.parts(key, paths=[each.path for each in below], period=period, scope=scope)
    series = await rooms.indicators.series(key, path=path, count=POINTS, scope=scope)
    return item(rooms, definition, latest) | {
        "area": shapes.area(rooms, path),
        "value": None if latest is None else measured(rooms, latest),
        "areas": [
            {"area": shapes.area(rooms, each.path), "value": measured(rooms, parts[each.path])}
            for each in below
            if each.path in parts
        ],
        "series": [{"period": each.period, "value": measured(rooms, each)} for each in series],
        "definition": {
            "id": str(definition.id),
            "body": msgspec.to_builtins(body),
            "valid_from": shapes.day(definition.valid_from),
            "sha256": definition.sha256,
            "source": " ".join(part for part in (body.source.title, body.source.clause) if part),
        },
    }


def why(rooms: Rooms, key: str, of: Why) -> dict[str, Any]:
    """The value, how it came about, and the rows behind it with those left out. A count has no denominator."""
    body = cast(Indicator, rooms.installation.definitions.get(of.definition).body)
    denominator = {"count": of.denominator, "rows": [_row(rooms, each) for each in of.denominator_rows]}
    return {
        "id": key,
        "name": shapes.both(body.name),
        "value": shapes.value(of.value),
        "formula": shapes.both(of.formula),
        "numerator": {"count": of.numerator, "rows": [_row(rooms, each) for each in of.numerator_rows]},
        "denominator": None if body.measure == "count" else denominator,
        "excluded": [_excluded(rooms, each) for each in of.excluded_rows],
        "excluded_count": of.excluded,
        "definition_id": str(of.definition),
        "run_id": None if of.run is None else str(of.run),
        "period": of.window.text,
        "first_day": shapes.day(of.window.first_day),
        "last_day": shapes.day(of.window.last_day),
        "as_of": shapes.day(of.as_of),
        "known_at": shapes.instant(rooms, of.known_at),
        "next": None if of.next is None else str(of.next),
    }


def _row(rooms: Rooms, fact: Fact) -> dict[str, Any]:
    link = _LINKS.get(fact.kind)
    return {
        "id": str(fact.id),
        "kind": fact.kind,
        "label": fact.label,
        "area": shapes.area(rooms, fact.path)["name"],
        "at": shapes.instant(rooms, fact.at),
        "link": None if link is None else link.format(fact.id),
    }


def _excluded(rooms: Rooms, each: Excluded) -> dict[str, Any]:
    return _row(rooms, each.fact) | {"reason": shapes.word(f"truth.{each.truth}"), "condition": each.reason}
