"""Tables of this module."""

from __future__ import annotations

from luoshi.kernel.files.personal import PERSONAL

__all__ = ["PERSONAL"]
