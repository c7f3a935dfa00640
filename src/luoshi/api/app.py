"""The HTTP door: every `handlers` list of this folder behind one frame of sign-in, limits, refusals and headers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from luoshi import api
from luoshi.api import errors
from luoshi.api.headers import guard
from luoshi.api.health import Meter
from luoshi.api.openapi import openapi_config
from luoshi.api.rates import Buckets, Rate, read_rates
from luoshi.api.security import Authentication
from luoshi.api.served import Served

V1 = "/api/v1"
LARGEST_BODY = 8 * 1024 * 1024
#: packages whose `handlers` belong to this door; named, since doors do not import one another
ASIDE = ("luoshi.web",)


def create_app(
    house: Served,
    *,
    doors: Sequence[str] | None = None,
    rates: Sequence[Rate] | None = None,
    handlers: Sequence[ControllerRouterHandler] = (),
    lifespan: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = (),
) -> Litestar:
    """The application on an open house. `doors` opens only these files; `rates` and `handlers` are for tests."""
    meter = Meter()

    @asynccontextmanager
    async def ready(app: Litestar) -> AsyncIterator[None]:
        await house.parties.refresh(force=True)
        app.state.buckets = Buckets(await read_rates(house.installation.database) if rates is None else rates)
        yield

    return Litestar(
        route_handlers=[*collected(doors), *handlers],
        state=State({"house": house, "meter": meter, "buckets": Buckets(rates or ())}),
        middleware=[Authentication()],
        exception_handlers=errors.HANDLERS,
        before_request=meter.began,
        before_send=[guard, meter.note],
        lifespan=[ready, *lifespan],
        openapi_config=openapi_config(),
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
    )


def collected(doors: Sequence[str] | None = None) -> list[ControllerRouterHandler]:
    """The handlers of the files beside this one, under /api/v1 unless a file says `mount = "/"`."""
    below: list[ControllerRouterHandler] = []
    top: list[ControllerRouterHandler] = []
    files = [found.name for found in pkgutil.iter_modules(api.__path__)] if doors is None else doors
    names = sorted(f"luoshi.api.{name}" for name in files)
    for name in (*names, *ASIDE):
        module: Any = importlib.import_module(name)
        found = getattr(module, "handlers", None)
        if not isinstance(found, list):
            continue
        (top if getattr(module, "mount", V1) == "/" or name in ASIDE else below).extend(found)
    return [Router(path=V1, route_handlers=below), *top]
