"""Copies of photos without what the camera wrote into them: place, time, device, owner. Not one pixel is changed.

JPEG keeps its picture segments, colour profile and the way it is held (a new EXIF with the orientation alone);
whatever follows the picture (a motion photo's film) is cut off. PNG and WebP lose their text and EXIF chunks.
"""

from __future__ import annotations

import io
import struct
import warnings

from PIL import ExifTags, Image

from luoshi.kernel.files.photos import UNREADABLE

_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_ICC, _ADOBE, _START_OF_SCAN, _END = 0xE2, 0xEE, 0xDA, b"\xff\xd9"


def stripped(data: bytes, media: str) -> bytes:
    """The public copy of a photo; bytes of another kind stay as they are."""
    if media == "image/jpeg":
        return _jpeg(data)
    if media == "image/png":
        return _png(data)
    if media == "image/webp":
        return _webp(data)
    return data


def _orientation(data: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = Image.open(io.BytesIO(data), formats=("JPEG",)).getexif().get(ExifTags.Base.Orientation, 1)
    except UNREADABLE:
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _held(orientation: int) -> bytes:
    """An EXIF segment with one entry, the orientation (0x0112, SHORT)."""
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _jpeg(data: bytes) -> bytes:
    orientation = _orientation(data)
    out = [b"\xff\xd8"]
    if orientation != 1:
        out.append(_held(orientation))
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker in {0x01, 0xFF} or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xD9:
            break
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        end = at + 2 + size
        if marker == _START_OF_SCAN:
            end = _scan_end(data, end)
        kept = marker in {0xE0, _ADOBE} or (marker == _ICC and data[at + 4 : at + 15] == b"ICC_PROFILE")
        if kept or not (0xE1 <= marker <= 0xEF or marker == 0xFE):
            out.append(data[at:end])
        at = end
    return b"".join([*out, _END])


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded picture data after a start of scan ends: at the next marker that is no filler or restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        if name not in _PNG_DROPPED:
            out.append(data[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            break
    return b"".join(out)


def _webp(data: bytes) -> bytes:
    out, at = [], 12
    end = min(len(data), 8 + struct.unpack("<I", data[4:8])[0])
    while at + 8 <= end:
        name, size = struct.unpack("<4sI", data[at : at + 8])
        chunk = data[at : at + 8 + size + size % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]  # the flags that announce EXIF and XMP
        if name not in _WEBP_DROPPED:
            out.append(chunk)
        at += len(chunk)
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body
