"""The code of scenes: read and checked as text, installed as definitions, run in a space of its own."""

from __future__ import annotations

from luoshi.packs.logic.allowed import Function, read
from luoshi.packs.logic.running import function_of, load

__all__ = ["Function", "function_of", "load", "read"]
