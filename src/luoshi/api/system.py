"""What an administrator looks after: jobs, the journal, calendars; and the search box."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.security import asker_of
from luoshi.app.due_times import later
from luoshi.app.house import House
from luoshi.base.calendar import CalendarDay, DayStatus, WorkingHours, year_as_rows
from luoshi.base.calendar.model import clock_minute
from luoshi.base.errors import Malformed
from luoshi.base.jobs import Job
from luoshi.base.time import parse_day, print_instant
from luoshi.kernel import journal

Req = Request[Any, Any, Any]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=200)]


class DayBody(msgspec.Struct, forbid_unknown_fields=True):
    """What a day is, and the paper that says so."""

    status: str
    name: str
    source: str


class HoursBody(msgspec.Struct, forbid_unknown_fields=True):
    """Working periods from a day on, as HH:MM; `season` is MM-DD to MM-DD."""

    name: str
    valid_from: str
    periods: list[tuple[str, str]]
    source: str
    season: tuple[str, str] | None = None
    area: str | None = None


class YearBody(msgspec.Struct, forbid_unknown_fields=True):
    """The notice of a year: its holidays and make-up days."""

    source: str
    days: dict[str, DayBody]


@get("/jobs")
async def list_jobs(request: Req, cursor: FromQuery[int | None] = None, limit: Limit = 50) -> dict[str, Any]:
    """Jobs, newest first."""
    house = house_of(request)
    asker_of(request).need("job.read")
    found = await house.jobs.listing(limit=limit + 1, before=cursor)
    items = [_job(house, each) for each in found[:limit]]
    return shapes.listed(
        items, next_=found[limit - 1].id if len(found) > limit else None, count=len(items), exact=len(found) <= limit
    )


@get("/jobs/{job:int}")
async def one_job(request: Req, job: FromPath[int]) -> dict[str, Any]:
    """One job: who started it sees its progress."""
    house = house_of(request)
    if not asker_of(request).signed_in:
        asker_of(request).need("job.read")
    found = await house.jobs.get(job)
    if found is None:
        raise Malformed(field="job", problem=str(job))
    return _job(house, found)


@post("/jobs/{job:int}/retry", status_code=200)
async def retry_job(request: Req, job: FromPath[int]) -> dict[str, Any]:
    """Start a failed job again."""
    house = house_of(request)
    asker_of(request).need("job.retry")
    await house.jobs.retry(job)
    found = await house.jobs.get(job)
    assert found is not None
    return _job(house, found)


@get("/journal")
async def read_journal(
    request: Req,
    subject: FromQuery[str | None] = None,
    actor: FromQuery[int | None] = None,
    kind: FromQuery[str | None] = None,
    first: Annotated[str | None, QueryParameter(name="from")] = None,
    last: Annotated[str | None, QueryParameter(name="to")] = None,
    cursor: FromQuery[int | None] = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Lines of the journal, newest first, each with its seal."""
    house = house_of(request)
    scope = asker_of(request).need("journal.read")
    lines = await journal.page(
        house.database,
        scope=scope,
        before=cursor,
        limit=limit + 1,
        kind=kind or None,
        subject=_subject(subject),
        person=actor,
        first_day=parse_day(first) if first else None,
        last_day=parse_day(last) if last else None,
    )
    items = [_line(house, each) for each in lines[:limit]]
    next_ = lines[limit - 1].id if len(lines) > limit else None
    return shapes.listed(items, next_=next_, count=len(items), exact=next_ is None)


@get("/journal/state")
async def journal_state(request: Req) -> dict[str, Any]:
    """How many lines there are, how many are sealed, and the head of the chain."""
    asker_of(request).need("journal.read")
    return dict(await journal.state(house_of(request).database))


@get("/calendars/{year:int}")
async def one_year(request: Req, year: FromPath[int], area: FromQuery[str | None] = None) -> dict[str, Any]:
    """A year of the working calendar in force at an area."""
    house = house_of(request)
    day = house.installation.today()
    path = house.territory.tree.by_code(area, day).path if area else ""
    calendar = house.calendars.calendar_at(path)
    return year_as_rows(calendar, year) | {"announced": list(calendar.announced)}


@put("/calendars/days/{day:str}", status_code=200)
async def put_day(
    request: Req, day: FromPath[str], data: JSONBody[DayBody], area: FromQuery[str | None] = None
) -> dict[str, Any]:
    """Say what a day is, there and below."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("calendar.edit")
    path = (await shapes.path_of(house, area, scope)) or ""
    row = _day(day, data)
    await house.calendars.enter_day(row, path=path, by=asker.actor, ground=data.source, scope=scope)
    return {"day": day, "status": data.status, "name": data.name, "source": data.source}


@put("/calendars/hours", status_code=200)
async def put_hours(request: Req, data: JSONBody[HoursBody]) -> dict[str, Any]:
    """Set working periods from a day on, for the whole place or one area."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("calendar.edit")
    path = (await shapes.path_of(house, data.area, scope)) or ""
    season = None if data.season is None else (_month_day(data.season[0]), _month_day(data.season[1]))
    row = WorkingHours(
        valid_from=parse_day(data.valid_from),
        name=data.name,
        season=season,
        periods=tuple((clock_minute(begin), clock_minute(end)) for begin, end in data.periods),
        source=data.source,
    )
    await house.calendars.enter_hours(row, path=path, by=asker.actor, ground=data.source, scope=scope)
    return {"name": row.name, "valid_from": data.valid_from}


@put("/calendars/{year:int}", status_code=200)
async def announce(request: Req, year: FromPath[int], data: JSONBody[YearBody]) -> dict[str, Any]:
    """Enter the notice of a year: from now on deadlines may fall into it."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("calendar.edit")
    days = [_day(day, body) for day, body in data.days.items()]
    await house.calendars.announce(
        year, holidays=days, source=data.source, by=asker.actor, ground=data.source, scope=scope
    )
    await later(house)
    return {"year": year, "days": len(days)}


@get("/search")
async def search(request: Req, q: FromQuery[str] = "", limit: Limit = 20) -> dict[str, Any]:
    """One box: cases, documents, statements, commitments, things that hold all words. Each kind is found within the
    asker's reach for that kind."""
    house, asker = house_of(request), asker_of(request)
    asker.need("area.read")
    found = [
        hit
        for verb, kinds in FOUND_BY.items()
        for hit in await house.search.find(q, scope=asker.scope_for(verb), limit=limit, kinds=kinds)
    ]
    found = sorted(found, key=lambda hit: hit.id, reverse=True)[:limit]
    items = [
        {
            "kind": each.kind,
            "id": str(each.id),
            "title": each.title,
            "snippet": each.snippet,
            "link": _link(each.kind, each.id),
        }
        for each in found
    ]
    return shapes.listed(items, next_=None, count=len(items), exact=True)


FOUND_BY = {
    "case.read": {"case"},
    "document.read": {"document", "statement"},
    "commitment.read": {"commitment"},
    "thing.read": {"thing"},
}
LINKS = {
    "case": "/desk/cases/{id}",
    "document": "/documents/{id}",
    "commitment": "/ledger/{id}",
    "thing": "/things/{id}",
}


def _link(kind: str, identity: int) -> str | None:
    return LINKS[kind].format(id=identity) if kind in LINKS else None


def _day(day: str, data: DayBody) -> CalendarDay:
    if data.status not in set(DayStatus):
        raise Malformed(field="status", problem=", ".join(DayStatus))
    return CalendarDay(day=parse_day(day), status=DayStatus(data.status), name=data.name, source=data.source)


def _month_day(text: str) -> int:
    month, _, day = text.partition("-")
    if not (month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise Malformed(field="season", problem=text[:10])
    return int(month) * 100 + int(day)


def _subject(text: str | None) -> journal.Subject | None:
    if not text:
        return None
    kind, _, identity = text.partition(":")
    return journal.Subject(kind, shapes.number_of("subject", identity))


def _line(house: House, line: journal.Line) -> dict[str, Any]:
    post = house.parties.directory.posts.get(line.by.post) if line.by.post is not None else None
    return {
        "id": str(line.id),
        "at": print_instant(line.at, house.installation.zone),
        "kind": line.kind,
        "subject": {"type": line.subject.type, "id": str(line.subject.id)},
        "by": line.by.name or line.by.kind,
        "by_kind": line.by.kind,
        "post": None if post is None else shapes.both(post.name),
        "ground": line.ground,
        "cause": line.by.cause or None,
        "area": house.territory.name_of(line.path) if line.path else None,
        "body": line.body,
        "sealed": None
        if line.sealed is None
        else {"seq": line.sealed.seq, "batch": line.sealed.batch, "hash": line.sealed.leaf.hex()},
    }


def _job(house: House, job: Job) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "kind": job.kind,
        "state": job.state,
        "progress": job.progress,
        "attempts": job.attempts,
        "run_at": shapes.instant(house, job.run_at),
        "changed_at": shapes.instant(house, job.changed_at),
        "result": job.result,
        "error": job.error,
    }


handlers = [
    list_jobs,
    one_job,
    retry_job,
    read_journal,
    journal_state,
    one_year,
    put_day,
    put_hours,
    announce,
    search,
]
