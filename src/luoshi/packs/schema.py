"""The JSON schema of a pack.toml, from the kernel's own declarations: editors complete and check by it."""

from __future__ import annotations

from typing import Any

import msgspec

from luoshi.base.definitions import KINDS
from luoshi.packs.checker import know_all_kinds
from luoshi.packs.model import COMPILED, Head


def pack_schema() -> dict[str, Any]:
    """One object: the head's keys, and one array of tables for each kind of definition."""
    know_all_kinds()
    kinds = [kind for name, kind in sorted(KINDS.items()) if name not in COMPILED]
    refs, parts = msgspec.json.schema_components(
        [Head, *(kind.struct for kind in kinds)], ref_template="#/$defs/{name}"
    )
    head = parts.pop("Head")
    tables = {
        kind.kind: {"type": "array", "items": dict(ref), "title": f"{kind.meaning.zh} / {kind.meaning.en}"}
        for kind, ref in zip(kinds, list(refs)[1:], strict=True)
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pack.toml",
        "description": "One scene of Luoshi. Written by luoshi packs generate.",
        "type": "object",
        "properties": {**head["properties"], **tables},
        "required": head["required"],
        "additionalProperties": False,
        "$defs": {name: parts[name] for name in sorted(parts)},
    }
    found: dict[str, Any] = _as_toml(schema)
    return found


def _as_toml(value: Any) -> Any:
    """TOML has numbers of its own: an exact decimal is written as a number, not as text."""
    if isinstance(value, dict):
        if value.get("format") == "decimal":
            return {**{key: each for key, each in value.items() if key not in {"type", "format"}}, "type": "number"}
        return {key: _as_toml(each) for key, each in value.items()}
    return [_as_toml(each) for each in value] if isinstance(value, list) else value
