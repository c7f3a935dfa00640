"""The ledger as a workbook at the door: out with the filters of the list, and back in."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.errors import language_of
from luoshi.api.security import asker_of
from luoshi.app import ledger_sheet as sheets
from luoshi.kernel.ledger import Filter, Status

Req = Request[Any, Any, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 20 * 1024 * 1024


class SheetBody(msgspec.Struct):
    """A workbook as it was exported; `dry_run` (the default) only says what it would change."""

    file: UploadFile
    dry_run: str = "1"
    ground: str = ""


@get("/commitments.xlsx", media_type=XLSX)
async def export(
    request: Req,
    area: FromQuery[str | None] = None,
    unit: FromQuery[int | None] = None,
    state_: Annotated[str | None, QueryParameter(name="state")] = None,
    doubt: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    nature: FromQuery[str | None] = None,
    document: FromQuery[int | None] = None,
    year: FromQuery[int | None] = None,
    indicator: FromQuery[str | None] = None,
    unowned: FromQuery[bool] = False,
    q: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The commitments of the list with these filters, all pages of it, one row each."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.read")
    chosen = Filter(
        path=await shapes.path_of(house, area, scope),
        unit=unit,
        state=state_,
        doubt=doubt,
        kind=kind,
        nature=nature,
        document=document,
        year=year,
        indicator=indicator,
        unowned=unowned,
        words=q,
        status=Status.WITHDRAWN if state_ == "withdrawn" else Status.ACTIVE,
    )
    data = await sheets.export(house, chosen, scope=scope, language=language_of(request))
    headers = {"content-disposition": 'attachment; filename="commitments.xlsx"', "cache-control": "private, no-store"}
    return Response(data, media_type=XLSX, headers=headers)


@post("/commitments/import", status_code=200, request_max_body_size=LARGEST)
async def import_sheet(
    request: Req, data: Annotated[SheetBody, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> dict[str, Any]:
    """Enter the breakdown of a workbook: units, due days, indicators, base values. All rows or none; without
    `dry_run=0` only what would change, with every row that cannot be entered and why."""
    house, asker = house_of(request), asker_of(request)
    language = language_of(request)
    dry = data.dry_run.lower() not in {"0", "false", "no"}
    scope = asker.need("commitment.assign")
    asker.need("commitment.bind")
    plan = await sheets.plan(house, await data.file.read(), scope=scope, language=language)
    if not dry and not plan.errors:
        await sheets.enter(house, plan, by=asker.actor, ground=data.ground or "workbook", scope=scope)
    return {
        "dry_run": dry,
        "entered": not dry and not plan.errors,
        "rows": plan.rows,
        "unchanged": plan.rows - len(plan.changes) - len(plan.errors),
        "changes": [
            {
                "row": each.row,
                "id": str(each.of.id),
                "number": each.of.number,
                "fields": [{"column": name, "from": old, "to": new} for name, old, new in each.fields],
            }
            for each in plan.changes
        ],
        "errors": [
            {
                "row": each.row,
                "column": each.column,
                "code": each.error.code,
                "happened": each.error.happened(language),
                "instead": each.error.instead(language),
            }
            for each in plan.errors
        ],
    }


handlers = [export, import_sheet]
