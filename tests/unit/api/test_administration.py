"""An administrator enters agencies, posts, people and grants; others see what their scope opens."""

from __future__ import annotations

from typing import Any

from httpx import AsyncClient

from tests.unit.api.conftest import PASSWORD, Door


async def _admin(door: Door, client: AsyncClient) -> dict[str, str]:
    return {"X-CSRF-Token": await door.sign_in(client, "wang")}


async def _made(client: AsyncClient, path: str, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/v1{path}", json=body, headers=headers)
    assert answer.status_code in {200, 201}, answer.text
    made: dict[str, Any] = answer.json()
    return made


AGENCY = {"code": "lamps", "name": {"zh": "路灯所", "en": "Lamp office"}, "area": "990001"}


def test_an_agency_its_post_its_person_and_the_grant_are_entered_and_work_at_once(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            agency = await _made(client, "/agencies", admin, AGENCY)
            assert agency["area"] == {"code": "990001", "name": "试验区", "path": agency["path"]}
            post = await _made(
                client, "/posts", admin, {"agency": agency["id"], "code": "mender", "name": {"zh": "维修岗"}}
            )
            person = await _made(
                client,
                "/people",
                admin,
                {"name": "张三", "post": post["id"], "account": {"name": "zhang", "password": PASSWORD}},
            )
            assert person["account"] == "zhang"
            assert person["posts"][0]["agency"]["name"]["en"] == "Lamp office"
            await _made(
                client,
                "/grants",
                admin,
                {"role": "handling_unit", "post": post["id"], "area": "990001", "agency": agency["id"]},
            )
        async with door.client() as client:
            await door.sign_in(client, "zhang")
            shown = (await client.get("/api/v1/session")).json()["actor"]
            assert (shown["name"], shown["roles"], shown["faces"]) == (
                "张三",
                ["handling_unit"],
                ["desk", "field", "public"],
            )
            assert shown["area"]["code"] == "990001"

    door.run(story())


def test_who_may_not_administer_changes_nothing(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            csrf = await door.sign_in(client, "li")
            refused = await client.post("/api/v1/agencies", json=AGENCY, headers={"X-CSRF-Token": csrf})
            assert (refused.status_code, refused.json()["code"]) == (403, "A-007")
            assert (await client.get("/api/v1/agencies")).json()["count"] == 1
            assert (await client.get("/api/v1/grants")).status_code == 403

    door.run(story())


def test_nobody_signed_in_sees_no_people(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            for path in ("/people", "/agencies", "/posts", "/grants", "/portfolios", "/liaisons", "/tokens", "/roles"):
                assert (await client.get(f"/api/v1{path}")).status_code == 401

    door.run(story())


def test_of_two_who_change_one_agency_the_second_is_told(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            agency = await _made(client, "/agencies", admin, AGENCY)
            body = AGENCY | {"version": agency["version"], "name": {"zh": "路灯处"}}
            first = await client.put(f"/api/v1/agencies/{agency['id']}", json=body, headers=admin)
            second = await client.put(f"/api/v1/agencies/{agency['id']}", json=body, headers=admin)
            assert (first.status_code, second.status_code) == (200, 409)
            assert second.json()["code"] == "L-102"

    door.run(story())


def test_a_code_used_twice_and_a_name_that_is_taken_are_refused(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            await _made(client, "/agencies", admin, AGENCY)
            again = await client.post("/api/v1/agencies", json=AGENCY, headers=admin)
            assert (again.status_code, again.json()["detail"]["constraint"]) == (409, "uq_agency_code")
            body = {"name": "另一个", "account": {"name": "li", "password": PASSWORD}}
            taken = await client.post("/api/v1/people", json=body, headers=admin)
            assert (taken.status_code, taken.json()["code"]) == (409, "P-018")
            assert (await client.get("/api/v1/people", params={"q": "另一个"})).json()["items"] == []

    door.run(story())


def test_an_area_nobody_knows_is_refused(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            refused = await client.post("/api/v1/agencies", json=AGENCY | {"area": "123456"}, headers=admin)
            assert refused.status_code == 404

    door.run(story())


def test_a_stand_in_an_end_and_a_liaison_are_kept_with_their_dates(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            posts = (await client.get("/api/v1/posts")).json()["items"]
            people = {each["name"]: each for each in (await client.get("/api/v1/people")).json()["items"]}
            dispatch = next(each for each in posts if each["code"] == "dispatch")
            wang = people["王二"]["id"]
            open_end = await client.post(
                "/api/v1/stand-ins", json={"person": wang, "post": dispatch["id"]}, headers=admin
            )
            assert open_end.status_code == 400
            dates = {"valid_from": "2026-01-05", "valid_to": "2099-01-01"}
            row = await _made(client, "/stand-ins", admin, {"person": wang, "post": dispatch["id"]} | dates)
            shown = (await client.get("/api/v1/session")).json()["actor"]
            assert [each["standing_in"] for each in shown["posts"]] == [False, True]
            chosen = await client.post("/api/v1/session/post", json={"post": dispatch["id"]}, headers=admin)
            assert chosen.json()["actor"]["name"] == "王二(代李一)"
            await _made(client, f"/stand-ins/{row['id']}/end", admin, {"day": "2026-01-06"})
            shown = (await client.get("/api/v1/session")).json()["actor"]
            assert (shown["name"], len(shown["posts"])) == ("王二", 1)
            agency = dispatch["agency"]["id"]
            body = {"agency": agency, "person": wang, "topic": "路灯", "reserve": True}
            await _made(client, "/liaisons", admin, body)
            (liaison,) = (await client.get("/api/v1/liaisons", params={"agency": agency})).json()["items"]
            assert (liaison["person"]["name"], liaison["reserve"]) == ("王二", True)

    door.run(story())


def test_the_responsibility_list_answers_where_a_case_goes(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            agency = await _made(client, "/agencies", admin, AGENCY)
            body = {"kind": "street_lighting.lamp_fault", "lead": agency["id"], "area": "990001", "clause": "第3条"}
            row = await _made(client, "/responsibilities", admin, body)
            route = (await client.get("/api/v1/route?kind=street_lighting.lamp_fault&area=990001001")).json()
            assert (route["unit"]["name"]["zh"], route["rule"]) == ("路灯所", row["id"])
            await _made(client, f"/responsibilities/{row['id']}/end", admin, {"version": row["version"]})
            route = (await client.get("/api/v1/route?kind=street_lighting.lamp_fault&area=990001001")).json()
            assert (route["backstop"], route["rule"]) == (True, "0")

    door.run(story())


def test_a_portfolio_passes_to_another_post_and_its_history_stays(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            posts = {each["code"]: each["id"] for each in (await client.get("/api/v1/posts")).json()["items"]}
            body = {"post": posts["dispatch"], "theme": "城市管理", "valid_from": "2026-01-01"}
            row = await _made(client, "/portfolios", admin, body)
            move = {"to_post": posts["admin"], "version": row["version"], "day": "2026-02-01"}
            moved = await _made(client, f"/portfolios/{row['id']}/move", admin, move)
            assert (moved["moved"], moved["line"]) == (0, row["line"])
            history = (await client.get("/api/v1/portfolios?history=true")).json()["items"]
            assert [each["valid_to"] for each in history] == ["2026-02-01", None]
            assert (await client.get(f"/api/v1/posts/{posts['admin']}/work")).json() == {"portfolio_lines": 1}

    door.run(story())


def test_a_token_is_shown_once_and_opens_nothing_when_revoked(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            made = await _made(client, "/tokens", admin, {"name": "旧平台", "role": "program", "days": 30})
            listed = (await client.get("/api/v1/tokens")).json()["items"]
            assert (listed[0]["state"], "token" in listed[0]) == ("valid", False)
            await _made(client, f"/tokens/{made['id']}/revoke", admin, {})
        async with door.client() as program:
            refused = await program.get("/api/v1/inbox", headers={"Authorization": f"Bearer {made['token']}"})
            assert (refused.status_code, refused.json()["code"]) == (401, "P-005")

    door.run(story())


def test_a_reset_password_and_a_suspended_account_end_the_sessions(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client, door.client() as browser:
            admin = await _admin(door, client)
            await door.sign_in(browser, "li")
            person = (await client.get("/api/v1/people", params={"q": "李一"})).json()["items"][0]["id"]
            closed = await client.post(f"/api/v1/people/{person}/suspension", json={"suspended": True}, headers=admin)
            assert closed.status_code == 204
            assert (await browser.get("/api/v1/session")).json()["signed_in"] is False
            refused = await browser.post("/api/v1/session", json={"name": "li", "password": PASSWORD})
            assert refused.status_code == 401
            await client.post(f"/api/v1/people/{person}/suspension", json={"suspended": False}, headers=admin)
            await client.post(f"/api/v1/people/{person}/password", json={"new": "quite-another-1"}, headers=admin)
            again = await browser.post("/api/v1/session", json={"name": "li", "password": "quite-another-1"})
            assert again.status_code == 200

    door.run(story())


def test_a_change_keeps_what_it_does_not_name(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            agency = await _made(client, "/agencies", admin, AGENCY | {"valid_from": "2021-05-01"})
            body = {"code": "lamps", "name": {"zh": "路灯处"}, "version": agency["version"]}
            answer = await client.put(f"/api/v1/agencies/{agency['id']}", json=body, headers=admin)
            changed = answer.json()
            assert (changed["name"]["zh"], changed["valid_from"]) == ("路灯处", "2021-05-01")
            assert changed["area"]["code"] == "990001"
            below = {"code": "lamps-2", "name": {"zh": "二队"}, "parent": agency["id"]}
            assert (await _made(client, "/agencies", admin, below))["area"]["code"] == "990001"
            person = await _made(client, "/people", admin, {"name": "钱五", "office_phone": "6001"})
            body = {"name": "钱伍", "version": person["version"]}
            changed = (await client.put(f"/api/v1/people/{person['id']}", json=body, headers=admin)).json()
            assert (changed["name"], changed["office_phone"]) == ("钱伍", "6001")

    door.run(story())


def test_who_administers_one_area_enters_rows_of_that_area_unless_another_is_named(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            posts = {each["code"]: each["id"] for each in (await client.get("/api/v1/posts")).json()["items"]}
            body = {"role": "administrator", "post": posts["dispatch"], "area": "990001001"}
            await _made(client, "/grants", admin, body)
        async with door.client() as client:
            own = {"X-CSRF-Token": await door.sign_in(client, "li")}
            agency = await _made(client, "/agencies", own, {"code": "town", "name": {"zh": "南镇政府"}})
            assert agency["area"]["code"] == "990001001"
            body = {"post": posts["dispatch"], "theme": "城市管理"}
            assert (await _made(client, "/portfolios", own, body))["area"]["code"] == "990001001"
            beyond = {"code": "all", "name": {"zh": "区里"}, "area": "990001002"}
            refused = await client.post("/api/v1/agencies", json=beyond, headers=own)
            assert refused.status_code in {403, 404}

    door.run(story())


def test_an_administrator_of_one_town_cannot_take_over_somebody_above(door: Door) -> None:
    async def story() -> None:
        async with door.client() as client:
            admin = await _admin(door, client)
            items = (await client.get("/api/v1/posts")).json()["items"]
            posts = {each["code"]: each["id"] for each in items}
            town = {"role": "administrator", "post": posts["dispatch"], "area": "990001001"}
            await _made(client, "/grants", admin, town)
            people = {each["name"]: each["id"] for each in (await client.get("/api/v1/people")).json()["items"]}
        async with door.client() as client:
            own = {"X-CSRF-Token": await door.sign_in(client, "li")}
            wang, li = people["王二"], people["李一"]
            dates = {"valid_from": "2026-01-01", "valid_to": "2099-01-01"}
            for path, body in (
                (f"/people/{wang}/password", {"new": "taken-over-2026"}),
                (f"/people/{wang}/suspension", {"suspended": True}),
                ("/holdings", {"person": li, "post": posts["admin"]}),
                ("/stand-ins", {"person": li, "post": posts["admin"]} | dates),
                ("/grants", {"role": "administrator", "person": li, "area": "990001"}),
            ):
                refused = await client.post(f"/api/v1{path}", json=body, headers=own)
                assert (path, refused.status_code) in {(path, 403), (path, 404)}
            renamed = await client.put(f"/api/v1/people/{wang}", json={"name": "x", "version": 1}, headers=own)
            assert renamed.status_code == 403
        async with door.client() as client:
            assert await door.sign_in(client, "wang")

    door.run(story())
