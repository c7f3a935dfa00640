"""行政区划与定位: the area tree of the city through time, where a point lies, and the calendar in force at a place."""

from __future__ import annotations

from luoshi.kernel.territory.areas_csv import AreaRow, read_areas
from luoshi.kernel.territory.calendars import Calendars
from luoshi.kernel.territory.coordinates import Datum, from_wgs84, position, to_wgs84
from luoshi.kernel.territory.drawing import Brush
from luoshi.kernel.territory.errors import (
    BeforeItsTime,
    CodeUsedTwice,
    NoRoomForParts,
    NoSuchArea,
    NotAPosition,
    NotATree,
    NotGeoJSON,
    OutsideTerritory,
    ShapeRefused,
    StillHasParts,
    TooFewAreas,
    WrongGeometry,
    WrongLevel,
    WrongRow,
)
from luoshi.kernel.territory.geojson import Unreadable, write_geojson
from luoshi.kernel.territory.importing import ImportReport
from luoshi.kernel.territory.locate import Locator, Place
from luoshi.kernel.territory.model import (
    ROOT,
    Area,
    CalendarEntry,
    Change,
    Level,
    NewArea,
    Shape,
    Succession,
    ancestors,
    depth_of,
    is_within,
    parent_path,
)
from luoshi.kernel.territory.relations import AREAS
from luoshi.kernel.territory.service import Territory
from luoshi.kernel.territory.topology import Fault, Finding, TopologyReport
from luoshi.kernel.territory.tree import Tree

__all__ = [
    "AREAS",
    "ROOT",
    "Area",
    "AreaRow",
    "BeforeItsTime",
    "Brush",
    "CalendarEntry",
    "Calendars",
    "Change",
    "CodeUsedTwice",
    "Datum",
    "Fault",
    "Finding",
    "ImportReport",
    "Level",
    "Locator",
    "NewArea",
    "NoRoomForParts",
    "NoSuchArea",
    "NotAPosition",
    "NotATree",
    "NotGeoJSON",
    "OutsideTerritory",
    "Place",
    "Shape",
    "ShapeRefused",
    "StillHasParts",
    "Succession",
    "Territory",
    "TooFewAreas",
    "TopologyReport",
    "Tree",
    "Unreadable",
    "WrongGeometry",
    "WrongLevel",
    "WrongRow",
    "ancestors",
    "depth_of",
    "from_wgs84",
    "is_within",
    "parent_path",
    "position",
    "read_areas",
    "to_wgs84",
    "write_geojson",
]
