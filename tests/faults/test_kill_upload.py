"""kill -9 while photos are sent: what was answered is whole, and what was not leaves nothing after the sweeping."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from luoshi.app.house import House, open_house
from tests.faults.installation import Served
from tests.unit.kernel.files.pictures import photo

ROUNDS = 2
PHOTO = photo(size=(1600, 1200))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    installation = Served(tmp_path / "data")
    installation.make()
    yield installation
    installation.stop()


class Sender(threading.Thread):
    """Sends photos until the server is gone; remembers what was answered."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.answered: list[int] = []
        self._address = f"http://127.0.0.1:{port}/api/v1/files"

    def run(self) -> None:
        with httpx.Client(timeout=30) as client:
            try:
                while True:
                    answer = client.post(self._address, files={"file": ("a.jpg", PHOTO)})
                    assert answer.status_code == 201, answer.text
                    self.answered.append(int(answer.json()["id"]))
            except httpx.TransportError:
                return


async def looked_at(house: House, answered: list[int]) -> tuple[int, dict[str, int], dict[str, int]]:
    """How many answered photos come back as they were sent; what a sweeping of everything removes, twice."""
    whole = 0
    rows = await house.database.fetch("SELECT id, uploader FROM file")
    uploaders = {row["id"]: row["uploader"] for row in rows}
    for identity in answered:
        file = await house.files.get(identity, scope=house.everything, uploader=uploaders[identity])
        whole += await house.files.whole(file) == PHOTO
    return whole, await house.files.sweep(older=-3600), await house.files.sweep(older=-3600)


def test_an_answered_photo_is_whole_and_nothing_half_stays(served: Served) -> None:
    chance = random.Random(7)
    answered: list[int] = []
    for _ in range(ROUNDS):
        served.start()
        senders = [Sender(served.port) for _ in range(3)]
        for sender in senders:
            sender.start()
        time.sleep(1 + chance.random())
        served.kill_server()
        for sender in senders:
            sender.join(30)
            answered += sender.answered

    async def look() -> tuple[int, dict[str, int], dict[str, int]]:
        house = await open_house(served.data, role="look")
        try:
            return await looked_at(house, answered)
        finally:
            await house.close()

    whole, swept, again = asyncio.run(look())
    assert len(answered) >= ROUNDS
    assert whole == len(answered)
    assert swept["pending"] >= len(answered)
    assert again == {"pending": 0, "orphans": 0, "scratch": 0}
    left = [each for part in ("files", "scratch") for each in (served.data / part).rglob("*") if each.is_file()]
    assert left == []
