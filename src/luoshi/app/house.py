"""The house put together: every room built once, from the ground up, and handed down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luoshi.app.daily import Daily
from luoshi.app.ground import Areas
from luoshi.app.handover import Letters, Officers
from luoshi.app.jobs import handlers
from luoshi.app.ledger import weigh
from luoshi.app.place import DataFolder, open_database
from luoshi.app.reactions import Reactions
from luoshi.app.upgrade import check_version
from luoshi.base.db import Busy, Database, Unit, now
from luoshi.base.definitions import Definitions
from luoshi.base.errors import Unavailable
from luoshi.base.installation import Installation, enter, setting
from luoshi.base.jobs import Jobs
from luoshi.base.scope import EVERYTHING, Scope
from luoshi.kernel.cases import Cases
from luoshi.kernel.files import Files, FolderBlobs, KeyRing, Personal
from luoshi.kernel.indicators import Indicators, sources
from luoshi.kernel.intake import Intake
from luoshi.kernel.journal import newest
from luoshi.kernel.ledger import Ledger
from luoshi.kernel.messages import Messages
from luoshi.kernel.observations import Observations
from luoshi.kernel.parties import Lineage, Parties, Place, Succeeded
from luoshi.kernel.registry import Registry
from luoshi.kernel.search import Search
from luoshi.kernel.territory import Calendars, Territory
from luoshi.kernel.verdicts import Verdicts

LOG = logging.getLogger("luoshi.house")
FRESH_EVERY = 1.0
ROUND_EVERY = 2.0


@dataclass(kw_only=True)
class House:
    """One installation, opened by one process."""

    folder: DataFolder
    installation: Installation
    keys: KeyRing
    personal: Personal
    files: Files
    territory: Territory
    calendars: Calendars
    parties: Parties
    messages: Messages
    search: Search
    registry: Registry
    intake: Intake
    observations: Observations
    cases: Cases
    ledger: Ledger
    indicators: Indicators
    verdicts: Verdicts
    reactions: Reactions
    jobs: Jobs = field(init=False)
    daily: Daily = field(init=False)
    demo: bool = False
    name: str = ""
    everything: Scope = EVERYTHING

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.database, handlers(self))
        self.daily = Daily(self)

    @property
    def database(self) -> Database:
        return self.installation.database

    def unit(self) -> Unit:
        return self.database.unit()

    async def refresh(self) -> None:
        """Read again what other processes may have changed: definitions, areas, calendars, people."""
        await self.installation.definitions.refresh()
        moved = await self.territory.refresh()
        await self.calendars.refresh()
        await self.parties.refresh(force=moved)

    async def stay_fresh(self, stop: asyncio.Event) -> None:
        """Refresh each second until told to stop."""
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), FRESH_EVERY)
            except TimeoutError:
                await _outlasting(self.refresh())

    async def rounds(self, stop: asyncio.Event) -> None:
        """What a worker does again and again: roll-ups that were touched, verdicts that hang on them."""
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), ROUND_EVERY)
            except TimeoutError:
                await _outlasting(self.round())

    async def round(self) -> None:
        """One round: indicators over what was touched, the verdicts that hang on them, what is due once a day, and
        messages that leave by other channels than the inbox."""
        try:
            await weigh(self)
            await self.daily.plan()
            await self.messages.deliver()
        except Busy:
            LOG.info("the database is busy; roll-ups wait for the next round")

    async def close(self) -> None:
        await self.database.close()
        self.keys.close()


async def open_house(data: Path, url: str | None = None, *, role: str, clock: Callable[[], int] = now) -> House:
    """Open the installation in a folder. `role` names the process in its row; `clock` is replaced in simulated days."""
    folder = DataFolder(data)
    database = await open_database(folder, url)
    try:
        await check_version(database)
        ids = await enter(database, role, clock)
        if clock is now:  # a machine whose clock was set back still writes after what is written
            ids.never_before(await newest(database))
        return await build(folder, database, clock)
    except BaseException:
        await database.close()
        raise


async def build(folder: DataFolder, database: Database, clock: Callable[[], int] = now) -> House:
    """Put the rooms together over an open database."""
    zone = ZoneInfo(await setting(database, "zone") or "Asia/Shanghai")
    installation = Installation(database=database, definitions=Definitions(database), zone=zone, clock=clock)
    keys = KeyRing(folder.keys)
    personal = Personal(installation, keys)
    territory, calendars = Territory(installation), Calendars(installation)

    def lineage_now() -> Lineage:
        tree = territory.tree
        places = (
            Place(area=each.area, path=each.path, valid_from=each.valid_from, valid_to=each.valid_to)
            for each in tree.versions
        )
        changes = (
            Succeeded(predecessor=each.from_area, successor=each.to_area, day=each.day)
            for each in tree.successions
            if each.from_area != each.to_area  # a moved area stays itself: its paths say where it was
        )
        return Lineage.of(places, changes)

    async def lineage() -> Lineage:
        return lineage_now()

    parties = Parties(installation, lineage, personal)
    registry = Registry(installation, locate=territory.path_at)
    observations = Observations(installation, registry)
    cases = Cases(installation, clock_at=calendars.clock_at, route=parties.route)
    ledger, messages = Ledger(installation), Messages(installation)
    parties.lists.holds_work(Officers(installation, ledger, parties))
    parties.lists.holds_work(Letters(messages))
    indicators = Indicators(installation, sources=sources(installation), ground=Areas(territory, lineage_now))
    house = House(
        folder=folder,
        installation=installation,
        keys=keys,
        personal=personal,
        files=Files(installation, keys, FolderBlobs(folder.files), folder.scratch),
        territory=territory,
        calendars=calendars,
        parties=parties,
        messages=messages,
        search=Search(installation),
        registry=registry,
        intake=Intake(installation, personal),
        observations=observations,
        cases=cases,
        ledger=ledger,
        indicators=indicators,
        verdicts=Verdicts(installation, ledger, indicators),
        reactions=Reactions(installation, registry, observations, cases),
        demo=await setting(database, "demo") == "1",
        name=await setting(database, "name") or "",
    )
    await house.refresh()
    return house


async def _outlasting(act: Coroutine[Any, Any, None]) -> None:
    """What is done again and again outlasts a database that is away for a while: the next time may succeed."""
    try:
        await act
    except Unavailable as error:
        LOG.warning("%s", error.sentence("en"))
    except Exception:
        LOG.exception("tried again in a moment")
