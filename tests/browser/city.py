"""The sample district as its API shows it: who may do what, for stories that are told through pages."""

from __future__ import annotations

from typing import Any

import httpx

PASSWORD = "luoshi-demo"


class City:
    """One served installation. Signs each demo account in once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._clients: dict[str | None, httpx.Client] = {}

    def client(self, account: str | None = None) -> httpx.Client:
        if account in self._clients:
            return self._clients[account]
        client = httpx.Client(base_url=f"{self.address}/api/v1", timeout=30)
        if account is not None:
            csrf = client.get("/session").json()["csrf"]
            answer = client.post(
                "/session", json={"name": account, "password": PASSWORD}, headers={"X-CSRF-Token": csrf}
            )
            answer.raise_for_status()
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        self._clients[account] = client
        return client

    def token(self, account: str) -> str:
        found = self.client(account).cookies.get("luoshi_session")
        assert found is not None
        return found

    def get(self, path: str, account: str | None = None, **query: str | int) -> Any:
        answer = self.client(account).get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    def accounts(self) -> list[str]:
        return [str(each["name"]) for each in self.get("/session")["demo"]["accounts"]]

    def who_may(self, case: str, verb: str) -> str:
        """The first demo account to whom the case offers this step."""
        for account in self.accounts():
            answer = self.client(account).get(f"/cases/{case}")
            if answer.status_code == 200 and verb in {each["verb"] for each in answer.json()["actions"]}:
                return account
        raise AssertionError(f"nobody may {verb} case {case}")

    def lamp(self, account: str = "dispatcher") -> dict[str, Any]:
        """A lamp within the account's sight about which no case is open."""
        for lamp in self.get("/things", account, type="street_lighting.lamp", limit=200)["items"]:
            whole = self.get(f"/things/{lamp['id']}", account)
            if not any(each["outcome"] == "open" for each in whole["cases"]):
                return dict(whole)
        raise AssertionError("every lamp has an open case")
