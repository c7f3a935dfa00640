"""The written pages of the project, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
BIN = ROOT / ".venv" / "bin"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)">')
_NAMED = re.compile(r"`((?:src|tests|docs|tools|benchmarks|web)/[\w./*-]*|Makefile|pyproject\.toml)`")


def pages() -> list[Path]:
    """Every page that people wrote or `make generate` did."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def shell(page: Path) -> str:
    """The commands of a page, one block after the other."""
    return "\n".join(_BLOCK.findall(page.read_text("utf-8")))


def links(page: Path) -> list[str]:
    """Where the page points, within the project."""
    prose = _CODE.sub("", page.read_text("utf-8"))
    return [each for each in _LINK.findall(prose) if not re.match(r"[a-z]+:", each)]


def anchors(page: Path) -> set[str]:
    """The places of a page that a link may name."""
    text = _CODE.sub("", page.read_text("utf-8"))
    headings = {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in _HEADING.findall(text)}
    return headings | set(_ANCHOR.findall(text))


def named(page: Path) -> list[str]:
    """Files and folders of the project that the page names."""
    return _NAMED.findall(page.read_text("utf-8"))
