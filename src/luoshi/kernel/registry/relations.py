"""What the register offers for judging, whatever the type: each type adds its own properties as columns."""

from __future__ import annotations

from luoshi.kernel.facts import BOOLEAN, CATALOGUE, DATE, INSTANT, INTEGER, TEXT, Column, Relation, Times

THINGS = CATALOGUE.declare(
    Relation(
        name="things",
        module="registry",
        zh="部件",
        en="things in service",
        columns=(
            Column(name="thing", type=INTEGER, zh="部件编号", en="number of the thing"),
            Column(name="type", type=TEXT, zh="部件类型", en="type"),
            Column(name="code", type=TEXT, zh="编码", en="code"),
            Column(name="name", type=TEXT, zh="名称", en="name"),
            Column(name="path", type=TEXT, zh="所在区域", en="area"),
            Column(name="since", type=DATE, zh="现状起始日期", en="as it is since"),
            Column(name="recorded_at", type=INSTANT, zh="登记时间", en="recorded at"),
            Column(name="in_service", type=BOOLEAN, zh="在用", en="in service"),
        ),
        grain=("thing",),
        path="path",
        times=Times(local_day="since", recorded_at="recorded_at"),
    )
)
