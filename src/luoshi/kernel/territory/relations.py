"""What the territory offers for judging: one row for each area and version."""

from __future__ import annotations

from luoshi.kernel.facts import CATALOGUE
from luoshi.kernel.facts.model import Column, Relation, Times
from luoshi.kernel.facts.types import BOOLEAN, DATE, INTEGER, TEXT, code
from luoshi.kernel.territory.model import Level

AREAS = CATALOGUE.declare(
    Relation(
        name="areas",
        module="territory",
        zh="行政区划",
        en="Areas",
        columns=(
            Column(name="area", type=INTEGER, zh="区域编号", en="area id"),
            Column(name="version", type=INTEGER, zh="版本编号", en="version id"),
            Column(name="path", type=TEXT, zh="区域路径", en="path"),
            Column(name="level", type=code("area_level", *Level), zh="层级", en="level"),
            Column(name="name", type=TEXT, zh="名称", en="name"),
            Column(name="code", type=TEXT, zh="代码", en="code"),
            Column(name="valid_from", type=DATE, zh="启用日期", en="in force from"),
            Column(name="valid_to", type=DATE, zh="终止日期", en="in force until before"),
            Column(name="generated", type=BOOLEAN, zh="程序生成", en="generated"),
        ),
        grain=("version",),
        path="path",
        times=Times(local_day="valid_from"),
    )
)
