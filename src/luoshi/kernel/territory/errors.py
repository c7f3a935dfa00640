"""How the territory refuses."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Invalid, NotFound, Refused


class NoSuchArea(NotFound):
    """No area with that code or id is in force on that day within the asker's scope."""

    code = "T-001"


class CodeUsedTwice(Conflict):
    """An official code that another area bears on an overlapping day."""

    code = "T-002"


class WrongLevel(Refused):
    """An area under a parent whose level cannot hold it."""

    code = "T-003"


class OutsideTerritory(Refused):
    """A point that lies in no area: in the sea, in the next city, or with latitude and longitude exchanged."""

    code = "T-004"


class NotAPosition(Invalid):
    """Coordinates that are no place on Earth."""

    code = "T-005"


class WrongGeometry(Invalid):
    """A shape that is no polygon, or one that crosses itself."""

    code = "T-006"


class NotGeoJSON(Invalid):
    code = "T-007"


class ShapeRefused(Refused):
    """A shape that overlaps its neighbours or leaves its parent."""

    code = "T-008"


class BeforeItsTime(Refused):
    """A change dated before the area's last change: what was in force then is history."""

    code = "T-009"


class StillHasParts(Refused):
    """An area with parts in force cannot be ended or split alone."""

    code = "T-010"


class TooFewAreas(Invalid):
    """A split or merge needs at least two areas."""

    code = "T-011"


class NoRoomForParts(Refused):
    """A parent whose segments are used up."""

    code = "T-012"


class WrongRow(Invalid):
    """A row of a list of areas that cannot be taken."""

    code = "T-013"


class NotATree(Refused):
    """A move or merge that would make an area part of itself or mix levels."""

    code = "T-014"
