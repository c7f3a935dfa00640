"""One resident of ten thousand asks to be forgotten: the number is readable nowhere, and nothing else changed."""

from __future__ import annotations

import asyncio
import io
import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from PIL import ExifTags, Image

from luoshi.api.app import create_app
from luoshi.app.backup import backup, restore
from luoshi.app.erasure import erase_by_name
from luoshi.app.house import House, open_house
from luoshi.app.reports import report
from luoshi.base.scope import Actor, Reach, Scope
from luoshi.kernel.intake import Arrival, Place
from luoshi.kernel.journal import Subject, seal_once, verify
from tests.city import Run
from tests.faults.leaks import readable_in
from tests.postgres import Postgres
from tests.whole.conftest import SECRET, Doors, _made

#: one of its own for every run: nothing else on the machine holds it by chance
NUMBER = f"199{random.SystemRandom().randrange(10**8):08d}"
DASHED = f"{NUMBER[:3]}-{NUMBER[3:7]}-{NUMBER[7:]}"
RESIDENT = Actor(kind="resident")
DARK = "street_lighting.lamp_dark"
UNCHANGED = ("receipt", "signal", "cases", "case_clock", "personal", "file", "intake_key")
OPENING = Scope(reaches=(Reach(),), personal=True)
CROWDS = [
    pytest.param(2_000, id="one of 2,000"),
    pytest.param(10_000, id="one of 10,000", marks=[pytest.mark.long, pytest.mark.timeout(900)]),
]


@dataclass
class District:
    """An installation that residents report to, its log, and every folder its bytes can lie in."""

    house: House
    app: Litestar
    run: Run
    data: Path
    url: str | None
    log: Path
    folders: list[Path]
    postgres: Postgres | None

    def crowd(self, size: int) -> None:
        """Other residents, each with a number of their own, some with the number in their text."""

        async def one(n: int) -> None:
            at = self.house.installation.now()
            found = self.house.territory.locate(118.03 + n % 97 / 2500, 36.79 + n % 89 / 2500)
            body = f'{{"n":{n},"phone":"100{n:08d}"}}'.encode()
            arrival = Arrival(
                source="resident", request=f"crowd-{n:08d}", body=body, kind=DARK, channel="resident", at=at,
                place=Place(path=found.path), text=f"第{n}号灯不亮", contacts={"name": "某人", "phone": f"100{n:08d}"},
            )  # fmt: skip
            await report(self.house, arrival, by=RESIDENT)

        async def all_() -> None:
            for start in range(0, size, 64):
                await asyncio.gather(*(one(n) for n in range(start, min(start + 64, size))))

        self.run(all_())

    def seal(self) -> None:
        async def go() -> None:
            while await seal_once(self.house.database, head_file=self.house.folder.head):
                pass

        self.run(go())

    def counts(self) -> dict[str, int]:
        database = self.house.database
        return {each: int(self.run(database.value(f"SELECT count(*) FROM {each}"))) for each in UNCHANGED}

    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
        return httpx.AsyncClient(transport=transport, base_url="http://testserver.local/api/v1")


@pytest.fixture(params=["sqlite", "postgresql"])
def district(request: pytest.FixtureRequest, tmp_path: Path, run: Run) -> Iterator[District]:
    data, url, postgres = tmp_path / "data", None, None
    if request.param == "postgresql":
        postgres = request.getfixturevalue("postgres")
        name = f"erasure{request.node.callspec.params['size']}"
        postgres.sql(f"CREATE DATABASE {name}")
        url = postgres.url(name)
    log = tmp_path / "log"
    handler = logging.FileHandler(log)
    logging.getLogger().addHandler(handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    run(_made(data, url))
    house = run(open_house(data, url, role="test"))
    app = create_app(house, rates=[])
    doors = Doors(app)
    run(doors.open())
    folders = [data, log] + ([postgres.folder] if postgres else [])
    yield District(house=house, app=app, run=run, data=data, url=url, log=log, folders=folders, postgres=postgres)
    run(doors.close())
    run(house.close())
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()


def photo() -> bytes:
    """Whoever took it wrote the number into the camera."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = f"call {NUMBER}"
    out = io.BytesIO()
    Image.effect_noise((320, 240), 50).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


async def resident(client: httpx.AsyncClient) -> dict[str, Any]:
    """Writes the number wherever it can be written."""
    sent = await client.post("/files", files={"file": (f"{NUMBER}.jpg", photo(), "image/jpeg")})
    assert sent.status_code == 201, sent.text
    body = {
        "request_id": "the-resident-1", "kind": DARK, "text": f"灯不亮,请打{DASHED}或{NUMBER}",
        "lon": 118.05, "lat": 36.81, "name": "王小芳", "phone": NUMBER, "photos": [sent.json()["id"]],
        "answers": {"where": f"电话 {NUMBER}"},
    }  # fmt: skip
    told = await client.post("/reports", json=body)
    assert told.status_code == 201, told.text
    again = await client.post("/reports", json=body | {"text": f"换个内容 {NUMBER}"})
    assert again.status_code == 409
    wrong = await client.post("/reports", json=body | {"request_id": "short", "phone": NUMBER * 3})
    assert wrong.status_code == 400
    found: dict[str, Any] = told.json() | {"photo": sent.json()["id"]}
    return found


async def clerk(client: httpx.AsyncClient, case: str) -> dict[str, Any]:
    """Calls back, writes the number into a draft and a note, and opens it."""
    session = await client.post("/session", json={"name": "clerk", "password": SECRET})
    client.headers["x-csrf-token"] = session.json()["csrf"]
    await client.put("/drafts/report", json={"text": f"来电 {NUMBER}"})
    version = (await client.get(f"/cases/{case}")).json()["version"]
    note = {"version": version, "note": f"已回电 {NUMBER},属实", "ground": f"来电{DASHED}"}
    taken = await client.post(f"/cases/{case}/accept", json=note)
    assert taken.status_code == 200, taken.text
    opened = await client.post(f"/cases/{case}/reporter/open", json={"reason": "回访"})
    found: dict[str, Any] = opened.json()
    return found


def neighbour(district: District) -> None:
    """Another report names the number too."""
    at = district.house.installation.now()
    arrival = Arrival(
        source="resident", request="neighbour-1", body=f'{{"text":"找 {NUMBER}"}}'.encode(), kind=DARK,
        channel="resident", at=at, place=Place(path=district.house.territory.locate(118.05, 36.81).path),
        text=f"也可以找 {NUMBER}", contacts={"phone": "13700000000"},
    )  # fmt: skip
    district.run(report(district.house, arrival, by=RESIDENT))


def quiet(_: str) -> None:
    pass


@pytest.mark.parametrize("size", CROWDS)
def test_one_resident_is_erased_everywhere_and_nothing_else_changes(
    district: District, size: int, tmp_path: Path
) -> None:
    run, house = district.run, district.house
    district.crowd(size - 2)
    browser, desk = district.client(), district.client()
    told = run(resident(browser))
    neighbour(district)
    assert run(clerk(desk, told["case_id"]))["phone"] == NUMBER
    district.seal()
    run(backup(district.data, district.url, tmp_path / "monday", say=quiet))
    before = district.counts()
    assert before["receipt"] == size

    assert run(erase_by_name(district.data, district.url, "phone", NUMBER, ground="request of 2026-03-02")) >= 6

    district.seal()
    checked = run(verify(house.database))
    assert (checked.faults, checked.unsealed) == ((), 0)
    assert district.counts() == before
    lines = run(house.personal.openings(Subject("signal", int(told_signal(district, told))), scope=OPENING))
    assert {line.kind for line in lines} == {"personal.opened", "personal.erased"}
    assert run(desk.post(f"/cases/{told['case_id']}/reporter/open", json={"reason": "回访"})).status_code == 404
    assert run(desk.get(f"/cases/{told['case_id']}")).json()["reporter"] is None
    assert run(desk.get(f"/cases/{told['case_id']}")).json()["photos"] == []
    assert run(browser.get(f"/files/{told['photo']}")).status_code == 404
    assert readable_in(NUMBER, on_disc(district)) == []

    run(restore(tmp_path / "monday", tmp_path / "back", None, keys=None, erased=house.keys.erased, say=quiet))
    restored = run(open_house(tmp_path / "back", role="test"))
    assert run(restored.personal.owned_by("phone", NUMBER)) == []
    assert run(unsealed_values(restored)) == run(unsealed_values(house))
    run(restored.close())
    assert readable_in(NUMBER, [tmp_path]) == []
    run(browser.aclose())
    run(desk.aclose())


def test_a_number_that_does_lie_about_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00" * 5000 + DASHED.encode("utf-16-le"))
    (tmp_path / "b").write_bytes(b"\x01" * 77 + int(NUMBER).to_bytes(8, "little"))
    assert len(readable_in(NUMBER, [tmp_path])) == 2


def told_signal(district: District, told: dict[str, Any]) -> int:
    found = district.run(
        district.house.database.value("SELECT min(id) FROM signal WHERE case_id=$1", int(told["case_id"]))
    )
    return int(found)


def on_disc(district: District) -> list[Path]:
    """Everything the database has, as it lies on disc."""
    if district.postgres is not None:
        district.postgres.sql("CHECKPOINT")
    return district.folders


async def unsealed_values(house: House) -> int:
    """How many personal values and raw bodies can still be opened with the keys of the installation."""
    opened = 0
    for row in await house.database.fetch("SELECT id, slot, sealed FROM personal"):
        value = house.keys.open(row["slot"], bytes(row["sealed"]), about=str(row["id"]).encode())
        assert value is None or NUMBER not in value.decode()
        opened += value is not None
    for row in await house.database.fetch("SELECT id, slot, body FROM receipt"):
        body = house.keys.open(row["slot"], bytes(row["body"]), about=str(row["id"]).encode())
        assert body is None or NUMBER.encode() not in body
        opened += body is not None
    return opened
