"""Scene packs: folders of data, with at most a little pure code, that make a new system of the city.

A pack is read, checked in three passes, and compiled to dated, immutable definitions. The running system reads the
definitions and never the folder.
"""

from __future__ import annotations

from luoshi.packs.checker import Checked, check, check_all, functions_of, know_all_kinds
from luoshi.packs.folder import all_folders, own, third_party
from luoshi.packs.install import INDEX_FILTERS, Installed, install, install_all, install_checked
from luoshi.packs.logic import function_of
from luoshi.packs.model import Head, Pack, Problem, Release
from luoshi.packs.reload import Watch, follow, reload
from luoshi.packs.samples import sample_things

__all__ = [
    "INDEX_FILTERS",
    "Checked",
    "Head",
    "Installed",
    "Pack",
    "Problem",
    "Release",
    "Watch",
    "all_folders",
    "check",
    "check_all",
    "follow",
    "function_of",
    "functions_of",
    "install",
    "install_all",
    "install_checked",
    "know_all_kinds",
    "own",
    "reload",
    "sample_things",
    "third_party",
]
