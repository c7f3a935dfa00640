"""Two languages, one catalogue file each: Chinese first, English beside it.

Keys are dotted paths; `tests/unit/base/test_i18n.py` holds both catalogues to the same keys and placeholders.
Packs bring the words of their own scene in their own rows, never here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, cast

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every text of one language, keys flattened with dots."""
    raw = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    flat: dict[str, str] = {}
    _flatten("", tomllib.loads(raw), flat)
    return flat


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, str]) -> None:
    for key, value in table.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict):
            _flatten(path, cast(Mapping[str, object], value), into)
        else:
            into[path] = str(value)


def render(key: str, language: Language, values: Mapping[str, object]) -> str:
    """The text of `key` with its placeholders filled; a missing key is a programming error (KeyError)."""
    return catalogue(language)[key].format_map(dict(values))
