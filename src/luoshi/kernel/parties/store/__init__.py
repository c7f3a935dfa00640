"""How parties are kept. Everything that is asked on each request is read once into memory (`directory`)."""

from __future__ import annotations

from luoshi.kernel.parties.store import accounts, directory, tables

__all__ = ["accounts", "directory", "tables"]
