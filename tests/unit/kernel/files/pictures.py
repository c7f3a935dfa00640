"""Photos, papers and programs as bytes, made for tests."""

from __future__ import annotations

import io
import zipfile

from PIL import ExifTags, Image

TAKEN = "2026:03:01 19:12:05"


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (640, 480), orientation: int = 1, place: bool = True) -> bytes:
    """A grainy photo whose camera wrote down its maker, the time and, where told, the place."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Geheimkamera"
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = TAKEN
    if place:
        where = exif.get_ifd(ExifTags.IFD.GPSInfo)
        where[ExifTags.GPS.GPSLatitudeRef], where[ExifTags.GPS.GPSLatitude] = "N", (36.0, 48.0, 30.0)
        where[ExifTags.GPS.GPSLongitudeRef], where[ExifTags.GPS.GPSLongitude] = "E", (118.0, 3.0, 0.0)
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(text: str = "会议纪要", **more: bytes) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": f"<w:document>{body}</w:document>".encode()}
    return packed(parts | {name.replace("__", "/"): data for name, data in more.items()})


def compound(*streams: str) -> bytes:
    """The head and the directory names of an old office file."""
    names = b"".join(each.encode("utf-16-le").ljust(128, b"\0") for each in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names
