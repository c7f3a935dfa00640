"""Everybody and everything of parties in memory, as one immutable picture; a newer version replaces it whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from luoshi.base.db import Database
from luoshi.kernel.parties.lineage import Lineage
from luoshi.kernel.parties.model import (
    Agency,
    ApiToken,
    Grant,
    Holding,
    Liaison,
    Person,
    Portfolio,
    Post,
    Responsibility,
    StandIn,
    Standing,
)
from luoshi.kernel.parties.store import directory as store

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Directory:
    version: str = ""
    agencies: Mapping[int, Agency] = field(default_factory=dict)
    posts: Mapping[int, Post] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    holdings: Mapping[int, Holding] = field(default_factory=dict)
    stand_ins: Mapping[int, StandIn] = field(default_factory=dict)
    liaisons: Mapping[int, Liaison] = field(default_factory=dict)
    portfolios: Mapping[int, Portfolio] = field(default_factory=dict)
    grants: Mapping[int, Grant] = field(default_factory=dict)
    tokens: Mapping[int, ApiToken] = field(default_factory=dict)
    responsibilities: Mapping[int, Responsibility] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)

    def standing(self, person: int, day: int) -> Standing | None:
        """The posts a person may act at on a day: held first, then stood in for; None when not employed then."""
        found = self.people.get(person)
        if found is None or not found.holds(day):
            return None
        held = [each.post for each in self._holdings_of.get(person, ()) if each.holds(day)]
        stood = [each.post for each in self._stand_ins_of.get(person, ()) if each.holds(day) and each.post not in held]
        posts = tuple(self.posts[post] for post in dict.fromkeys(held + stood) if self.posts[post].holds(day))
        return Standing(person=found, posts=posts, standing_in=frozenset(stood))

    def holders(self, post: int, day: int) -> list[Person]:
        """Who holds a post on a day (stand-ins not counted)."""
        return [
            self.people[each.person]
            for each in self._holdings_at.get(post, ())
            if each.holds(day) and self.people[each.person].holds(day)
        ]

    def acting(self, post: int, day: int) -> list[Person]:
        """Everybody who may act at a post on a day, stand-ins too."""
        stood = [self.people[each.person] for each in self._stand_ins_at.get(post, ()) if each.holds(day)]
        return list(dict.fromkeys(self.holders(post, day) + [each for each in stood if each.holds(day)]))

    def posts_of(self, agency: int, day: int) -> list[Post]:
        return [each for each in self._posts_at.get(agency, ()) if each.holds(day)]

    def under(self, agency: int) -> frozenset[int]:
        """The agency and every agency below it in the tree."""
        found = {agency}
        waiting = [agency]
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return frozenset(found)

    def grants_to(self, person: int, posts: Iterable[int], day: int) -> list[Grant]:
        found = [each for each in self._grants_person.get(person, ()) if each.holds(day)]
        for post in posts:
            found += [each for each in self._grants_post.get(post, ()) if each.holds(day)]
        return found

    @cached_property
    def _holdings_of(self) -> dict[int, list[Holding]]:
        return _by(self.holdings.values(), "person")

    @cached_property
    def _holdings_at(self) -> dict[int, list[Holding]]:
        return _by(self.holdings.values(), "post")

    @cached_property
    def _stand_ins_of(self) -> dict[int, list[StandIn]]:
        return _by(self.stand_ins.values(), "person")

    @cached_property
    def _stand_ins_at(self) -> dict[int, list[StandIn]]:
        return _by(self.stand_ins.values(), "post")

    @cached_property
    def _posts_at(self) -> dict[int, list[Post]]:
        return _by(self.posts.values(), "agency")

    @cached_property
    def _grants_person(self) -> dict[int, list[Grant]]:
        return _by(self.grants.values(), "person")

    @cached_property
    def _grants_post(self) -> dict[int, list[Grant]]:
        return _by(self.grants.values(), "post")

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for each in self.agencies.values():
            if each.parent is not None:
                found.setdefault(each.parent, []).append(each.id)
        return found


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        owner = getattr(row, key)
        if owner is not None:
            found.setdefault(owner, []).append(row)
    return found


async def read_directory(database: Database, lineage: Lineage) -> Directory:
    """One consistent enough picture: the version is read first, so a change while reading is seen as newer."""
    version = await store.version(database)
    return Directory(
        version=version,
        agencies=await store.agencies(database),
        posts=await store.posts(database),
        people=await store.people(database),
        holdings=await store.holdings(database),
        stand_ins=await store.stand_ins(database),
        liaisons=await store.liaisons(database),
        portfolios=await store.portfolios(database),
        grants=await store.grants(database),
        tokens=await store.tokens(database),
        responsibilities=await store.responsibilities(database),
        lineage=lineage,
    )
