"""Bytes that people send, and values of persons: both live once, under keys of their own.

A file is what its bytes say, never what its name says. Photos of a report lie sealed under a key of their own, so
that erasing the person erases them in every copy; papers of an office lie under the hash of their content.
"""

from __future__ import annotations

from luoshi.kernel.files.blobs import Blobs, FolderBlobs
from luoshi.kernel.files.keys import KeyRing
from luoshi.kernel.files.model import Arrived, Family, File, FileType, PhotoFacts, State
from luoshi.kernel.files.personal import Personal, PersonalValue, mask
from luoshi.kernel.files.service import Files
from luoshi.kernel.files.stripping import stripped

__all__ = [
    "Arrived",
    "Blobs",
    "Family",
    "File",
    "FileType",
    "Files",
    "FolderBlobs",
    "KeyRing",
    "Personal",
    "PersonalValue",
    "PhotoFacts",
    "State",
    "mask",
    "stripped",
]
