"""What every answer of the door has in common: refusals, headers, limits, the description, the pages."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import pytest
from litestar import get, post
from litestar.params import FromPath, JSONBody

from luoshi import web
from luoshi.api.rates import Buckets, Rate, read_rates, shipped_rates
from luoshi.base.installation import put_setting
from luoshi.kernel.messages import Recipient
from tests.unit.api.conftest import PASSWORD, Door


class Lamp(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    height: int


@post("/api/v1/lamps")
async def put_lamp(data: JSONBody[Lamp]) -> dict[str, str]:
    return {"code": data.code}


@get("/api/v1/broken/{lamp:int}")
async def broken(lamp: FromPath[int]) -> None:
    raise ZeroDivisionError(f"secret detail of {lamp}")


TWO = {"handlers": [put_lamp, broken]}


def test_what_nobody_foresaw_has_a_number_in_the_log_and_tells_nothing(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with door.client(**TWO) as client:
            answer = await client.get("/api/v1/broken/7")
            assert (answer.status_code, answer.json()["code"]) == (500, "A-000")
            assert "secret" not in answer.text
            assert answer.json()["detail"]["number"] in caplog.text
            assert "ZeroDivisionError" in caplog.text

    with caplog.at_level(logging.ERROR, "luoshi.door"):
        door.run(story())


def test_a_body_that_does_not_fit_names_the_field(door: Door) -> None:
    async def story() -> None:
        async with door.client(**TWO) as client:
            for body, field in (
                ({"code": "L1", "height": "tall"}, "height"),
                ({"code": "L1", "height": 8, "colour": "red"}, "colour"),
                ({"code": "L1"}, "height"),
            ):
                answer = await client.post("/api/v1/lamps", json=body)
                assert (answer.status_code, answer.json()["code"]) == (400, "L-001")
                assert field in answer.json()["happened"]
            broken_json = await client.post(
                "/api/v1/lamps", content=b'{"code":', headers={"Content-Type": "application/json"}
            )
            assert (broken_json.status_code, broken_json.json()["code"]) == (400, "L-001")

    door.run(story())


def test_an_address_nobody_knows_and_a_method_nobody_takes(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            unknown = await client.get("/api/v1/nothing-here")
            assert (unknown.status_code, unknown.json()["code"]) == (404, "A-001")
            wrong = await client.patch("/api/v1/session")
            assert (wrong.status_code, wrong.json()["code"]) == (405, "A-002")

    door.run(story())


def test_a_body_beyond_the_limit_is_refused(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            answer = await client.post("/api/v1/session", json={"name": "x" * 9_000_000, "password": "x"})
            assert (answer.status_code, answer.json()["code"]) == (413, "A-003")

    door.run(story())


def test_every_answer_forbids_inline_scripts_and_frames(door: Door) -> None:
    async def story() -> None:
        async with door.client(**TWO) as client:
            for path in ("/api/v1/session", "/api/v1/nothing-here", "/api/v1/broken/1", "/", "/health"):
                headers = (await client.get(path)).headers
                policy = headers["content-security-policy"]
                assert "script-src 'self';" in policy
                assert "frame-ancestors 'none'" in policy
                assert headers.get_list("x-content-type-options") == ["nosniff"]
                assert len(headers.get_list("cache-control")) <= 1
            assert (await client.get("/api/v1/session")).headers["cache-control"] == "no-store"

    door.run(story())


def test_who_knocks_too_often_waits(door: Door) -> None:
    door.rates = (Rate(id="sign_in", method="POST", path="/api/v1/session", count=2, seconds=60),)

    async def story() -> None:
        async with door.client() as client:
            body = {"name": "nobody", "password": "nothing"}
            answers = [await client.post("/api/v1/session", json=body) for _ in range(3)]
            assert [each.status_code for each in answers] == [401, 401, 429]
            assert answers[2].json()["code"] == "A-006"
            assert int(answers[2].headers["retry-after"]) > 0
            assert (await client.get("/api/v1/session")).status_code == 200

    door.run(story())


def test_a_bucket_empties_evenly() -> None:
    time = [0.0]
    buckets = Buckets([Rate(id="r", method="POST", path="/reports", count=2, seconds=60)], clock=lambda: time[0])
    rate = buckets.rates[0]
    assert [buckets.knock(rate, "a") for _ in range(3)] == [0, 0, 30]
    assert buckets.knock(rate, "b") == 0
    time[0] = 30.0
    assert [buckets.knock(rate, "a") for _ in range(2)] == [0, 30]


def test_an_installation_sets_its_own_limits(door: Door) -> None:
    database = door.house.installation.database
    door.run(put_setting(database, "rate.sign_in", "5"))
    door.run(put_setting(database, "rate.resident_report", "0"))
    rates = {rate.id: rate.count for rate in door.run(read_rates(database))}
    assert rates["sign_in"] == 5
    assert set(rates) == {rate.id for rate in shipped_rates()} - {"resident_report"}


def test_the_description_closes_strict_bodies_and_names_every_door(door: Door) -> None:
    async def story() -> None:
        async with door.client(**TWO) as client:
            schema = (await client.get("/api/openapi.json")).json()
            assert "/api/v1/session" in schema["paths"]
            lamp = next(body for body in schema["components"]["schemas"].values() if body.get("title") == "Lamp")
            assert lamp["additionalProperties"] is False
            assert set(schema["components"]["securitySchemes"]) == {"token", "basic", "session"}

    door.run(story())


def test_health_and_metrics_answer_watchdogs(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            assert (await client.get("/health")).json()["ok"] is True
            await client.get("/api/v1/session")
            text = (await client.get("/metrics")).text
            assert 'luoshi_http_requests_total{method="GET",status="200"}' in text
            assert "luoshi_journal_unsealed" in text
            assert "luoshi_http_request_seconds_count" in text

    door.run(story())


def test_health_says_when_the_database_does_not_answer(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            await door.house.installation.database.close()
            answer = await client.get("/health")
            assert (answer.status_code, answer.json()["ok"]) == (503, False)

    door.run(story())


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small build of the front end."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>落实</title>" + " " * 2000, "utf-8")
    (tmp_path / "assets" / "app-1234.js").write_text("export const lamp = 1;" * 100, "utf-8")
    (tmp_path.parent / "secret.txt").write_text("secret", "utf-8")
    monkeypatch.setattr(web, "DIST", tmp_path)
    return tmp_path


def test_pages_come_from_the_build_with_the_history_fallback(door: Door, dist: Path) -> None:
    async def story() -> None:
        async with door.client() as client:
            for path in ("/", "/desk/cases/7", "/sign-in"):
                page = await client.get(path)
                assert page.status_code == 200
                assert "落实" in page.text
                assert page.headers["cache-control"] == "no-cache"
            script = await client.get("/assets/app-1234.js", headers={"Accept-Encoding": "gzip"})
            assert script.headers["content-encoding"] == "gzip"
            assert "immutable" in script.headers["cache-control"]
            assert script.headers["content-type"].startswith("text/javascript")
            same = await client.get("/assets/app-1234.js", headers={"If-None-Match": script.headers["etag"]})
            assert same.status_code == 304
            assert (await client.get("/assets/gone.js")).status_code == 404
            assert (await client.get("/ogc/nothing")).status_code == 404

    door.run(story())


def test_nothing_outside_the_build_is_served(door: Door, dist: Path) -> None:
    async def story() -> None:
        async with door.client() as client:
            for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"):
                assert "secret" not in (await client.get(path)).text

    door.run(story())


def test_without_a_build_the_page_says_what_to_do(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "DIST", tmp_path / "missing")

    async def story() -> None:
        async with door.client() as client:
            page = await client.get("/")
            assert page.status_code == 503
            assert "make web" in page.text

    door.run(story())


def test_the_inbox_shows_messages_to_the_person_the_post_and_the_agency(door: Door) -> None:
    house = door.house

    async def story() -> None:
        async with door.client() as client:
            csrf = await door.sign_in(client)
            actor = (await client.get("/api/v1/session")).json()["actor"]
            async with house.installation.database.unit() as unit:
                for to in (Recipient("post", int(actor["post"])), Recipient("agency", int(actor["agency"]["id"]))):
                    house.messages.send(
                        unit,
                        to=to,
                        template="case_dispatched",
                        values={"number": "1", "title": "路灯不亮", "reason": ""},
                        about=("case", 5),
                    )
            inbox = (await client.get("/api/v1/inbox")).json()
            assert [each["read"] for each in inbox["items"]] == [False, False]
            assert inbox["count"] == 2
            first = inbox["items"][0]
            read = await client.post(f"/api/v1/inbox/{first['id']}/read", headers={"X-CSRF-Token": csrf})
            assert read.json()["read"] is True
            page = (await client.get("/api/v1/inbox?limit=1")).json()
            assert (page["count"], page["next"]) == (1, first["id"])
            english = await client.get("/api/v1/inbox", headers={"Accept-Language": "en"})
            assert english.json()["items"][0]["title"] == "Dispatched: 1"

    door.run(story())


def test_a_refused_sign_in_is_a_line_of_the_security_log_not_of_the_journal(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with door.client() as client:
            await client.post("/api/v1/session", json={"name": "li", "password": PASSWORD[::-1]})
            await client.post("/api/v1/setup/a-secret", json={"name": "li", "password": "x", "display_name": "x"})
            lines = await door.house.installation.database.value(
                "SELECT count(*) FROM journal WHERE kind LIKE 'session%'"
            )
            assert lines == 0

    with caplog.at_level(logging.INFO, "luoshi.security"):
        door.run(story())
    assert "P-001 POST /api/v1/session" in caplog.text
    assert PASSWORD[::-1] not in caplog.text
    assert "a-secret" not in caplog.text


def test_a_draft_is_kept_for_its_writer_alone_and_thrown_away(door: Door) -> None:
    async def story() -> None:
        async with door.client() as one, door.client() as other:
            mine = {"X-CSRF-Token": await door.sign_in(one)}
            await door.sign_in(other, "wang")
            await one.put("/api/v1/drafts/report", json={"text": "一"}, headers=mine)
            await one.put("/api/v1/drafts/report", json={"text": "二"}, headers=mine)
            assert (await one.get("/api/v1/drafts/report")).json()["body"] == {"text": "二"}
            assert (await other.get("/api/v1/drafts/report")).json()["code"] == "A-009"
            large = await one.put("/api/v1/drafts/report", json={"text": "路" * 100_000}, headers=mine)
            assert (large.status_code, large.json()["code"]) == (413, "A-010")
            assert (await one.delete("/api/v1/drafts/report", headers=mine)).status_code == 204
            assert (await one.get("/api/v1/drafts/report")).status_code == 404

    door.run(story())


def test_a_number_or_a_character_that_no_database_keeps_is_refused(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            csrf = {"X-CSRF-Token": await door.sign_in(client, "wang")}
            far = await client.post(f"/api/v1/inbox/{10**25}/read", headers=csrf)
            assert far.status_code in {400, 404}
            body = b'{"name": "\\ud800", "office_phone": "\\u0000"}'
            odd = await client.post("/api/v1/people", content=body, headers=csrf | {"Content-Type": "application/json"})
            assert (odd.status_code, odd.json()["code"]) == (400, "L-001")
            people = (await client.get("/api/v1/people")).json()
            assert people["count"] == 2

    door.run(story())
