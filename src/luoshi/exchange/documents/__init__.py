"""Planning documents as they reach an office: bytes of many formats → canonical text and tables."""

from __future__ import annotations

from luoshi.exchange.documents.load import load
from luoshi.exchange.documents.model import LoadedDocument

__all__ = ["load", "LoadedDocument"]
