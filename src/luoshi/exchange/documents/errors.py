"""Why a document is not taken: each a sentence in two languages in the catalogues."""

from __future__ import annotations

from luoshi.base.errors import Invalid, TooLarge, Unavailable


class DocumentEmpty(Invalid):
    """Nothing to read: `name`."""

    code = "D-001"


class DocumentUnknown(Invalid):
    """Not a format that is read, or binary bytes under a text name: `name`."""

    code = "D-002"


class DocumentEncrypted(Invalid):
    """Protected by a password: `name`."""

    code = "D-003"


class DocumentWithoutText(Invalid):
    """Pages are pictures: `name`."""

    code = "D-004"


class DocumentTooLarge(TooLarge):
    """Above the set limit: `name`, `size`, `limit` in MB."""

    code = "D-005"


class DocumentBomb(Invalid):
    """An archive that swells beyond reason: `name`."""

    code = "D-006"


class DocumentEntities(Invalid):
    """XML that declares entities or outside files: `name`."""

    code = "D-007"


class DocumentEncoding(Invalid):
    """No encoding gives readable text: `name`."""

    code = "D-008"


class ConverterMissing(Unavailable):
    """An old format and no LibreOffice: `name`, `format`."""

    code = "D-009"


class DocumentDamaged(Invalid):
    """Begins like its format and cannot be opened: `name`, `format`."""

    code = "D-010"


class DocumentMissing(Invalid):
    """No such file: `name`."""

    code = "D-011"


class OutputUnknown(Invalid):
    """A form of output that the command does not print: `format`."""

    code = "D-012"
