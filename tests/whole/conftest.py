"""A whole installation behind its doors, on both databases: sample district, people, three lamps."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from luoshi.api.app import create_app
from luoshi.app.begin import lay
from luoshi.app.house import House, open_house
from luoshi.app.sample import lay_people, lay_territory, sample_table
from luoshi.base.scope import MACHINE
from luoshi.kernel.registry import PutThing
from tests.city import Run
from tests.postgres import Postgres

LAMP = "street_lighting.lamp"
SECRET = str(sample_table("people.toml")["password"])


@dataclass
class Visitor:
    """Somebody with a browser: signs in, keeps the cookie, sends the page's own CSRF value."""

    client: httpx.AsyncClient
    run: Run
    cookie: str = ""
    csrf: str = ""
    language: str = "en"
    last: httpx.Response = field(default_factory=lambda: httpx.Response(200))

    def sign_in(self, name: str, password: str = SECRET) -> Visitor:
        found = self.post("/session", {"name": name, "password": password}, expect=200)
        self.cookie = self.last.cookies["luoshi_session"]
        self.csrf = found["csrf"]
        return self

    def get(self, path: str, *, expect: int = 200, **query: Any) -> Any:
        return self._send("GET", path, expect, params=query)

    def post(self, path: str, body: Any = None, *, expect: int = 200, **query: Any) -> Any:
        return self._send("POST", path, expect, json={} if body is None else body, params=query)

    def put(self, path: str, body: Any, *, expect: int = 200) -> Any:
        return self._send("PUT", path, expect, json=body)

    def upload(self, path: str, name: str, content: bytes, *, expect: int = 201, **form: str) -> Any:
        return self._send("POST", path, expect, files={"file": (name, content)}, data=form)

    def _send(self, method: str, path: str, expect: int, **more: Any) -> Any:
        headers = {"accept-language": self.language, "x-csrf-token": self.csrf}
        headers |= {"cookie": f"luoshi_session={self.cookie}"} if self.cookie else {}
        self.client.cookies.clear()
        self.last = self.run(self.client.request(method, f"/api/v1{path}", headers=headers, **more))
        assert self.last.status_code == expect, (path, self.last.status_code, self.last.text[:2000])
        kind = self.last.headers.get("content-type", "")
        return self.last.json() if "json" in kind and self.last.content else self.last.content


@dataclass
class Place:
    house: House
    client: httpx.AsyncClient
    run: Run
    lamps: list[str]

    @property
    def worker(self) -> str:
        """The account of the grid worker in whose town the lamps stand."""
        tree, day = self.house.territory.tree, self.house.installation.today()
        lamp = self.house.territory.locate(118.052, 36.81).path
        district = next(area for area in tree.line(lamp, day) if area.level == "district")
        towns = tree.parts(district.path, day)
        return f"grid{1 + next(n for n, town in enumerate(towns) if lamp.startswith(town.path))}"

    def visitor(self, language: str = "en") -> Visitor:
        return Visitor(client=self.client, run=self.run, language=language)

    def as_(self, name: str) -> Visitor:
        return self.visitor().sign_in(name)

    def round(self) -> None:
        """What the worker does: jobs that wait, then one round of weighing."""

        async def go() -> None:
            while await self.house.jobs.run_one():
                pass
            await self.house.round()

        self.run(go())


class Doors:
    """The application's lifespan, begun and ended in one task of the test's own event loop."""

    def __init__(self, app: Litestar) -> None:
        self._app, self._ready, self._stop = app, asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._task = asyncio.create_task(self._stand())
        await self._ready.wait()

    async def close(self) -> None:
        self._stop.set()
        assert self._task is not None
        await self._task

    async def _stand(self) -> None:
        async with self._app.lifespan():
            self._ready.set()
            await self._stop.wait()


@pytest.fixture(scope="session")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[str]]]:
    """One made installation per database, copied for each test."""
    return {"folder": (tmp_path_factory.mktemp("whole"), [])}


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    run: Run,
    _numbers: Iterator[int],
    _whole: dict[str, tuple[Path, list[str]]],
) -> Iterator[Place]:
    """The sample district, empty of cases, with three lamps that nobody has looked at yet."""
    url = None
    server: Postgres | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        assert server is not None
    if request.param not in _whole:
        root = _whole["folder"][0] / request.param
        if server is not None:
            server.sql("CREATE DATABASE whole_template")
            url = server.url("whole_template")
        _whole[request.param] = (root, run(_made(root, url)))
    root, lamps = _whole[request.param]
    shutil.copytree(root, tmp_path / "data")
    if server is not None:
        name = f"whole{next(_numbers)}"
        server.sql(f"CREATE DATABASE {name} TEMPLATE whole_template")
        url = server.url(name)
    house = run(open_house(tmp_path / "data", url, role="test"))
    app = create_app(house, rates=[])
    doors = Doors(app)
    run(doors.open())
    client = httpx.AsyncClient(transport=httpx.ASGITransport(cast(Any, app)), base_url="http://testserver.local")
    yield Place(house=house, client=client, run=run, lamps=lamps)
    run(client.aclose())
    run(doors.close())
    run(house.close())


async def _made(data: Path, url: str | None) -> list[str]:
    house = await lay(data, url, name="示例区", zone="Asia/Shanghai", demo=True)
    district = await lay_territory(house)
    await lay_people(house, district)
    codes = []
    async with house.unit() as unit:
        for number in range(1, 4):
            codes.append(f"L-{number:04d}")
            await house.registry.put_thing(
                unit,
                PutThing(type=LAMP, code=codes[-1], name=f"人民路{number}号灯", lon=118.05 + number / 500, lat=36.81),
                by=MACHINE,
                ground="a test",
                scope=house.everything,
            )
    await house.close()
    return codes
