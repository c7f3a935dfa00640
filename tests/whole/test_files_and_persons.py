"""A photo goes with its report, a paper passes the gate, a person is opened with a reason: as the doors see it."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from luoshi.base.installation import put_setting
from luoshi.base.scope import MACHINE
from tests.unit.kernel.files.pictures import docx, photo
from tests.whole.conftest import SECRET, Place

DARK = "street_lighting.lamp_dark"
PHOTO = photo(place=True)
PHONE = "13805331234"
FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8192


class Browser:
    """One browser with its own cookies."""

    def __init__(self, place: Place) -> None:
        transport = httpx.ASGITransport(place.client._transport.app)  # type: ignore[attr-defined]
        self._client = httpx.AsyncClient(transport=transport, base_url="http://testserver.local")
        self._run = place.run
        self._client.headers["accept-language"] = "en"

    def sign_in(self, name: str) -> Browser:
        self._client.headers["x-csrf-token"] = self.post("/session", {"name": name, "password": SECRET}).json()["csrf"]
        return self

    def get(self, path: str, **headers: str) -> httpx.Response:
        found: httpx.Response = self._run(self._client.get(_full(path), headers=headers))
        return found

    def post(self, path: str, body: Any) -> httpx.Response:
        found: httpx.Response = self._run(self._client.post(_full(path), json=body))
        return found

    def send(self, name: str, data: bytes) -> httpx.Response:
        found: httpx.Response = self._run(self._client.post(_full("/files"), files={"file": (name, data)}))
        return found

    def raw(self, body: bytes, kind: str) -> httpx.Response:
        headers = {"content-type": kind}
        found: httpx.Response = self._run(self._client.post(_full("/files"), content=body, headers=headers))
        return found

    def report(self, request: str, *photos: str, **more: Any) -> httpx.Response:
        body = {"request_id": request, "kind": DARK, "text": "路灯不亮", "lon": 118.052, "lat": 36.81, "photos": photos}
        return self.post("/reports", body | {"name": "王小芳", "phone": PHONE} | more)


def _full(path: str) -> str:
    return path if path.startswith("/api") else f"/api/v1{path}"


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def security(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The lines of the security log."""
    lines: list[str] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("luoshi.security")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def test_a_photo_is_seen_by_who_sees_its_report_and_by_nobody_else(place: Place) -> None:
    sender, elsewhere = Browser(place), Browser(place)
    sent = sender.send("灯 😀.jpg", PHOTO).json()
    assert (sent["name"], sent["type"], sent["size"]) == ("灯 😀.jpg", "image/jpeg", len(PHOTO))
    assert sender.get(sent["thumbnail"]).status_code == 200
    assert code(elsewhere.get(sent["thumbnail"])) == (404, "F-103")
    told = sender.report("photo-report-1", sent["id"]).json()
    [shown] = elsewhere.get(f"/reports/{told['number']}?key={told['key']}").json()["photos"]
    assert Image.open(io.BytesIO(elsewhere.get(shown["thumbnail"]).content)).size == (320, 240)
    assert elsewhere.get(shown["url"]).status_code == 200
    assert code(elsewhere.get(f"/files/{sent['id']}")) == (404, "F-103")
    assert code(elsewhere.get(f"/files/{sent['id']}?number={told['number']}&key=wrong")) == (404, "F-103")
    clerk = Browser(place).sign_in("clerk")
    [beside] = clerk.get(f"/cases/{told['case_id']}").json()["photos"]
    assert (beside["taken"], beside["metres"]) == ("2026-03-01T19:12:05", 257)
    assert clerk.get(beside["thumbnail"]).status_code == 200
    assert code(Browser(place).sign_in("auditor").get(f"/files/{sent['id']}")) == (404, "F-103")


def test_what_the_camera_wrote_is_for_those_who_may_open_persons(place: Place) -> None:
    sender = Browser(place)
    sent = sender.send("a.jpg", PHOTO).json()
    sender.report("photo-report-2", sent["id"])
    clerk, leader = Browser(place).sign_in("clerk"), Browser(place).sign_in("leader")
    for browser, address in ((sender, ""), (leader, "?original=true"), (clerk, "")):
        copy = browser.get(f"/files/{sent['id']}{address}")
        assert copy.status_code == 200
        assert b"Geheimkamera" not in copy.content
    assert clerk.get(f"/files/{sent['id']}?original=true").content == PHOTO


def test_a_file_is_shown_and_never_run(place: Place) -> None:
    clerk = Browser(place).sign_in("clerk")
    page = b"<html><body><script>alert(1)</script></body></html>"
    sent = clerk.send('x"; filename="y.html', page).json()
    answer = clerk.get(f"/files/{sent['id']}")
    assert answer.content == page
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_film_is_watched_in_parts(place: Place) -> None:
    sender = Browser(place)
    address = f"/files/{sender.send('film.mp4', FILM).json()['id']}"
    assert sender.get(address).content == FILM
    for asked, first, last in (("1048570-1048590", 1048570, 1048590), ("-10", len(FILM) - 10, len(FILM) - 1)):
        part = sender.get(address, range=f"bytes={asked}")
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {first}-{last}/{len(FILM)}"
        assert part.content == FILM[first : last + 1]
    assert code(sender.get(address, range="bytes=99999999-")) == (416, "F-115")
    assert sender.get(address, range="bytes=0-1,5-6").content == FILM


def test_another_browser_cannot_take_a_photo_and_no_report_takes_it_twice(place: Place) -> None:
    sender, thief = Browser(place), Browser(place)
    sent = sender.send("a.jpg", PHOTO).json()["id"]
    assert code(thief.report("thief-report-1", sent)) == (404, "F-103")
    assert sender.report("owner-report-1", sent).status_code == 201
    assert sender.report("owner-report-1", sent).status_code == 200
    assert code(sender.report("owner-report-2", sent)) == (409, "F-113")
    assert place.run(place.house.database.value("SELECT count(*) FROM signal")) == 1


def test_what_the_gate_refuses_leaves_one_line_and_nothing_else(place: Place, security: list[str]) -> None:
    sender = Browser(place)
    assert code(sender.send("a.jpg", b"MZ" + bytes(5000))) == (400, "F-106")
    assert code(sender.send("a.jpg", PHOTO[:-2000])) == (400, "F-108")
    assert code(sender.send("张三的家.docx", docx())) == (422, "H-101")
    assert code(sender.send("a.jpg", b"\xff\xd8\xff" + bytes(21 << 20))) == (413, "F-107")
    assert [line[:5] for line in security] == ["F-106", "F-108", "H-101", "F-107"]
    assert not any("张三" in line for line in security)
    stored = [each for name in ("files", "scratch") for each in (place.house.folder.root / name).rglob("*.*")]
    assert stored == []
    assert place.run(place.house.database.value("SELECT count(*) FROM file")) == 0


def test_a_form_without_a_file_or_cut_short_is_refused(place: Place) -> None:
    sender = Browser(place)
    kind = "multipart/form-data; boundary=b"
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    assert code(sender.raw(b"{}", "application/json")) == (400, "H-102")
    assert code(sender.raw(b"", kind)) == (400, "H-102")
    assert code(sender.raw(head + PHOTO, kind)) == (400, "H-102")
    assert code(sender.raw(b"rubbish", kind)) == (400, "H-102")
    assert sender.raw(head + PHOTO + b"\r\n--b--\r\n", kind).status_code == 201


def test_a_paper_above_the_level_of_the_installation_is_refused(place: Place, security: list[str]) -> None:
    clerk = Browser(place).sign_in("clerk")
    marked = docx("秘密★1年\n关于某事的通知")
    assert code(clerk.send("a.docx", marked)) == (422, "E-015")
    assert [line[:5] for line in security] == ["E-015"]
    assert clerk.send("b.docx", docx("关于加强保密工作的通知\n要严守国家秘密,防止泄露机密。")).status_code == 201
    place.run(put_setting(place.house.database, "secrecy_level", "secret"))
    assert clerk.send("a.docx", marked).status_code == 201


def test_numbers_of_persons_in_a_paper_are_pointed_out(place: Place) -> None:
    clerk = Browser(place).sign_in("clerk")
    told = clerk.send("名单.txt", f"张三 {PHONE}\n李四 13905330000".encode()).json()
    assert told["numbers"] == {"mobile": 2}


def test_a_step_brings_its_evidence(place: Place) -> None:
    case = Browser(place).report("evidence-report-1").json()["case_id"]
    clerk, shift = Browser(place).sign_in("clerk"), Browser(place).sign_in("shift")
    own, of_other = clerk.send("a.jpg", PHOTO).json()["id"], shift.send("b.jpg", photo()).json()["id"]
    version = clerk.get(f"/cases/{case}").json()["version"]
    refused = clerk.post(f"/cases/{case}/accept", {"version": version, "files": [of_other]})
    assert code(refused) == (404, "F-103")
    after = clerk.post(f"/cases/{case}/accept", {"version": version, "files": [own], "note": f"电话 {PHONE}"}).json()
    assert [each["id"] for each in after["photos"]] == [own]
    assert after["history"][-1]["note"] == "电话 〔手机号〕"
    assert shift.get(f"/files/{own}").status_code == 200


def test_a_reporter_is_opened_with_a_reason_and_everybody_sees_who_looked(place: Place) -> None:
    case = Browser(place).report("opening-report-1").json()["case_id"]
    clerk, leader = Browser(place).sign_in("clerk"), Browser(place).sign_in("leader")
    assert code(leader.post(f"/cases/{case}/reporter/open", {"reason": "看看"})) == (403, "A-007")
    assert code(clerk.post(f"/cases/{case}/reporter/open", {"reason": "  "})) == (403, "F-101")
    assert code(clerk.post(f"/cases/{case}/reporter/open", {"reason": "回访", "signal": "5"})) == (404, "F-102")
    assert leader.get(f"/cases/{case}/reporter/openings").json()["items"] == []
    opened = clerk.post(f"/cases/{case}/reporter/open", {"reason": "回访"}).json()
    assert (opened["name"], opened["phone"]) == ("王小芳", PHONE)
    lines = leader.get(f"/cases/{case}/reporter/openings").json()["items"]
    assert [(line["field"], line["reason"], line["act"]) for line in lines] == [
        ("name", "回访", "opened"),
        ("phone", "回访", "opened"),
    ]
    assert PHONE not in str(lines)


def test_only_the_security_officer_erases_at_the_desk(place: Place) -> None:
    told = Browser(place).report("erasing-report-1").json()
    request = {"field": "phone", "value": "138-0533-1234", "ground": "request of 2026-03-02"}
    assert code(Browser(place).post("/persons/erase", request)) == (401, "A-004")
    for name in ("clerk", "admin"):
        assert code(Browser(place).sign_in(name).post("/persons/erase", request)) == (403, "A-007")
    officer = Browser(place).sign_in("leader")
    person = int(officer.get("/session").json()["actor"]["id"])
    parties = place.house.parties
    unit = place.house.unit()
    place.run(
        parties.grants.grant(
            unit, role="security_officer", path="", person=person, valid_from=20_240_101, by=MACHINE,
            ground="a test", scope=place.house.everything,
        )
    )  # fmt: skip
    place.run(unit.commit())
    place.run(parties.refresh())
    assert officer.post("/persons/erase", request).json() == {"erased": 2}
    assert officer.post("/persons/erase", request).json() == {"erased": 0}
    clerk = Browser(place).sign_in("clerk")
    assert clerk.get(f"/cases/{told['case_id']}").json()["reporter"] is None


def test_retention_and_sweeping_are_planned_once_a_day_and_done(place: Place) -> None:
    sender = Browser(place)
    case = sender.report("retention-report-1", sender.send("a.jpg", PHOTO).json()["id"]).json()["case_id"]
    place.round()
    place.round()
    kinds = "SELECT count(*) FROM job WHERE kind IN ('personal.retention', 'files.sweep')"
    assert place.run(place.house.database.value(kinds)) == 2
    unit = place.house.unit()
    unit.run("UPDATE personal SET retain_until=20200101")
    unit.run("UPDATE setting SET value='20200101' WHERE name='daily.last_day'")
    place.run(unit.commit())
    place.house.daily._day = 0
    place.round()
    place.round()
    clerk = Browser(place).sign_in("clerk")
    assert code(clerk.post(f"/cases/{case}/reporter/open", {"reason": "回访"})) == (404, "F-102")
    whole = clerk.get(f"/cases/{case}").json()
    assert (whole["reporter"], whole["photos"]) == (None, [])
    assert {line["act"] for line in clerk.get(f"/cases/{case}/reporter/openings").json()["items"]} == {"erased"}


def test_a_received_paper_keeps_its_bytes_for_those_who_read_documents(place: Place) -> None:
    plan = place.as_("plan")
    text = "年度工作要点\n到2027年,城市道路路灯亮灯率达到98%。".encode()
    document = plan.upload("/documents", "要点.txt", text)
    address = f"/files/{document['file']['id']}"
    assert plan.get(address) == text
    assert code(Browser(place).get(address)) == (404, "F-103")


def test_uploading_holds_up_nobody(place: Place) -> None:
    """While a long file comes in slowly, others are answered."""

    async def slowly() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
        for start in range(0, len(FILM), 65_536):
            yield FILM[start : start + 65_536]
            await asyncio.sleep(0.002)
        yield b"\r\n--b--\r\n"

    async def go() -> tuple[int, list[int]]:
        headers = {"content-type": "multipart/form-data; boundary=b"}
        sending = asyncio.create_task(place.client.post("/api/v1/files", content=slowly(), headers=headers))
        answered = []
        while not sending.done():
            answered.append((await place.client.get("/api/v1/catalogue")).status_code)
            await asyncio.sleep(0.005)
        return (await sending).status_code, answered

    status, answered = place.run(go())
    assert status == 201
    assert set(answered) == {200}
    assert len(answered) >= 5
