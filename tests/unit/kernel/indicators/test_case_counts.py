"""Cases counted as they stood: open at the end of a day, ended in a month, also when they were reopened since."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Source, Words, install
from luoshi.base.ids import Ids
from luoshi.kernel.cases import Step
from luoshi.kernel.indicators import Indicator, Indicators, sources
from tests.city import EVERYWHERE, MENDER, WALKER, Town, at
from tests.city import town as make_town

Run = Callable[[Any], Any]
PATH = "000100020003"


def _indicator(id_: str, **more: Any) -> Indicator:
    return Indicator(
        id=id_,
        name=Words(zh="数", en="number"),
        relation="cases",
        of="lamp_fault",
        definition_text=Words(zh="数", en="number"),
        valid_from=datetime.date(2020, 1, 1),
        source=Source(title="a test"),
        **more,
    )


BODIES = (
    _indicator("open", measure="count", unit="count", by="open", period="now"),
    _indicator("reported", measure="count", unit="count"),
    _indicator("closed", measure="count", unit="count", by="ended", filter="outcome = 'closed'"),
    _indicator("in_time", measure="rate", unit="%", by="ended", numerator="in_time"),
)


@pytest.fixture
def counted(database: Database, run: Run) -> Iterator[tuple[Town, Callable[..., str]]]:
    """The town, and a way to ask one of its numbers."""
    town = make_town(database, run)
    database.ids = Ids(1, town.time)
    unit = database.unit()
    for body in BODIES:
        install(unit, database.ids, pack="town", body=body, valid_from=20_200_101)
    run(unit.commit())
    run(town.installation.definitions.refresh())
    indicators = Indicators(town.installation, sources=sources(town.installation))

    def ask(key: str, **asked: Any) -> str:
        found = run(indicators.value(f"town.{key}", path=PATH, scope=EVERYWHERE, **asked))
        return str(found.value)

    yield town, ask


def _close(town: Town, case: Any) -> Any:
    case = town.take(case, Step.ACCEPT)
    case = town.take(case, Step.REGISTER, condition="dark")
    case = town.take(case, Step.DISPATCH, to=71)
    case = town.take(case, Step.HANDLE, by=MENDER, note="换灯")
    case = town.take(case, Step.VERIFY, by=WALKER)
    return town.take(case, Step.CLOSE)


def test_cases_are_counted_by_report_by_end_and_while_open(counted: Any) -> None:
    town, ask = counted
    town.time.set("2026-03-02 09:00")
    first = town.open()
    town.open(thing=502)
    assert (ask("open"), ask("reported"), ask("closed")) == ("2", "2", "0")
    assert ask("in_time") == "not_applicable"
    town.time.set("2026-04-01 09:00")
    _close(town, first)
    assert (ask("open"), ask("reported", period="2026-03"), ask("closed")) == ("1", "2", "1")
    assert ask("reported") == "0"
    assert ask("open", as_of=20_260_331) == "2"


def test_a_reopened_case_was_closed_on_the_days_it_was(counted: Any) -> None:
    town, ask = counted
    town.time.set("2026-03-02 09:00")
    case = _close(town, town.open())
    known = town.time.now
    town.time.set("2026-03-20 09:00")
    town.take(case, Step.REOPEN, note="又不亮了")
    assert (ask("open"), ask("closed")) == ("1", "0")
    assert (ask("open", as_of=20_260_310), ask("closed", as_of=20_260_310)) == ("0", "1")
    assert ask("closed", as_of=20_260_302, known_at=known) == "1"
    assert ask("closed", as_of=20_260_302, known_at=at("2026-03-02 08:59")) == "0"
