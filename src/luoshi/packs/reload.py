"""Hot reload in development: a pack that was saved is checked and put into the installation, within a second.

In service a definition changes by a release with a new date. While a scene is being written there are no releases
yet, so here a changed row takes the place of the one before, from its first day on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from luoshi.base.installation import Installation
from luoshi.base.scope import Actor
from luoshi.packs.checker import check_all
from luoshi.packs.folder import all_folders
from luoshi.packs.install import Installed, install

EVERY = 1.0
Stamp = tuple[tuple[str, int, int], ...]


class Watch:
    """Tells which pack folders were written since it was asked last."""

    def __init__(self, extra: Iterable[Path] = ()) -> None:
        self._extra = tuple(extra)
        self._seen = self._stamps()

    def changed(self) -> list[Path]:
        """Folders that are new or hold a file that is new, gone, or of another time or size."""
        now = self._stamps()
        found = [folder for folder, stamp in now.items() if self._seen.get(folder) != stamp]
        self._seen = now
        return found

    def _stamps(self) -> dict[Path, Stamp]:
        return {folder: _stamp(folder) for folder in dict.fromkeys([*all_folders(), *self._extra]) if folder.is_dir()}


def _stamp(folder: Path) -> Stamp:
    files = [*folder.glob("*.toml"), *folder.glob("*.csv"), *folder.glob("logic.py")]
    found = ((each.name, each.stat()) for each in sorted(files))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


async def reload(
    installation: Installation, folders: Iterable[Path], *, by: Actor, say: Callable[[str], None]
) -> list[Installed]:
    """Check these folders and put those that are right into the installation; problems are said and change nothing."""
    changed = list(folders)
    checked = await asyncio.to_thread(check_all, changed)
    names = [folder.name for folder in changed]
    for problem in checked.problems:
        if problem.pack in names:
            say(str(problem))
    return [
        await install(installation, pack, by=by, ground="saved in development", development=True)
        for pack in checked.packs
        if pack.id in names
    ]


async def follow(
    installation: Installation,
    stop: asyncio.Event,
    *,
    by: Actor,
    say: Callable[[str], None],
    extra: Iterable[Path] = (),
) -> None:
    """Look once a second until told to stop."""
    watch = Watch(extra)
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), EVERY)
        except TimeoutError:
            changed = watch.changed()
            if changed:
                for done in await reload(installation, changed, by=by, say=say):
                    say(f"{done.pack}: {', '.join((*done.added, *done.changed, *done.ended)) or 'nothing new'}")
