"""Modules offer relations under one name each, and a wrong declaration is refused where it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from luoshi.kernel.facts import (
    DATE,
    INSTANT,
    INTEGER,
    TEXT,
    Catalogue,
    Column,
    FactsError,
    Relation,
    Schema,
    Times,
    code,
    compile_condition,
    decimal,
    render_relations,
)

LAMPS = Relation(
    name="lamps",
    module="registry",
    zh="路灯",
    en="street lamps",
    columns=(
        Column(name="id", type=TEXT, zh="编号", en="number"),
        Column(name="path", type=TEXT, zh="所在区域", en="area"),
        Column(name="state", type=code("lamp_state", "lit", "dark"), zh="状态", en="state"),
        Column(name="power", type=decimal(1), zh="功率", en="power", unit="W", additive=True),
        Column(name="reporter", type=TEXT, zh="上报人", en="reporter", personal=True),
        Column(name="at", type=INSTANT, zh="时间", en="time"),
        Column(name="local_day", type=DATE, zh="日期", en="day"),
    ),
    grain=("id",),
    path="path",
    times=Times(at="at", local_day="local_day"),
)


def test_a_declared_relation_gives_the_names_of_expressions() -> None:
    catalogue = Catalogue()
    catalogue.declare(LAMPS)
    program = compile_condition("state = 'dark' AND power > 100", catalogue.schema("lamps"))
    assert program({"state": "dark", "power": 150}).truth.decided


def test_a_relation_knows_whether_it_names_a_person_and_what_may_be_summed() -> None:
    assert (LAMPS.personal, LAMPS.additive, LAMPS.column("power").unit) == (True, ("power",), "W")


def test_declaring_the_same_again_changes_nothing_and_another_under_the_name_is_refused() -> None:
    catalogue = Catalogue()
    catalogue.declare(LAMPS)
    catalogue.declare(LAMPS)
    assert (len(catalogue), "lamps" in catalogue, [each.name for each in catalogue]) == (1, True, ["lamps"])
    with pytest.raises(FactsError, match="F-009"):
        catalogue.declare(replace(LAMPS, en="other"))


def test_an_unknown_relation_names_the_nearest() -> None:
    catalogue = Catalogue()
    catalogue.declare(LAMPS)
    with pytest.raises(FactsError, match="lamps"):
        catalogue.relation("lamp")


def test_the_closed_lists_of_all_relations_are_known() -> None:
    catalogue = Catalogue()
    catalogue.declare(LAMPS)
    assert catalogue.codes()["lamp_state"].allowed == ("lit", "dark")


def test_relations_are_joined_under_prefixes() -> None:
    limits = Schema.plain(power=INTEGER)
    schema = Schema.joined({"lamp": LAMPS}).plus(Schema({"limit.power": limits.columns["power"]}))
    program = compile_condition("lamp.power <= limit.power", schema)
    assert program({"lamp.power": 90, "limit.power": 100})


def test_two_facts_of_different_kinds_under_one_name_are_refused() -> None:
    with pytest.raises(FactsError, match="F-008"):
        Schema.plain(a=INTEGER).plus(Schema.plain(a=TEXT))


BAD: list[tuple[str, Callable[[], Relation]]] = [
    ("no name", lambda: replace(LAMPS, name="Lamps")),
    ("no name", lambda: replace(LAMPS, columns=(Column(name="between", type=TEXT, zh="", en=""),))),
    ("stands twice", lambda: replace(LAMPS, columns=(*LAMPS.columns, LAMPS.columns[0]))),
    ("no grain", lambda: replace(LAMPS, grain=())),
    ("grain 'nr'", lambda: replace(LAMPS, grain=("nr",))),
    ("path 'power'", lambda: replace(LAMPS, path="power")),
    ("local_day 'at'", lambda: replace(LAMPS, times=Times(local_day="at"))),
    (
        "cannot be summed",
        lambda: replace(LAMPS, columns=(*LAMPS.columns, replace(LAMPS.columns[0], name="x", additive=True))),
    ),
]


@pytest.mark.parametrize(("problem", "declare"), BAD)
def test_a_relation_that_does_not_fit_is_refused_where_it_is_declared(
    problem: str, declare: Callable[[], Relation]
) -> None:
    with pytest.raises(FactsError, match=problem):
        declare()


def test_the_page_of_relations_tells_grain_times_and_persons() -> None:
    catalogue = Catalogue()
    catalogue.declare(LAMPS)
    page = render_relations(catalogue)
    assert "one row per `id`; path: `path`; at: `at`; day: `local_day`." in page
    assert "| `reporter` | `text` | 上报人 | reporter |  | yes |  |" in page
    assert "| `power` | `decimal(1)` | 功率 | power | W |  | yes |" in page
