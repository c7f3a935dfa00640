"""What must hold for every table, also for those that the kernel will learn later."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.definitions import Words
from luoshi.packs import Head, Pack
from luoshi.packs.meaning import Library, known_units, numbers_have_a_source
from luoshi.packs.model import Folder

DAY = datetime.date(2026, 1, 1)
SOURCE = {"title": "办法", "clause": "第三条"}


def pack(row: dict[str, Any]) -> Pack:
    head = Head(id="noise", name=Words(zh="噪声", en="noise"), version="1", serves=["example"], updated=DAY)
    return Pack(folder=Folder(id="noise", path=Path(), head={}, tables={"target": [row]}), head=head)


def places(row: dict[str, Any]) -> list[str]:
    found = pack(row)
    return [where for where, _ in numbers_have_a_source(found, Library(packs={"noise": found}))]


@pytest.mark.parametrize(
    ("row", "lacking"),
    [
        ({"value": 98, "from": DAY, "source": SOURCE}, []),
        ({"value": 98, "from": DAY}, ["target[0].value"]),
        ({"value": Decimal("98.5"), "source": SOURCE}, ["target[0].value"]),
        ({"from": DAY, "source": SOURCE, "limit": {"value": 3, "calendar": "working_day"}}, []),
        ({"limit": {"value": 3}}, ["target[0].limit.value"]),
        ({"steps": [{"value": 1, "from": DAY, "source": SOURCE}, {"value": 2}]}, ["target[0].steps[1].value"]),
        ({"weights": [1, 2]}, ["target[0].weights[0]", "target[0].weights[1]"]),
        ({"scale": 2, "public": True, "from": DAY}, []),
    ],
)
def test_a_number_has_a_day_and_a_source_beside_it_or_above_it(row: dict[str, Any], lacking: list[str]) -> None:
    assert places(row) == lacking


def test_a_unit_is_a_row_of_the_unit_table_wherever_it_stands() -> None:
    found = pack({"unit": "%", "parts": [{"unit": "亩产"}]})
    problems = list(known_units(found, Library(packs={"noise": found})))
    assert [where for where, _ in problems] == ["target[0].parts[0].unit"]
    assert "亩产" in str(problems[0][1])
