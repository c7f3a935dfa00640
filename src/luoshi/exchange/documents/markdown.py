"""Markdown: the words without their signs; tables drawn with bars stay as they are."""

from __future__ import annotations

import re

from luoshi.exchange.documents.decode import decode
from luoshi.exchange.documents.errors import DocumentEmpty
from luoshi.exchange.documents.model import LoadedDocument

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?\s*:?-{3,}[-|:\s]*$")


def load_markdown(data: bytes, name: str) -> LoadedDocument:
    text = decode(data, name)
    title = ""
    front = _FRONT.match(text)
    if front:
        stated = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front.group(1), re.MULTILINE)
        title, text = stated.group(1) if stated else "", text[front.end() :]
    text = re.sub(r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>", "", text, flags=re.DOTALL | re.IGNORECASE)
    lines = [_line(line) for line in text.split("\n") if not _RULE.match(line) and not line.startswith("```")]
    clean = "\n".join(lines)
    if not clean.strip():
        raise DocumentEmpty(name=name)
    if not title:
        first = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
        title = first.group(1).strip() if first else ""
    return LoadedDocument(name=name, text=clean if clean.endswith("\n") else clean + "\n", title=title, format="md")


def _line(line: str) -> str:
    line = re.sub(r"^\s{0,3}#{1,6}\s+", "", line)
    line = re.sub(r"^\s*>\s?", "", line)
    line = re.sub(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?", "", line)
    line = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", line)
    line = re.sub(r"\[([^\]]+)\]\((?:https?:|/|#|mailto:)[^)]*\)", r"\1", line)
    line = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", line)
    line = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", line)
    return re.sub(r"`([^`]+)`", r"\1", line).rstrip()
