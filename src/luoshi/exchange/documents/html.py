"""Web pages: the article without scripts, navigation and page furniture; tables as tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.exchange.documents.build import RawCell, TextBuilder
from luoshi.exchange.documents.decode import decode
from luoshi.exchange.documents.errors import DocumentEmpty, DocumentEncoding
from luoshi.exchange.documents.model import LoadedDocument

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_FURNITURE = (
    "script,style,noscript,template,iframe,object,embed,nav,header,footer,aside,form,button,select,svg,canvas"
    ",video,audio,input,link,meta"
)
# Where government portals keep the article.
_ARTICLE = (
    "article,main,#zoom,#Zoom,.TRS_Editor,#UCAP-CONTENT,.UCAP-CONTENT,.pages_content,.article-content,"
    ".article_content,.content,#content,.con_text,.view,.txt"
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "tr",
        "center",
        "figure",
        "figcaption",
        "address",
        "hr",
        "body",
        "html",
    ]
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)


def load_html(data: bytes, name: str) -> LoadedDocument:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_characters(data, name))
    heading = tree.css_first("title")
    title = heading.text(strip=True) if heading else ""
    for node in tree.css(_FURNITURE):
        node.decompose()
    builder = TextBuilder()
    root = _article(tree.css(_ARTICLE), tree.body)
    if root is not None:
        writer = _Writer(builder)
        writer.walk(root)
        writer.flush()
    if not builder.text.strip():
        raise DocumentEmpty(name=name)
    return LoadedDocument(
        name=name, text=builder.text, tables=tuple(builder.tables), title=_clean(title), format="html"
    )


def _characters(data: bytes, name: str) -> str:
    """The page's own statement of its encoding, when it holds; else the look at the bytes."""
    declared = _META.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        codec = declared.group(1).decode("ascii").lower()
        codec = "gb18030" if codec in ("gb2312", "gbk", "gb18030") else codec
        try:
            return data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            pass  # the statement is wrong as often as not; look at the bytes
    try:
        return decode(data, name)
    except DocumentEncoding:
        if declared:
            raise
        return data.decode("gb18030", errors="strict")


def _article(found: list[LexborNode], body: LexborNode | None) -> LexborNode | None:
    """The article's own element when it holds most of the page's words, else the whole body."""
    if body is None:
        return None
    whole = len(body.text(strip=True))
    best = max(found, key=lambda node: len(node.text(strip=True)), default=None)
    return best if best is not None and len(best.text(strip=True)) > 0.6 * whole else body


class _Writer:
    def __init__(self, builder: TextBuilder) -> None:
        self.builder, self.run = builder, list[str]()

    def flush(self) -> None:
        text = _clean("".join(self.run))
        self.run.clear()
        if text:
            self.builder.line(text)

    def walk(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.run.append(node.text_content or "")
        elif tag == "br":
            self.flush()
        elif tag == "table":
            self.flush()
            self._table(node)
        elif not tag.startswith(("-", "!", "_")):
            block = tag in _BLOCK
            if block:
                self.flush()
            child = node.child
            while child is not None:
                self.walk(child)
                child = child.next
            if block:
                self.flush()

    def _table(self, node: LexborNode) -> None:
        rows = [row for row in node.css("tr") if _owner(row) == node]
        if max((len(_cells(row)) for row in rows), default=0) < 2 or any(
            c.css_first("table") for r in rows for c in _cells(r)
        ):
            for row in rows:  # a table that only places things on the page
                for cell in _cells(row):
                    self.flush()
                    child = cell.child
                    while child is not None:
                        self.walk(child)
                        child = child.next
                    self.flush()
            return
        self.builder.table(_grid(rows, f"表{len(self.builder.tables) + 1}"))


def _owner(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _cells(row: LexborNode) -> list[LexborNode]:
    return [node for node in row.iter() if node.tag in ("td", "th")]


def _grid(rows: list[LexborNode], name: str) -> list[list[RawCell]]:
    """Rows of equal width: what a span covers is repeated as a joined cell."""
    held: dict[tuple[int, int], str] = {}  # places covered by a cell of an earlier row
    grid: list[list[RawCell]] = []
    for r, row in enumerate(rows):
        line: list[RawCell] = []
        for cell in _cells(row):
            _carry(line, held, r, name)
            text, down, across = _clean(cell.text(separator="")), _span(cell, "rowspan"), _span(cell, "colspan")
            for k in range(across):
                held.update({(below, len(line)): text for below in range(r + 1, r + down)})
                line.append(RawCell(text, merged=k > 0, name=_place(name, r, len(line))))
        _carry(line, held, r, name)
        grid.append(line)
    return grid


def _carry(line: list[RawCell], held: dict[tuple[int, int], str], r: int, name: str) -> None:
    while (r, len(line)) in held:
        line.append(RawCell(held[(r, len(line))], merged=True, name=_place(name, r, len(line))))


def _place(name: str, row: int, column: int) -> str:
    return f"{name} 第{row + 1}行第{column + 1}列"


def _span(cell: LexborNode, key: str) -> int:
    value = cell.attributes.get(key) or "1"
    return min(max(int(value), 1), 200) if value.isdigit() else 1


def _clean(text: str) -> str:
    flat = re.sub(r"[\s\u00a0\u3000\u200b\ufeff]+", " ", text).strip()
    return re.sub(
        r"(?<=[\u4e00-\u9fff,。;:、”)]) (?=[\u4e00-\u9fff“(])", lambda m: "" if len(flat) > 60 else m.group(), flat
    )
