"""Indicators answer: what is the value here, for this period, and why; as of any day, as known at any moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import cast

from luoshi.base.definitions import Definition
from luoshi.base.installation import Installation
from luoshi.base.scope import Scope
from luoshi.base.time import print_day
from luoshi.kernel.indicators import periods, store
from luoshi.kernel.indicators.errors import AskedOfTheFuture, NoSuchIndicator
from luoshi.kernel.indicators.model import Ground, Indicator, Judging, Measured, RelationSource, Why
from luoshi.kernel.indicators.refresh import Refreshed, Refresher
from luoshi.kernel.indicators.rows import PlainGround, Rows


class Indicators:
    """指标. `sources` by relation and `ground` are given by the composition."""

    def __init__(
        self, installation: Installation, *, sources: Mapping[str, RelationSource], ground: Ground | None = None
    ) -> None:
        self._installation = installation
        self._rows = Rows(sources, ground or PlainGround())
        self._refresher = Refresher(installation, self._rows)

    def definition(self, key: str, *, path: str = "", day: int | None = None) -> Definition:
        """The definition in force at a place on a day."""
        on = self._installation.today() if day is None else day
        found = self._installation.definitions.in_force(Indicator, key, day=on, path=path)
        if found is None:
            known = [each.key for each in self.all(day=on)]
            near = get_close_matches(key, known, n=1) or known[:6]
            raise NoSuchIndicator(key=key, nearest=", ".join(near) or "—")
        return found

    def all(self, *, path: str = "", day: int | None = None) -> list[Definition]:
        """Every indicator in force at a place on a day."""
        on = self._installation.today() if day is None else day
        return self._installation.definitions.all(Indicator, day=on, path=path)

    async def value(
        self,
        key: str,
        *,
        path: str,
        period: str | None = None,
        as_of: int | None = None,
        known_at: int | None = None,
        scope: Scope,
    ) -> Measured | None:
        """The value at an area for a period; None for an area outside the scope.

        Without `as_of` and `known_at` it is the present value, kept or computed from rows: exact at once.
        """
        if not scope.covers(path):
            return None
        definition = self.definition(key, path=path, day=as_of)
        judging = self._judging(definition, period, as_of, known_at)
        kept = await self._kept(definition, path, judging)
        if kept is not None:
            return kept
        tally = await self._rows.tally(definition, path, judging, rows=False)
        return self._rows.measured(definition, path, judging, tally)

    async def series(self, key: str, *, path: str, count: int = 12, scope: Scope) -> list[Measured]:
        """The newest periods at an area, oldest first; what is only known now is shown by month."""
        definition = self.definition(key, path=path)
        step = cast(Indicator, definition.body).period
        newest = periods.of_day("month" if step == "now" else step, self._installation.today())
        found = [await self.value(key, path=path, period=each, scope=scope) for each in periods.before(newest, count)]
        return [each for each in found if each is not None]

    async def parts(
        self, key: str, *, paths: Sequence[str], period: str | None = None, scope: Scope
    ) -> dict[str, Measured]:
        """The present values of several areas at once, by path: one pass over the rows where none are kept."""
        definition = self.definition(key)
        judging = self._judging(definition, period, None, None)
        seen = [path for path in paths if scope.covers(path)]
        kept = await store.values(self._installation.database, key, judging.window.text)
        chosen = [kept[path] for path in seen if path in kept]
        if len(chosen) == len(seen) and await self._stands(chosen, definition, judging):
            return {each.path: each for each in chosen}
        tallies = await self._rows.tallies(definition, seen, judging)
        return {path: self._rows.measured(definition, path, judging, tally) for path, tally in tallies.items()}

    async def why(
        self,
        key: str,
        *,
        path: str,
        period: str | None = None,
        as_of: int | None = None,
        known_at: int | None = None,
        after: int = 0,
        limit: int = 100,
        scope: Scope,
    ) -> Why | None:
        """The value and the rows behind it, at most `limit` rows of each part after the row `after`."""
        if not scope.covers(path):
            return None
        definition = self.definition(key, path=path, day=as_of)
        judging = self._judging(definition, period, as_of, known_at)
        counter = self._rows.counter(definition)
        kept = await self._kept(definition, path, judging)
        tally = await self._rows.tally(definition, path, judging, rows=True)
        numerator = [row for row in tally.numerator_rows if row.id > after]
        denominator = [row for row in tally.denominator_rows if row.id > after]
        excluded = [row for row in tally.excluded if row.fact.id > after]
        parts = ([row.id for row in numerator], [row.id for row in denominator], [row.fact.id for row in excluded])
        last = min((ids[limit - 1] for ids in parts if len(ids) > limit), default=None)
        upto = 1 << 62 if last is None else last
        return Why(
            value=counter.value(tally),
            formula=counter.formula(tally),
            numerator=tally.numerator,
            denominator=tally.denominator,
            excluded=tally.left_out,
            numerator_rows=tuple(row for row in numerator if row.id <= upto),
            denominator_rows=tuple(row for row in denominator if row.id <= upto),
            excluded_rows=tuple(row for row in excluded if row.fact.id <= upto),
            definition=definition.id,
            run=None if kept is None else kept.run,
            window=judging.window,
            as_of=judging.as_of,
            known_at=judging.known_at,
            next=last,
        )

    async def refresh(self, *, cause: str, whole: bool = False) -> Refreshed:
        """Compute again what acts have touched since the last refresh, for every area and period concerned."""
        return await self._refresher.refresh(self.all(), cause=cause, whole=whole)

    def _judging(self, definition: Definition, period: str | None, as_of: int | None, known_at: int | None) -> Judging:
        here, body = self._installation, cast(Indicator, definition.body)
        today = here.today()
        day = today if as_of is None else as_of
        if day > today:
            raise AskedOfTheFuture(period=print_day(day), as_of=print_day(today))
        window = periods.window(period or periods.of_day(body.period, day), as_of=day)
        return Judging(
            window=window,
            as_of=day,
            known_at=here.now() if known_at is None else known_at,
            present=as_of is None and known_at is None,
        )

    async def _kept(self, definition: Definition, path: str, judging: Judging) -> Measured | None:
        """The value the worker has kept, while it still holds."""
        if not judging.present:
            return None
        kept = await store.value(self._installation.database, definition.key, path, judging.window.text)
        return kept if kept is not None and await self._stands([kept], definition, judging) else None

    async def _stands(self, kept: Sequence[Measured], definition: Definition, judging: Judging) -> bool:
        """Whether kept values still hold: same definition, no marks waiting, and their last day was complete."""
        text = judging.window.text
        end = 0 if text == periods.NOW else periods.days_of(text)[1]
        for each in kept:
            if each.definition != definition.id or not (each.as_of == judging.as_of or 0 < end < each.as_of):
                return False
        rollups = self._rows.source(cast(Indicator, definition.body)).rollups
        return not await store.is_dirty(self._installation.database, rollups)
