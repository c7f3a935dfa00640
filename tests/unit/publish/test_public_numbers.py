"""What public pages say of small numbers, and how values without a number look."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Source, Words, install
from luoshi.base.installation import put_setting
from luoshi.kernel.indicators import Indicator, Measured, State, Value
from luoshi.publish import shapes
from luoshi.publish.public import kept_small, smallest
from luoshi.publish.rooms import Rooms
from tests.unit.kernel.ledger.plan import place

Run = Callable[[Any], Any]


def _indicator(id_: str, **more: Any) -> Indicator:
    return Indicator(
        id=id_,
        name=Words(zh="数", en="number"),
        definition_text=Words(zh="数", en="number"),
        valid_from=datetime.date(2020, 1, 1),
        source=Source(title="a test"),
        **more,
    )


async def _rooms(database: Database) -> Rooms:
    """An installation with three indicators: cases counted, cases as a rate, lamps as a rate."""
    unit = database.unit()
    for body in (
        _indicator("cases", measure="count", relation="cases", of="fault", unit="count"),
        _indicator("in_time", measure="rate", relation="cases", of="fault", unit="%", numerator="in_time = TRUE"),
        _indicator("lit", measure="rate", relation="latest", of="lamp.lit", unit="%", numerator="value = TRUE"),
    ):
        install(unit, database.ids, pack="p", body=body, valid_from=20_200_101)
    await unit.commit()
    here = place(database)
    await here.definitions.refresh()
    return cast(Rooms, SimpleNamespace(installation=here))


def _measured(rooms: Rooms, key: str, numerator: int, denominator: int) -> Measured:
    definition = rooms.installation.definitions.in_force(Indicator, f"p.{key}", day=20_260_101)
    assert definition is not None
    return Measured(
        key=f"p.{key}", path="", period="2026-01", value=Value(state=State.NUMBER, scaled=numerator, unit="count"),
        numerator=numerator, denominator=denominator, excluded=0, definition=definition.id, run=None, as_of=20_260_131,
        known_at=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "state"),
    [
        ("cases", 4, 4, "suppressed"),
        ("cases", 5, 5, "number"),
        ("cases", 0, 0, "number"),
        ("in_time", 3, 4, "suppressed"),
        ("in_time", 3, 40, "suppressed"),
        ("in_time", 0, 40, "number"),
        ("in_time", 30, 40, "number"),
        ("lit", 2, 3, "number"),
    ],
)
def test_a_handful_of_cases_is_not_told_and_lamps_are_no_persons(
    database: Database, run: Run, key: str, numerator: int, denominator: int, state: str
) -> None:
    rooms = run(_rooms(database))
    assert run(kept_small(rooms, _measured(rooms, key, numerator, denominator))).state == state


def test_an_installation_may_suppress_more(database: Database, run: Run) -> None:
    rooms = run(_rooms(database))
    run(put_setting(database, "public.smallest_count", "20"))
    assert run(kept_small(rooms, _measured(rooms, "cases", 19, 19))).state == "suppressed"
    assert smallest() == 5


def test_zero_is_a_number_and_nothing_known_is_none() -> None:
    zero = shapes.value(Value(state=State.NUMBER, scaled=0, scale=1, unit="%"))
    assert (zero["value"], zero["state"], zero["unit"]) == ("0.0", "number", {"zh": "%", "en": "%"})
    missing = shapes.value(Value(state=State.MISSING, scale=1, unit="%"))
    assert (missing["value"], missing["state"]) == (None, "missing")


def test_units_are_named_in_both_languages_and_unknown_words_stand_for_themselves() -> None:
    assert shapes.unit_name("km") == {"zh": "公里", "en": "kilometre"}
    assert shapes.unit_name("count") == {"zh": "个", "en": ""}
    assert shapes.unit_name("道杠") == {"zh": "道杠", "en": "道杠"}
