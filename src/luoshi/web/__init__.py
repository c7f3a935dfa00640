"""The pages: the built front end in `dist/`, with the history fallback of its router."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath

DIST = Path(__file__).parent / "dist"
#: addresses of other doors: never answered with a page
DOORS = ("api", "open311", "sensorthings", "ogc", "cap", "catalog", "health", "metrics", "schema")
FOREVER = "public, max-age=31536000, immutable"
TEXTS = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".webmanifest", ".map")
MISSING = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>落实</title>
<body style="font-family:sans-serif;max-width:40rem;margin:4rem auto;line-height:1.7">
<h1>网页尚未构建</h1><p>接口已经可用:<a href="/api/openapi.json">/api/openapi.json</a>。
在源码目录运行 <code>make web</code> 后刷新本页。</p>
<h2 lang="en">The pages are not built yet</h2><p lang="en">The interface works: <a href="/api/openapi.json">
/api/openapi.json</a>. Run <code>make web</code> in the source folder, then reload.</p></body></html>"""


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    zipped: bytes | None
    kind: str
    tag: str


@cache
def _asset(path: Path, changed: int) -> Asset:
    """A file of the build; `changed` is part of the key, so that a new build is seen."""
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".mjs":
        kind = "text/javascript"
    if path.suffix == ".webmanifest":
        kind = "application/manifest+json"
    zipped = gzip.compress(body, 9, mtime=0) if path.suffix in TEXTS and len(body) > 1000 else None
    return Asset(
        body, zipped, f"{kind}; charset=utf-8" if path.suffix in TEXTS else kind, hashlib.sha256(body).hexdigest()[:20]
    )


def _found(name: str) -> Path | None:
    path = (DIST / name).resolve()
    return path if path.is_relative_to(DIST.resolve()) and path.is_file() else None


def _serve(request: Request[Any, Any, Any], path: Path, *, cached: str) -> Response[bytes]:
    asset = _asset(path, path.stat().st_mtime_ns)
    headers = {"Cache-Control": cached, "ETag": f'"{asset.tag}"', "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == f'"{asset.tag}"':
        return Response(b"", status_code=304, headers=headers, media_type=asset.kind)
    if asset.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.zipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.kind)
    return Response(asset.body, headers=headers, media_type=asset.kind)


@get(["/", "/{path:path}"], include_in_schema=False)
async def page(request: Request[Any, Any, Any], path: FromPath[str] = "") -> Response[Any]:
    """A file of the build, or index.html for every address of the router."""
    name = path.lstrip("/")
    first = name.split("/", 1)[0]
    if first in DOORS:
        return Response(
            {"code": "A-001", "happened": f"没有这个地址:/{name}。", "instead": "/api/openapi.json", "status": 404},
            status_code=404,
        )
    file = _found(name) if name else None
    if file is not None:
        return _serve(request, file, cached=FOREVER if first == "assets" else "no-cache")
    index = _found("index.html")
    if index is None:
        return Response(MISSING, status_code=503, media_type=MediaType.HTML, headers={"Cache-Control": "no-store"})
    # An indicator is addressed as pack.name: only what looks like a file of the build is missing.
    if first == "assets" or Path(name).suffix in {*TEXTS, ".png", ".ico", ".txt"}:
        return Response(b"", status_code=404, media_type=MediaType.TEXT)
    return _serve(request, index, cached="no-cache")


handlers = [page]
