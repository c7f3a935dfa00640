"""What readings offer for judging, whatever the stream: its own value is the column `value`, typed by the stream."""

from __future__ import annotations

from luoshi.kernel.facts import CATALOGUE, DATE, INSTANT, INTEGER, TEXT, Column, Relation, Times

_COLUMNS = (
    Column(name="thing", type=INTEGER, zh="部件编号", en="number of the thing"),
    Column(name="stream", type=TEXT, zh="监测项", en="stream"),
    Column(name="path", type=TEXT, zh="所在区域", en="area"),
    Column(name="observed_at", type=INSTANT, zh="监测时间", en="observed at"),
    Column(name="observed", type=DATE, zh="监测日期", en="observed on"),
    Column(name="recorded_at", type=INSTANT, zh="入库时间", en="recorded at"),
)
_TIMES = Times(at="observed_at", local_day="observed", recorded_at="recorded_at")

READINGS = CATALOGUE.declare(
    Relation(
        name="readings",
        module="observations",
        zh="读数",
        en="readings",
        columns=(Column(name="reading", type=INTEGER, zh="读数编号", en="number of the reading"), *_COLUMNS),
        grain=("reading",),
        path="path",
        times=_TIMES,
    )
)
LATEST = CATALOGUE.declare(
    Relation(
        name="latest",
        module="observations",
        zh="最新读数",
        en="latest reading of each stream of each thing",
        columns=_COLUMNS,
        grain=("thing", "stream"),
        path="path",
        times=_TIMES,
    )
)
