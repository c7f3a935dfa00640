"""Secrecy marks on a paper: 绝密, 机密★10年, 秘密★, 工作秘密, 内部资料 不得外传.

A mark counts where a paper carries it: alone on a line, or at the head or foot; the same words inside a sentence
(保守国家秘密, 机密文件管理) are speech about secrecy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.characters import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The level and where it stands; `level` is 绝密, 机密, 秘密, 工作秘密 or 内部."""

    level: str
    start: int
    end: int
    text: str


_TERM = r"(?:\s*[★☆*]\s*(?:\d{1,3}\s*(?:年|个?月)|[一二三四五六七八九十]{1,3}\s*年|长期|启封|解密)?)"
_MARK = re.compile(
    rf"(?P<star>(?P<a>绝\s*密|机\s*密|秘\s*密){_TERM}(?:\s*(?:长期|启封前?|\d{{1,3}}年))?)"
    r"|(?P<alone>^[ \t【\[((]*(?:密\s*级\s*[::]\s*)?(?P<b>绝\s*密|机\s*密|秘\s*密"
    r"|工\s*作\s*秘\s*密)[】\]))\s]*(?:[((]?\s*(?:\d{1,3}\s*年|长期)[))]?)?\s*(?:(?:特急|加急|平急|急件"
    r"|\d{4,6}|第\d+号|份号.*)\s*)?$)"
    r"|(?P<level>密\s*级\s*[::]\s*(?P<c>绝密|机密|秘密|工作秘密))"
    r"|(?P<work>^[^\n。]{0,12}(?P<d>工作秘密)[^\n。]{0,6}(?:★|不得|注意|严禁|妥善)[^\n。]{0,20}$)"
    r"|(?P<inner>(?<![\u4e00-\u9fff])(?:内部(?:资料|文件|材料|使用|参考|掌握|传阅|刊物|发行)|(?:本|此)(?:文|件|资料|材料"
    r"|文件))[^\n。]{0,16}?(?:不得|请勿|严禁|切勿|禁止|注意|妥善)(?:外传|外泄|外借|扩散|公开|上网|传播"
    r"|翻印|复印|复制|转发|保密|保管|保存)|^[ \t【\[((]*内部(?:资料|文件|材料|使用"
    r"|参考)(?:\s*[,,;;::!!]?\s*(?:注意|妥善)?(?:保密|保存|保管))?[】\]))\s!!]*$)",
    re.MULTILINE,
)
_ORDER = {"绝密": 0, "机密": 1, "秘密": 2, "工作秘密": 3, "内部": 4}


def secrecy_mark(text: str) -> Mark | None:
    """The highest mark the text carries, or None. The first 6,000 and the last 2,000 characters are looked at,
    and every line of at most 30 characters between them."""
    flat = plain(text)
    found = [_mark(text, match) for match in _MARK.finditer(flat) if _in_sight(flat, match)]
    return min(found, key=lambda m: (_ORDER[m.level], m.start), default=None)


def _in_sight(flat: str, match: re.Match[str]) -> bool:
    if match.start() < 6000 or match.end() > len(flat) - 2000:
        return True
    line_start = flat.rfind("\n", 0, match.start()) + 1
    line_end = flat.find("\n", match.end())
    return (line_end if line_end >= 0 else len(flat)) - line_start <= 30


def _mark(text: str, match: re.Match[str]) -> Mark:
    word = re.sub(r"\s", "", match["a"] or match["b"] or match["c"] or match["d"] or "内部")
    start, end = match.span()
    run = text[start:end]
    start += len(run) - len(run.lstrip())
    return Mark(level=word, start=start, end=start + len(run.strip()), text=run.strip())
