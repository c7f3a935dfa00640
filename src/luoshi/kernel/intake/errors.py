"""How intake refuses."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Invalid, NotFound


class RequestReused(Conflict):
    """The same request number came with another content: one of the two would be lost."""

    code = "N-101"


class SignalUnknown(NotFound):
    code = "N-102"


class SignalKindUnknown(Invalid):
    code = "N-103"


class TimeDoubtful(Invalid):
    """A report from the future, or from before the installation's memory."""

    code = "N-104"


class NoPlace(Invalid):
    """Neither a point nor a known thing: the report can go nowhere."""

    code = "N-105"
