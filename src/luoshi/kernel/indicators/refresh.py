"""The worker's part: what acts have touched is computed again for every area and period it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from luoshi.base.db.schema import LEVEL_WIDTH
from luoshi.base.definitions import Definition
from luoshi.base.installation import Installation
from luoshi.base.time import print_day
from luoshi.kernel.indicators import periods, store
from luoshi.kernel.indicators.model import Indicator, Judging, Measured
from luoshi.kernel.indicators.rows import Rows

#: values are kept for areas down to the community or village
DEEPEST = 5 * LEVEL_WIDTH
#: marks taken in one refresh
MARKS = 5_000
#: values of one commit: the write lock is held for a few milliseconds
PART = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What one refresh did: which indicators changed where, and whether marks are left."""

    run: int
    marks: int
    changed: tuple[tuple[str, str], ...]
    more: bool


class Refresher:
    """Keeps the newest values."""

    def __init__(self, installation: Installation, rows: Rows) -> None:
        self._installation = installation
        self._rows = rows

    async def refresh(self, definitions: Sequence[Definition], *, cause: str, whole: bool) -> Refreshed:
        """`whole`: also what nobody touched, for this month (a new day, a new definition).

        Values are committed in parts, the marks last: a worker that dies in between computes the rest again.
        """
        here = self._installation
        sources = self._rows.sources
        marks = await store.dirty(
            here.database, {name for source in sources.values() for name in source.rollups}, limit=MARKS
        )
        run, today, known = here.id(), here.today(), here.now()
        changed: list[tuple[str, str]] = []
        counted = 0
        for definition in definitions:
            source = sources.get(cast(Indicator, definition.body).relation)
            if source is None:
                continue
            touched = {row["bucket"] for row in marks if row["rollup"] in source.rollups}
            touched |= {today // 100} if whole else set()
            texts = await self._texts(definition, touched, today)
            counted += bool(texts)
            changed += await self._compute(definition, texts, run=run, today=today, known=known)
        if marks or counted:
            unit = here.database.unit()
            store.clean(unit, [row["id"] for row in marks])
            store.record_run(
                unit, run, cause=cause, as_of=today, known_at=known, indicators=counted, changed=len(changed)
            )
            await unit.commit()
        return Refreshed(run=run, marks=len(marks), changed=tuple(changed), more=len(marks) == MARKS)

    async def _texts(self, definition: Definition, touched: set[int], today: int) -> list[str]:
        """The periods to compute: those that hold now, and older ones of which values are kept; the rest waits for
        a page that asks."""
        texts = concerned(cast(Indicator, definition.body), touched, today)
        if not texts:
            return []
        kept = set(await store.kept_periods(self._installation.database, definition.key))
        this = print_day(today)
        return [text for text in texts if text in kept or text == periods.NOW or this.startswith(text)]

    async def _compute(
        self, definition: Definition, texts: Sequence[str], *, run: int, today: int, known: int
    ) -> list[tuple[str, str]]:
        """Every area of these periods; keeps what is not as it was, and tells where values changed."""
        here = self._installation
        changed: list[tuple[str, str]] = []
        at_the_end: dict[int, list[Measured]] = {}
        for text in texts:
            kept = await store.values(here.database, definition.key, text)
            judging = Judging(window=periods.window(text, as_of=today), as_of=today, known_at=known, present=True)
            # what holds at a moment is the same for "now" and for the month that is not over
            day = judging.window.last_day if holds_on(cast(Indicator, definition.body)) else -len(at_the_end) - 1
            if day not in at_the_end:
                at_the_end[day] = await self._every_area(definition, judging, kept)
            found = [replace(each, period=text) for each in at_the_end[day]]
            changed += [(each.key, each.path) for each in found if _differs(each, kept.get(each.path))]
            new = [each for each in found if not _stands(each, kept.get(each.path))]
            for start in range(0, len(new), PART):
                part = new[start : start + PART]
                unit = here.database.unit()
                store.keep(unit, [here.id() for _ in part], part, run)
                await unit.commit()
        return changed

    async def _every_area(self, definition: Definition, judging: Judging, kept: Iterable[str]) -> list[Measured]:
        areas = {
            path
            for path in self._rows.ground.areas(judging.as_of)
            if 0 < len(path) <= DEEPEST and path.startswith(definition.path)
        }
        paths = sorted(areas | set(kept) | {definition.path})
        tallies = await self._rows.tallies(definition, paths, judging)
        return [
            self._rows.measured(definition, path, judging, tally)
            for path, tally in tallies.items()
            if tally.denominator or tally.left_out or path in kept
        ]


def concerned(body: Indicator, buckets: Iterable[int], today: int) -> list[str]:
    """The periods whose values may differ because rows of these months (yyyymm) were touched."""
    this = today // 100
    if body.relation == "cases" and body.by != "reported" and (buckets := set(buckets)):
        buckets = buckets | {this}  # a case is marked by the month of its report, and ends in this one
    touched = sorted({bucket for bucket in buckets if bucket <= this})
    if not touched:
        return []
    # What holds at the end of a month holds on: a late row moves that month and all after it.
    lasting = holds_on(body)
    found = periods.months(touched[0], this) if lasting else [text for b in touched for text in periods.months(b, b)]
    match body.period:
        case "year":
            return sorted({month[:4] for month in found})
        case "day":
            return [day for month in found for day in _days(month, today)]
        case "now":
            return [*found, periods.NOW] if lasting else found
        case _:
            return found


def holds_on(body: Indicator) -> bool:
    """Whether it tells how things stand at a moment, not what happened over days."""
    return body.relation in {"things", "latest"} or body.by == "open"


def _days(month: str, today: int) -> list[str]:
    first, last = periods.days_of(month)
    return [print_day(day) for day in range(first, min(last, today) + 1)]


def _differs(new: Measured, old: Measured | None) -> bool:
    return old is None or (new.value, new.numerator, new.denominator) != (old.value, old.numerator, old.denominator)


def _stands(new: Measured, old: Measured | None) -> bool:
    """Whether the kept row needs no writing: the same value, of the same definition, asked on the same day."""
    return old is not None and not _differs(new, old) and (new.definition, new.as_of) == (old.definition, old.as_of)
