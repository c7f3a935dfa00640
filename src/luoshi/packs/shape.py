"""The first look at a pack, in plain words: which tables and keys are there, and is each value of the kind needed?

It walks the raw TOML beside the kernel's own declarations, so a new word in the kernel is a legal word here the same
day. It says what a schema library would say, but about the words a person wrote, with the nearest right one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from msgspec import inspect

from luoshi.base.definitions import KINDS
from luoshi.base.errors import LuoshiError
from luoshi.packs.errors import MissingKey, NotAWord, Phrase, UnknownKey, UnknownTable, WrongShape
from luoshi.packs.model import COMPILED, Folder, Head, Problem

Finding = tuple[str, LuoshiError]
_PLAIN: Mapping[type, tuple[tuple[type, ...], str]] = {
    inspect.StrType: ((str,), "text"),
    inspect.IntType: ((int,), "integer"),
    inspect.DecimalType: ((int, Decimal), "number"),
    inspect.BoolType: ((bool,), "boolean"),
    inspect.DateType: ((datetime.date,), "date"),
}


def look(folder: Folder) -> list[Problem]:
    """What is wrong with the shape of a pack."""
    found = list(_value(folder.head, inspect.type_info(Head), ""))
    for name, rows in folder.tables.items():
        if name not in KINDS or name in COMPILED:
            words = [kind for kind in KINDS if kind not in COMPILED]
            found.append((name, UnknownTable(value=name, nearest=nearest(name, words))))
            continue
        kind = inspect.type_info(KINDS[name].struct)
        for number, row in enumerate(rows):
            found += _value(row, kind, f"{name}[{number}]")
    return [Problem(pack=folder.id, where=where.lstrip("."), error=error) for where, error in found]


def nearest(word: str, words: Iterable[str]) -> str:
    """The allowed word most like this one, or all of them when none is alike."""
    known = sorted(set(words))
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(known) or "—"


def _value(value: Any, of: inspect.Type, where: str) -> Iterator[Finding]:
    match of:
        case inspect.Metadata():
            yield from _value(value, of.type, where)
        case inspect.StructType():
            yield from _struct(value, of, where)
        case inspect.ListType() | inspect.VarTupleType():
            yield from _each(value, list, enumerate, of.item_type, where)
        case inspect.DictType():
            yield from _each(value, dict, dict.items, of.value_type, where)
        case inspect.LiteralType():
            yield from _word(value, [str(each) for each in of.values], where)
        case inspect.EnumType():
            yield from _word(value, [str(each.value) for each in of.cls], where)
        case inspect.UnionType():
            yield from _one_of(value, [each for each in of.types if not isinstance(each, inspect.NoneType)], where)
        case _ if type(of) in _PLAIN:
            kinds, name = _PLAIN[type(of)]
            if not isinstance(value, kinds) or (isinstance(value, bool) and name != "boolean"):
                yield where, _wrong(value, name)


def _each(
    value: Any, kind: type, pairs: Callable[[Any], Iterable[tuple[Any, Any]]], of: inspect.Type, where: str
) -> Iterator[Finding]:
    if not isinstance(value, kind):
        yield where, _wrong(value, "list" if kind is list else "table")
        return
    for name, each in pairs(value):
        yield from _value(each, of, f"{where}[{name}]" if kind is list else f"{where}.{name}")


def _struct(value: Any, of: inspect.StructType, where: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield where, _wrong(value, "table")
        return
    fields = {each.encode_name: each for each in of.fields}
    for name, each in value.items():
        if name not in fields:
            yield _join(where, name), UnknownKey(value=name, nearest=nearest(name, fields))
        else:
            yield from _value(each, fields[name].type, _join(where, name))
    for name, field in fields.items():
        if field.required and name not in value:
            yield _join(where, name), MissingKey(key=name, expected=_expected(field.type))


def _one_of(value: Any, kinds: list[inspect.Type], where: str) -> Iterator[Finding]:
    """A value that may be of several kinds: what fits none is told about the kind it looks like."""
    told = [list(_value(value, each, where)) for each in kinds]
    if all(told):
        yield from min(told, key=lambda findings: (sum(isinstance(e, WrongShape) for _, e in findings), len(findings)))


def _word(value: Any, words: list[str], where: str) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield where, _wrong(value, "text")
    elif value not in words:
        yield where, NotAWord(value=value, nearest=nearest(value, words), allowed=", ".join(words))


def _wrong(value: Any, needed: str) -> WrongShape:
    return WrongShape(value=_written(value), expected=Phrase(needed))


def _written(value: Any) -> str:
    """A value as the file has it, cut to what fits a line."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, dict):
        text = "{" + ", ".join(value) + "}"
    if isinstance(value, list):
        text = "[" + ", ".join(map(str, value)) + "]"
    return text if len(text) <= 60 else text[:59] + "…"


def _expected(of: inspect.Type) -> Phrase:
    match of:
        case inspect.StructType():
            return Phrase("table")
        case inspect.ListType() | inspect.VarTupleType():
            return Phrase("list")
        case inspect.LiteralType():
            return Phrase("words", {"allowed": ", ".join(map(str, of.values))})
        case inspect.EnumType():
            return Phrase("words", {"allowed": ", ".join(str(each.value) for each in of.cls)})
    return Phrase(_PLAIN.get(type(of), ((), "text"))[1])


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
