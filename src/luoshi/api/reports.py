"""Residents report, follow, answer and contest, with or without an account; grid workers use the same door."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.files import visitor_of
from luoshi.api.security import Asker, asker_of
from luoshi.app import follow
from luoshi.app.house import House
from luoshi.app.reports import Answer, canonical, report
from luoshi.base.errors import Malformed
from luoshi.base.time import parse_instant
from luoshi.kernel.intake import Arrival, NoPlace, Place, SignalKind
from luoshi.kernel.territory import Datum

MOST_TEXT = 2_000
CHANNELS = {"grid_worker": "grid_worker", "collector": "grid_worker", "call_agent": "call_agent"}


class ReportBody(msgspec.Struct, forbid_unknown_fields=True):
    """One report. `request_id` is the sender's own number: the same number again is the same report."""

    request_id: str
    kind: str
    text: str = ""
    lon: float | None = None
    lat: float | None = None
    crs: str = "wgs84"
    thing_code: str | None = None
    name: str | None = None
    phone: str | None = None
    photos: list[str] = msgspec.field(default_factory=list)
    occurred_at: str | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)


class AnswerBody(msgspec.Struct, forbid_unknown_fields=True):
    """A resident's word on a closed report."""

    solved: bool
    satisfied: bool | None = None
    words: str = ""


class ContestBody(msgspec.Struct, forbid_unknown_fields=True):
    words: str


@post("/reports", status_code=201)
async def make_report(request: Request[Any, Any, Any], data: JSONBody[ReportBody]) -> Response[dict[str, Any]]:
    """Take one report; 201, or 200 when it was taken before."""
    house, asker = house_of(request), asker_of(request)
    _check(data)
    arrival = await _arrival(house, asker, data)
    answer = await report(house, arrival, by=asker.actor, visitor=visitor_of(request))
    return Response(_told(answer), status_code=200 if answer.again else 201)


@get("/reports/{number:str}")
async def follow_report(request: Request[Any, Any, Any], number: FromPath[str], key: FromQuery[str]) -> dict[str, Any]:
    """How a report stands, for the one who holds its key."""
    house = house_of(request)
    followed = await follow.state(house, number, key)
    return {
        "number": followed.number,
        "text": followed.text,
        "kind": shapes.both(followed.kind),
        "stage": followed.stage,
        "stage_name": shapes.both(followed.stage_name),
        "steps": [
            {
                "stage": each.stage,
                "name": shapes.both(each.name),
                "at": shapes.instant(house, each.at),
                "done": each.done,
            }
            for each in followed.steps
        ],
        "unit": None if followed.unit is None else shapes.both(followed.unit),
        "reply": followed.reply,
        "photos": [shapes.photo(each, reporter=(number, key)) for each in followed.photos],
        "due_at": shapes.instant(house, followed.due_at),
        "can_contest": followed.can_contest,
        "can_answer": followed.can_answer,
        "answered": followed.answered,
    }


@post("/reports/{number:str}/answer", status_code=200)
async def answer_report(
    request: Request[Any, Any, Any], number: FromPath[str], key: FromQuery[str], data: JSONBody[AnswerBody]
) -> dict[str, Any]:
    """The resident says whether it is solved, and whether that was good."""
    await follow.answer(
        house_of(request), number, key, solved=data.solved, satisfied=data.satisfied, words=data.words[:MOST_TEXT]
    )
    return {"number": number, "thanks": True}


@post("/reports/{number:str}/contest", status_code=200)
async def contest_report(
    request: Request[Any, Any, Any], number: FromPath[str], key: FromQuery[str], data: JSONBody[ContestBody]
) -> dict[str, Any]:
    """The resident contests a closure, which reopens the case by rule."""
    await follow.contest(house_of(request), number, key, words=data.words[:MOST_TEXT])
    return {"number": number, "reopened": True}


@get("/catalogue")
async def catalogue(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What can be reported here."""
    house = house_of(request)
    found = house.installation.definitions.all(SignalKind, day=house.installation.today())
    signed_in = asker_of(request).signed_in
    items = [
        {
            "kind": each.key,
            "name": shapes.both(body.name),
            "scene": each.pack,
            "thing_type": None if body.thing_type is None else f"{each.pack}.{body.thing_type}",
            "photo": body.photo,
            "questions": [
                {
                    "id": q.id,
                    "label": shapes.both(q.name),
                    "type": "choice" if q.options else "text",
                    "options": [shapes.both(option) for option in q.options],
                }
                for q in body.questions
            ],
        }
        for each in found
        if isinstance(body := each.body, SignalKind) and (body.public or signed_in)
    ]
    return shapes.listed(items, next_=None, count=len(items), exact=True)


def _check(data: ReportBody) -> None:
    if not 8 <= len(data.request_id) <= 64 or not data.request_id.isascii():
        raise Malformed(field="request_id", problem="8–64 ASCII")
    if len(data.text) > MOST_TEXT:
        raise Malformed(field="text", problem=f"> {MOST_TEXT}")
    if data.phone is not None and (len(data.phone) > 20 or not any(sign.isdigit() for sign in data.phone)):
        raise Malformed(field="phone", problem=data.phone[:20])
    if data.name is not None and len(data.name) > 40:
        raise Malformed(field="name", problem="> 40")
    if len(data.photos) > 9:
        raise Malformed(field="photos", problem="> 9")
    if data.crs not in set(Datum):
        raise Malformed(field="crs", problem=", ".join(Datum))


async def _arrival(house: House, asker: Asker, data: ReportBody) -> Arrival:
    now = house.installation.now()
    at = now if data.occurred_at is None else parse_instant(data.occurred_at, house.installation.zone)
    place, thing = await _place(house, data, house.installation.local_day(at))
    contacts = {name: value for name, value in (("name", data.name), ("phone", data.phone)) if value}
    return Arrival(
        source=f"person:{asker.actor.person}" if asker.signed_in else "resident",
        request=data.request_id,
        body=canonical(msgspec.to_builtins(data)),
        kind=data.kind,
        channel=_channel(asker),
        at=at,
        device_at=None if data.occurred_at is None else at,
        place=place,
        thing=thing,
        text=data.text.strip(),
        values=data.answers,
        contacts=contacts,
        files=tuple(shapes.number_of("photos", each) for each in data.photos),
    )


def _channel(asker: Asker) -> str:
    if not asker.signed_in:
        return "resident"
    if asker.actor.kind == "machine":
        return "program"
    roles = [role.id for role in asker.parties.roles_of(asker.actor)]
    return next((CHANNELS[role] for role in roles if role in CHANNELS), "patrol")


async def _place(house: House, data: ReportBody, day: int) -> tuple[Place, int | None]:
    """Where: the named thing decides, else the point; neither is refused."""
    kind = house.installation.definitions.in_force(SignalKind, data.kind, day=day)
    thing_type = kind.body.thing_type if kind is not None and isinstance(kind.body, SignalKind) else None
    thing = None
    if data.thing_code and thing_type is not None and kind is not None:
        key = f"{kind.pack}.{thing_type}"
        thing = await house.registry.by_code(key, data.thing_code.strip(), scope=house.everything)
        if thing is None:
            raise Malformed(field="thing_code", problem=data.thing_code[:40])
        if data.lon is None or data.lat is None:
            return Place(path=thing.path, lon=thing.lon, lat=thing.lat), thing.id
    if data.lon is None or data.lat is None:
        raise NoPlace()
    found = house.territory.locate(data.lon, data.lat, datum=Datum(data.crs), day=day)
    point = Place(
        path=thing.path if thing is not None else found.path,
        lon=round(found.lon * shapes.DEGREE),
        lat=round(found.lat * shapes.DEGREE),
    )
    return point, None if thing is None else thing.id


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "number": answer.number,
        "key": answer.key,
        "url": f"/report/{answer.number}?key={answer.key}",
        "case_id": None if answer.case is None else str(answer.case),
        "joined": answer.joined,
    }


handlers = [make_report, follow_report, answer_report, contest_report, catalogue]
