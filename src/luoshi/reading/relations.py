"""Targets that hang on something else: 与…同步, 完成上级下达的任务, 不低于全省平均水平."""

from __future__ import annotations

import re

from luoshi.reading.cells import relation_in
from luoshi.reading.model import Relation

_WORDS = re.compile(r"同步|下达|分解|相当|一致|高于全|不低于|快于|优于")


def relation_of(clause: str) -> Relation | None:
    """The relation a clause states in place of a figure; None for most."""
    return relation_in(clause) if _WORDS.search(clause) else None
