"""Text whose lines were broken at a fixed width (copied out of a PDF or a mail): joined for reading, and what was
read led back to the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from luoshi.reading.model import Statement

_CLOSED = re.compile(r"[。!?;:!?;:|]\s*$")
_HEADING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[章节篇条部]|[一二三四五六七八九十]+、|[((][一二三四五六七八九十\d]+[))]|\d{1,2}[.、.]|——)"
)
_ENOUGH_LINES = 8


class Wrapped:
    """A text with its soft line breaks taken out, and the way back."""

    def __init__(self, text: str, breaks: list[tuple[int, int]]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []  # where each kept piece begins in the joined text
        self._origins: list[int] = []  # and in the text as it is
        at = size = 0
        for start, end in [*breaks, (len(text), len(text))]:
            self._starts.append(size)
            self._origins.append(at)
            parts.append(text[at:start])
            size += start - at
            at = end
        self.text, self.joined = text, "".join(parts)

    def back(self, at: int) -> int:
        """The offset in the text as it is."""
        piece = bisect_right(self._starts, at) - 1
        return self._origins[piece] + at - self._starts[piece]

    def restore(self, statement: Statement) -> Statement:
        """The statement with its run in the text as it is. A quote does not run over a line break: the line that
        carries the figure, or most of a task, is quoted."""
        start, end = self.back(statement.start), self.back(max(statement.start, statement.end - 1)) + 1
        lines = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^\n]+", self.text[start:end])]
        if len(lines) > 1:
            figured = [
                run
                for run in lines
                if statement.value is not None and re.search(r"[\d一-十百千万亿]", self.text[slice(*run)])
            ]
            start, end = figured[-1] if figured else max(lines, key=lambda run: run[1] - run[0])
        return replace(statement, start=start, end=end, quote=self.text[start:end])


def unwrap(text: str) -> Wrapped | None:
    """The joined text where the lines were broken at a width; None for a text with one line a paragraph."""
    lines = text.split("\n")
    long = [len(line) for line in lines if len(line) >= 18]
    if len(long) < _ENOUGH_LINES or max(long) > 90:
        return None
    width = sorted(long)[int(len(long) * 0.9)]
    full = [line for line in lines if len(line) >= width - 3]
    open_ends = [line for line in full if not _CLOSED.search(line)]
    if len(full) < 0.4 * len(long) or len(open_ends) < 0.5 * len(full):
        return None
    breaks: list[tuple[int, int]] = []
    at = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        end = at + len(line)
        if len(line) >= width - 3 and not _CLOSED.search(line) and following.strip() and not _HEADING.match(following):
            indent = len(following) - len(following.lstrip())
            if indent < 2:
                breaks.append((end, end + 1 + indent))
        at = end + 1
    return Wrapped(text, breaks) if breaks else None
