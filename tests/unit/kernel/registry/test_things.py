"""A lamp is entered, changes, is corrected and retired; every state of it can be read again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base.db import Database, Stale
from luoshi.base.installation import Installation
from luoshi.base.scope import Scope
from luoshi.kernel import journal
from luoshi.kernel.registry import (
    BadCode,
    BadGeometry,
    BadValue,
    CorrectThing,
    NoSuchThing,
    OutOfReach,
    Property,
    PropertyMissing,
    PutThing,
    Registry,
    RetireThing,
    Thing,
    UnknownProperty,
    UnknownThingType,
    WrongDay,
    readable,
)
from luoshi.kernel.registry.properties import keep, show
from luoshi.kernel.search import Search
from tests.unit.kernel.lamps import (
    IN_NORTH,
    KEEPER,
    LAMP,
    LAMP_TYPE,
    NORTH,
    SOUTH,
    WHOLE,
    HandClock,
    city,
    north_or_south,
)

Run = Callable[[Any], Any]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def installation(database: Database, run: Run, clock: HandClock) -> Installation:
    found: Installation = run(city(database, clock, LAMP_TYPE))
    return found


@pytest.fixture
def registry(installation: Installation) -> Registry:
    return Registry(installation, locate=north_or_south)


def lamp(code: str = "L-0017", **more: Any) -> PutThing:
    given: dict[str, Any] = {"lon": 118.05, "lat": 36.81, "props": {"source": "led", "height": Decimal("8.5")}}
    return PutThing(type=LAMP, code=code, **{**given, **more})


async def do(registry: Registry, verb: str, command: Any, *, scope: Any = WHOLE) -> Thing:
    unit = registry._installation.database.unit()
    found: Thing = await getattr(registry, verb)(unit, command, by=KEEPER, ground="现场清点", scope=scope)
    await unit.commit()
    return found


def test_a_lamp_is_entered_with_its_place_and_exact_properties(registry: Registry, run: Run) -> None:
    entered = run(do(registry, "put_thing", lamp()))
    found = run(registry.get(entered.id, scope=WHOLE))
    assert (found.path, found.point, found.version) == (NORTH, (118.05, 36.81), 1)
    assert found.props == {"source": "led", "height": 85}
    assert readable(LAMP_TYPE, found.props) == {"source": "led", "height": Decimal("8.5")}


def test_the_same_lamp_entered_again_changes_nothing(registry: Registry, run: Run) -> None:
    first = run(do(registry, "put_thing", lamp()))
    again = run(do(registry, "put_thing", lamp()))
    assert again == run(registry.get(first.id, scope=WHOLE))
    assert len(run(registry.history(first.id, scope=WHOLE))) == 1


def test_a_change_keeps_how_it_was_before(registry: Registry, run: Run, clock: HandClock) -> None:
    first = run(do(registry, "put_thing", lamp(props={"source": "hps"})))
    clock.set("2026-06-01T09:00")
    run(do(registry, "put_thing", lamp(props={"source": "led"})))
    before = run(registry.as_of(first.id, day=20_260_501, scope=WHOLE))
    after = run(registry.as_of(first.id, day=20_260_601, scope=WHOLE))
    assert (before.props["source"], after.props["source"]) == ("hps", "led")
    assert run(registry.as_of(first.id, day=20_251_231, scope=WHOLE)) is None


def test_a_correction_replaces_what_was_wrong_and_keeps_when_that_was_known(
    registry: Registry, run: Run, clock: HandClock
) -> None:
    first = run(do(registry, "put_thing", lamp(props={"source": "hps"})))
    read_at = clock.set("2026-03-05T09:00")
    clock.set("2026-06-01T09:00")
    run(do(registry, "put_thing", lamp(props={"source": "led", "height": 9})))
    clock.set("2026-06-02T09:00")
    run(do(registry, "correct", CorrectThing(thing=first.id, version=2, corrects=1, props={"height": 7})))
    now_ = run(registry.get(first.id, scope=WHOLE))
    assert (now_.props, now_.version) == ({"source": "led", "height": 90}, 3)
    in_may = run(registry.as_of(first.id, day=20_260_501, scope=WHOLE))
    assert in_may.props == {"source": "hps", "height": 70}
    as_known_in_march = run(registry.as_of(first.id, day=20_260_501, known_at=read_at, scope=WHOLE))
    assert as_known_in_march.props == {"source": "hps"}


def test_a_correction_of_a_correction_of_the_present_state_is_the_present_state(registry: Registry, run: Run) -> None:
    first = run(do(registry, "put_thing", lamp()))
    run(do(registry, "correct", CorrectThing(thing=first.id, version=1, props={"height": 7})))
    run(do(registry, "correct", CorrectThing(thing=first.id, version=2, corrects=1, lon=118.0, lat=36.5)))
    now_ = run(registry.get(first.id, scope=WHOLE))
    assert (now_.props["height"], now_.path, now_.version) == (85, SOUTH, 3)
    assert run(registry.as_of(first.id, day=20_260_301, scope=WHOLE)).version == 3


def test_a_retired_lamp_leaves_the_list_and_keeps_its_history(registry: Registry, run: Run, clock: HandClock) -> None:
    first = run(do(registry, "put_thing", lamp()))
    clock.set("2026-07-01T09:00")
    run(do(registry, "retire", RetireThing(thing=first.id, version=1)))
    assert run(registry.listing(scope=WHOLE, type_=LAMP)) == []
    assert [each.act for each in run(registry.history(first.id, scope=WHOLE))] == ["put", "retire"]
    assert run(registry.as_of(first.id, day=20_260_301, scope=WHOLE)).valid_to is None


def test_two_people_at_once_are_told_apart(registry: Registry, run: Run) -> None:
    first = run(do(registry, "put_thing", lamp()))
    run(do(registry, "correct", CorrectThing(thing=first.id, version=1, props={"height": 7})))
    with pytest.raises(Stale):
        run(do(registry, "correct", CorrectThing(thing=first.id, version=1, props={"height": 6})))


def test_a_list_is_narrowed_by_area_property_words_and_scope(registry: Registry, run: Run) -> None:
    run(do(registry, "put_thing", lamp("L-0001")))
    run(do(registry, "put_thing", lamp("L-0002", props={"source": "hps"})))
    run(do(registry, "put_thing", lamp("L-0003", lat=36.5, name="南京路灯")))

    def codes(**more: Any) -> list[str]:
        return [each.code for each in run(registry.listing(**{"scope": WHOLE, "type_": LAMP, **more}))]

    assert codes() == ["L-0001", "L-0002", "L-0003"]
    assert codes(area=NORTH) == ["L-0001", "L-0002"]
    assert codes(scope=IN_NORTH) == ["L-0001", "L-0002"]
    assert codes(equal={"source": "hps"}) == ["L-0002"]
    assert codes(text="南京") == ["L-0003"]
    assert codes(limit=1) == ["L-0001"]
    assert run(registry.count(scope=IN_NORTH, type_=LAMP)) == (2, "exact")


def test_a_searchable_property_gets_its_index(registry: Registry, run: Run, database: Database) -> None:
    run(do(registry, "put_thing", lamp()))
    assert run(registry.index_filters(LAMP)) == ["power", "source"]
    assert run(registry.index_filters(LAMP)) == ["power", "source"]
    query = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE name LIKE 'ix_thing_street_lighting_%'",
        "postgresql": "SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix_thing_street_lighting_%'",
    }
    assert run(database.value(query[database.dialect])) == 2
    assert [each.code for each in run(registry.listing(scope=WHOLE, type_=LAMP, equal={"source": "led"}))] == ["L-0017"]


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (lamp("17"), BadCode),
        (lamp(props={"source": "gas"}), BadValue),
        (lamp(props={"source": "led", "height": Decimal("8.55")}), BadValue),
        (lamp(props={"source": "led", "height": 8.5}), BadValue),
        (lamp(props={"source": "led", "colour": "red"}), UnknownProperty),
        (lamp(props={}), PropertyMissing),
        (lamp(lat=91.0), BadGeometry),
        (lamp(geometry=shapely.LineString([(118, 36), (118.1, 36)]).wkb), BadGeometry),
        (lamp(geometry=b"not a shape"), BadGeometry),
        (lamp(valid_from=20_270_101), WrongDay),
        (PutThing(type="street_lighting.lmap", code="L-0001"), UnknownThingType),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    registry: Registry, run: Run, command: PutThing, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        run(do(registry, "put_thing", command))
    assert run(registry.listing(scope=WHOLE)) == []


def test_nobody_enters_or_opens_a_thing_outside_the_own_area(registry: Registry, run: Run) -> None:
    with pytest.raises(OutOfReach):
        run(do(registry, "put_thing", lamp(lat=36.5), scope=IN_NORTH))
    south = run(do(registry, "put_thing", lamp(lat=36.5)))
    with pytest.raises(NoSuchThing):
        run(registry.get(south.id, scope=IN_NORTH))


def test_every_act_on_a_thing_is_a_line_of_the_journal(registry: Registry, run: Run, database: Database) -> None:
    first = run(do(registry, "put_thing", lamp()))
    run(do(registry, "retire", RetireThing(thing=first.id, version=1)))
    lines = run(journal.history(database, journal.Subject("thing", first.id), scope=WHOLE))
    assert [(line.kind, line.ground, line.by.post) for line in lines] == [
        ("thing.put", "现场清点", 2),
        ("thing.retired", "现场清点", 2),
    ]


def test_a_line_on_the_map_is_found_by_its_middle(database: Database, run: Run, clock: HandClock) -> None:
    from msgspec import structs

    section = structs.replace(LAMP_TYPE, id="section", geometry="line", code_pattern="", property=())
    registry = Registry(run(city(database, clock, section)), locate=north_or_south)
    shape = shapely.LineString([(118.0, 36.7), (118.0, 36.95)]).wkb
    entered = run(do(registry, "put_thing", PutThing(type="street_lighting.section", code="S1", geometry=shape)))
    assert (entered.path, entered.point) == (NORTH, (118.0, 36.825))
    found = run(registry.get(entered.id, scope=WHOLE))
    assert registry.geojson(found) == {"type": "LineString", "coordinates": ((118.0, 36.7), (118.0, 36.95))}


def test_a_thing_in_service_is_found_by_its_code_and_its_present_name(registry: Registry, run: Run) -> None:
    search = Search(registry._installation)

    def found(words: str, scope: Scope = WHOLE) -> list[str]:
        return [each.title for each in run(search.find(words, scope=scope))]

    first = run(do(registry, "put_thing", lamp(name="人民路3号灯")))
    assert found("人民路") == ["L-0017 人民路3号灯"]
    run(do(registry, "put_thing", lamp(name="柳泉路3号灯", lat=36.5)))
    assert (found("人民路"), found("L-0017")) == ([], ["L-0017 柳泉路3号灯"])
    assert found("柳泉路", IN_NORTH) == []
    run(do(registry, "retire", RetireThing(thing=first.id, version=2)))
    assert found("柳泉路") == []
    run(do(registry, "put_thing", lamp(name="柳泉路3号灯")))
    assert found("柳泉路") == ["L-0017 柳泉路3号灯"]


def test_a_thing_that_moves_touches_both_areas(registry: Registry, run: Run, database: Database) -> None:
    run(do(registry, "put_thing", lamp()))
    run(do(registry, "put_thing", lamp(lat=36.5)))
    marks = run(database.fetch("SELECT path FROM dirty WHERE rollup='things' ORDER BY id"))
    assert [mark["path"] for mark in marks] == [NORTH, NORTH, SOUTH]


@given(st.integers(-(10**17), 10**17), st.integers(0, 9))
def test_an_exact_number_is_kept_and_shown_without_loss(digits: int, scale: int) -> None:
    number = Decimal(digits).scaleb(-scale)
    of = Property(id="length", name=LAMP_TYPE.name, type="decimal", unit="m", scale=scale)
    assert show(of, keep(of, number)) == number


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+40", "0.123", "1e", "", "十"])
def test_what_is_no_exact_number_of_that_scale_is_refused_and_never_rounded(number: str) -> None:
    of = Property(id="length", name=LAMP_TYPE.name, type="decimal", unit="m", scale=2)
    with pytest.raises(BadValue):
        keep(of, number)
