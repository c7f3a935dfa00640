"""Reading planning documents: text and tables in, statements with offsets out. Pure: no file, no clock, no network."""

from __future__ import annotations

from luoshi.reading.model import Cell, Kind, Nature, Relation, Statement, Table, Value, to_json
from luoshi.reading.personal import PersonalNumber, personal_numbers
from luoshi.reading.secrecy import Mark, secrecy_mark
from luoshi.reading.statements import read

__all__ = [
    "read",
    "to_json",
    "Statement",
    "Kind",
    "Nature",
    "Relation",
    "Value",
    "Table",
    "Cell",
    "secrecy_mark",
    "Mark",
    "personal_numbers",
    "PersonalNumber",
]
