"""How far somebody may look and act: grants × roles × dates, expanded into a `Scope` when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.base.definitions import Definitions
from luoshi.base.scope import NOTHING, Actor, Reach, Scope
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.model import Grant, Role
from luoshi.kernel.parties.roles import key_of, opens

TOKEN = "token:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A grant with the role that was in force for it."""

    grant: Grant
    role: Role


def held(directory: Directory, definitions: Definitions, actor: Actor, day: int, at: int) -> list[Held]:
    """The grants an actor has on a day, each with its role in force there."""
    if actor.cause.startswith(TOKEN):
        grants = _token_grants(directory, int(actor.cause.removeprefix(TOKEN)), day, at)
    elif actor.kind == "person" and actor.person is not None:
        standing = directory.standing(actor.person, day)
        posts = () if standing is None else (post.id for post in standing.posts)
        grants = [] if standing is None else directory.grants_to(actor.person, posts, day)
    else:
        grants = []
    found: list[Held] = []
    for grant in grants:
        role = definitions.body(Role, key_of(grant.role), day=day, path=grant.path)
        if role is not None:
            found.append(Held(grant=grant, role=role))
    return found


def scope_of(directory: Directory, grants: Iterable[Held], verb: str, day: int) -> Scope:
    """The union of what the grants that open `verb` reach."""
    opening = [each for each in grants if opens(each.role, verb)]
    if not opening:
        return NOTHING
    reaches = {reach for each in opening for reach in _reaches(directory, each.grant, day)}
    return Scope(
        reaches=tuple(sorted(reaches, key=lambda reach: (reach.path, reach.agency or 0))),
        personal=all(each.role.personal for each in opening),
        verbs=frozenset({verb}),
    )


def _reaches(directory: Directory, grant: Grant, day: int) -> list[Reach]:
    paths: tuple[str, ...] = (grant.path,)
    area = directory.lineage.area_at.get(grant.path) if grant.area is None else grant.area
    if area is not None:
        paths = directory.lineage.reach(area, day) or paths
    if grant.agency is None:
        return [Reach(path=path) for path in paths]
    return [Reach(path=path, agency=agency) for path in paths for agency in sorted(directory.under(grant.agency))]


def _token_grants(directory: Directory, identity: int, day: int, at: int) -> list[Grant]:
    token = directory.tokens.get(identity)
    if token is None or token.revoked_at is not None or at >= token.expires_at:
        return []
    return [Grant(id=token.id, role=token.role, area=token.area, path=token.path, agency=token.agency, valid_from=day)]
