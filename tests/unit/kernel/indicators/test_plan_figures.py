"""A plan promises a 亮灯率: the indicator that answers for it is proposed, and a person binds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words, install
from luoshi.kernel.indicators import PlanFigure, answering

Run = Callable[[Any], Any]
DAY = 20_260_301


def figure(id: str, *words: str, unit: str = "%", indicator: str = "") -> PlanFigure:
    return PlanFigure(id=id, name=Words(zh=id, en=id), indicator=indicator or id, words=words, unit=unit)


@pytest.fixture
def definitions(database: Database, run: Run) -> Definitions:
    found = Definitions(database)

    async def prepare() -> None:
        async with database.unit() as unit:
            for body in (
                figure("lit_rate", "亮灯率"),
                figure("main_road_lit_rate", "主次干道路灯亮灯率"),
                figure("new_lamps", "新建路灯", unit="count", indicator="lamps.built"),
            ):
                install(unit, database.ids, pack="street_lighting", body=body, valid_from=20_260_101)
        await found.refresh()

    run(prepare())
    return found


def test_the_most_exact_words_come_first(definitions: Definitions) -> None:
    found = answering(definitions, "全区主次干道路灯亮灯率", unit="%", day=DAY)
    assert found == ["street_lighting.main_road_lit_rate", "street_lighting.lit_rate"]


def test_a_figure_of_another_dimension_is_another_figure(definitions: Definitions) -> None:
    assert answering(definitions, "新建路灯", unit="%", day=DAY) == []
    assert answering(definitions, "新建路灯", unit="wan_count", day=DAY) == ["lamps.built"]


def test_before_its_day_and_without_its_words_nothing_answers(definitions: Definitions) -> None:
    assert answering(definitions, "亮灯率", day=20_251_231) == []
    assert answering(definitions, "绿化覆盖率", day=DAY) == []
