"""Rate limits at the door: buckets in memory, limits as data."""

from __future__ import annotations

import tomllib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from time import monotonic

import msgspec

from luoshi.base.db import Database

BUCKETS = 50_000


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """At most `count` requests in `seconds` (a bucket that fills evenly). `residents`: staff are not counted."""

    id: str
    method: str
    path: str
    count: int
    seconds: int
    residents: bool = False

    def fits(self, method: str, path: str) -> bool:
        if method != self.method:
            return False
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path


def shipped_rates() -> tuple[Rate, ...]:
    raw = resources.files(__package__).joinpath("rates.toml").read_text("utf-8")
    return tuple(msgspec.convert(row, Rate) for row in tomllib.loads(raw)["rate"])


async def read_rates(database: Database) -> tuple[Rate, ...]:
    """The shipped limits with the installation's own numbers; those set to 0 are left out."""
    rows = await database.fetch("SELECT name, value FROM setting WHERE name LIKE 'rate.%'")
    stated: Mapping[str, int] = {row["name"].removeprefix("rate."): int(row["value"]) for row in rows}
    changed = [msgspec.structs.replace(rate, count=stated.get(rate.id, rate.count)) for rate in shipped_rates()]
    return tuple(rate for rate in changed if rate.count > 0)


class Buckets:
    """One bucket for each limit and knocker; the longest unused are forgotten first."""

    def __init__(self, rates: Sequence[Rate], *, clock: Callable[[], float] = monotonic) -> None:
        self.rates = tuple(rates)
        self._clock = clock
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def rate_for(self, method: str, path: str) -> Rate | None:
        return next((rate for rate in self.rates if rate.fits(method, path)), None)

    def knock(self, rate: Rate, who: str) -> int:
        """0 when the request may pass, else after how many seconds to try again."""
        now = self._clock()
        key = (rate.id, who)
        level, since = self._levels.pop(key, (0.0, now))
        level = max(0.0, level - (now - since) * rate.count / rate.seconds)
        passed = level + 1 <= rate.count
        self._levels[key] = (level + 1 if passed else level, now)
        if len(self._levels) > BUCKETS:
            self._levels.popitem(last=False)
        return 0 if passed else max(1, round((level + 1 - rate.count) * rate.seconds / rate.count))
