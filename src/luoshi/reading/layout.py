"""The page as a reader sees it: lines with their kind, paragraphs with a run-in title, sentences and clauses.

Page chrome, bylines, captions and slogans around an article are set apart here and give no statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading.characters import HAN


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: str  # plain form, same length as the run


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the text that is one sentence, one clause or one paragraph."""

    start: int
    end: int


# What newspapers, portals and phone pages print around an article.
_CHROME = re.compile(
    r"(?:^\s*(?:来源|作者|编辑|责任编辑|责编|校对|审核|监制|初审|复审|终审|供稿|摄影|字号|字体|分享到?"
    r"|打印|关闭|浏览(?:次数|量)?|阅读(?:量|数)?|点击(?:数|量)?|访问量|上一篇|下一篇|返回|当前位置"
    r"|您(?:的|现在的)位置|首页|版权|主办|承办|联系人|联系电话|电话|邮编|地址|网址|邮箱|备案)\s*[::>])"
    r"|扫描?.{0,20}二维码|扫码|长按识别|点击查阅|点击(?:查看|阅读|关注)|阅读原文|阅读量|分享让更多"
    r"|仅用于预览|短期内失效|(?:首页|当前位置)[^。]{0,6}[>»]|ICP备|公网安备|网站标识码|版权所有|未经.{0,6}授权|下载附件|相关链接|推荐阅读"
    r"|返回顶部|无障碍"
    r"|^\s*(?:索引号|文号|发文日期|发布日期|发布机构|成文日期|主题分类|公开方式|标题|有效性|信息分类|公开目录|公开范围|公开时限|发布单位|发文字号|体裁|发布时间|信息来源|所属类目|机构名称|公开类别|浏览次数)\s*[:|]"
    r"|^[^。]{0,40}(?:记者|通讯员|融媒体中心)[^。]{0,24}/?\s*$|^\s*\(?(?:本报|本台|新华社"
    r"|新华网)[^。]{0,20}(?:讯|电)?\)?\s*$"
    r"|^\s*\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*$"
    r"|^[^。,]{0,30}\d{4}-\d\d-\d\d\s+\d\d:\d\d"
)
_SLOGAN = re.compile(r"富强\s*民主|自由\s*平等|爱国\s*敬业|公益广告|讲文明\s*树新风")
_HEADING = re.compile(
    r"^\s*(?:第[零一二三四五六七八九十百\d]+[篇章节部分编条]+|[一二三四五六七八九十]+、"
    r"|\([一二三四五六七八九十\d]+\)|\d{1,2}(?:\.\d{1,2}){0,3}[.、．]|专栏\s*\d*|#+\s|第\s*[\d一二三四五六七八九十百]+\s*条)|^\s*\d{1,2}\s+(?=[\u4e00-\u9fff“《])(?![个项件条家户名人座所处套台辆只张平公亩万亿元年月日天次场位倍])"
)
_TABLE = re.compile(r"\|")
_SENTENCE_END = re.compile(r"[。!?]+[”’」』)]*|\n")
_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|:(?!\s*\d)|;")


def lines(text: str) -> list[Line]:
    """The lines of the plain text with their runs, blank lines left out."""
    found, at = [], 0
    for piece in text.split("\n"):
        if piece.strip():
            found.append(Line(at, at + len(piece), piece))
        at += len(piece) + 1
    return found


def is_chrome(line: str) -> bool:
    """Whether a line belongs to the page around the article."""
    if len(line) > 160:
        return False
    return _CHROME.search(line) is not None or _SLOGAN.search(line) is not None


def is_table(line: str) -> bool:
    """Whether a line is, or belongs to, a row of a table drawn with bars or tabs."""
    return "|" in line or line.count("\t") >= 2


def is_heading(line: str) -> bool:
    """A short line without a full stop, or a numbered one: a heading."""
    text = line.strip()
    if len(text) > 60 or text.endswith(("。", ";", ",", "、")):
        return False
    return "。" not in text


def numbering(line: str) -> int:
    """How many characters at the start of a line are its own number: (一), 1., 第一章."""
    match = _HEADING.match(line)
    return match.end() if match else 0


def sentences(plain: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a paragraph, their closing sign left out."""
    at = start
    for match in _SENTENCE_END.finditer(plain, start, end):
        if match.start() > at:
            yield Span(at, match.start())
        at = match.end()
    if at < end and plain[at:end].strip():
        yield Span(at, end)


def clauses(shielded: str, base: int) -> list[Span]:
    """The clauses of a sentence given with names shielded, as runs of the whole text."""
    found, at = [], 0
    for match in _CLAUSE_END.finditer(shielded):
        if match.start() > at:
            found.append(Span(base + at, base + match.start()))
        at = match.end()
    if at < len(shielded):
        found.append(Span(base + at, base + len(shielded)))
    return found


def heading_parts(plain: str, line: Line) -> list[Span]:
    """A heading may set two titles side by side with a blank between them; otherwise it is one part."""
    parts, at = [], line.start
    for match in re.finditer(rf"(?<=[{HAN}])\s+(?=[{HAN}\d])", plain[line.start : line.end]):
        left, right = match.start() - (at - line.start), line.end - line.start - match.end()
        if left >= 6 and right >= 6:
            parts.append(Span(at, line.start + match.start()))
            at = line.start + match.end()
    return [*parts, Span(at, line.end)]
