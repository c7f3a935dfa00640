"""How messages refuse."""

from __future__ import annotations

from luoshi.base.errors import Invalid, NotFound


class NoTemplate(Invalid):
    """There is no template of this name in force."""

    code = "M-001"


class ValueMissing(Invalid):
    """A template names a placeholder that the caller did not fill."""

    code = "M-002"


class NoSuchMessage(NotFound):
    """No such message among those of the asker."""

    code = "M-003"
