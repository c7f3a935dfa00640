"""Public pages: only what a named officer released, without units beside lateness, doubts, or small counts of cases."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, cast

from luoshi.base.installation import setting
from luoshi.base.scope import EVERYTHING
from luoshi.kernel.indicators import Indicator, Measured, State, Value
from luoshi.kernel.ledger import Commitment, Filter
from luoshi.kernel.verdicts import STATE_NAMES, NotReleased
from luoshi.publish import commitments, shapes
from luoshi.publish.rooms import Rooms

COMMITMENT = "commitment"
#: what the public sees of a commitment; everything else, also what is added later, stays inside
SHOWN = (
    "id", "number", "kind", "subject", "target", "basis", "nature", "period", "due_day", "scope", "area", "state",
    "state_name", "actual", "document", "statement_id",
)  # fmt: skip
MOST = 2_000


def indicator_subject(key: str) -> str:
    """What is released when an indicator is: the release type that names it (its subject is 0)."""
    return f"indicator:{key}"


async def released(rooms: Rooms) -> list[Commitment]:
    """Every commitment that is public now, in the order of release."""
    found = await rooms.verdicts.all_released(COMMITMENT, limit=MOST)
    if not found:
        return []
    chosen = Filter(ids=tuple(each.subject for each in found), status=None)
    of = {each.id: each for each in await rooms.ledger.commitments(chosen, scope=EVERYTHING, limit=MOST)}
    return [of[each.subject] for each in found if each.subject in of]


async def items(rooms: Rooms, of: list[Commitment]) -> list[dict[str, Any]]:
    return [_bare(each) for each in await commitments.items(rooms, of, scope=EVERYTHING)]


async def page(rooms: Rooms, identity: int) -> dict[str, Any]:
    """One released commitment: the promise, its sentence, how it stands, and its figures through time."""
    if await rooms.verdicts.released(COMMITMENT, identity) is None:
        raise NotReleased(type=COMMITMENT, id=identity)
    of = await rooms.ledger.commitment(identity, scope=EVERYTHING)
    (verdict,) = await rooms.verdicts.judge([of])
    origin = await rooms.ledger.origin(of)
    document = await rooms.ledger.document(of.document, scope=EVERYTHING)
    told = await rooms.ledger.history(of, scope=EVERYTHING)
    open_ = of.indicator is not None and await is_public(rooms, of.indicator)
    series = await rooms.verdicts.series(of, scope=EVERYTHING) if open_ else []
    return _bare(commitments.item(rooms, of, document, verdict)) | {
        "statement": None if origin is None else commitments.sentence(origin),
        "indicator": None,
        "verdict": {
            "state": str(verdict.state),
            "state_name": shapes.both(STATE_NAMES[verdict.state]),
            "formula": shapes.both(verdict.formula),
            "as_of": shapes.day(verdict.as_of),
            "known_at": shapes.instant(rooms, verdict.known_at),
            "definition_id": None,
            "inputs": [],
        },
        "series": [
            {"period": each.period, "value": shapes.value(await kept_small(rooms, each))}
            for each in commitments.begun(series)
        ],
        "terms": [
            {"valid_from": shapes.day(each.valid_from), "value": shapes.number(each.value), "status": str(each.status)}
            for each in told.terms
        ],
        "history": [],
        "actions": [],
    }


async def overview(rooms: Rooms) -> dict[str, Any]:
    """The front page: how the released promises stand, and the released indicators."""
    of = await released(rooms)
    shown = await items(rooms, of)
    path = shapes.place(rooms)
    counts = {state: sum(each["state"] == state for each in shown) for state in STATE_NAMES}
    tiles: list[dict[str, Any]] = []
    for definition in rooms.indicators.all(path=path):
        if not await is_public(rooms, definition.key):
            continue
        latest = await rooms.indicators.value(definition.key, path=path, scope=EVERYTHING)
        assert latest is not None
        body = cast(Indicator, definition.body)
        told = shapes.value(await kept_small(rooms, latest))
        tiles.append({"id": definition.key, "name": shapes.both(body.name), "value": told, "link": None})
    return {
        "area": shapes.area(rooms, path),
        "as_of": shapes.instant(rooms, rooms.installation.now()),
        "tiles": tiles,
        "commitments": {
            "by_state": [
                {
                    "state": str(state),
                    "name": shapes.both(name),
                    "count": counts[state],
                    "link": f"/promises?state={state}",
                }
                for state, name in STATE_NAMES.items()
            ]
        },
        "indicators": tiles,
        "cases": None,
        "map": None,
        "attention": [],
    }


async def is_public(rooms: Rooms, key: str) -> bool:
    """Whether the definition allows it and a named officer released it."""
    body = cast(Indicator, rooms.indicators.definition(key, path=shapes.place(rooms)).body)
    return body.public and await rooms.verdicts.released(indicator_subject(key), 0) is not None


async def kept_small(rooms: Rooms, of: Measured) -> Value:
    """The value, or suppressed where it would tell of a handful of cases."""
    body = cast(Indicator, rooms.installation.definitions.get(of.definition).body)
    if body.relation != "cases":
        return of.value
    few = int(await setting(rooms.installation.database, "public.smallest_count") or smallest())
    counted = of.denominator if body.measure == "rate" else of.numerator
    if 0 < counted < few or (body.measure == "rate" and 0 < of.numerator < few):
        return Value(state=State.SUPPRESSED, scale=of.value.scale, unit=of.value.unit)
    return of.value


@cache
def smallest() -> int:
    text = resources.files(__package__ or "").joinpath("public.toml").read_text("utf-8")
    return int(tomllib.loads(text)["smallest_count"])


def _bare(shown: dict[str, Any]) -> dict[str, Any]:
    """Without what is internal by default."""
    return {key: shown[key] for key in SHOWN} | {"lead_unit": None, "check": None, "doubt": None}
