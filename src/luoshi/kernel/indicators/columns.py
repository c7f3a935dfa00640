"""The columns that expressions of indicators may name, from the declarations of packs."""

from __future__ import annotations

from luoshi.kernel.facts import BOOLEAN, DATE, INSTANT, INTEGER, TEXT, Column, Schema, Type, code, decimal
from luoshi.kernel.observations import Stream
from luoshi.kernel.registry import Property, ThingType


def things(of: ThingType) -> Schema:
    """Code, name and first day of a thing, and every property that tells nothing of a person."""
    own = (
        Column(name="code", type=TEXT, zh="编号", en="code"),
        Column(name="name", type=TEXT, zh="名称", en="name"),
        Column(name="since", type=DATE, zh="启用日期", en="in service since"),
    )
    declared = [_property(each) for each in of.property if not each.personal]
    return Schema({column.name: column for column in (*own, *declared)})


def latest(of: ThingType, stream: Stream) -> Schema:
    """Those of the thing, and the value it showed last."""
    return things(of).plus(_reading(stream))


def readings(of: ThingType, stream: Stream) -> Schema:
    """A reading and the thing it is of."""
    return latest(of, stream)


def cases() -> Schema:
    columns = (
        Column(name="number", type=TEXT, zh="案件号", en="number"),
        Column(name="outcome", type=code("outcome"), zh="结果", en="outcome"),
        Column(name="open", type=BOOLEAN, zh="在办", en="open"),
        Column(name="channel", type=TEXT, zh="来源", en="channel"),
        Column(name="condition", type=TEXT, zh="立案条件", en="condition"),
        Column(name="reported", type=DATE, zh="上报日期", en="reported on"),
        Column(name="ended", type=DATE, zh="结束日期", en="ended on"),
        Column(name="registered", type=BOOLEAN, zh="已立案", en="registered"),
        Column(name="in_time", type=BOOLEAN, zh="按期处置", en="handled in time"),
        Column(name="minutes", type=INTEGER, zh="历时(分钟)", en="minutes from report to end", additive=True),
        Column(name="rework", type=INTEGER, zh="返工次数", en="times reworked", additive=True),
        Column(name="sent_back", type=INTEGER, zh="退单次数", en="times sent back", additive=True),
    )
    return Schema({column.name: column for column in columns})


def _reading(stream: Stream) -> Schema:
    columns = (
        Column(name="value", type=_type(stream.as_property()), zh=stream.name.zh, en=stream.name.en, unit=stream.unit),
        Column(name="observed", type=DATE, zh="监测日期", en="observed on"),
        Column(name="observed_at", type=INSTANT, zh="监测时间", en="observed at"),
    )
    return Schema({column.name: column for column in columns})


def _property(of: Property) -> Column:
    return Column(name=of.id, type=_type(of), zh=of.name.zh, en=of.name.en, unit=of.unit or None)


def _type(of: Property) -> Type:
    match of.type:
        case "integer":
            return INTEGER
        case "decimal":
            return decimal(of.scale)
        case "date":
            return DATE
        case "boolean":
            return BOOLEAN
        case "code":
            return code(of.id, *(option.id for option in of.options))
        case _:
            return TEXT
