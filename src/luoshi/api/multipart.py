"""A form with a file, read as it comes: 200 MB pass through without ever lying in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from luoshi.base.errors import Invalid

LONGEST_FIELD = 4_000
MOST_FIELDS = 20


class UploadBroken(Invalid):
    """Not a form with a file, or it ended before its end."""

    code = "H-102"


class Form:
    """The fields before the file, then the file: `await open()`, read `stream()` to its end. What follows is read
    over."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise UploadBroken(problem="multipart/form-data")
        self.fields: dict[str, str] = {}
        self.name = ""
        self._source = request.stream()
        self._parts: deque[bytes] = deque()
        self._state = "between"  # between parts, in a field, in the file, after the file
        self._ended = False
        self._header = [b"", b""]
        self._headers: dict[bytes, bytes] = {}
        self._field = ("", bytearray())
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    async def open(self) -> str:
        """Read until the file begins; gives its name as it was sent."""
        while self._state not in {"file", "after"}:
            if not await self._more():
                raise UploadBroken(problem="file")
        return self.name

    async def stream(self) -> AsyncIterator[bytes]:
        while True:
            while self._parts:
                yield self._parts.popleft()
            if not await self._more():
                break
        if not self._ended:
            raise UploadBroken(problem="end")

    async def _more(self) -> bool:
        try:
            part = await anext(self._source, None)
            if part is None:
                return False
            self._parser.write(part)
        except FormParserError as error:
            raise UploadBroken(problem="form") from error
        return True

    def _begin(self) -> None:
        self._headers.clear()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options and self._state == "between":
            self._state = "file"
            self.name = options[b"filename"].decode("utf-8", "replace")
        elif self._state == "between":
            if len(self.fields) >= MOST_FIELDS:
                raise UploadBroken(problem="fields")
            self._state, self._field = "field", (name, bytearray())

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._state == "file":
            self._parts.append(data[start:end])
        elif self._state == "field":
            if len(self._field[1]) + end - start > LONGEST_FIELD:
                raise UploadBroken(problem=self._field[0][:40])
            self._field[1].extend(data[start:end])

    def _part_end(self) -> None:
        if self._state == "field":
            self.fields[self._field[0]] = self._field[1].decode("utf-8", "replace")
            self._state = "between"
        elif self._state == "file":
            self._state = "after"

    def _end(self) -> None:
        self._ended = True
