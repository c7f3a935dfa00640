"""What a page model may ask: the services of the kernel, as the house holds them."""

from __future__ import annotations

from typing import Protocol

from luoshi.base.installation import Installation
from luoshi.kernel.cases import Cases
from luoshi.kernel.indicators import Indicators
from luoshi.kernel.ledger import Ledger
from luoshi.kernel.parties import Parties
from luoshi.kernel.territory import Territory
from luoshi.kernel.verdicts import Verdicts


class Rooms(Protocol):
    """The part of the house that pages read."""

    @property
    def installation(self) -> Installation: ...
    @property
    def territory(self) -> Territory: ...
    @property
    def parties(self) -> Parties: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def indicators(self) -> Indicators: ...
    @property
    def verdicts(self) -> Verdicts: ...
    @property
    def name(self) -> str: ...
