"""How bytes are refused: nothing of them stays."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TooLarge, Unavailable


class PersonalNotOpen(Forbidden):
    """The asker does not handle this matter, or gave no reason."""

    code = "F-101"


class PersonalErased(NotFound):
    code = "F-102"


class FileUnknown(NotFound):
    """No such file for this asker: not there, not theirs, or erased."""

    code = "F-103"


class FileEmpty(Invalid):
    code = "F-104"


class TypeUnknown(Invalid):
    """The bytes are of no kind that is taken, whatever the name says: `name`."""

    code = "F-105"


class Program(Invalid):
    """The bytes can be run: a program, a script, a document with macros. `name`."""

    code = "F-106"


class FileTooLarge(TooLarge):
    """`limit` in MB, by the kind that the bytes show."""

    code = "F-107"


class PhotoDamaged(Invalid):
    """Begins like a photo and cannot be read to its end: `name`."""

    code = "F-108"


class PhotoTooWide(Invalid):
    """More pixels than a camera makes: `name`, `megapixels`."""

    code = "F-109"


class ArchiveSwells(Invalid):
    """A packed document that would swell beyond reason: `name`."""

    code = "F-110"


class ArchiveDamaged(Invalid):
    """Begins like a packed document and cannot be opened: `name`."""

    code = "F-111"


class NoRoomLeft(Unavailable):
    """The installation's own quota for files is used up."""

    code = "F-112"


class FileTaken(Conflict):
    """The file belongs to another report or step already."""

    code = "F-113"


class NoThumbnail(NotFound):
    code = "F-114"


class RangeNotThere(Refused):
    """The part that was asked for lies beyond the end."""

    code = "F-115"
    status = 416
