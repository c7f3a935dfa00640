"""How the procedure refuses."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Forbidden, Invalid, NotFound, Refused


class CaseUnknown(NotFound):
    """No such case, or not within the asker's area and unit: the two are not told apart."""

    code = "C-100"


class StepNotAllowed(Refused):
    """The procedure has no such step from here."""

    code = "C-101"


class StepNotYours(Forbidden):
    """The step belongs to another post."""

    code = "C-102"


class StepLacks(Invalid):
    """The step must bring something that is missing."""

    code = "C-103"


class NotConfirmed(Refused):
    """This kind of case is registered only after confirmation on site (核实)."""

    code = "C-104"


class OwnWork(Forbidden):
    """Who handled a case does not verify it."""

    code = "C-105"


class AlreadyOpen(Conflict):
    """There is an open case of this kind about the same thing or place."""

    code = "C-106"

    def __init__(self, *, case: int) -> None:
        self.case = case
        super().__init__(case=case)


class KindUnknown(Invalid):
    code = "C-107"


class UnitUnknown(Invalid):
    """The unit does not exist on this day, or was abolished."""

    code = "C-108"
