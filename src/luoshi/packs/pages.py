"""The pages that a pack writes about itself: its README, its reference page, its line in the index."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum

import msgspec

from luoshi.base.definitions import KINDS, Body, Source, Words
from luoshi.packs.model import Pack

WRITTEN = "<!-- Written by `luoshi packs generate` from pack.toml; change that. -->"
#: said in the heading already
HEADING = frozenset({"id", "name"})


def readme(pack: Pack) -> str:
    """What the scene is, in both languages, and what it holds."""
    head = pack.head
    lines = [WRITTEN, "", f"# {head.name.zh} · {head.name.en}", ""]
    if head.note is not None:
        lines += [head.note.zh, "", head.note.en, ""]
    lines += [
        f"- id: `{pack.id}`, version {head.version}, {head.updated.isoformat()}",
        f"- serves: {', '.join(f'`{each}`' for each in head.serves)}",
        f"- reference: `docs/reference/packs/{pack.id}.md`",
        "",
        "| | 定义 definitions |",
        "|---|---|",
    ]
    for kind, bodies in pack.bodies.items():
        meaning = KINDS[kind].meaning
        names = "、".join(f"{body.name.zh} `{body.id}`" for body in bodies)
        lines.append(f"| {meaning.zh} `{kind}` | {names} |")
    return "\n".join(lines) + "\n"


def reference(pack: Pack) -> str:
    """Every definition with every key that was given, and every function with what it says of itself."""
    head = pack.head
    lines = [
        WRITTEN,
        "",
        f"# `{pack.id}` · {head.name.zh} · {head.name.en}",
        "",
        f"Version {head.version} of {head.updated.isoformat()}. "
        f"Serves {', '.join(f'`{each}`' for each in head.serves)}.",
    ]
    for kind, bodies in pack.bodies.items():
        meaning = KINDS[kind].meaning
        lines += ["", f"## {meaning.zh} · {meaning.en} (`{kind}`)"]
        for body in bodies:
            lines += ["", f"### `{body.id}` {body.name.zh} · {body.name.en}", "", *_rows(body)]
    if pack.folder.code is not None:
        lines += ["", "## 判定函数 · functions of `logic.py`", "", *_functions(pack.folder.code)]
    return "\n".join(lines) + "\n"


def index(packs: Sequence[Pack]) -> str:
    """One line a pack."""
    lines = [
        WRITTEN,
        "",
        "# 场景包 · scene packs",
        "",
        "| id | | | serves | version | definitions |",
        "|---|---|---|---|---|---|",
    ]
    for pack in packs:
        head = pack.head
        count = sum(len(bodies) for bodies in pack.bodies.values())
        serves = ", ".join(head.serves)
        lines.append(
            f"| [`{pack.id}`]({pack.id}.md) | {head.name.zh} | {head.name.en} | {serves} | {head.version} | {count} |"
        )
    return "\n".join(lines) + "\n"


def _rows(body: Body) -> Iterator[str]:
    yield "| key | value |"
    yield "|---|---|"
    for field in msgspec.structs.fields(body):
        value = getattr(body, field.name)
        if (
            field.encode_name in HEADING
            or (not field.required and value == field.default)
            or value in ("", (), [], None)
        ):
            continue
        for key, text in _said(field.encode_name, value):
            yield f"| `{key}` | {text.replace('|', chr(92) + '|')} |"


def _silent(field: msgspec.structs.FieldInfo, value: object) -> bool:
    """Whether the pack left it out, or as good as."""
    return value in (None, "", (), []) or (not field.required and value == field.default)


def _said(key: str, value: object) -> Iterator[tuple[str, str]]:
    """A value as lines of a table: nested rows one under the other, by their place."""
    if isinstance(value, Words):
        yield key, f"{value.zh} · {value.en}"
    elif isinstance(value, Source):
        yield key, " ".join(part for part in (value.title, value.clause, value.href) if part)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _said(f"{key}[{number}]", each)
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            inner = getattr(value, field.name)
            if not _silent(field, inner):
                yield from _said(f"{key}.{field.encode_name}", inner)
    else:
        yield key, _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return f"`{value.value}`"
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case str():
            return f"`{value}`"
    return str(value)


def _functions(code: str) -> Iterator[str]:
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            said = (ast.get_docstring(node) or "").replace("\n", " ")
            decorators = " ".join(f"`@{ast.unparse(each)}`" for each in node.decorator_list)
            yield f"- `{node.name}` {decorators}: {said}"
