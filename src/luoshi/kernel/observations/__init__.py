"""读数: what was seen or measured of a thing, by whom, when: a lamp lit or dark, the class of a river section.

Readings are appended and never edited; a correction is a new reading that names the one it replaces. Beside them
stands the latest of each stream of each thing, kept in the same unit of work.
"""

from __future__ import annotations

from luoshi.kernel.observations.errors import (
    AlreadyCorrected,
    BadReading,
    FromTheFuture,
    NoSuchReading,
    NotOfThatType,
    OutsideScope,
    TwiceInOneBatch,
    UnknownStream,
)
from luoshi.kernel.observations.model import CorrectReading, Observe, Reading, Stream
from luoshi.kernel.observations.relations import LATEST, READINGS
from luoshi.kernel.observations.service import Observations

__all__ = [
    "READINGS",
    "LATEST",
    "AlreadyCorrected",
    "BadReading",
    "CorrectReading",
    "FromTheFuture",
    "NoSuchReading",
    "NotOfThatType",
    "Observations",
    "Observe",
    "OutsideScope",
    "Reading",
    "Stream",
    "TwiceInOneBatch",
    "UnknownStream",
]
