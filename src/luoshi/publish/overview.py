"""总览: what was promised, what is true, and what needs somebody, on one page; every number opens."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, cast

from luoshi.base.scope import Scope
from luoshi.base.time import date_of, day_start, days_between, shift_day
from luoshi.kernel.cases import store_judging
from luoshi.kernel.indicators import Indicator
from luoshi.kernel.ledger import Filter
from luoshi.kernel.verdicts import STATE_NAMES, told
from luoshi.publish import commitments, indicators, shapes
from luoshi.publish.rooms import Rooms

DAYS = 30
ATTENTION = 5
_LATE = ("overdue", "behind")
_EPOCH = 19_700_101
OPEN_CASES = "open_cases"


async def page(rooms: Rooms, *, path: str, measure: str | None, scope: Scope) -> dict[str, Any]:
    """The whole page for one area."""
    by_state = await states(rooms, path=path, scope=scope)
    cases = await case_counts(rooms, path=path, scope=scope)
    return {
        "area": shapes.area(rooms, path),
        "as_of": shapes.instant(rooms, rooms.installation.now()),
        "tiles": await _tiles(rooms, path, by_state, cases, scope),
        "commitments": {"by_state": by_state},
        "cases": cases,
        "indicators": [
            {
                "id": each["id"],
                "name": each["name"],
                "value": each["latest"],
                "target": None,
                "link": f"/indicators/{each['id']}",
            }
            for each in await indicators.items(rooms, path=path, scope=scope)
        ],
        "map": await _map(rooms, path, measure or OPEN_CASES, scope),
        "attention": await _attention(rooms, path, scope),
    }


async def states(rooms: Rooms, *, path: str, scope: Scope) -> list[dict[str, Any]]:
    """How many commitments stand how, those that need somebody first."""
    counts = await rooms.ledger.count_by_state(Filter(path=path, status=None), scope=scope)
    code = shapes.code_of(rooms, path)
    area = f"&area={code}" if code else ""
    return [
        {
            "state": str(state),
            "name": shapes.both(name),
            "count": counts.get(str(state), 0),
            "link": f"/ledger?state={state}{area}",
        }
        for state, name in STATE_NAMES.items()
    ]


async def case_counts(rooms: Rooms, *, path: str, scope: Scope) -> dict[str, Any]:
    here, area = rooms.installation, path or None
    today = here.today()
    first_day = shift_day(today, 1 - DAYS)
    offset = datetime.fromtimestamp(here.now() // 1_000_000, UTC).astimezone(here.zone).utcoffset()
    created, closed = await store_judging.by_day(
        here.database,
        scope,
        path=path,
        first_day=first_day,
        first=day_start(first_day, here.zone),
        offset=0 if offset is None else int(offset.total_seconds()) * 1_000_000,
    )
    days = [shift_day(first_day, number) for number in range(DAYS)]
    ended = {day: closed.get(days_between(_EPOCH, day), 0) for day in days}
    open_, exact = await rooms.cases.count({"area": area, "outcome": "open"}, scope=scope)
    overdue, _ = await rooms.cases.count({"area": area, "late": 1}, scope=scope)
    return {
        "open": open_,
        "open_is": "exact" if exact else "more_than",
        "overdue": overdue,
        "today": created.get(today, 0),
        "closed_today": ended[today],
        "series": [
            {"day": date_of(day).isoformat(), "created": created.get(day, 0), "closed": ended[day]} for day in days
        ],
    }


async def _tiles(
    rooms: Rooms, path: str, by_state: list[dict[str, Any]], cases: dict[str, Any], scope: Scope
) -> list[dict[str, Any]]:
    """The four or five numbers at the top."""
    number = {each["state"]: each["count"] for each in by_state}
    late = number["overdue"] + number["behind"]
    owned = await rooms.ledger.unowned(path=path, scope=scope)
    return [
        _tile("commitments", "tile.commitments", sum(number.values()) - number["withdrawn"], "/ledger"),
        _tile("behind", "tile.behind", late, "/ledger?state=behind"),
        _tile("unowned", "tile.unowned", owned, "/ledger?unowned=true"),
        _tile("open_cases", "tile.open_cases", cases["open"], "/desk"),
        _tile("overdue_cases", "tile.overdue_cases", cases["overdue"], "/desk?late=true"),
    ]


def _tile(id_: str, key: str, how_many: int, link: str) -> dict[str, Any]:
    return {"id": id_, "name": shapes.word(key), "value": shapes.count(how_many), "link": link}


async def _map(rooms: Rooms, path: str, measure: str, scope: Scope) -> dict[str, Any] | None:
    """The areas directly below, each with one number."""
    below = rooms.territory.tree.parts(path, rooms.installation.today())
    if not below:
        return None
    if measure != OPEN_CASES:
        definition = rooms.indicators.definition(measure, path=path)
        found = await rooms.indicators.parts(measure, paths=[each.path for each in below], scope=scope)
        return {
            "measure": measure,
            "name": shapes.both(cast(Indicator, definition.body).name),
            "areas": [
                shapes.area(rooms, each.path) | {"value": indicators.measured(rooms, found[each.path])}
                for each in below
                if each.path in found
            ],
        }
    width = len(below[0].path)
    counts = await store_judging.open_by_area(rooms.installation.database, scope, path=path, width=width)
    return {
        "measure": OPEN_CASES,
        "name": shapes.word("tile.open_cases"),
        "areas": [
            shapes.area(rooms, each.path) | {"value": shapes.count(counts.get(each.path, 0))}
            for each in below
            if scope.covers(each.path)
        ],
    }


async def _attention(rooms: Rooms, path: str, scope: Scope) -> list[dict[str, Any]]:
    """What needs somebody: doubts, promises overdue or behind, statements nobody looked at, cases past their time."""
    found: list[dict[str, Any]] = []
    for chosen in (Filter(path=path, doubt="raised"), *(Filter(path=path, state=state) for state in _LATE)):
        late = await rooms.ledger.commitments(chosen, scope=scope, limit=ATTENTION)
        for each in await commitments.items(rooms, late, scope=scope):
            name = each["state_name"] if chosen.state else each["doubt_name"]
            why = {language: f"{name[language]} {_reached(each, language)}".strip() for language in ("zh", "en")}
            found.append({"kind": "commitment", "title": each["subject"], "why": why, "link": f"/ledger/{each['id']}"})
    documents = await rooms.ledger.documents(scope=scope, limit=20)
    for document, counts in zip(documents, (await rooms.ledger.counts(documents)).values(), strict=True):
        if counts.unsure:
            why = shapes.word("attention.unsure", number=counts.unsure)
            found.append({"kind": "document", "title": document.title, "why": why, "link": f"/documents/{document.id}"})
    for case in await rooms.cases.page({"area": path or None, "late": 1}, scope=scope, limit=ATTENTION):
        found.append(
            {
                "kind": "case",
                "title": f"{case.number} {case.title}",
                "why": shapes.word("attention.case_overdue"),
                "link": f"/desk/cases/{case.id}",
            }
        )
    return found


def _reached(each: dict[str, Any], language: str) -> str:
    """What was reached of what was promised, as papers write numbers."""
    target, actual = each["target"], each["actual"]
    if target is None or actual["value"] is None:
        return ""
    unit = target["unit"] or ""
    reached, promised = (told(Fraction(part["value"]), unit, language) for part in (actual, target))
    return f"{reached} / {_SIGNS.get(target['comparator'], '')}{promised}"


_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈"}
