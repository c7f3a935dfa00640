"""placeholder"""
from __future__ import annotations
handlers: list[object] = []
