"""The rows behind values: fetched once from their source, counted for one area or for many in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from luoshi.base.db.schema import LEVEL_WIDTH
from luoshi.base.definitions import Definition
from luoshi.base.time import date_of
from luoshi.kernel.facts import DATE, Schema
from luoshi.kernel.indicators.errors import NoSource
from luoshi.kernel.indicators.model import Asked, Fact, Ground, Indicator, Judging, Measured, RelationSource, Window
from luoshi.kernel.indicators.tally import Counter, Tally

#: columns that every expression may name besides those of its rows
_JUDGED = Schema.plain(as_of=DATE, first_day=DATE)
_DAYS = frozenset(_JUDGED.columns)


class PlainGround:
    """A territory in which nothing was ever merged or moved: rows belong to the paths they carry."""

    def prefixes(self, path: str, day: int) -> tuple[str, ...]:
        return (path,)

    def areas(self, day: int) -> Sequence[str]:
        return ()


class Rows:
    """Sources by relation, and the ground on which their rows lie."""

    def __init__(self, sources: Mapping[str, RelationSource], ground: Ground) -> None:
        self.sources = sources
        self.ground = ground
        self._counters: dict[int, Counter] = {}

    def source(self, body: Indicator) -> RelationSource:
        source = self.sources.get(body.relation)
        if source is None:
            raise NoSource(relation=body.relation)
        return source

    def counter(self, definition: Definition) -> Counter:
        """The definition ready to count; its expressions are read once."""
        found = self._counters.get(definition.id)
        if found is None:
            body = cast(Indicator, definition.body)
            schema = self.source(body).schema(qualified(definition), day=definition.valid_from)
            found = self._counters[definition.id] = Counter(body, schema.plus(_JUDGED))
        return found

    async def tally(self, definition: Definition, path: str, judging: Judging, *, rows: bool) -> Tally:
        """What counts for one area."""
        if not rows:
            return (await self.tallies(definition, [path], judging))[path]
        facts = await self._facts(definition, self.ground.prefixes(path, judging.as_of), judging)
        counter = self.counter(definition)
        return counter.tally(_judged(facts, counter, judging.window))

    async def tallies(self, definition: Definition, paths: Sequence[str], judging: Judging) -> dict[str, Tally]:
        """One pass over the rows, each counted in every area it belongs to."""
        belongs: dict[str, list[str]] = {}
        for path in paths:
            for prefix in self.ground.prefixes(path, judging.as_of):
                belongs.setdefault(prefix, []).append(path)
        tops = tuple(prefix for prefix in belongs if not _below_another(prefix, belongs))
        counter = self.counter(definition)
        tallies = {path: Tally(rows=False) for path in paths}
        where: dict[str, list[Tally]] = {}
        for fact, times in await self._counted(definition, tops, judging):
            found = where.get(fact.path)
            if found is None:
                mine = {path for cut in _cuts(fact.path) for path in belongs.get(fact.path[:cut], ())}
                found = where[fact.path] = [tallies[path] for path in mine]
            look = counter.look(fact)
            for tally in found:
                tally.take(fact, look, times)
        return tallies

    def measured(self, definition: Definition, path: str, judging: Judging, tally: Tally) -> Measured:
        return Measured(
            key=definition.key,
            path=path,
            period=judging.window.text,
            value=self.counter(definition).value(tally),
            numerator=tally.numerator,
            denominator=tally.denominator,
            excluded=tally.left_out,
            definition=definition.id,
            run=None,
            as_of=judging.as_of,
            known_at=judging.known_at,
        )

    async def _counted(
        self, definition: Definition, prefixes: tuple[str, ...], judging: Judging
    ) -> Iterable[tuple[Fact, int]]:
        """Rows with how many of them there are: those that are alike as one, where the source can say so."""
        counter = self.counter(definition)
        asked, source = self._asked(definition, prefixes, judging)
        if not _DAYS & set(counter.reads):
            alike = await source.alike(asked, counter.reads)
            if alike is not None:
                return alike
        facts = _judged(await source.rows(asked), counter, judging.window)
        return ((fact, 1) for fact in facts)

    async def _facts(self, definition: Definition, prefixes: tuple[str, ...], judging: Judging) -> Sequence[Fact]:
        asked, source = self._asked(definition, prefixes, judging)
        return sorted(await source.rows(asked), key=lambda fact: fact.id)

    def _asked(
        self, definition: Definition, prefixes: tuple[str, ...], judging: Judging
    ) -> tuple[Asked, RelationSource]:
        body = cast(Indicator, definition.body)
        asked = Asked(
            of=qualified(definition),
            by=body.by,
            prefixes=prefixes,
            window=judging.window,
            known_at=judging.known_at,
            present=judging.present and judging.window.last_day == judging.as_of,
        )
        return asked, self.source(body)


def qualified(definition: Definition) -> str:
    """What is counted, with its pack: `lamp.lit` of a pack street_lighting is `street_lighting.lamp.lit`."""
    body = cast(Indicator, definition.body)
    own = 2 if body.relation in {"latest", "readings"} else 1
    return f"{definition.pack}.{body.of}" if body.of.count(".") < own else body.of


def _judged(facts: Iterable[Fact], counter: Counter, window: Window) -> Iterable[Fact]:
    """The rows with the days of the question beside their own columns, where an expression names them."""
    if not _DAYS & set(counter.reads):
        return facts
    days = {"as_of": date_of(window.last_day), "first_day": date_of(window.first_day)}
    return (replace(fact, values={**fact.values, **days}) for fact in facts)


def _cuts(path: str) -> range:
    return range(0, len(path) + 1, LEVEL_WIDTH)


def _below_another(prefix: str, others: Mapping[str, object]) -> bool:
    return any(prefix[:cut] in others for cut in range(0, len(prefix), LEVEL_WIDTH))
