"""Who asks: a browser's session cookie with its CSRF value, or a token as Bearer or Basic; else a resident."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as Connection

from luoshi.api.errors import NotFromHere, NotGranted, SignInNeeded, SlowDown, language_of
from luoshi.api.rates import Buckets, Rate
from luoshi.api.served import served
from luoshi.base.errors import LuoshiError
from luoshi.base.i18n import Language
from luoshi.base.scope import Actor, Scope
from luoshi.kernel.parties import Parties, Session, csrf_of
from luoshi.kernel.parties.errors import SessionOver, TokenUnknown

COOKIE = "luoshi_session"
CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
RESIDENT = Actor(kind="resident")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody at a door. `refusal` tells why a session that was shown does not hold any more."""

    actor: Actor
    parties: Parties
    language: Language = "zh"
    session: Session | None = None
    csrf: str | None = None
    refusal: LuoshiError | None = None

    @property
    def signed_in(self) -> bool:
        return self.actor.kind != "resident"

    def scope_for(self, verb: str) -> Scope:
        """How far the asker may do `verb`; empty when not at all. Reading functions take it as it is."""
        return self.parties.scope_of(self.actor, verb)

    def need(self, verb: str) -> Scope:
        """The scope of a verb that the door demands: 401 when nobody is signed in, 403 when no grant opens it."""
        if not self.signed_in:
            raise self.refusal or SignInNeeded()
        scope = self.scope_for(verb)
        if not scope.reaches:
            raise NotGranted(verb=verb)
        return scope

    def person(self) -> int:
        """The signed-in person; a program or a resident is none."""
        if self.actor.person is None:
            raise self.refusal or SignInNeeded()
        return self.actor.person


def asker_of(request: Request[Any, Any, Any]) -> Asker:
    """The asker of a request."""
    found: Asker = request.user
    return found


class Authentication(ASGIMiddleware):
    """Puts the `Asker` of every request into its scope, and refuses writes that another site's page sends."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Connection, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive=receive, send=send)
        buckets: Buckets = request.app.state.buckets
        rate = buckets.rate_for(request.method, scope["path"])
        if rate is not None and not rate.residents:
            _knock(buckets, rate, address_of(request))
        asker = await find_asker(request)
        if rate is not None and rate.residents and not asker.signed_in:
            _knock(buckets, rate, address_of(request))
        if request.method not in SAFE and not asker.actor.cause:
            _same_site(request)
            if asker.session is not None and not _csrf_fits(request, asker):
                raise NotFromHere()
        scope["user"] = asker
        scope["auth"] = asker.session
        await next_app(scope, receive, send)


def address_of(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else "?"


def _knock(buckets: Buckets, rate: Rate, who: str) -> None:
    wait = buckets.knock(rate, who)
    if wait:
        raise SlowDown(seconds=wait)


async def find_asker(request: Request[Any, Any, Any]) -> Asker:
    parties = served(request).parties
    language = language_of(request)
    header = request.headers.get("authorization")
    if header is not None:
        return Asker(actor=await parties.by_token(_token_in(header)), parties=parties, language=language)
    cookie = request.cookies.get(COOKIE) if "cookie" in request.headers else None
    if not cookie:
        return Asker(actor=RESIDENT, parties=parties, language=language)
    try:
        actor, session = await parties.by_session(cookie)
    except SessionOver as over:
        return Asker(actor=RESIDENT, parties=parties, language=language, refusal=over)
    return Asker(actor=actor, parties=parties, language=language, session=session, csrf=csrf_of(cookie))


def _token_in(header: str) -> str:
    """The token of `Bearer TOKEN`, or the password of HTTP Basic for clients that know nothing else."""
    kind, _, rest = header.partition(" ")
    if kind.lower() == "bearer" and rest.strip():
        return rest.strip()
    if kind.lower() == "basic":
        try:
            decoded = base64.b64decode(rest.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as cause:
            raise TokenUnknown() from cause
        return decoded.partition(":")[2]
    raise TokenUnknown()


def _csrf_fits(request: Request[Any, Any, Any], asker: Asker) -> bool:
    sent = request.headers.get(CSRF_HEADER, "")
    return asker.csrf is not None and hmac.compare_digest(sent.encode(), asker.csrf.encode())


def _same_site(request: Request[Any, Any, Any]) -> None:
    """Browsers say from where a write comes; programs say nothing and carry no cookie."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise NotFromHere()
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise NotFromHere()
