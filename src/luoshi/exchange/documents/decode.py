"""Bytes of a text file → characters: UTF-8, UTF-16 with or without mark, GB18030."""

from __future__ import annotations

import re

from luoshi.exchange.documents.errors import DocumentEncoding, DocumentUnknown

_COMMON = re.compile(r"[的是和在一了有市区县省年发展建设工作全及、,。0-9\s]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, name: str) -> str:
    """The text of a file, CRLF → LF, a byte-order mark left out; nothing else changed."""
    return _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return _strictly(data[3:], "utf-8", name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", name)
    guess = _sixteen(data)
    if guess:
        return _strictly(data, guess, name)
    if _BINARY.search(data):
        raise DocumentUnknown(name=name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError as broken:
        if broken.start > 64 and broken.start >= len(data) * 0.98:
            # A download cut in the middle of its last character is still readable up to there.
            return _checked(data[: broken.start].decode("utf-8"), name)
    return _checked(_strictly(data, "gb18030", name), name, chinese=True)


def _sixteen(data: bytes) -> str:
    """UTF-16 without a mark: one of the two bytes of each pair repeats far more than chance (0x00 or 0x4e–0x9f)."""
    if len(data) < 8 or len(data) % 2:
        return ""
    sample = data[:4096]
    even, odd = sample[0::2], sample[1::2]

    def high(part: bytes) -> float:
        return sum(b == 0 or 0x4E <= b <= 0x9F or b in (0x20, 0x30, 0xFF) for b in part) / len(part)

    if 0 not in sample and b"\n\x00" not in data and not (high(even) > 0.97 or high(odd) > 0.97):
        return ""
    for codec, part, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high(part) > 0.95 and high(part) > high(other) + 0.1 and 0 in part:
            return codec
    return ""


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as broken:
        raise DocumentEncoding(name=name) from broken


def _checked(text: str, name: str, *, chinese: bool = False) -> str:
    if _CONTROL.search(text):
        raise DocumentUnknown(name=name)
    if chinese and len(text) >= 20 and len(_COMMON.findall(text[:4000])) < len(text[:4000]) * 0.04:
        raise DocumentEncoding(name=name)
    return text
