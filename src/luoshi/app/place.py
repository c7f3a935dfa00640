"""Where an installation lies on disc, and which database it has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from luoshi.base.db import Database, NoDatabase

DATABASE_FILE = "luoshi.db"
CONFIG_FILE = "luoshi.toml"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One folder holds all of an installation but a PostgreSQL database."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / DATABASE_FILE

    @property
    def config(self) -> Path:
        return self.root / CONFIG_FILE

    @property
    def keys(self) -> Path:
        """Keys of personal values: carried apart from backups."""
        return self.root / "keys.bin"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def scratch(self) -> Path:
        """Where arriving bytes wait for the gate: outside `files` and outside backups."""
        return self.root / "scratch"

    @property
    def head(self) -> Path:
        """The newest head of the journal's chain."""
        return self.root / "journal.head"

    def url(self) -> str | None:
        """The PostgreSQL address kept by `luoshi init --database`; none means the embedded database."""
        if not self.config.is_file():
            return None
        found = tomllib.loads(self.config.read_text("utf-8")).get("database")
        return None if found is None else str(found)

    def exists(self) -> bool:
        return self.config.is_file()

    def make(self, url: str | None) -> None:
        for folder in (self.root, self.files, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)
        text = (
            "# This installation of Luoshi. The database is luoshi.db beside this file unless an address stands here.\n"
        )
        self.config.write_text(text + (f'database = "{url}"\n' if url else ""), "utf-8")


async def open_database(folder: DataFolder, url: str | None = None) -> Database:
    """The installation's database; `url` overrides what the folder says."""
    from luoshi.base.db.postgresql import PostgreSQL
    from luoshi.base.db.sqlite import SQLite

    if not folder.exists():
        raise NoDatabase(where=folder.root)
    address = url or folder.url()
    if address is not None:
        return await PostgreSQL.open(address)
    if not folder.database.is_file():
        raise NoDatabase(where=folder.root)
    return SQLite(folder.database)
