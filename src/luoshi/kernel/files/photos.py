"""Photos: read to the end, asked when and where they were taken, and shown in small."""

from __future__ import annotations

import io
import logging
import re
import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from luoshi.kernel.files.errors import PhotoDamaged, PhotoTooWide
from luoshi.kernel.files.model import FileType, PhotoFacts

# At the level DEBUG it writes every value of a photo's EXIF, such as its owner, into the log.
logging.getLogger("PIL").setLevel(logging.INFO)

#: larger than any camera in a pocket; a small file that unfolds to more is an attack
MOST_PIXELS = 120_000_000
SMALL = 320
#: what damaged bytes make the reader of pictures raise
UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
_WHEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_DEGREE = 10_000_000


def look(path: Path, kind: FileType, name: str) -> tuple[PhotoFacts, bytes]:
    """What the photo says of itself, and its small picture (JPEG, at most 320 px, without any EXIF)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged tag says nothing; the size is looked at below
            with Image.open(path, formats=(_FORMATS[kind.media],)) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise PhotoTooWide(name=name, megapixels=width * height // 1_000_000)
                facts = _facts(image, width, height)
                image.draft("RGB", (SMALL * 2, SMALL * 2))  # a JPEG is decoded at the size that is needed
                image.load()
                return facts, _small(image)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise PhotoTooWide(name=name, megapixels=MOST_PIXELS // 1_000_000) from error
    except UNREADABLE as error:
        raise PhotoDamaged(name=name) from error


def _small(image: Image.Image) -> bytes:
    small = ImageOps.exif_transpose(image).convert("RGB")
    small.thumbnail((SMALL, SMALL))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80, exif=b"")
    return out.getvalue()


def _facts(image: Image.Image, width: int, height: int) -> PhotoFacts:
    """EXIF that cannot be read says nothing; it never refuses a photo."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except UNREADABLE:
        return PhotoFacts(width=width, height=height)
    taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    lon = _angle(where, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    lat = _angle(where, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    if lon is None or lat is None or (lon, lat) == (0, 0):
        lon = lat = None
    return PhotoFacts(width=width, height=height, taken=_when(taken), lon=lon, lat=lat)


def _when(raw: object) -> str | None:
    """Local time of the camera, as ISO text without a zone: cameras rarely know theirs."""
    match = _WHEN.match(raw) if isinstance(raw, str) else None
    if match is None or match[1] == "0000":
        return None
    return f"{match[1]}-{match[2]}-{match[3]}T{match[4]}:{match[5]}:{match[6]}"


def _angle(where: Mapping[int, Any], value: int, ref: int, negative: str, most: int) -> int | None:
    try:
        degrees, minutes, seconds = (float(each) for each in where[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    angle = round((degrees + minutes / 60 + seconds / 3600) * _DEGREE)
    if not 0 <= angle <= most * _DEGREE:
        return None
    return -angle if str(where.get(ref, "")).upper().startswith(negative) else angle
