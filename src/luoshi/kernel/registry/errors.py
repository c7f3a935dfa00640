"""How the register of things refuses."""

from __future__ import annotations

from luoshi.base.errors import Forbidden, Invalid, NotFound, Refused


class UnknownThingType(NotFound):
    """No pack that is installed declares this type on that day: `type`, `nearest`."""

    code = "G-001"


class NoSuchThing(NotFound):
    """No thing of that number or code within the asker's area."""

    code = "G-002"


class UnknownProperty(Invalid):
    """A property that the type does not have: `property`, `nearest`."""

    code = "G-003"


class BadValue(Invalid):
    """A value that a property cannot take: `property`, `value`, `expected`."""

    code = "G-004"


class PropertyMissing(Invalid):
    """A property that must be given is not there."""

    code = "G-005"


class BadCode(Invalid):
    """A code that does not look like the codes of its type: `value`, `pattern`."""

    code = "G-006"


class BadGeometry(Invalid):
    """A shape of the wrong kind, broken, or not on the globe."""

    code = "G-007"


class NotLocated(Invalid):
    """Neither a place on the map nor an area was given."""

    code = "G-008"


class RetiredThing(Refused):
    """The thing is out of service since `day`."""

    code = "G-009"


class WrongDay(Refused):
    """A state that would begin in the future, or before the thing itself: `day`, `first`, `last`."""

    code = "G-010"


class OutOfReach(Forbidden):
    """The place of the thing lies outside the area the actor may write in."""

    code = "G-011"
