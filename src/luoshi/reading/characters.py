"""One character for one character: full-width signs become plain ones, so that offsets never move."""

from __future__ import annotations

import re

_PLAIN: dict[int, int | str] = {0xFF01 + i: 0x21 + i for i in range(94)}
_PLAIN |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("〇"): "零", ord("○"): "零", ord("﹪"): "%"}
_PLAIN |= {
    ord("‐"): "-",
    ord("‑"): "-",
    ord("−"): "-",
    ord("∶"): ":",
    ord("﹣"): "-",
    ord("〜"): "~",
    ord("︰"): ":",
    ord("﹕"): ":",
    ord("∼"): "~",
}

HAN = "\u4e00-\u9fff"
WHEN = "◇"  # stands for a character of a date
BLANK = "□"  # stands for a character that must not be read as a figure or as a separator

DIGITS = "零一二两三四五六七八九"
CHINESE_NUMERAL = "零一二两三四五六七八九十百千万亿"

_QUOTED = re.compile(
    r"“[^“”\n]{0,80}”|‘[^‘’\n]{0,60}’|《[^《》\n]{0,90}》|「[^」\n]{0,60}」|『[^』\n]{0,60}』|\"[^\"\n]{0,40}\""
)
_BRACKETED = re.compile(r"\([^()\n]{0,120}\)|〔[^〕\n]{0,40}〕|【[^】\n]{0,40}】")
_INNER = re.compile(r"[\d,、;:和及与零一二两三四五六七八九十百千万亿]")
_PLAN = re.compile(r"[“‘\"]十[一二三四五六七八九]五[”’\"]")
_INNER_SEPARATOR = re.compile(r"[,、;和及与]")
_FIGURE_INSIDE = re.compile(r"\d")


def listed(words: str) -> list[str]:
    """Words set with blanks between them, as the lists of this package are written."""
    return words.split()


def plain(text: str) -> str:
    """The text with full-width letters, digits and signs made plain; as long as before."""
    return text.translate(_PLAIN)


def shield_names(text: str) -> str:
    """Blank figures and separators inside quotation marks, and separators inside brackets that carry no figure:
    what stands there is a name."""
    if any(mark in text for mark in '“《‘「『"'):
        text = _QUOTED.sub(_shield_quoted, text)
    if any(mark in text for mark in "(〔【"):
        text = _BRACKETED.sub(_shield_bracket, text)
    return text


def _shield_quoted(match: re.Match[str]) -> str:
    """A design standard (“百年一遇”) is quoted and yet a figure."""
    inner = match.group()
    if _PLAN.fullmatch(inner):
        return inner[0] + WHEN * (len(inner) - 2) + inner[-1]
    return inner if "年一遇" in inner else _INNER.sub(BLANK, inner)


def _shield_bracket(match: re.Match[str]) -> str:
    inner = match.group()
    if inner[0] == "(" and _FIGURE_INSIDE.search(inner):
        return inner
    return _INNER_SEPARATOR.sub(BLANK, inner)
