"""A line of the journal, and how a verb writes one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from luoshi.base.db import Unit
from luoshi.base.scope import Actor


class Subject(NamedTuple):
    """What a line is about: ("case", 123)."""

    type: str
    id: int


#: one encoder for all lines: `json.dumps` builds another for each
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A kind of event, its present version, and how a body of the version before becomes one of this version."""

    name: str
    version: int = 1
    upcast: Callable[[Mapping[str, Any], int], Mapping[str, Any]] | None = None


KINDS: dict[str, EventKind] = {}


def event_kind(
    name: str, *, version: int = 1, upcast: Callable[[Mapping[str, Any], int], Mapping[str, Any]] | None = None
) -> str:
    """Declare a kind of event; gives its name."""
    if name in KINDS and KINDS[name].version != version:
        raise ValueError(f"event kind {name} is declared twice")
    KINDS[name] = EventKind(name=name, version=version, upcast=upcast)
    return name


class Sealed(NamedTuple):
    seq: int
    batch: int
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act. `at` is when it holds in the city; the id tells when it was recorded."""

    id: int
    at: int
    local_day: int
    kind: str
    version: int
    subject: Subject
    by: Actor
    ground: str
    path: str
    body: Mapping[str, Any]
    process: int
    sealed: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What `luoshi journal verify` found. It is whole when `faults` is empty."""

    lines: int
    sealed: int
    unsealed: int
    batches: int
    head: str
    faults: tuple[str, ...]


def record(
    unit: Unit,
    identity: int,
    *,
    kind: str,
    subject: Subject,
    by: Actor,
    ground: str,
    at: int,
    local_day: int,
    path: str,
    body: Mapping[str, Any],
) -> int:
    """Put one line into the unit of the act itself; `identity` is a fresh id. Gives the id back."""
    unit.insert(
        "journal",
        {
            "id": identity,
            "at": at,
            "local_day": local_day,
            "kind": kind,
            "version": KINDS[kind].version,
            "subject_type": subject.type,
            "subject_id": subject.id,
            "by_kind": by.kind,
            "by_person": by.person,
            "by_post": by.post,
            "by_name": by.name if by.kind != "resident" else "",
            "cause": by.cause,
            "ground": ground,
            "path": path,
            "body": _text(body),
        },
    )
    return identity
