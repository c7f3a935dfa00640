"""The acts on a commitment that are open to an asker, with the fields of their forms."""

from __future__ import annotations

from typing import Any, cast

from luoshi.api.security import Asker
from luoshi.app.house import House
from luoshi.kernel.indicators import Indicator, answering
from luoshi.kernel.ledger import Commitment, Status
from luoshi.publish.shapes import both, word


def open_to(house: House, asker: Asker, of: Commitment, *, released: bool) -> list[dict[str, Any]]:
    """Nothing for a commitment that no longer stands, but taking it off the public pages."""
    found: list[dict[str, Any]] = []
    if of.status is Status.ACTIVE:
        if _may(asker, "commitment.bind", of):
            options = _indicators(house, of)
            indicator = _field("indicator_id", "choice", required=True, options=options)
            indicator |= {"value": next((each["id"] for each in options if each["suggested"]), None)}
            found.append(_act("bind", indicator, _field("baseline", "text")))
        if _may(asker, "commitment.assign", of):
            found.append(_act("assign", _field("lead_unit", "unit", required=True), _field("due_day", "text")))
        if _may(asker, "commitment.claim", of):
            found.append(_act("claim", _field("value", "text"), _field("words", "text"), _field("day", "text")))
        if _may(asker, "commitment.withdraw", of):
            found.append(_act("withdraw", _field("ground", "text", required=True), danger=True))
    if _may(asker, "verdict.release", of):
        found.append(_act("recall" if released else "release", _field("ground", "text", required=True)))
    return found


def _may(asker: Asker, verb: str, of: Commitment) -> bool:
    return asker.scope_for(verb).covers(of.path, of.lead_unit)


def _act(verb: str, *fields: dict[str, Any], danger: bool = False) -> dict[str, Any]:
    return {
        "verb": verb,
        "name": word(f"act.{verb}"),
        "fields": list(fields),
        "danger": danger,
        "undo_seconds": 0,
    }


def _field(
    id_: str, type_: str, *, required: bool = False, options: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    field = {"id": id_, "label": word(f"act_field.{id_}"), "type": type_, "required": required}
    return field if options is None else field | {"options": options}


def _indicators(house: House, of: Commitment) -> list[dict[str, Any]]:
    """Every indicator in force at its place; those that a scene says answer for such a figure come first."""
    here = house.installation
    fitting = answering(here.definitions, of.subject, unit=of.unit, day=here.today(), path=of.path)
    found = {each.key: cast(Indicator, each.body) for each in house.indicators.all(path=of.path)}
    first = [key for key in fitting if key in found]
    return [
        {"id": key, "name": both(found[key].name), "suggested": key in first}
        for key in (*first, *(key for key in found if key not in first))
    ]
