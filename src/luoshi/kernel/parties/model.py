"""Records of the people's side of the city: who there is, what they answer for, and how far they may look.

Days are local days (yyyymmdd); `valid_to` is the first day on which a row no longer holds. Duties hang on posts;
people hold posts; a name is never the owner of work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from luoshi.base.definitions import Body, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A row that holds from a day to before another."""

    valid_from: int
    valid_to: int | None = None

    def holds(self, day: int) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Dated):
    """机关、单位: a bureau, a subdistrict office, a company that maintains something."""

    id: int
    code: str
    name: Words
    kind: str = "department"
    parent: int | None = None
    area: int | None = None
    path: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Dated):
    """岗位 at an agency. `duties` are the words of its duty, as its own list states them."""

    id: int
    agency: int
    code: str
    name: Words
    duties: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Dated):
    """Somebody who works here. Only the office telephone is kept openly; other contacts are personal values."""

    id: int
    name: str
    office_phone: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Dated):
    """A person holds a post."""

    id: int
    person: int
    post: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn(Dated):
    """AB岗: a person acts at somebody else's post for some days; the act shows both."""

    id: int
    post: int
    person: int
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liaison(Dated):
    """联络员 of an agency for a topic, first or in reserve."""

    id: int
    agency: int
    person: int
    topic: str = ""
    reserve: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio(Dated):
    """A row of the 分工表: which leading officer's post answers for a theme, a place or a unit.

    `line` stays the same when the row passes to another post, so that open items follow it.
    """

    id: int
    line: int
    post: int
    theme: str = ""
    path: str = ""
    agency: int | None = None
    source: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Dated):
    """A role in an area and everything below it, for one agency's rows or for all, to a post or to a person."""

    id: int
    role: str
    area: int | None = None
    path: str = ""
    agency: int | None = None
    post: int | None = None
    person: int | None = None
    version: int = 1


class Role(Body, frozen=True, kw_only=True):
    """角色: the verbs that a grant opens. A verb ending in `.*` opens all verbs of that word.

    `admin` marks one of the three administrator roles that one person may not hold together.
    """

    kind: ClassVar[str] = "role"
    verbs: tuple[str, ...]
    faces: tuple[str, ...] = ()
    personal: bool = False
    admin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility(Dated):
    """A row of the responsibility list 责任清单: who leads on a kind of case in a place, and by which clause."""

    id: int
    kind: str  # key of a case kind, "pack.*", or "*"
    path: str
    lead: int
    supporting: tuple[int, ...] = ()
    clause: str = ""
    source: str = ""
    backstop: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a case goes and why. `rule` is the row of the responsibility list."""

    agency: int
    supporting: tuple[int, ...]
    rule: int
    backstop: bool
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser. The token itself is known to the browser only."""

    id: int
    person: int
    post: int | None
    created_at: int
    seen_at: int
    expires_at: int
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token for a program: one role, one area, perhaps one agency, until a day. Only its hash is kept."""

    id: int
    name: str
    role: str
    area: int | None
    path: str
    agency: int | None
    created_at: int
    expires_at: int
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """At which posts a person may act on a day, and where only as a stand-in."""

    person: Person
    posts: tuple[Post, ...]
    standing_in: frozenset[int] = field(default_factory=frozenset)


AgencyKind = Literal["department", "subdistrict", "township", "company", "office", "other"]
