"""Roles as dated data: what a role opens is a definition row, seeded from `roles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from luoshi.base.db import Unit
from luoshi.base.definitions import DefinitionKind, Definitions, Words, declare, install
from luoshi.kernel.parties.errors import UnknownRole
from luoshi.kernel.parties.model import Role

PACK = "luoshi"
ADMINS = ("system", "security", "audit")


def _check(role: Role, _: Mapping[str, Any]) -> Iterable[str]:
    if role.admin and role.admin not in ADMINS:
        yield f"admin is {role.admin!r}; allowed: {', '.join(ADMINS)}"
    for verb in role.verbs:
        if verb.count(".") != 1 or verb.startswith(("*", ".")):
            yield f"verb {verb!r} is not of the form word.verb or word.*"


declare(
    DefinitionKind(
        kind="role",
        struct=Role,
        meaning=Words(zh="角色:授权打开哪些操作", en="A role: the acts that a grant opens"),
        check=_check,
    )
)


@cache
def seed_roles() -> tuple[Role, ...]:
    raw = resources.files(__package__).joinpath("roles.toml").read_text("utf-8")
    return tuple(msgspec.convert(row, Role) for row in tomllib.loads(raw)["role"])


def install_roles(unit: Unit, ids: Callable[[], int], *, day: int) -> None:
    """Put the seed roles into a unit; those that exist stay alone."""
    for role in seed_roles():
        install(unit, ids, pack=PACK, body=role, valid_from=day, source="luoshi")


def key_of(role: str) -> str:
    """`dispatcher` is short for `luoshi.dispatcher`."""
    return role if "." in role else f"{PACK}.{role}"


def find_role(definitions: Definitions, role: str, *, day: int, path: str = "") -> Role:
    found = definitions.body(Role, key_of(role), day=day, path=path)
    if found is None:
        raise UnknownRole(role=role)
    return found


def opens(role: Role, verb: str) -> bool:
    """Whether a role opens a verb such as "case.dispatch"."""
    return verb in role.verbs or f"{verb.split('.', 1)[0]}.*" in role.verbs
