"""Comparator of a figure: 以上, 以内, 左右, 超过, 确保 and a plain figure."""

from __future__ import annotations

import re

from luoshi.reading import words
from luoshi.reading.figures import Figure

_ENSURE = re.compile(r"确保|务必|必须")
# 至少建成2个: the bound may stand before the verb.
_LEAST = re.compile(r"(?:至少|最少|不少于|不低于)[^,、\d]{0,10}$")
_MOST = re.compile(r"(?:至多|最多|不超过)[^,、\d]{0,10}$")


def comparator(figure: Figure, lead: str, clause_before: str) -> str:
    """`lead` is what leads to the figure in its own item, `clause_before` the clause up to it."""
    if figure.ranged:
        return "range"
    if figure.post:
        if figure.post in ("以内", "以下", "之内"):
            return "<="
        if figure.post in ("左右", "上下"):
            return "~"
        if figure.post in ("以上", "及以上", "之上"):
            return ">="
    bound = words.bound_before(lead)
    if bound in ("ge", "le", "lt", "gt", "about"):
        return {"ge": ">=", "le": "<=", "lt": "<", "gt": ">", "about": "~"}[bound]
    if figure.more:
        return ">"
    if _LEAST.search(clause_before):
        return ">="
    if _MOST.search(clause_before):
        return "<="
    if bound == "held":
        return "<="
    if figure.form == "front":
        return "<="
    if _ENSURE.search(clause_before):
        return ">="
    return "="
