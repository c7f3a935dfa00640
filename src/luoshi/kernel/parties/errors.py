"""How parties refuse."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TooMany, Unauthenticated


class WrongPassword(Unauthenticated):
    """The name or the password is wrong; which of them is not told."""

    code = "P-001"


class LockedOut(TooMany):
    """Too many wrong passwords for this account."""

    code = "P-002"


class SessionOver(Unauthenticated):
    """The session ended: idle for too long, expired, revoked, or the person left."""

    code = "P-003"


class TokenExpired(Unauthenticated):
    """A token of yesterday."""

    code = "P-004"


class TokenUnknown(Unauthenticated):
    code = "P-005"


class SetupLinkSpent(Refused):
    """The one-time link was used or is too old."""

    code = "P-006"


class WeakPassword(Refused):
    code = "P-007"


class NoSuchParty(NotFound):
    """No such agency, post, person, grant … within the asker's scope."""

    code = "P-010"


class NotYourPost(Forbidden):
    """The person neither holds the post nor stands in for it on that day."""

    code = "P-011"


class OutOfScope(Forbidden):
    """The asker's grants do not open this act here."""

    code = "P-012"


class UnknownRole(Invalid):
    code = "P-013"


class DatesCross(Invalid):
    """The end of a row is not after its beginning."""

    code = "P-014"


class RolesExclude(Refused):
    """System, security and audit administration are never held together by one person."""

    code = "P-015"


class NoBackstop(Refused):
    """The responsibility list has no last row that takes everything: a case could go nowhere."""

    code = "P-016"


class TreeLoop(Refused):
    """An agency would stand above itself."""

    code = "P-017"


class NameTaken(Conflict):
    """An account of this name exists."""

    code = "P-018"
