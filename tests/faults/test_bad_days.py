"""Two people at once, a photo that is a program, clocks that are days off, a full disc, a database of tomorrow."""

from __future__ import annotations

import subprocess
import threading
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.rows.installation import LUOSHI
from tests.faults.installation import Served
from tests.faults.kept import everything_acknowledged_is_kept_once, nothing_is_half_stored, the_journal_verifies
from tests.faults.power import Disc, library, preloaded
from tests.postgres import Postgres

SECRET = "luoshi-demo"
THREE_DAYS = timedelta(days=3)
needs_a_compiler = pytest.mark.skipif(library() is None, reason="no C compiler: the full disc and the wrong clock")
PROGRAM = b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 8 + b"\x02\x00\x3e\x00" + b"\x00" * 2000
PAGE = b"<!doctype html><script>alert(document.cookie)</script>" + b" " * 500


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    url = None
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        postgres.sql("CREATE DATABASE bad_days")
        url = postgres.url("bad_days")
    installation = Served(tmp_path_factory.mktemp(request.param) / "data", url)
    installation.make()
    installation.start()
    yield installation
    installation.stop()


def visitor(served: Served) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{served.port}/api/v1", headers={"accept-language": "zh"})


def signed_in(served: Served, name: str) -> httpx.Client:
    client = visitor(served)
    found = client.post("/session", json={"name": name, "password": SECRET})
    assert found.status_code == 200, found.text
    client.headers["x-csrf-token"] = found.json()["csrf"]
    return client


def report(served: Served, **more: Any) -> httpx.Response:
    lon, lat = served.points[0]
    body = {
        "request_id": str(uuid.uuid4()),
        "kind": "street_lighting.lamp_dark",
        "text": "灯不亮",
        "lon": lon,
        "lat": lat,
    }
    return visitor(served).post("/reports", json=body | more)


def rows(served: Served, table: str) -> int:
    return int(served.ask(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def told_clearly(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    """A refusal says what happened, what can be done instead, and its code."""
    assert answer.status_code in statuses, answer.text
    said: dict[str, Any] = answer.json()
    assert said["happened"] and said["instead"] and said["code"] != "L-000"
    return said


def test_of_two_people_at_once_one_acts_and_the_other_is_told(served: Served) -> None:
    case = report(served).json()["case_id"]
    clerks = [signed_in(served, "clerk"), signed_in(served, "shift")]
    version = clerks[0].get(f"/cases/{case}").json()["version"]
    answers: list[httpx.Response] = []
    start = threading.Barrier(2)

    def accept(clerk: httpx.Client) -> None:
        start.wait()
        answers.append(clerk.post(f"/cases/{case}/accept", json={"version": version}))

    people = [threading.Thread(target=accept, args=[clerk]) for clerk in clerks]
    for person in people:
        person.start()
    for person in people:
        person.join()
    first, second = sorted(answers, key=lambda answer: answer.status_code)
    assert first.status_code < 300
    told_clearly(second, 409)
    lines = served.ask("SELECT count(*) AS n FROM journal WHERE kind='case.accept' AND subject_id=$1", int(case))
    assert lines[0]["n"] == 1


@pytest.mark.parametrize("content", [PROGRAM, PAGE], ids=["a program", "a page with a script"])
def test_a_photo_that_is_something_else_is_refused_and_nothing_of_it_is_kept(served: Served, content: bytes) -> None:
    before = rows(served, "file")
    kept = sorted(path for path in served.data.rglob("*") if path.parent.name in {"scratch"} or "files" in path.parts)
    answer = visitor(served).post("/files", files={"file": ("photo.jpg", content, "image/jpeg")})
    told_clearly(answer, 400, 415, 422)
    assert rows(served, "file") == before
    after = sorted(path for path in served.data.rglob("*") if path.parent.name in {"scratch"} or "files" in path.parts)
    assert after == kept


def test_a_telephone_three_days_ahead_is_refused_and_leaves_nothing(served: Served) -> None:
    before = rows(served, "receipt"), rows(served, "journal")
    at = datetime.now(timezone(timedelta(hours=8))) + THREE_DAYS
    assert told_clearly(report(served, occurred_at=at.isoformat()), 400, 422)["code"] == "N-104"
    assert (rows(served, "receipt"), rows(served, "journal")) == before


def test_a_report_three_days_late_is_taken_and_keeps_both_times(served: Served) -> None:
    at = datetime.now(timezone(timedelta(hours=8))) - THREE_DAYS
    number = report(served, occurred_at=at.isoformat()).json()["number"]
    row = served.ask(
        "SELECT s.at, s.device_at, r.at AS received_at FROM signal s JOIN receipt r ON r.id=s.receipt_id "
        "JOIN cases c ON c.id=s.case_id WHERE c.number=$1",
        number,
    )[0]
    assert row["at"] == row["device_at"] == round(at.timestamp() * 1_000_000)
    assert row["received_at"] - row["at"] >= THREE_DAYS.total_seconds() * 1_000_000


def test_a_database_of_a_newer_program_is_not_opened(tmp_path: Path) -> None:
    served = Served(tmp_path / "data")
    served.make()
    tomorrow = served.ask("SELECT version_num FROM alembic_version")[0]["version_num"]
    served.write("UPDATE alembic_version SET version_num='9999'")
    before = (served.data / "luoshi.db").read_bytes()
    done = subprocess.run(
        [*LUOSHI, "serve", "--demo", "--port", str(served.port), "--data", str(served.data)],
        capture_output=True, text=True, check=False, timeout=60, env={"LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "[L-105]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (served.data / "luoshi.db").read_bytes() == before
    served.write(f"UPDATE alembic_version SET version_num='{tomorrow}'")
    served.start()
    served.stop()


@needs_a_compiler
def test_a_full_disc_refuses_clearly_and_loses_nothing(tmp_path: Path) -> None:
    disc = Disc(tmp_path / "data", tmp_path / "power")
    served = Served(disc.root)
    served.make()
    served.environment = disc.environment()
    served.start()
    crowd = served.crowd(size=3)
    crowd.wait_for(20)
    disc.fill()
    refused = told_clearly(report(served), 503)
    disc.make_room()
    crowd.wait_for(len(crowd.acknowledged) + 20)
    crowd.stop()
    assert refused["code"] == "L-104"
    assert not crowd.refused
    assert set(crowd.turned_away) <= {503}
    everything_acknowledged_is_kept_once(served, crowd)
    served.stop()
    the_journal_verifies(served)


@needs_a_compiler
def test_a_machine_that_wakes_three_days_back_still_writes_after_what_is_written(tmp_path: Path) -> None:
    served = Served(tmp_path / "data")
    served.make()
    crowds = []
    for seconds in (0, -int(THREE_DAYS.total_seconds()), 0):
        served.environment = preloaded(POWER_CLOCK=str(seconds))
        newest = served.ask("SELECT max(id) AS id FROM journal")[0]["id"]
        served.start()
        crowd = served.crowd(size=3, says_when=False)
        crowds.append(crowd)
        crowd.wait_for(15)
        crowd.stop()
        assert not crowd.refused, crowd.refused[0]
        served.wait_until_sealed()
        served.stop()
        oldest = served.ask("SELECT min(id) AS id FROM journal WHERE id > $1 AND kind='case.reported'", newest)[0]["id"]
        assert oldest > newest
        nothing_is_half_stored(served)
    everything_acknowledged_is_kept_once(served, *crowds)
    the_journal_verifies(served)
