"""The area tree at the door: lists, one area through time, outlines for maps, and where a point lies. All public."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import msgspec
import shapely
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery

from luoshi.api.desk import house_of
from luoshi.api.security import asker_of
from luoshi.base.errors import Malformed
from luoshi.base.time import parse_day, print_day
from luoshi.kernel.territory import Area, Datum, Level, Tree, depth_of, parent_path

Req = Request[Any, Any, Any]
MOST = 500


@get("/areas")
async def list_areas(
    request: Req,
    parent: FromQuery[str | None] = None,
    level: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    day: FromQuery[str | None] = None,
) -> list[dict[str, Any]]:
    """The parts of an area, or every area of a level or with a word in its name below it."""
    house = house_of(request)
    on = parse_day(day) if day else house.installation.today()
    tree = house.territory.tree
    path = tree.by_code(parent, on).path if parent else ""
    if level is None and not q:
        found = tree.parts(path, on)
    else:
        found = [
            each
            for each in tree.below(path, on)
            if (level is None or each.level == level) and (not q or q in each.name or (each.code or "").startswith(q))
        ]
    return [_item(tree, each, on) for each in found[:MOST]]


@get("/areas/{code:str}")
async def one_area(request: Req, code: FromPath[str], day: FromQuery[str | None] = None) -> dict[str, Any]:
    """One area: its versions, its codes through time, what it came from and what it became."""
    house = house_of(request)
    on = parse_day(day) if day else house.installation.today()
    tree = house.territory.tree
    area = tree.by_code(code, on)
    history = tree.history(area.area)
    shape = tree.shape(area.area, on)
    centre = None if shape is None else shapely.from_wkb(shape.wkb).representative_point()
    return _item(tree, area, on) | {
        "valid_from": print_day(area.valid_from),
        "valid_to": None if area.valid_to is None else print_day(area.valid_to),
        "source": area.source,
        "centre": None if centre is None else [round(centre.x, 6), round(centre.y, 6)],
        "outline": None if shape is None else {"generated": shape.generated, "source": shape.source},
        "codes": [
            {
                "code": each.code,
                "name": each.name,
                "path": each.path,
                "from": print_day(each.valid_from),
                "to": None if each.valid_to is None else print_day(each.valid_to),
            }
            for each in history
        ],
        "successions": [
            {
                "day": print_day(each.day),
                "change": str(each.change),
                "from": tree.last_name(each.from_path),
                "to": tree.last_name(each.to_path),
                "whole": each.whole,
                "source": each.source,
            }
            for each in tree.successions
            if area.area in {each.from_area, each.to_area}
        ],
        "line": [{"code": each.code, "name": each.name, "level": str(each.level)} for each in tree.line(area.path, on)],
    }


@get("/areas.geojson")
async def outlines(
    request: Req, level: FromQuery[str] = "subdistrict", within: FromQuery[str | None] = None
) -> Response[bytes]:
    """Outlines of the areas of one depth below an area; subdistricts and towns come together."""
    house = house_of(request)
    if level not in set(Level):
        raise Malformed(field="level", problem=", ".join(Level))
    day = house.installation.today()
    tree = house.territory.tree
    path = tree.by_code(within, day).path if within else ""
    body, tag = _drawn(tree, Level(level).depth, path, day)
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers={"etag": tag})
    return Response(body, media_type="application/geo+json", headers={"etag": tag, "cache-control": "no-cache"})


@lru_cache(maxsize=64)
def _drawn(tree: Tree, depth: int, path: str, day: int) -> tuple[bytes, str]:
    """Drawn once per tree: six decimals are a decimetre, more than a drawn map needs."""
    features = []
    for at, shape in tree.outlines(day, within=path).items():
        area = tree.find_path(at, day)
        if depth_of(at) != depth or area is None:
            continue
        outline = tree.shape(area.area, day)
        geometry = shapely.geometry.mapping(shapely.set_precision(shape, 1e-6))
        properties = {
            "id": str(area.area),
            "code": area.code,
            "name": area.name,
            "level": str(area.level),
            "path": area.path,
            "generated": outline is not None and outline.generated,
        }
        features.append({"type": "Feature", "id": str(area.area), "properties": properties, "geometry": geometry})
    body = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    return body, f'"{hash(body) & 0xFFFFFFFFFFFF:x}"'


@get("/locate")
async def locate(
    request: Req, lon: FromQuery[float], lat: FromQuery[float], crs: FromQuery[str] = "wgs84"
) -> dict[str, Any]:
    """The areas that hold a point, down to its cell; a point outside is refused with its distance."""
    house = house_of(request)
    if crs not in set(Datum):
        raise Malformed(field="crs", problem=", ".join(Datum))
    place = house.territory.locate(lon, lat, datum=Datum(crs))
    day = house.installation.today()
    line = house.territory.tree.line(place.path, day)
    names = [{"code": each.code, "name": each.name, "level": str(each.level), "path": each.path} for each in line]
    return {"lon": place.lon, "lat": place.lat, "areas": names, "cell": names[-1] if names else None}


@get("/areas/topology")
async def topology(request: Req, within: FromQuery[str | None] = None) -> dict[str, Any]:
    """Overlaps, gaps and crossings of the outlines."""
    house, scope = house_of(request), asker_of(request).need("area.read")
    day = house.installation.today()
    path = house.territory.tree.by_code(within, day).path if within else ""
    report = await house.territory.topology(path, scope=scope)
    return {
        "whole": report.whole,
        "findings": [
            {
                "fault": str(each.fault),
                "areas": [house.territory.name_of(at) for at in each.paths],
                "square_metres": round(each.area_m2),
                "at": [each.lon, each.lat],
            }
            for each in report.findings[:MOST]
        ],
        "count": len(report.findings),
    }


@post("/areas/import", status_code=200)
async def import_outlines(
    request: Req,
    data: Annotated[dict[str, UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)],
    dry_run: FromQuery[bool] = True,
    crs: FromQuery[str] = "wgs84",
    source: FromQuery[str] = "",
) -> dict[str, Any]:
    """Take outlines from a GeoJSON file; a dry run says what each feature would do."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("area.import")
    if "file" not in data:
        raise Malformed(field="file", problem="missing")
    if crs not in set(Datum):
        raise Malformed(field="crs", problem=", ".join(Datum))
    content = await data["file"].read()
    report = await house.territory.import_geometry(
        content,
        datum=Datum(crs),
        day=house.installation.today(),
        source=source or (data["file"].filename or "upload"),
        dry_run=dry_run,
        by=asker.actor,
        ground=source or "import",
        scope=scope,
    )
    return {
        "features": report.features,
        "drawn": report.drawn,
        "established": report.established,
        "dry_run": report.dry_run,
        "refused": [
            {
                "index": each.index,
                "label": each.label,
                "happened": each.reason.happened(asker.language),
                "instead": each.reason.instead(asker.language),
                "code": each.reason.code,
            }
            for each in report.refused
        ],
        "whole": report.topology.whole,
    }


def _item(tree: Tree, area: Area, day: int) -> dict[str, Any]:
    parent = tree.find_path(parent_path(area.path), day) if area.path else None
    shape = tree.shape(area.area, day)
    return {
        "id": str(area.area),
        "code": area.code,
        "name": area.name,
        "level": str(area.level),
        "path": area.path,
        "parent_code": None if parent is None else parent.code,
        "has_children": bool(tree.parts(area.path, day)),
        "generated": area.generated or (shape is not None and shape.generated),
    }


handlers = [list_areas, one_area, outlines, locate, topology, import_outlines]
