"""What the doors need of an installation: `app.House` is one; tests may compose a smaller one."""

from __future__ import annotations

from typing import Any, Protocol

from litestar import Request

from luoshi.base.installation import Installation
from luoshi.kernel.messages import Messages
from luoshi.kernel.parties import Parties
from luoshi.kernel.territory import Territory


class Served(Protocol):
    """The services that the frame of the doors calls. The other doors know the whole House."""

    @property
    def installation(self) -> Installation: ...
    @property
    def parties(self) -> Parties: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def territory(self) -> Territory: ...
    @property
    def name(self) -> str: ...
    @property
    def demo(self) -> bool: ...


def served(request: Request[Any, Any, Any]) -> Served:
    """The installation behind a request."""
    found: Served = request.app.state.house
    return found
