"""A browser signs in, writes with its CSRF value, and signs out; a program shows a token."""

from __future__ import annotations

import base64

from luoshi.base.scope import EVERYTHING, MACHINE
from tests.unit.api.conftest import PASSWORD, Door


def test_nobody_is_signed_in_at_first(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            answer = (await client.get("/api/v1/session")).json()
            assert (answer["signed_in"], answer["actor"], answer["csrf"]) == (False, None, "")
            assert answer["installation"]["name"]["zh"] == "试验区"

    door.run(story())


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            answer = await client.post("/api/v1/session", json={"name": "li", "password": PASSWORD})
            cookie = answer.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=lax" in cookie
            shown = (await client.get("/api/v1/session")).json()
            assert shown["signed_in"] is True
            assert shown["actor"]["name"] == "李一"
            assert shown["actor"]["agency"]["name"]["zh"] == "区政府"
            assert shown["actor"]["roles"] == ["dispatcher"]
            assert shown["actor"]["faces"] == ["desk", "overview", "public"]
            assert "case.dispatch" in shown["actor"]["verbs"]
            assert len(shown["csrf"]) == 64

    door.run(story())


def test_a_wrong_password_is_refused_in_the_askers_language(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            wrong = {"name": "li", "password": "nonsense"}
            zh = await client.post("/api/v1/session", json=wrong)
            en = await client.post("/api/v1/session", json=wrong, headers={"Accept-Language": "en-GB,en;q=0.9"})
            assert zh.status_code == en.status_code == 401
            assert zh.json()["code"] == "P-001"
            assert zh.json()["happened"] == "用户名或密码不正确。"
            assert en.json()["happened"] == "The name or the password is wrong."

    door.run(story())


def test_a_write_without_the_csrf_value_is_refused_and_changes_nothing(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            csrf = await door.sign_in(client)
            refused = await client.put("/api/v1/drafts/report", json={"text": "路灯不亮"})
            assert (refused.status_code, refused.json()["code"]) == (403, "A-005")
            wrong = await client.put("/api/v1/drafts/report", json={}, headers={"X-CSRF-Token": csrf[::-1]})
            assert wrong.status_code == 403
            assert (await client.get("/api/v1/drafts/report")).status_code == 404
            kept = await client.put("/api/v1/drafts/report", json={"text": "路灯"}, headers={"X-CSRF-Token": csrf})
            assert kept.status_code == 200
            assert (await client.get("/api/v1/drafts/report")).json()["body"] == {"text": "路灯"}

    door.run(story())


def test_a_page_of_another_site_cannot_write_even_without_a_session(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            body = {"name": "li", "password": PASSWORD}
            for headers in ({"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
                refused = await client.post("/api/v1/session", json=body, headers=headers)
                assert refused.status_code == 403
            same = await client.post("/api/v1/session", json=body, headers={"Origin": "http://luoshi.test"})
            assert same.status_code == 200

    door.run(story())


def test_another_sites_script_gets_no_permission_to_read(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            answer = await client.get("/api/v1/session", headers={"Origin": "http://evil.test"})
            assert "access-control-allow-origin" not in answer.headers

    door.run(story())


def test_signing_out_ends_the_session_for_good(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            csrf = await door.sign_in(client)
            token = client.cookies["luoshi_session"]
            assert (await client.delete("/api/v1/session", headers={"X-CSRF-Token": csrf})).status_code == 204
            client.cookies.set("luoshi_session", token)
            assert (await client.get("/api/v1/session")).json()["signed_in"] is False
            refused = await client.get("/api/v1/inbox")
            assert (refused.status_code, refused.json()["code"]) == (401, "P-003")

    door.run(story())


def _token(door: Door, days: int) -> str:
    async def make() -> str:
        async with door.house.installation.database.unit() as unit:
            text, _ = await door.house.parties.grants.create_token(
                unit,
                name="旧平台",
                role="program",
                path="0001",
                days=days,
                by=MACHINE,
                ground="a test",
                scope=EVERYTHING,
            )
        return text

    return str(door.run(make()))


def test_a_program_shows_its_token_as_bearer_or_as_basic(door: Door) -> None:
    token = _token(door, 1)

    async def story() -> None:
        async with door.client() as client:
            basic = base64.b64encode(f"anything:{token}".encode()).decode()
            for header in (f"Bearer {token}", f"Basic {basic}"):
                answer = await client.get("/api/v1/session", headers={"Authorization": header})
                assert answer.status_code == 200

    door.run(story())


def test_a_token_of_yesterday_gets_a_clear_answer(door: Door) -> None:
    token = _token(door, 0)

    async def story() -> None:
        async with door.client() as client:
            refused = await client.get("/api/v1/session", headers={"Authorization": f"Bearer {token}"})
            assert (refused.status_code, refused.json()["code"]) == (401, "P-004")
            assert "已过期" in refused.json()["happened"]
            unknown = await client.get("/api/v1/session", headers={"Authorization": "Bearer invented"})
            assert (unknown.status_code, unknown.json()["code"]) == (401, "P-005")

    door.run(story())


def test_the_setup_link_makes_the_first_administrator(door: Door) -> None:
    async def story() -> None:
        async with door.house.installation.database.unit() as unit:
            token = await door.house.parties.accounts.make_setup_link(unit)
        async with door.client() as client:
            body = {"name": "root", "password": PASSWORD, "display_name": "管理员"}
            made = await client.post(f"/api/v1/setup/{token}", json=body)
            assert made.status_code == 200
            assert made.json()["actor"]["faces"][0] == "admin"
            again = await client.post(f"/api/v1/setup/{token}", json=body | {"name": "root2"})
            assert again.status_code in {403, 422}

    door.run(story())


def test_a_new_password_keeps_this_browser_and_ends_the_others(door: Door) -> None:
    async def story() -> None:
        async with door.client() as one, door.client() as other:
            csrf = await door.sign_in(one)
            await door.sign_in(other)
            body = {"old": PASSWORD, "new": "a-new-street-lamp"}
            done = await one.post("/api/v1/session/password", json=body, headers={"X-CSRF-Token": csrf})
            assert done.status_code == 204
            assert (await one.get("/api/v1/session")).json()["signed_in"] is True
            assert (await other.get("/api/v1/session")).json()["signed_in"] is False

    door.run(story())
