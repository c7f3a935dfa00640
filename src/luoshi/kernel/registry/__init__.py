"""部件 and every other thing a city looks after: lamps, river sections, firms, one register for all of them.

A thing has a type that a pack declares, a code people know it by, a place, and properties. It is one row that says
how it is now; beside it stand the versions that say how it was on any day, and when Luoshi knew.
"""

from __future__ import annotations

from luoshi.kernel.registry.errors import (
    BadCode,
    BadGeometry,
    BadValue,
    NoSuchThing,
    NotLocated,
    OutOfReach,
    PropertyMissing,
    RetiredThing,
    UnknownProperty,
    UnknownThingType,
    WrongDay,
)
from luoshi.kernel.registry.model import (
    FILTERS,
    CorrectThing,
    Option,
    Property,
    PutThing,
    RetireThing,
    Thing,
    ThingType,
    ThingVersion,
)
from luoshi.kernel.registry.properties import readable, stored
from luoshi.kernel.registry.relations import THINGS
from luoshi.kernel.registry.service import Locate, Registry

__all__ = [
    "THINGS",
    "FILTERS",
    "BadCode",
    "BadGeometry",
    "BadValue",
    "CorrectThing",
    "Locate",
    "NoSuchThing",
    "NotLocated",
    "Option",
    "OutOfReach",
    "Property",
    "PropertyMissing",
    "PutThing",
    "Registry",
    "RetireThing",
    "RetiredThing",
    "Thing",
    "ThingType",
    "ThingVersion",
    "UnknownProperty",
    "UnknownThingType",
    "WrongDay",
    "readable",
    "stored",
]
