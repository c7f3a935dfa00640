"""What every answer carries: no inline script, no framing, no guessing of types."""

from __future__ import annotations

from litestar.types import Message, Scope

# Element Plus and MapLibre set style attributes; scripts and workers come from this site only.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()"),
)
YEAR = 31_536_000
_RAW = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS)
_NO_STORE = (b"cache-control", b"no-store")
_SECURE = (b"strict-transport-security", f"max-age={YEAR}".encode())


async def guard(message: Message, scope: Scope) -> None:
    """Add the headers to an answer that begins; an answer of the API is never kept by a browser unless it says so."""
    if message["type"] != "http.response.start":
        return
    headers = list(message.get("headers", ()))
    present = {name for name, _ in headers}
    headers += [pair for pair in _RAW if pair[0] not in present]
    if scope["path"].startswith("/api/") and b"cache-control" not in present:
        headers.append(_NO_STORE)
    if scope.get("scheme") == "https":
        headers.append(_SECURE)
    message["headers"] = headers
