"""Files at the door: sent as a form, shown to those who see the matter, in parts where a film is watched."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery, HeaderParameter
from litestar.response import Stream

from luoshi.api.desk import house_of
from luoshi.api.multipart import Form
from luoshi.api.security import Asker, asker_of
from luoshi.app.gate import EVERY, PICTURES, admit, uploader_of
from luoshi.app.house import House
from luoshi.app.showing import may_see_original, seen, seen_by_reporter
from luoshi.kernel.files import File
from luoshi.kernel.files.errors import RangeNotThere

Req = Request[Any, Any, Any]
#: names the browser that sent a photo, so that nobody else's report can take it
VISITOR = "luoshi_visitor"
DAY = 24 * 3600
#: the largest body of any upload; the gate's own limits by kind are lower
LARGEST = 1024 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
#: a file is shown, never run: no script, no form, no frame of ours around it
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
}
_INLINE = ("image/", "video/")


def visitor_of(request: Req) -> str:
    return str(request.cookies.get(VISITOR, ""))[:64]


@post("/files", status_code=201, request_max_body_size=LARGEST)
async def send_file(request: Req) -> Response[dict[str, Any]]:
    """Take one file. It waits for a report, step or paper that names it, and is removed after a day if none does."""
    house, asker = house_of(request), asker_of(request)
    if asker.signed_in:
        asker.need("file.write")
    visitor = visitor_of(request) or secrets.token_urlsafe(24)
    form = Form(request)
    name = await form.open()
    file, numbers = await admit(
        house,
        form.stream(),
        name,
        by=asker.actor,
        visitor=visitor,
        families=EVERY if asker.signed_in else PICTURES,
    )
    answer = Response(_told(file) | {"numbers": dict(numbers)}, status_code=201)
    if not asker.signed_in:
        answer.set_cookie(_cookie(request, visitor))
    return answer


@get("/files/{file_id:int}")
async def show_file(
    request: Req,
    file_id: FromPath[int],
    number: FromQuery[str] = "",
    key: FromQuery[str] = "",
    original: FromQuery[bool] = False,
    part: Annotated[str | None, HeaderParameter(name="range")] = None,
) -> Response[Any]:
    """The file; of a photo the copy without what the camera wrote into it."""
    house, asker = house_of(request), asker_of(request)
    file = await _file(house, request, asker, file_id, number, key)
    headers = _SAFE | {"Content-Disposition": _disposition(file)}
    if file.is_photo and not (original and may_see_original(file, asker.scope_for)):
        return Response(await house.files.public_copy(file), media_type=file.type, headers=headers)
    first, last = _asked(part, file.size)
    if (first, last) == (0, file.size - 1):
        headers["Content-Length"] = str(file.size)
        return Stream(house.files.content(file), media_type=file.type, headers=headers)
    headers |= {"Content-Range": f"bytes {first}-{last}/{file.size}", "Content-Length": str(last - first + 1)}
    parts = house.files.content(file, start=first, end=last + 1)
    return Stream(parts, status_code=206, media_type=file.type, headers=headers)


@get("/files/{file_id:int}/thumbnail")
async def show_thumbnail(
    request: Req, file_id: FromPath[int], number: FromQuery[str] = "", key: FromQuery[str] = ""
) -> Response[bytes]:
    """The small picture of a photo, at most 320 px."""
    house, asker = house_of(request), asker_of(request)
    file = await _file(house, request, asker, file_id, number, key)
    headers = _SAFE | {"Content-Disposition": "inline", "Cache-Control": "private, max-age=600"}
    return Response(await house.files.thumbnail(file), media_type="image/jpeg", headers=headers)


async def _file(house: House, request: Req, asker: Asker, identity: int, number: str, key: str) -> File:
    if number and key:
        return await seen_by_reporter(house, identity, number=number, key=key)
    uploader = uploader_of(asker.actor, visitor_of(request))
    return await seen(house, identity, scope_for=asker.scope_for, uploader=uploader)


def _asked(header: str | None, size: int) -> tuple[int, int]:
    """First and last byte of the part that was asked for; several parts at once get the whole."""
    match = _RANGE.match(header.strip()) if header else None
    if match is None or not (match[1] or match[2]):
        return 0, size - 1
    if not match[1]:
        return max(size - int(match[2][:18]), 0), size - 1
    first = int(match[1][:18])
    last = min(int(match[2][:18]), size - 1) if match[2] else size - 1
    if first >= size or last < first:
        raise RangeNotThere(size=size)
    return first, last


def _disposition(file: File) -> str:
    shown = "inline" if file.type.startswith(_INLINE) else "attachment"
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in file.name)
    return f"{shown}; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(file.name or 'file', safe='')}"


def _told(file: File) -> dict[str, Any]:
    address = f"/api/v1/files/{file.id}"
    return {
        "id": str(file.id),
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "thumbnail": f"{address}/thumbnail" if file.thumbnail else None,
        "photo": None
        if file.photo is None
        else {"width": file.photo.width, "height": file.photo.height, "taken": file.photo.taken}
        | _place(file.photo.lon, file.photo.lat),
    }


def _place(lon: int | None, lat: int | None) -> dict[str, float | None]:
    return {"lon": None if lon is None else lon / 1e7, "lat": None if lat is None else lat / 1e7}


def _cookie(request: Req, visitor: str) -> Cookie:
    secure = request.scope.get("scheme") == "https"
    return Cookie(key=VISITOR, value=visitor, path="/api/v1", max_age=DAY, httponly=True, secure=secure, samesite="lax")


handlers = [send_file, show_file, show_thumbnail]
