"""How verdicts and releases are refused."""

from __future__ import annotations

from luoshi.base.errors import Conflict, NotFound, Refused


class NotReleased(NotFound):
    """Nothing of that number was released to the public."""

    code = "V-001"


class AlreadyReleased(Conflict):
    code = "V-002"


class NeedsAName(Refused):
    """Releasing and withdrawing are acts of a named officer, never of the machine."""

    code = "V-003"


class NeedsAGround(Refused):
    """A release or withdrawal without the ground on which it is done."""

    code = "V-004"


class NotKnownThen(NotFound):
    """A verdict is asked as known at a moment before the commitment entered the ledger."""

    code = "V-005"
