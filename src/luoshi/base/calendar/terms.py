"""A term written on one line of JSON, as scripts ask the clock about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from luoshi.base.calendar.clock import IN_DAYS, Amount, Clock, LimitKind, Pause
from luoshi.base.calendar.errors import NotALimit
from luoshi.base.errors import LuoshiError, Malformed
from luoshi.base.time import Instant, TimeOfDayMissing, day_start, parse_instant, parse_moment, print_instant

_KEYS = ("start", "limit", "kind", "pauses", "extensions")


def answer_line(clock: Clock, line: str) -> dict[str, str]:
    """`{"due": ISO}` for a term, or `{"error": sentence, "code": code}`; never raises for a bad line."""
    try:
        return {"due": print_instant(_due(clock, line), clock.zone)}
    except LuoshiError as refusal:
        return {"error": refusal.sentence(), "code": refusal.code}


def _due(clock: Clock, line: str) -> Instant:
    term = _term(line)
    kind = LimitKind.of(term.get("kind"))
    start = _start(clock, term.get("start"), kind)
    pauses = tuple(_pause(clock, pause) for pause in _list(term, "pauses"))
    extensions = tuple(_amount(extension) for extension in _list(term, "extensions"))
    return clock.due(start, _amount(term.get("limit")), kind, pauses=pauses, extensions=extensions)


def _term(line: str) -> Mapping[str, object]:
    try:
        found = json.loads(line, parse_float=Decimal, parse_constant=Decimal)
    except (ValueError, RecursionError) as cause:
        raise Malformed(field="line", problem="not JSON") from cause
    if not isinstance(found, dict):
        raise Malformed(field="line", problem="not a JSON object")
    term = cast(Mapping[str, object], found)
    for key in term:
        if key not in _KEYS:
            raise Malformed(field=key, problem=f"unknown key; allowed: {', '.join(_KEYS)}")
    return term


def _start(clock: Clock, value: object, kind: LimitKind) -> Instant:
    """A limit in days needs only the date of its start, a limit in hours the time of day."""
    if not isinstance(value, str):
        raise Malformed(field="start", problem="an ISO date and time is needed")
    moment = parse_moment(value, clock.zone)
    if moment.at is not None:
        return moment.at
    if kind not in IN_DAYS:
        raise TimeOfDayMissing(text=value)
    return day_start(moment.local_day, clock.zone)


def _amount(value: object) -> Amount:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NotALimit(value=json.dumps(value, ensure_ascii=False, default=str))
    return value


def _list(term: Mapping[str, object], key: str) -> list[object]:
    value = term.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed(field=key, problem="a list is needed")
    return cast(list[object], value)


def _pause(clock: Clock, value: object) -> Pause:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        raise Malformed(field="pauses", problem="each pause is [begin, end]")
    end = value[1]
    if end is not None and not isinstance(end, str):
        raise Malformed(field="pauses", problem="the end of a pause is a date and time, or null while it lasts")
    return parse_instant(value[0], clock.zone), None if end is None else parse_instant(end, clock.zone)
