"""/api/openapi.json, generated from the handlers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import MediaType, Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme


def _strict_names(root: type[msgspec.Struct]) -> Iterator[str]:
    for each in root.__subclasses__():
        if getattr(each.__struct_config__, "forbid_unknown_fields", False):
            yield each.__name__
        yield from _strict_names(each)


def close_strict_schemas(schema: Mapping[str, Any]) -> None:
    """Litestar leaves out that a struct with `forbid_unknown_fields` takes no other fields: say so."""
    strict = set(_strict_names(msgspec.Struct))
    for body in schema.get("components", {}).get("schemas", {}).values():
        if body.get("title") in strict and body.get("type") == "object":
            body.setdefault("additionalProperties", False)


class _Json(JsonRenderPlugin):
    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        close_strict_schemas(openapi_schema)
        return super().render(request, openapi_schema)


def openapi_config() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Luoshi 落实",
        version=version("luoshi"),
        path="/api",
        use_handler_docstrings=True,
        render_plugins=[_Json(media_type=MediaType.JSON)],
        components=Components(
            security_schemes={
                "token": SecurityScheme(type="http", scheme="bearer", description="luoshi token create"),
                "basic": SecurityScheme(type="http", scheme="basic", description="any name, the token as password"),
                "session": SecurityScheme(type="apiKey", name="luoshi_session", security_scheme_in="cookie"),
            }
        ),
    )
