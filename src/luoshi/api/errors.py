"""Refusals as the contract's JSON, in the asker's language; what nobody foresaw as L-000 with a number in the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from luoshi.base.errors import Forbidden, Invalid, LuoshiError, Malformed, NotFound, TooLarge, TooMany, Unauthenticated
from luoshi.base.i18n import Language

LOG = logging.getLogger("luoshi.door")
#: refusals of rights: one line each, kept apart from the journal
SECURITY = logging.getLogger("luoshi.security")


class NoSuchPage(NotFound):
    code = "A-001"


class NotThisWay(Invalid):
    """The address exists, but not with this method."""

    code = "A-002"
    status = 405


class BodyTooLarge(TooLarge):
    code = "A-003"


class SignInNeeded(Unauthenticated):
    code = "A-004"


class NotFromHere(Forbidden):
    """A write without the page's own CSRF value, or sent by a page of another site."""

    code = "A-005"


class SlowDown(TooMany):
    code = "A-006"


class NotGranted(Forbidden):
    """The asker's roles do not open this verb anywhere."""

    code = "A-007"


class NotServed(LuoshiError):
    """The web pages were not built."""

    code = "A-008"
    status = 503


def language_of(request: Request[Any, Any, Any]) -> Language:
    """Chinese, unless the cookie `lang` or the browser asks for English first."""
    if "lang=" in request.headers.get("cookie", ""):
        chosen = request.cookies.get("lang")
        if chosen in {"zh", "en"}:
            return "en" if chosen == "en" else "zh"
    return _first_of(request.headers.get("accept-language", ""))


@lru_cache(maxsize=1024)
def _first_of(accepted: str) -> Language:
    for part in accepted.lower().split(","):
        tag = part.strip()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"


def body_of(error: LuoshiError, language: Language) -> dict[str, Any]:
    return {
        "code": error.code,
        "happened": error.happened(language),
        "instead": error.instead(language),
        "status": error.status,
        "detail": _plain(error.values),
    }


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """What the texts name, as JSON: whole numbers of ids would lose digits in a browser, so they are strings."""
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 53 else str(value)
    if isinstance(value, (list, tuple)):
        return [_value(each) for each in value]
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    return str(value)


def answer(request: Request[Any, Any, Any], error: LuoshiError) -> Response[dict[str, Any]]:
    if error.status in {401, 403, 429}:
        SECURITY.info("%s %s %s from %s", error.code, request.method, _place(request), _address(request))
    headers = {"Cache-Control": "no-store"}
    wait = error.values.get("seconds")
    if error.status in {429, 503} and isinstance(wait, int):
        headers["Retry-After"] = str(wait)
    return Response(
        body_of(error, language_of(request)), status_code=error.status, headers=headers, media_type=MediaType.JSON
    )


def _place(request: Request[Any, Any, Any]) -> str:
    """The address without one-time secrets in it."""
    path = str(request.scope["path"])
    return "/api/v1/setup/…" if path.startswith("/api/v1/setup/") else path


def _address(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else "?"


def _luoshi(request: Request[Any, Any, Any], error: LuoshiError) -> Response[dict[str, Any]]:
    return answer(request, error)


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    return answer(request, _translated(request, error))


def _translated(request: Request[Any, Any, Any], error: HTTPException) -> LuoshiError:
    if isinstance(error, ValidationException):
        return _malformed(error)
    if isinstance(error, NotFoundException):
        return NoSuchPage(path=request.scope["path"])
    if isinstance(error, MethodNotAllowedException):
        return NotThisWay(method=request.method, path=request.scope["path"])
    if error.status_code == 413:
        return BodyTooLarge()
    if error.status_code == 401:
        return SignInNeeded()
    if error.status_code == 403:
        return NotGranted()
    if isinstance(error, ClientException) or error.status_code < 500:
        return Malformed(field="body", problem=error.detail)
    return _unforeseen(request, error)


def _malformed(error: ValidationException) -> LuoshiError:
    """The first field that does not fit, with msgspec's own words about it."""
    extra = error.extra
    first: object = extra[0] if isinstance(extra, list) and extra else extra
    if isinstance(first, Mapping):
        return Malformed(field=first.get("key") or "body", problem=first.get("message", error.detail))
    return Malformed(field="body", problem=error.detail)


class Unforeseen(LuoshiError):
    """Something inside the program failed; `number` is in the log."""

    code = "A-000"


def _unforeseen(request: Request[Any, Any, Any], error: Exception) -> LuoshiError:
    number = secrets.token_hex(4)
    LOG.error("%s %s %s", number, request.method, _place(request), exc_info=error)
    return Unforeseen(number=number)


def _any(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    return answer(request, _unkeepable(error) or _unforeseen(request, error))


def _unkeepable(error: Exception) -> LuoshiError | None:
    """A value that no database keeps: a number of more than 63 bits, a NUL, half of a character."""
    state = getattr(error, "sqlstate", "")
    if isinstance(error, OverflowError) or state in {"22000", "22003"}:
        return Malformed(field="number", problem="> 9223372036854775807")
    if isinstance(error, UnicodeEncodeError) or state in {"22021", "22P05"}:
        return Malformed(field="text", problem="U+0000, U+D800–U+DFFF")
    return None


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {
    LuoshiError: _luoshi,
    HTTPException: _http,
    Exception: _any,
}
