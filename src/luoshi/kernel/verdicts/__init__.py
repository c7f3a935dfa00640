"""进度研判, verdicts: how each commitment stands, with its formula, and what a named officer released to the public.

A verdict has a state (computed), a check (who looked) and a doubt, which never mix. It is computed as of a day with
what was known at a moment, and gives the same answer when asked again. 不落实, 慢落实, 假落实 are never computed.
"""

from __future__ import annotations

from luoshi.kernel.verdicts.errors import AlreadyReleased, NeedsAGround, NeedsAName, NotKnownThen, NotReleased
from luoshi.kernel.verdicts.model import (
    CHECK_NAMES,
    DOUBT_NAMES,
    STATE_NAMES,
    Check,
    Doubt,
    Input,
    Released,
    State,
    Verdict,
)
from luoshi.kernel.verdicts.schedule import told
from luoshi.kernel.verdicts.service import Judged, Verdicts

__all__ = [
    "Verdicts",
    "Verdict",
    "State",
    "Check",
    "Doubt",
    "Input",
    "Judged",
    "Released",
    "STATE_NAMES",
    "CHECK_NAMES",
    "DOUBT_NAMES",
    "AlreadyReleased",
    "NeedsAGround",
    "NeedsAName",
    "NotKnownThen",
    "NotReleased",
    "told",
]
