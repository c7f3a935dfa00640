"""A file as the installation knows it: what it is, whose matter it belongs to, never what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from luoshi.kernel.journal import Subject


class Family(StrEnum):
    """What decides limits, and whether a small picture is made."""

    PHOTO = "photo"
    DOCUMENT = "document"
    TEXT = "text"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """A kind of bytes: media type, usual ending, family."""

    media: str
    ending: str
    family: Family


class State(StrEnum):
    """`pending` until a report, step or document takes it; `erased` leaves the row and nothing else."""

    PENDING = "pending"
    KEPT = "kept"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """What a photo says of itself: size in pixels, when (by its camera's clock) and where (WGS84, 1e-7 degrees)."""

    width: int
    height: int
    taken: str | None = None
    lon: int | None = None
    lat: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Bytes in the scratch folder, looked at and not yet kept."""

    scratch: Path
    name: str
    type: FileType
    size: int
    digest: bytes
    photo: PhotoFacts | None = None
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file. `slot` is the key it is sealed under, none for papers of an office; `about` what it belongs to."""

    id: int
    address: str
    name: str
    type: str
    size: int
    slot: int | None
    photo: PhotoFacts | None
    thumbnail: bool
    purpose: str
    path: str
    uploader: str
    at: int
    local_day: int
    state: State
    about: Subject | None

    @property
    def is_photo(self) -> bool:
        return self.type.startswith("image/")
