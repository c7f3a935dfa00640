"""How the database engine refuses."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Unavailable


class Duplicate(Conflict):
    """A key is taken. `constraint` is the name of the unique index that says so."""

    code = "L-101"

    def __init__(self, *, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(constraint=constraint)


class Stale(Conflict):
    """The row was changed since it was read: read it again and decide again."""

    code = "L-102"


class Busy(Unavailable):
    """Another process held the write lock for too long."""

    code = "L-103"


class DiscFull(Unavailable):
    code = "L-104"


class NewerSchema(Unavailable):
    """The database was written by a newer version of Luoshi."""

    code = "L-105"


class NoDatabase(Unavailable):
    code = "L-106"


class OlderSchema(Unavailable):
    code = "L-107"


class Away(Unavailable):
    """The database server does not answer, or went away before it did: whether the act took effect is not known."""

    code = "L-108"
